"""Working days over the calendars that the State Council publishes, one year at a time.

The day of the event is day 0. A year whose make-up working days are not known is unpublished:
what needs it is provisional and names the year (Penalty Law Art 85; time zone Asia/Shanghai).
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from inspections.calendars import PUBLISHED, Calendar

DAY = timedelta(days=1)
# No rest period of the State Council's calendars has been longer than 10 days; a window in a year
# without a calendar counts as over only after such a rest has passed as well.
LONGEST_REST = timedelta(days=15)


@dataclass(frozen=True, slots=True)
class Due:
    """A day computed from a calendar; provisional while `missing_year` has no calendar."""

    on: date
    missing_year: int | None = None

    @property
    def is_provisional(self) -> bool:
        """Say whether the day may still move."""
        return self.missing_year is not None


def is_published(year: int, calendar: Calendar = PUBLISHED) -> bool:
    """Say whether the year's notice is known: each one moves some weekends to working days."""
    return calendar.is_published(year)


def is_working_day(day: date, calendar: Calendar = PUBLISHED) -> bool:
    """Say whether `day` is a working day; in an unpublished year this is a projection."""
    return calendar.is_working_day(day)


def working_days_after(start: date, working_days: int, calendar: Calendar = PUBLISHED) -> Due:
    """Return the last day of a period of so many working days after `start`.

    Provisional where the period enters a year without a calendar.
    """
    return _counted(start, working_days, DAY, calendar)


def working_days_before(end: date, working_days: int, calendar: Calendar = PUBLISHED) -> Due:
    """Return the first day of a period of so many working days before `end`."""
    return _counted(end, working_days, -DAY, calendar)


def _counted(start: date, working_days: int, step: timedelta, calendar: Calendar) -> Due:
    day, left = start, working_days
    while left > 0:
        day += step
        left -= calendar.is_working_day(day)
    first = start if day == start else start + step
    return Due(day, missing_year((first, day), calendar))


def on_or_after(day: date, calendar: Calendar = PUBLISHED) -> date:
    """Return `day`, or the next working day when it is a day of rest."""
    while not calendar.is_working_day(day):
        day += DAY
    return day


def on_or_before(day: date, calendar: Calendar = PUBLISHED) -> date:
    """Return `day`, or the last working day before it when it is a day of rest."""
    while not calendar.is_working_day(day):
        day -= DAY
    return day


def missing_year(days: Iterable[date], calendar: Calendar = PUBLISHED) -> int | None:
    """Return the first year without a calendar among those from the first to the last of `days`."""
    years = sorted(day.year for day in days)
    between = range(years[0], years[-1] + 1)
    return next((year for year in between if not calendar.is_published(year)), None)


def working_days_between(start: date, end: date, calendar: Calendar = PUBLISHED) -> int:
    """Return the count of working days after `start` up to and with `end`; 0 when `end` is past."""
    count, day = 0, start
    while day < end:
        day += DAY
        count += calendar.is_working_day(day)
    return count


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
