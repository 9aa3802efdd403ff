"""Which days are worked: the calendars of the State Council, and the notices an official enters.

The library `holidays` knows the years up to its release; a year without a single make-up working
day in it is unpublished. A notice that an official enters decides over it (Asia/Shanghai).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

import holidays
from pydantic import ConfigDict, TypeAdapter, with_config

from inspections.vocabulary import Term

SATURDAY = 5
DECEMBER = 12


class NoticeScope(Term):
    """Whether a notice orders a whole year or moves some days of an earlier one."""

    WHOLE = "whole", "全年安排", "The whole year"
    AMENDMENT = "amendment", "调整通知", "An amendment"


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True)
class Notice:
    """One notice: days off, make-up working days, its number and the day it was published.

    Weekends need not be named among the days off. A notice may also move days in the December
    before its year, as that for 2019 did.
    """

    year: int
    off: tuple[date, ...]
    work: tuple[date, ...]
    source: str
    published_on: date
    scope: NoticeScope = NoticeScope.WHOLE

    def __post_init__(self) -> None:
        """Refuse a notice that contradicts itself, with the reason."""
        named = set(self.off) | set(self.work)
        foreign = [day for day in named if not is_ordered_by(day, self.year)]
        if set(self.off) & set(self.work):
            raise ValueError(f"a day of {self.year} is both worked and off")
        if foreign:
            raise ValueError(
                f"{min(foreign).isoformat()} is no day that {self.year}'s notice moves"
            )
        if not named or not self.source.strip():
            raise ValueError(f"the notice of {self.year} names days and its source")


def is_ordered_by(day: date, year: int) -> bool:
    """Say whether the notice for `year` may move `day`."""
    return day.year == year or (day.year == year - 1 and day.month == DECEMBER)


_NOTICES: TypeAdapter[tuple[Notice, ...]] = TypeAdapter(tuple[Notice, ...])


@dataclass(frozen=True)
class Calendar:
    """The notices that were entered, over what the library knows; all are kept, the later decides.

    A whole-year notice replaces the year's earlier ones; an amendment moves the days it names.
    """

    notices: tuple[Notice, ...] = ()

    @cached_property
    def _in_order(self) -> tuple[Notice, ...]:
        return tuple(sorted(self.notices, key=lambda notice: notice.published_on))

    @cached_property
    def _whole(self) -> Mapping[int, Notice]:
        """Return the notice that orders each year as a whole."""
        whole = (one for one in self._in_order if one.scope is NoticeScope.WHOLE)
        return {notice.year: notice for notice in whole}

    @cached_property
    def _named(self) -> Mapping[date, bool]:
        named: dict[date, bool] = {}
        for notice in self._in_order:
            whole = self._whole.get(notice.year)
            is_replaced = whole is not None and notice.published_on < whole.published_on
            if not is_replaced and (notice.scope is NoticeScope.AMENDMENT or notice is whole):
                named |= dict.fromkeys(notice.off, False) | dict.fromkeys(notice.work, True)
        return named

    def is_published(self, year: int) -> bool:
        """Say whether the year's notice is known."""
        return year in self._whole or is_built_in(year)

    def is_working_day(self, day: date) -> bool:
        """Say whether `day` is worked; in an unpublished year this is a projection."""
        named = self._named.get(day)
        if named is not None:
            return named
        if day.year in self._whole:
            return day.weekday() < SATURDAY
        return _library_says_worked(day)

    def deciding_notice(self, day: date) -> Notice | None:
        """Return the entered notice that decides about `day`, None where the library does."""
        naming = [one for one in self._in_order if day in one.off or day in one.work]
        whole = self._whole.get(day.year)
        live = [one for one in naming if one.scope is NoticeScope.AMENDMENT or one is whole]
        return live[-1] if live else whole


PUBLISHED = Calendar()


def calendar_from_json(text: str | bytes) -> Calendar:
    """Read the notices of a calendar, a JSON list; raises pydantic's ValidationError."""
    return Calendar(_NOTICES.validate_json(text))


def days_moved(before: Calendar, after: Calendar, year: int) -> tuple[date, ...]:
    """Return the days around `year` that are worked in one calendar and off in the other."""
    first, last = date(year - 1, DECEMBER, 1).toordinal(), date(year, DECEMBER, 31).toordinal()
    days = (date.fromordinal(number) for number in range(first, last + 1))
    return tuple(day for day in days if before.is_working_day(day) != after.is_working_day(day))


@lru_cache(maxsize=64)
def _library(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("CN", years=year)


@lru_cache(maxsize=64)
def is_built_in(year: int) -> bool:
    """Say whether the library knows the notice of `year`."""
    # each published notice moves some weekends to working days
    return any(day.year == year for day in _library(year).weekend_workdays)


@lru_cache(maxsize=4096)
def _library_says_worked(day: date) -> bool:
    return _library(day.year).is_working_day(day)
