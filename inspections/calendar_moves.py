"""What a change of the calendar moves: the ends of periods that run, under one and the other."""

from dataclasses import dataclass
from datetime import date

from inspections.calendars import Calendar
from inspections.deadlines import UnknownDeadline, due
from inspections.workdays import missing_year, on_or_before, working_days_after


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningPeriod:
    """A period that runs: to a fixed day, for so many working days, or as a named deadline says.

    `before` counts a named deadline back from `from_on`.
    """

    from_on: date | None = None
    fixed_on: date | None = None
    working_days: int | None = None
    deadline: str = ""
    before: bool = False


@dataclass(frozen=True, slots=True)
class PeriodEnd:
    """The last day, the last working day up to it, and the year whose calendar is missing."""

    due_on: date
    warn_on: date
    missing_year: int | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """The end of one period before and after."""

    before: PeriodEnd
    after: PeriodEnd


def end_of(period: RunningPeriod, calendar: Calendar) -> PeriodEnd | None:
    """Return when a period ends by `calendar`, None where no rule says so."""
    if period.fixed_on is not None:
        warn = on_or_before(period.fixed_on, calendar)
        return PeriodEnd(period.fixed_on, warn, missing_year((warn, period.fixed_on), calendar))
    if period.from_on is None:
        return None
    if period.working_days is not None:
        end = working_days_after(period.from_on, period.working_days, calendar)
        return PeriodEnd(end.on, end.on, end.missing_year)
    try:
        named = due(period.deadline, period.from_on, before=period.before, calendar=calendar)
    except UnknownDeadline:
        return None
    return PeriodEnd(named.due_on, named.warn_on, named.missing_year)


def moved(period: RunningPeriod, before: Calendar, after: Calendar) -> Moved | None:
    """Return both ends where they differ, also in being provisional; None where nothing moves."""
    old, new = end_of(period, before), end_of(period, after)
    return Moved(old, new) if old and new and old != new else None
