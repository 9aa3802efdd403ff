"""Rows of one file against each other: repeats, contradictions, doubtful names."""

from collections import defaultdict
from collections.abc import Sequence

from app.importing.outcomes import ACCEPT, CONFLICT, DUPLICATE, KEPT_ASIDE, WARN, Judged, Value
from inspections.licence_numbers import number_key
from inspections.names import name_key
from inspections.problems import Problem
from inspections.register import same_address

# rows of one code or name that later ones are held against; beyond that a file is beyond help,
# and comparing each with each would take the square of its rows
_MOST_COMPARED = 20


class Comparison:
    """Finds duplicates and conflicts; rows must come in the order of the file."""

    def __init__(self, names: Sequence[str]) -> None:
        """Remember where in a row's values each field stands."""
        self._names = tuple(names)
        self._place = {name: place for place, name in enumerate(names)}
        self._rows: dict[int, Judged] = {}
        self._by_code: dict[str, list[int]] = {}
        self._by_name: dict[str, list[int]] = defaultdict(list)
        self._by_licence: dict[str, int] = {}

    def add(self, row: Judged) -> None:
        """Compare a row with all before it; both sides of a contradiction are marked."""
        if row.outcome not in (ACCEPT, WARN):
            return
        if not self._same_code(row) and not self._same_name(row):
            self._same_licence(row)
        self._enter(row)

    def _value(self, row: Judged, name: str) -> Value:
        place = self._place.get(name)
        return None if place is None else row.values[place]

    def _text(self, row: Judged, name: str) -> str:
        return str(self._value(row, name) or "")

    def _enter(self, row: Judged) -> None:
        if row.outcome == DUPLICATE:
            return
        self._rows[row.row] = row
        code, licence = self._text(row, "credit_code"), self._text(row, "licence_no")
        alike = [self._by_name[name_key(self._text(row, "name"))]]
        if code:
            alike.append(self._by_code.setdefault(code, []))
        for rows in alike:
            if len(rows) < _MOST_COMPARED:
                rows.append(row.row)
        if licence:
            self._by_licence.setdefault(number_key(licence), row.row)

    def _same_code(self, row: Judged) -> bool:
        code = self._text(row, "credit_code")
        if not code or code not in self._by_code:
            return False
        others = [self._rows[number] for number in self._by_code[code]]
        for other in others:
            if not self._differences(row, other):
                return _repeats(row, other)
        for other in others:
            _contradict(row, other, "row.same_code", self._differences(row, other))
        return True

    def _same_name(self, row: Judged) -> bool:
        for number in self._by_name.get(name_key(self._text(row, "name")), ()):
            if self._meets_namesake(row, self._rows[number]):
                return True
        return False

    def _meets_namesake(self, row: Judged, other: Judged) -> bool:
        """Same name: one institution, a contradiction, or two; return whether it is settled."""
        codes = self._text(row, "credit_code"), self._text(other, "credit_code")
        same_district = self._value(row, "district_code") == self._value(other, "district_code")
        if all(codes):
            if same_district:
                _contradict(row, other, "row.other_code", ["credit_code"])
            return same_district
        if same_district and self._differences(row, other) == []:
            return _repeats(row, other)
        for one, another in ((row, other), (other, row)):
            if not any(problem.code == "row.elsewhere" for problem in one.problems):
                one.tell(Problem("name", "row.elsewhere", about=str(another.row)))
        return False

    def _same_licence(self, row: Judged) -> None:
        licence = self._text(row, "licence_no")
        other = self._by_licence.get(number_key(licence)) if licence else None
        if other is not None:
            row.tell(Problem("licence_no", "row.same_licence", about=str(other)))

    def _differences(self, row: Judged, other: Judged) -> list[str]:
        """Return the fields that both rows state, and state differently."""
        found = []
        for name, one, another in zip(self._names, row.values, other.values, strict=True):
            if one is None or another is None or one == another or name in KEPT_ASIDE:
                continue
            if not _mean_the_same(name, one, another):
                found.append(name)
        return found


def _mean_the_same(name: str, one: Value, another: Value) -> bool:
    if name == "address":
        return same_address(str(one), str(another))
    if name == "licence_no":
        return number_key(str(one)) == number_key(str(another))
    if isinstance(one, str) and isinstance(another, str):
        return name_key(one) == name_key(another)
    return False


def _repeats(row: Judged, other: Judged) -> bool:
    row.outcome, row.duplicate_of, row.problems = DUPLICATE, other.row, ()
    return True


def _contradict(row: Judged, other: Judged, code: str, fields: list[str]) -> None:
    for one, another in ((row, other), (other, row)):
        if len(one.conflicts_with) >= _MOST_COMPARED:
            continue
        one.conflicts_with = (*one.conflicts_with, another.row)
        one.tell(
            Problem(
                "credit_code" if code == "row.other_code" else fields[0],
                code,
                about=str(another.row),
                right=", ".join(fields),
            ),
            CONFLICT,
        )
