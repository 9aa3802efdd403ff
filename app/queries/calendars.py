"""The calendar that counts now, and the notices behind it."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.db import db
from app.errors import NotFound
from app.models.calendars import CalendarDay, CalendarNotice
from inspections.calendars import Calendar, Notice

HELD = "calendar"


def calendar_now() -> Calendar:
    """Return the notices that count, over what is built in; one statement for a transaction."""
    session = db.session()
    held: tuple[object, Calendar] | None = session.info.get(HELD)
    if held is None or held[0] is not session.get_transaction():
        calendar = _calendar(without=None)
        held = (session.get_transaction(), calendar)
        session.info[HELD] = held
    return held[1]


def forget_calendar() -> None:
    """Read the calendar anew from here on: this transaction has changed it."""
    db.session().info.pop(HELD, None)


def calendar_without(notice: CalendarNotice) -> Calendar:
    """Return the calendar as if this version of a notice had never been entered."""
    return _calendar(without=notice.id)


def _calendar(*, without: int | None) -> Calendar:
    later = aliased(CalendarNotice)
    statement = (
        select(CalendarNotice, CalendarDay.day, CalendarDay.is_worked)
        .join(CalendarDay, CalendarDay.notice_id == CalendarNotice.id)
        .where(~exists().where(later.replaces_id == CalendarNotice.id))
        .order_by(CalendarNotice.id, CalendarDay.day)
    )
    days: dict[CalendarNotice, dict[date, bool]] = {}
    for notice, day, is_worked in db.session.execute(statement):
        if notice.id != without:
            days.setdefault(notice, {})[day] = is_worked
    return Calendar(tuple(_notice(row, named) for row, named in days.items()))


def _notice(row: CalendarNotice, named: dict[date, bool]) -> Notice:
    return Notice(
        row.year,
        off=tuple(day for day, is_worked in named.items() if not is_worked),
        work=tuple(day for day, is_worked in named.items() if is_worked),
        source=row.source,
        published_on=row.published_on,
        scope=row.scope,
    )


def notices_of(year: int) -> Sequence[CalendarNotice]:
    """Return every version of the notices of a year, the newest first."""
    statement = select(CalendarNotice).where(CalendarNotice.year == year)
    statement = statement.options(
        joinedload(CalendarNotice.entered_by),
        selectinload(CalendarNotice.days),
        selectinload(CalendarNotice.replaced_by),
    )
    return db.session.scalars(statement.order_by(CalendarNotice.id.desc())).all()


def notice_by_public_id(public_id: str) -> CalendarNotice:
    """Return a version of a notice; raises `NotFound`."""
    found = db.session.scalar(select(CalendarNotice).where(CalendarNotice.public_id == public_id))
    if found is None:
        raise NotFound
    return found


def is_replaced(notice: CalendarNotice) -> bool:
    """Say whether a newer version stands for this one, or it was withdrawn."""
    later = select(CalendarNotice.id).where(CalendarNotice.replaces_id == notice.id)
    return db.session.scalar(later.limit(1)) is not None


def is_entered(year: int, number: str) -> bool:
    """Say whether a notice of this number was entered for the year, also if withdrawn since."""
    first = (CalendarNotice.year == year, CalendarNotice.number == number)
    statement = select(CalendarNotice.id).where(*first, CalendarNotice.replaces_id.is_(None))
    return db.session.scalar(statement.limit(1)) is not None
