"""One row of a register or list: its values normalised, and what a person must be told of it."""

import re
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from app.importing.headers import Header
from app.importing.other_rows import is_no_entry
from app.importing.persons import person_named
from app.importing.places import Places
from inspections.credit_codes import read_code
from inspections.dates import DateReading, read_date, read_range
from inspections.garbled import is_garbled, ungarbled
from inspections.identity import (
    is_id_number,
    masked_person,
    without_id_numbers,
)
from inspections.licence_numbers import normalise_number, number_problem
from inspections.names import LONGEST_NAME, refuse_name, unfit_character
from inspections.problems import Problem
from inspections.words_of_registers import WORD_FIELDS, word_for

SKIP, ACCEPT, WARN, DUPLICATE, CONFLICT, REJECT = (
    "skip",
    "accept",
    "warn",
    "duplicate",
    "conflict",
    "reject",
)

Value = str | float | None
Cells = Sequence[str | None]

# Worked out while judging and needed again when writing; no column of any file.
KEPT_ASIDE: Final = ("lng_wgs84", "lat_wgs84")

_DATES: Final = ("licence_issued", "licence_expires", "list_date", "list_ends")
_PLACE_FIELDS: Final = ("district", "district_code", "city", "province")
_POINT_FIELDS: Final = ("lng", "lat", "datum")
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
_LONGEST_TEXT = 120
_LONGEST_SHORT = 12

_NOTHING = re.compile(
    r"无|暂无|没有|未知|不详|不明|待补|待定|空|缺|[-—–－/\\_.*＊、]+|n/?a|null|none|nan|0",
    re.IGNORECASE,
)
# in these columns such a word says that there is none; in others it may be what is meant
_LACKING = re.compile(r"未办理|未办|未取得|未登记|无证|无照|办理中|无执照|无许可证|无办学许可证")
_MAY_LACK: Final = ("credit_code", "licence_no", "licence_issued", "licence_expires")
_FORMULA_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!)")
_PRIVATE = re.compile(r"[\ue000-\uf8ff\U000f0000-\U0010fffd]")


@dataclass(slots=True)
class Judged:
    """A row with its verdict; `values` stand in the order of `Judge.names`."""

    row: int
    outcome: str
    values: tuple[Value, ...] = ()
    problems: tuple[Problem, ...] = ()
    duplicate_of: int | None = None
    conflicts_with: tuple[int | str, ...] = ()
    is_person: bool = False
    # what stood in a row that is no institution, cut short, for the preview
    text: str = ""
    # set when the row is held against the register
    change: str | None = None
    institution_id: int | None = None

    def tell(self, problem: Problem, outcome: str = WARN) -> None:
        """Add a problem; an outcome only ever grows worse."""
        self.problems = (*self.problems, problem)
        if _WORSE[outcome] > _WORSE[self.outcome]:
            self.outcome = outcome


_WORSE = {SKIP: 0, ACCEPT: 1, WARN: 2, DUPLICATE: 3, CONFLICT: 4, REJECT: 5}


@dataclass(slots=True)
class _Draft:
    """What is known of the row being judged."""

    texts: dict[str, str]
    values: dict[str, Value] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    rejected: bool = False

    def tell(self, name: str, code: str, *, about: str = "", right: str = "") -> None:
        self.problems.append(Problem(name, code, without_id_numbers(about), right))


class Judge:
    """Judges the rows below one header; holds what the whole file shares."""

    def __init__(
        self,
        header: Header,
        *,
        places: Places,
        since_1904: bool = False,
        open_quotes: Mapping[int, int] = MappingProxyType({}),
    ) -> None:
        """Work out which values the rows of this file will have."""
        self._header = header
        self._columns = {name: place for place, name in header.fields.items()}
        self._places = places
        self._since_1904 = since_1904
        self._open_quotes = open_quotes
        self._width = max((place for place, text in enumerate(header.texts) if text), default=0) + 1
        self.names = tuple(self._value_names())

    def _value_names(self) -> list[str]:
        names = []
        for _, name in sorted(self._header.fields.items()):
            stored = "district_code" if name in _PLACE_FIELDS else name
            if stored not in names and not name.startswith("person_"):
                names.append(stored)
        if "name" not in names:
            names.insert(0, "name")
        if "subjects" in names and "subject_group" not in names:
            names.append("subject_group")
        if "licence_expires" in names and "licence_issued" not in names:
            names.append("licence_issued")
        if "address" in names and "district_code" not in names:
            names.append("district_code")
        if "lng" in names and "lat" in names:
            names += KEPT_ASIDE
        return names

    def shown(self, name: str) -> bool:
        """Return whether a value is one of the file's own columns, to be shown even when empty."""
        if name == "district_code":
            return any(column in self._columns for column in _PLACE_FIELDS)
        return name in self._columns or name == "name"

    def judge(self, row: int, cells: Cells) -> Judged:
        """Return the row's verdict on its own; other rows and the register are asked later."""
        if row == self._header.last_row and self._header.doubled:
            doubled = without_id_numbers("、".join(self._header.doubled))[:_LONGEST_TEXT]
            told = (Problem("file", "column.doubled", about=doubled),)
            return Judged(row, SKIP, problems=told, text=_shortened(cells))
        if row <= self._header.last_row or is_no_entry(cells, self._header, self._columns):
            return Judged(row, SKIP, text=_shortened(cells))
        draft = _Draft(self._texts(cells))
        self._cut(draft)
        person = person_named(draft.texts, self._columns)
        if person is not None:
            return self._set_apart(row, person)
        if not self._has_content(draft):
            return Judged(row, SKIP, text=_shortened(cells))
        self._judge_shape(row, cells, draft)
        self._judge_cells(draft)
        outcome = REJECT if draft.rejected else WARN if draft.problems else ACCEPT
        get = draft.values.get
        values = tuple([_shared(get(name)) for name in self.names])
        return Judged(row, outcome, values, tuple(sorted(draft.problems, key=self._column_of)))

    def _set_apart(self, row: int, person: str) -> Judged:
        """A natural person is never stored as an institution, nor shown with a full name."""
        masked = masked_person(person)
        values = tuple(masked if name == "name" else None for name in self.names)
        return Judged(row, SKIP, values, (Problem("name", "person"),), is_person=True)

    def _column_of(self, problem: Problem) -> int:
        """Problems come in the order of the file's columns."""
        if problem.field == "district":
            return min((self._columns[n] for n in _PLACE_FIELDS if n in self._columns), default=0)
        return self._columns.get(problem.field, 0)

    def _texts(self, cells: Cells) -> dict[str, str]:
        texts = {}
        for name, place in self._columns.items():
            cell = cells[place] if place < len(cells) else None
            if cell and (len(cell) > _LONGEST_NOTHING or not _says_nothing(name, cell)):
                # programs that take a number for a fraction write 210102.0
                texts[name] = cell[:-2] if cell.endswith(".0") and cell[:-2].isdigit() else cell
        return texts

    def _cut(self, draft: _Draft) -> None:
        """Leave out what is longer than its column before anything reads it sign by sign."""
        for name, text in list(draft.texts.items()):
            if name == "name":
                draft.texts[name] = text[: LONGEST_NAME + 1]
                continue
            longest = _longest(name)
            if len(text) > longest:
                del draft.texts[name]
                told = "district" if name in _PLACE_FIELDS else name
                draft.tell(told, "cell.too_long", right=str(longest))

    def _has_content(self, draft: _Draft) -> bool:
        return any(
            name in draft.texts
            for name in self._columns
            if name not in ("province", "city", "datum")
        )

    def _judge_shape(self, row: int, cells: Cells, draft: _Draft) -> None:
        beyond = [cell for cell in cells[self._width :] if cell]
        if beyond and len(cells) > len(self._header.texts):
            draft.tell("name", "row.shifted", about=str(len(cells) - len(self._header.texts)))
            draft.rejected = True
        if row in self._open_quotes:
            draft.tell("name", "cell.quote", about=str(self._open_quotes[row]))
            draft.rejected = True

    def _judge_cells(self, draft: _Draft) -> None:
        self._name(draft)
        self._credit_code(draft)
        for name in self._columns:
            if name in _DATES:
                self._date(draft, name)
            elif name in WORD_FIELDS:
                self._word(draft, name)
            elif name == "licence_no":
                self._licence_no(draft)
            elif name not in (*_PLACE_FIELDS, *_POINT_FIELDS, "name", "credit_code"):
                self._text(draft, name)
        self._category(draft)
        self._district(draft)
        self._places.judge_point(draft.texts, draft.values, draft.tell)
        self._order_of_dates(draft)

    def _name(self, draft: _Draft) -> None:
        text = draft.texts.get("name", "")
        name = _one_line(text)
        problem = refuse_name(name)
        if problem is None and is_garbled(name):
            problem = Problem("name", "name.broken", about=name, right=ungarbled(name) or "")
        if problem:
            draft.problems.append(problem)
            draft.rejected = True
            return
        draft.values["name"] = without_id_numbers(name)
        private = _PRIVATE.search(name)
        if private:
            draft.tell("name", "name.private_use", about=f"U+{ord(private[0]):04X}")

    def _credit_code(self, draft: _Draft) -> None:
        if "credit_code" not in self._columns:
            return
        text = draft.texts.get("credit_code")
        if text is None:
            if not any(problem.field == "credit_code" for problem in draft.problems):
                draft.tell("credit_code", "credit_code.missing")
            return
        if self._unfit(draft, "credit_code", text):
            return
        code, problem = read_code(text)
        if problem and is_id_number(text.replace(" ", "")):
            problem = Problem("credit_code", "credit_code.id_number")
        draft.values["credit_code"] = code
        if problem:
            draft.tell("credit_code", problem.code, about=problem.about, right=problem.right)

    def _licence_no(self, draft: _Draft) -> None:
        text = draft.texts.get("licence_no")
        if text is None or self._unfit(draft, "licence_no", text):
            return
        number = normalise_number(text)
        draft.values["licence_no"] = without_id_numbers(number)
        problem = number_problem(number)
        if problem:
            draft.tell("licence_no", problem.code, about=problem.about)

    def _date(self, draft: _Draft, name: str) -> None:
        text = draft.texts.get(name)
        if text is None:
            return
        span = read_range(text, since_1904=self._since_1904)
        if span is None:
            self._day(draft, name, text, read_date(text, since_1904=self._since_1904))
        elif name in ("licence_issued", "licence_expires"):
            if draft.values.get("licence_issued") is None:
                self._day(draft, "licence_issued", text, span.first)
            if name == "licence_expires" or draft.values.get("licence_expires") is None:
                self._day(draft, "licence_expires", text, span.last)
        else:
            self._day(draft, name, text, span.first)

    def _day(self, draft: _Draft, name: str, text: str, reading: DateReading) -> None:
        if reading.day:
            draft.values[name] = reading.day.isoformat()
        if reading.doubt:
            right = reading.day.isoformat() if reading.day else ""
            draft.tell(name, f"date.{reading.doubt}", about=text[:40], right=right)

    def _word(self, draft: _Draft, name: str) -> None:
        text = draft.texts.get(name)
        if text is None:
            return
        found, possible = word_for(name, text)
        draft.values[name] = found
        # a column 类别 may hold anything; nothing is lost that law asks for
        if found is None and not self._unfit(draft, name, text) and name != "subject_group":
            draft.tell(name, "word.unknown", about=text[:40], right=possible)

    def _category(self, draft: _Draft) -> None:
        """A column 培训类别 may hold the category alone (艺术); then it is no subject."""
        if "subjects" not in self._columns or "subject_group" in self._columns:
            return
        group, _ = word_for("subject_group", draft.texts.get("subjects", ""))
        if group:
            draft.values["subject_group"], draft.values["subjects"] = group, None

    def _text(self, draft: _Draft, name: str) -> None:
        text = draft.texts.get(name)
        if text is None:
            return
        if name.startswith("person_"):
            return
        plain = _one_line(text)
        if name == "phone":
            plain = unicodedata.normalize("NFKC", plain)
        if not self._unfit(draft, name, plain):
            draft.values[name] = without_id_numbers(plain)

    def _unfit(self, draft: _Draft, name: str, text: str) -> bool:
        """Say so and return True where a cell must be left out."""
        longest = _longest(name)
        fault = _short_fault(text) if len(text) <= _LONGEST_SHORT else _fault(text)
        if fault:
            draft.tell(name, fault[0], about=fault[1])
        elif len(text) > longest:
            draft.tell(name, "cell.too_long", right=str(longest))
        return bool(fault) or len(text) > longest

    def _district(self, draft: _Draft) -> None:
        stated = [name for name in _PLACE_FIELDS if name in self._columns]
        if stated:
            draft.values["district_code"] = self._places.judge_district(draft.texts, draft.tell)
        elif "address" in draft.texts:
            draft.values["district_code"] = self._places.in_address(draft.texts["address"])

    def _order_of_dates(self, draft: _Draft) -> None:
        issued, expires = draft.values.get("licence_issued"), draft.values.get("licence_expires")
        if isinstance(issued, str) and isinstance(expires, str) and expires < issued:
            # which of the two is wrong nobody knows; "expired" must not follow from a slip
            draft.values["licence_issued"] = draft.values["licence_expires"] = None
            draft.tell("licence_expires", "date.reversed_left_out", about=f"{issued}, {expires}")


def _longest(name: str) -> int:
    is_value = name in (*_DATES, *_PLACE_FIELDS, *_POINT_FIELDS, "credit_code", *WORD_FIELDS)
    return _LONGEST_VALUE if is_value else _LONGEST.get(name, _LONGEST_OTHER)


def _fault(text: str) -> tuple[str, str] | None:
    """Return why no cell may hold this text, as (code, what it is about)."""
    unfit = unfit_character(_one_line(text))
    if unfit:
        return f"cell.{unfit[0]}", unfit[1]
    if _FORMULA_ERROR.fullmatch(text):
        return "cell.error", text
    return ("cell.broken", "") if is_garbled(text) else None


# words, subjects and stages stand in thousands of rows
_short_fault = lru_cache(maxsize=20_000)(_fault)


@lru_cache(maxsize=4096)
def _says_nothing(name: str, cell: str) -> bool:
    """无证 in the column of the licence's state is a statement, elsewhere it fills a gap."""
    if not _NOTHING.fullmatch(cell):
        return name in _MAY_LACK and bool(_LACKING.fullmatch(cell))
    return name not in WORD_FIELDS or word_for(name, cell)[0] is None


def _shortened(cells: Cells) -> str:
    told = dict.fromkeys(cell for cell in cells if cell)
    joined = " / ".join(_one_line(without_id_numbers(cell)) for cell in told)
    return "".join(sign for sign in joined if not unfit_character(sign))[:_LONGEST_TEXT]


def _one_line(text: str) -> str:
    """Return a cell's text without the line breaks that people put in for looks."""
    if "\n" not in text and "\r" not in text and "\t" not in text:
        return text
    lines = [line.strip() for line in re.split(r"[\r\n\t]+", text)]
    joined = "".join(lines)
    return joined if not joined.isascii() else " ".join(lines)


def _shared(value: Value) -> Value:
    """Keep one copy of values that stand in many rows."""
    return sys.intern(value) if isinstance(value, str) and len(value) <= 10 else value
