"""One row of a register or list: its values normalised, and what a person must be told of it."""

import sys
from collections.abc import Mapping
from types import MappingProxyType

from app.importing.cells import (
    DATES,
    PLACE_FIELDS,
    POINT_FIELDS,
    longest,
    one_line,
    says_nothing,
)
from app.importing.headers import Header
from app.importing.other_rows import is_no_entry
from app.importing.outcomes import ACCEPT, KEPT_ASIDE, REJECT, SKIP, WARN, Cells, Judged, Value
from app.importing.persons import person_named
from app.importing.places import Places
from app.importing.values import (
    Draft,
    judge_credit_code,
    judge_date,
    judge_licence_no,
    judge_name,
    judge_text,
    judge_word,
)
from inspections.identity import masked_person, without_id_numbers
from inspections.names import LONGEST_NAME, unfit_character
from inspections.problems import Problem
from inspections.words_of_registers import WORD_FIELDS, word_for

_LONGEST_TEXT = 120


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
            stored = "district_code" if name in PLACE_FIELDS else name
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
            return any(column in self._columns for column in PLACE_FIELDS)
        return name in self._columns or name == "name"

    def judge(self, row: int, cells: Cells) -> Judged:
        """Return the row's verdict on its own; other rows and the register are asked later."""
        if row == self._header.last_row and self._header.doubled:
            doubled = without_id_numbers("、".join(self._header.doubled))[:_LONGEST_TEXT]
            told = (Problem("file", "column.doubled", about=doubled),)
            return Judged(row, SKIP, problems=told, text=_shortened(cells))
        if row <= self._header.last_row or is_no_entry(cells, self._header, self._columns):
            return Judged(row, SKIP, text=_shortened(cells))
        draft = Draft(self._texts(cells))
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
            return min((self._columns[n] for n in PLACE_FIELDS if n in self._columns), default=0)
        return self._columns.get(problem.field, 0)

    def _texts(self, cells: Cells) -> dict[str, str]:
        texts = {}
        for name, place in self._columns.items():
            cell = cells[place] if place < len(cells) else None
            if cell and not says_nothing(name, cell):
                # programs that take a number for a fraction write 210102.0
                texts[name] = cell[:-2] if cell.endswith(".0") and cell[:-2].isdigit() else cell
        return texts

    def _cut(self, draft: Draft) -> None:
        """Leave out what is longer than its column before anything reads it sign by sign."""
        for name, text in list(draft.texts.items()):
            if name == "name":
                draft.texts[name] = text[: LONGEST_NAME + 1]
                continue
            most = longest(name)
            if len(text) > most:
                del draft.texts[name]
                told = "district" if name in PLACE_FIELDS else name
                draft.tell(told, "cell.too_long", right=str(most))

    def _has_content(self, draft: Draft) -> bool:
        return any(
            name in draft.texts
            for name in self._columns
            if name not in ("province", "city", "datum")
        )

    def _judge_shape(self, row: int, cells: Cells, draft: Draft) -> None:
        beyond = [cell for cell in cells[self._width :] if cell]
        if beyond and len(cells) > len(self._header.texts):
            draft.tell("name", "row.shifted", about=str(len(cells) - len(self._header.texts)))
            draft.rejected = True
        if row in self._open_quotes:
            draft.tell("name", "cell.quote", about=str(self._open_quotes[row]))
            draft.rejected = True

    def _judge_cells(self, draft: Draft) -> None:
        judge_name(draft)
        if "credit_code" in self._columns:
            judge_credit_code(draft)
        for name in self._columns:
            if name in DATES:
                judge_date(draft, name, since_1904=self._since_1904)
            elif name in WORD_FIELDS:
                judge_word(draft, name)
            elif name == "licence_no":
                judge_licence_no(draft)
            elif name not in (*PLACE_FIELDS, *POINT_FIELDS, "name", "credit_code"):
                judge_text(draft, name)
        self._category(draft)
        self._district(draft)
        self._places.judge_point(draft.texts, draft.values, draft.tell)
        self._order_of_dates(draft)

    def _category(self, draft: Draft) -> None:
        """A column 培训类别 may hold the category alone (艺术); then it is no subject."""
        if "subjects" not in self._columns or "subject_group" in self._columns:
            return
        group, _ = word_for("subject_group", draft.texts.get("subjects", ""))
        if group:
            draft.values["subject_group"], draft.values["subjects"] = group, None

    def _district(self, draft: Draft) -> None:
        stated = [name for name in PLACE_FIELDS if name in self._columns]
        if stated:
            draft.values["district_code"] = self._places.judge_district(draft.texts, draft.tell)
        elif "address" in draft.texts:
            draft.values["district_code"] = self._places.in_address(draft.texts["address"])

    def _order_of_dates(self, draft: Draft) -> None:
        issued, expires = draft.values.get("licence_issued"), draft.values.get("licence_expires")
        if isinstance(issued, str) and isinstance(expires, str) and expires < issued:
            # which of the two is wrong nobody knows; "expired" must not follow from a slip
            draft.values["licence_issued"] = draft.values["licence_expires"] = None
            draft.tell("licence_expires", "date.reversed_left_out", about=f"{issued}, {expires}")


def _shortened(cells: Cells) -> str:
    told = dict.fromkeys(cell for cell in cells if cell)
    joined = " / ".join(one_line(without_id_numbers(cell)) for cell in told)
    return "".join(sign for sign in joined if not unfit_character(sign))[:_LONGEST_TEXT]


def _shared(value: Value) -> Value:
    """Keep one copy of values that stand in many rows."""
    return sys.intern(value) if isinstance(value, str) and len(value) <= 10 else value
