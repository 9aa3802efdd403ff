"""Does the law as data hold together? Every file is read and compared; faults are named.

Asked by `flask law check`, and by a test on every change of a row.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from inspections.checklists import version
from inspections.deadlines import deadlines
from inspections.discretion import grounds
from inspections.hearing_rights import periods
from inspections.penalty_schemes import schemes
from inspections.procedure.papers import PAPERS
from inspections.procedure.stages import STEPS
from inspections.sources import sources
from inspections.surcharge import rates
from inspections.violations import elements, violations
from inspections.workdays import DAY


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, with what is wrong; no fault means that it holds."""

    name: str
    faults: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Say whether nothing is wrong."""
        return not self.faults


def check_law() -> list[Check]:
    """Look at everything; a file that can't be read is a fault of its own check."""
    return [Check(name, tuple(_faults_of(look))) for name, look in _LOOKS.items()]


def unverified() -> list[str]:
    """Return what must still be compared with the official text before it is relied on."""
    named = [f"sources.{code}" for code, source in sources().items() if source.unverified]
    named += [f"violations.{code}" for code, row in violations().items() if row.unverified]
    named += [
        f"deadlines.{code}.{one.valid_from}"
        for code, rows in deadlines().items()
        for one in rows
        if one.unverified
    ]
    named += [f"hearing_amounts.{one.valid_from}" for one in periods() if one.unverified]
    return named + [f"surcharge.{one.valid_from}" for one in rates() if one.unverified]


def _faults_of(look: Callable[[], Iterator[str]]) -> Iterator[str]:
    try:
        yield from look()
    except (OSError, ValueError, LookupError) as unreadable:
        yield f"{type(unreadable).__name__}: {unreadable}"


def _sources() -> Iterator[str]:
    for code, source in sources().items():
        if source.valid_to is not None and source.valid_to < source.valid_from:
            yield f"{code} ends before it begins"


def _violations() -> Iterator[str]:
    for code, row in violations().items():
        if not row.elements:
            yield f"{code} has no elements"
        if not row.title_zh or not row.title_en:
            yield f"{code} lacks a title"
        if row.valid_from < sources()[row.law].valid_from:
            yield f"{code} begins before {row.law}"
        if row.valid_to is not None and row.valid_to < row.valid_from:
            yield f"{code} ends before it begins"


def _elements() -> Iterator[str]:
    used = {code for row in violations().values() for code in row.elements}
    yield from (f"{code} belongs to no violation" for code in elements() if code not in used)


def _schemes() -> Iterator[str]:
    used = {row.penalties for row in violations().values()}
    for code, scheme in schemes().items():
        if code not in used:
            yield f"{code} follows from no violation"
        if not scheme.tiers or not scheme.party_types:
            yield f"{code} has no tier or reaches no party"


def _grounds() -> Iterator[str]:
    yield from (f"{code} allows nothing" for code, ground in grounds().items() if not ground.allows)


def _hearing_amounts() -> Iterator[str]:
    yield from _gaps((one.valid_from, one.valid_to) for one in periods())
    unknown = {place.source for one in periods() for place in one.basis} - set(sources())
    yield from (f"unknown source {code}" for code in sorted(unknown))


def _surcharge() -> Iterator[str]:
    yield from _gaps((one.valid_from, one.valid_to) for one in rates())
    unknown = {place.source for one in rates() for place in one.basis} - set(sources())
    yield from (f"unknown source {code}" for code in sorted(unknown))


def _gaps(spans: Iterable[tuple[date, date | None]]) -> Iterator[str]:
    """Name what lies open or double between rows that follow one another."""
    for (_from, ends_on), (next_from, _to) in pairwise(sorted(spans)):
        if ends_on is None or ends_on + DAY != next_from:
            yield f"{next_from} doesn't follow upon what came before"


def _deadlines() -> Iterator[str]:
    for code, rows in deadlines().items():
        spans = [(row.valid_from, row.valid_to) for row in rows]
        yield from (f"{code}: {gap}" for gap in _gaps(spans))
        for row in rows:
            begun = [sources()[place.source].is_in_force(row.valid_from) for place in row.basis]
            if not all(begun):
                yield f"{code} of {row.valid_from} begins before the law that it cites"


def _steps() -> Iterator[str]:
    for code, step in STEPS.items():
        for name in {*step.starts, *step.stops} - set(deadlines()):
            yield f"{code} names no known deadline by {name}"
        for name in set(step.papers) - set(PAPERS):
            yield f"{code} names no known paper by {name}"


def _checklists() -> Iterator[str]:
    if not version():  # reading it compares every item with sources and violations
        yield "the checklist names no version"


_LOOKS: dict[str, Callable[[], Iterator[str]]] = {
    "sources": _sources,
    "violations": _violations,
    "elements": _elements,
    "penalties": _schemes,
    "grounds": _grounds,
    "hearing_amounts": _hearing_amounts,
    "surcharge": _surcharge,
    "deadlines": _deadlines,
    "steps": _steps,
    "checklists": _checklists,
}
