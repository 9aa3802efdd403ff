"""What any cell may hold: how long it may be, what is a fault in it, and what says nothing."""

import re
from functools import lru_cache
from typing import Final

from inspections.garbled import is_garbled
from inspections.names import unfit_character
from inspections.words_of_registers import WORD_FIELDS, word_for

DATES: Final = ("licence_issued", "licence_expires", "list_date", "list_ends")
PLACE_FIELDS: Final = ("district", "district_code", "city", "province")
POINT_FIELDS: Final = ("lng", "lat", "datum")
# as wide as the register's columns
_LONGEST = {
    "short_name": 100,
    "licence_no": 60,
    "organiser": 200,
    "phone": 60,
    "stages": 100,
    "list_reason": 2000,
}
_LONGEST_OTHER = 300
# dates, codes, places, points and words: what is longer is none, and is not looked at
_LONGEST_VALUE = 100
_LONGEST_NOTHING = 8
_LONGEST_SHORT = 12

_NOTHING = re.compile(
    r"无|暂无|没有|未知|不详|不明|待补|待定|空|缺|[-—–－/\\_.*＊、]+|n/?a|null|none|nan|0",
    re.IGNORECASE,
)
# in these columns such a word says that there is none; in others it may be what is meant
_LACKING = re.compile(r"未办理|未办|未取得|未登记|无证|无照|办理中|无执照|无许可证|无办学许可证")
_MAY_LACK: Final = ("credit_code", "licence_no", "licence_issued", "licence_expires")
_FORMULA_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!)")


def longest(name: str) -> int:
    """Return how many signs a cell of this column may have."""
    is_value = name in (*DATES, *PLACE_FIELDS, *POINT_FIELDS, "credit_code", *WORD_FIELDS)
    return _LONGEST_VALUE if is_value else _LONGEST.get(name, _LONGEST_OTHER)


def fault_in(text: str) -> tuple[str, str] | None:
    """Return why no cell may hold this text, as (code, what it is about)."""
    return _short_fault(text) if len(text) <= _LONGEST_SHORT else _fault(text)


def _fault(text: str) -> tuple[str, str] | None:
    unfit = unfit_character(one_line(text))
    if unfit:
        return f"cell.{unfit[0]}", unfit[1]
    if _FORMULA_ERROR.fullmatch(text):
        return "cell.error", text
    return ("cell.broken", "") if is_garbled(text) else None


# words, subjects and stages stand in thousands of rows
_short_fault = lru_cache(maxsize=20_000)(_fault)


def says_nothing(name: str, cell: str) -> bool:
    """Return whether a cell of this column only fills a gap: 无, 暂无, a dash."""
    return len(cell) <= _LONGEST_NOTHING and _fills_a_gap(name, cell)


@lru_cache(maxsize=4096)
def _fills_a_gap(name: str, cell: str) -> bool:
    """无证 in the column of the licence's state is a statement, elsewhere it fills a gap."""
    if not _NOTHING.fullmatch(cell):
        return name in _MAY_LACK and bool(_LACKING.fullmatch(cell))
    return name not in WORD_FIELDS or word_for(name, cell)[0] is None


def one_line(text: str) -> str:
    """Return a cell's text without the line breaks that people put in for looks."""
    if "\n" not in text and "\r" not in text and "\t" not in text:
        return text
    lines = [line.strip() for line in re.split(r"[\r\n\t]+", text)]
    joined = "".join(lines)
    return joined if not joined.isascii() else " ".join(lines)
