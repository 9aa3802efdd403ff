"""What became of one row of a file: its outcome, its values, and what a person is told of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from inspections.problems import Problem

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

_WORSE = {SKIP: 0, ACCEPT: 1, WARN: 2, DUPLICATE: 3, CONFLICT: 4, REJECT: 5}


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
