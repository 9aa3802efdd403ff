"""Rows of a discretion standard as pasted from its table: act, tier, step, range, circumstances."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from inspections.standards import WHOLE, Band, BandStep
from inspections.violations import violations
from inspections.vocabulary import PenaltyTier, Term

COLUMNS = 4  # a row has at least these; circumstances come last
FEN = 100
TEN_THOUSAND = 10_000
_NUMBER = r"([\d,]+(?:\.\d+)?)\s*(万)?\s*(倍|元|times|yuan)?"
_RANGE = re.compile(
    rf"{_NUMBER}\s*(?:以上|at least)?\s*(?:[-~至到—–、,]|to)?\s*{_NUMBER}\s*(?:以下)?"
)
_UP_TO = re.compile(rf"{_NUMBER}\s*以下|(?:up to|不超过|≤)\s*{_NUMBER}")
_NO_FINE = re.compile(r"[^\d]*")


class BandFault(Term):
    """What is wrong with a row of a pasted standard."""

    COLUMNS = (
        "columns",
        "每行为：案由、法定档次、裁量档次、罚款幅度、适用情形",
        "a row is: act, tier of the law, step, range of the fine, circumstances",
    )
    VIOLATION = "violation", "案由目录里没有这一案由", "the catalogue has no such act"
    TIER = "tier", "法定档次写一般情节、情节严重等", "the tier is base, serious and so on"
    STEP = (
        "step",
        "裁量档次写从轻、一般、从重或者特别严重",
        "the step is lighter, general, heavier or severe",
    )
    RANGE = (
        "range",
        "幅度写作1-2倍或者10000-30000元",
        "the range is written 1-2 times or 10000-30000 yuan",
    )


@dataclass(frozen=True, slots=True)
class BadRow:
    """One row that can't be taken; rows count from 1."""

    row: int
    fault: BandFault


class BadRows(ValueError):
    """A pasted standard that can't be taken, with every fault at once."""

    def __init__(self, faults: list[BadRow]) -> None:
        """Keep the faults; the first stands in the message for logs."""
        super().__init__(f"row {faults[0].row}: {faults[0].fault.en}")
        self.faults = tuple(faults)


def read_bands(text: str) -> list[Band]:
    """Return the rows; blank lines are left out. Raises BadRows, which names every row at fault."""
    found: list[Band] = []
    faults: list[BadRow] = []
    lines = [line for line in text.splitlines() if line.strip()]
    for number, line in enumerate(lines, 1):
        row = _band(line)
        if isinstance(row, Band):
            found.append(row)
        else:
            faults.append(BadRow(number, row))
    if faults:
        raise BadRows(faults)
    return found


def _band(line: str) -> Band | BandFault:
    separator = "\t" if "\t" in line else "|" if "|" in line else "；" if "；" in line else ";"
    cells = [cell.strip() for cell in line.split(separator)]
    if len(cells) < COLUMNS:
        return BandFault.COLUMNS
    code, tier, step = _violation(cells[0]), _term(PenaltyTier, cells[1]), _term(BandStep, cells[2])
    if code is None:
        return BandFault.VIOLATION
    if tier is None:
        return BandFault.TIER
    if step is None:
        return BandFault.STEP
    amounts = _range(cells[3])
    if amounts is None:
        return BandFault.RANGE
    circumstances = " ".join(cells[COLUMNS:])
    return Band(
        violation=code,
        tier=PenaltyTier(tier),
        step=BandStep(step),
        circumstances=circumstances,
        **amounts,
    )


def _violation(text: str) -> str | None:
    titles = {row.title_zh: code for code, row in violations().items()}
    return text if text in violations() else titles.get(text)


def _term(terms: type[Term], text: str) -> Term | None:
    return next((one for one in terms if text.lower() in (one.value, one.zh, one.en.lower())), None)


def _range(text: str) -> dict[str, int] | None:
    """Return the amounts by their names, none for a row without a fine, None for nonsense."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if found := _RANGE.fullmatch(plain):
        return _amounts(found.groups())
    if found := _UP_TO.fullmatch(plain):
        number, ten_thousand, unit = (*found.groups()[:3],) if found[1] else found.groups()[3:]
        return _amounts(("0", None, unit, number, ten_thousand, unit))
    return {} if _NO_FINE.fullmatch(plain) else None


def _amounts(parts: tuple[str | None, ...]) -> dict[str, int] | None:
    low, low_wan, low_unit, high, high_wan, high_unit = parts
    unit = high_unit or low_unit
    if unit is None:
        return None
    is_multiple = unit in ("倍", "times")
    factor = WHOLE if is_multiple else FEN
    ends = []
    for number, wan in ((low, low_wan or (high_wan if not low_unit else None)), (high, high_wan)):
        exact = _exact(number, factor * (TEN_THOUSAND if wan else 1))
        if exact is None:
            return None
        ends.append(exact)
    names = ("min_percent", "max_percent") if is_multiple else ("min_fen", "max_fen")
    return dict(zip(names, ends, strict=True))


def _exact(number: str | None, factor: int) -> int | None:
    try:
        value = Decimal((number or "").replace(",", "")) * factor
    except InvalidOperation:
        return None
    return int(value) if value == int(value) else None
