"""How a year of working days is shown: months of days, what is off or made up, and by whom."""

from calendar import Calendar as Weeks
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.desk.reading import page_url
from app.queries.running_clocks import MovedClock, PeriodKind
from app.words import gettext as _
from app.words import ngettext
from inspections.calendars import SATURDAY, Calendar, is_built_in

MONTHS = 12
PAGES = {
    PeriodKind.ORDER: "orders.show",
    PeriodKind.LISTING: "blacklist.show",
    PeriodKind.CASE: "cases.show",
}
SHOWN_MOST = 100


@dataclass(frozen=True, slots=True)
class DayCell:
    """One day: worked or not, moved by a notice or not; `is_new` where a change would move it."""

    day: date
    is_worked: bool
    is_moved: bool
    is_new: bool
    is_today: bool

    @property
    def kind(self) -> str:
        """Return off, made_up, weekend or plain."""
        if self.is_moved:
            return "made-up" if self.is_worked else "off"
        return "plain" if self.is_worked else "weekend"


@dataclass(frozen=True, slots=True)
class MonthSheet:
    """A month in weeks from Monday; days of other months are None."""

    month: int
    weeks: Sequence[Sequence[DayCell | None]]
    working_days: int


@dataclass(frozen=True, slots=True)
class MovedLine:
    """A running period that a change moves, with its page."""

    found: MovedClock
    url: str


def months_of(
    year: int, calendar: Calendar, today: date, *, before: Calendar | None = None
) -> list[MonthSheet]:
    """Return the year's months; with `before`, the days that differ from it are marked."""
    weeks = Weeks()
    sheets = []
    for month in range(1, MONTHS + 1):
        rows = [
            [
                _cell(date(year, month, day), calendar, today, before) if day else None
                for day in week
            ]
            for week in weeks.monthdayscalendar(year, month)
        ]
        worked = sum(cell.is_worked for row in rows for cell in row if cell)
        sheets.append(MonthSheet(month, rows, worked))
    return sheets


def _cell(day: date, calendar: Calendar, today: date, before: Calendar | None) -> DayCell:
    is_worked = calendar.is_working_day(day)
    return DayCell(
        day,
        is_worked,
        is_moved=is_worked != (day.weekday() < SATURDAY),
        is_new=before is not None and before.is_working_day(day) != is_worked,
        is_today=day == today,
    )


def made_up_days(year: int, calendar: Calendar) -> list[date]:
    """Return the Saturdays and Sundays of a year that are worked."""
    first = date(year, 1, 1)
    days = (
        first + timedelta(days=number) for number in range((date(year, 12, 31) - first).days + 1)
    )
    return [day for day in days if day.weekday() >= SATURDAY and calendar.is_working_day(day)]


def headline(year: int, calendar: Calendar) -> str:
    """Return the year's answer as a sentence."""
    if not calendar.is_published(year):
        return _("The working days of %(year)s are provisional", year=year)
    made_up = len(made_up_days(year, calendar))
    return ngettext(
        "The working days of %(year)s are published: %(num)s weekend day is worked",
        "The working days of %(year)s are published: %(num)s weekend days are worked",
        made_up,
        year=year,
    )


def origin(year: int, calendar: Calendar) -> str:
    """Return where the year's days come from: entered, built in, provisional."""
    if any(notice.year == year and notice.scope.value == "whole" for notice in calendar.notices):
        return "entered"
    return "built_in" if is_built_in(year) else "provisional"


def lines_of(found: Sequence[MovedClock]) -> list[MovedLine]:
    """Return the first of what moves, each with its page."""
    return [
        MovedLine(one, page_url(PAGES[one.clock.kind], public_id=one.clock.public_id))
        for one in found[:SHOWN_MOST]
    ]
