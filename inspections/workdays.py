"""Working days over the calendars that the State Council publishes, one year at a time.

The day of the event is day 0. A year whose make-up working days are not known is unpublished:
what needs it is provisional and names the year (Penalty Law Art 85; time zone Asia/Shanghai).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import holidays

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """A day computed from a calendar; provisional while `missing_year` has no calendar."""

    on: date
    missing_year: int | None = None

    @property
    def is_provisional(self) -> bool:
        """Say whether the day may still move."""
        return self.missing_year is not None


@lru_cache(maxsize=64)
def _calendar(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("CN", years=year)


@lru_cache(maxsize=64)
def is_published(year: int) -> bool:
    """Say whether the year's notice is known: each one moves some weekends to working days."""
    return any(day.year == year for day in _calendar(year).weekend_workdays)


@lru_cache(maxsize=4096)
def is_working_day(day: date) -> bool:
    """Say whether `day` is a working day; in an unpublished year this is a projection."""
    return _calendar(day.year).is_working_day(day)


def working_days_after(start: date, working_days: int) -> Due:
    """Return the last day of a period of so many working days after `start`.

    Provisional where the period enters a year without a calendar.
    """
    day, left = start, working_days
    while left > 0:
        day += DAY
        left -= is_working_day(day)
    missing = next(
        (year for year in range(start.year, day.year + 1) if not is_published(year)), None
    )
    return Due(day, missing)


def working_days_between(start: date, end: date) -> int:
    """Return the count of working days after `start` up to and with `end`; 0 when `end` is past."""
    count, day = 0, start
    while day < end:
        day += DAY
        count += is_working_day(day)
    return count
