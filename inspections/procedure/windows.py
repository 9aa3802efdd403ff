"""Waiting for a deadline to end: the refusal that names the day, or the year without a calendar."""

from datetime import date

from inspections.deadlines import DueDay, UnknownDeadline, due
from inspections.procedure.facts import CaseFacts
from inspections.refusal import Refusal
from inspections.workdays import DAY, LONGEST_REST


def due_or_none(facts: CaseFacts, code: str, from_day: date) -> DueDay | None:
    """Return when the deadline ends, None where the law of that day knows none."""
    try:
        return due(code, from_day, calendar=facts.calendar)
    except UnknownDeadline:
        return None


def still_waits(rule_code: str, end: DueDay, day: date) -> Refusal | None:
    """Return the refusal while `day` lies within the deadline, None once it is over.

    What ends in a year without a calendar counts as over only after the longest rest as well.
    """
    if end.is_provisional and day <= end.due_on + LONGEST_REST:
        return Refusal(rule_code, about=str(end.missing_year))
    if day <= end.due_on:
        return Refusal(rule_code, until=end.due_on + DAY)
    return None
