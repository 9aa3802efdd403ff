"""The calendar that counts now, the notices behind it, and the periods that run under it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.access import Viewer
from app.db import db
from app.errors import NotFound
from app.models.blacklist import Listing
from app.models.calendars import CalendarDay, CalendarNotice
from app.models.orders import Order
from app.queries.listing_facts import policy_for
from app.queries.order_work import is_running
from app.scope import visible
from inspections.calendar_moves import Moved, RunningPeriod, moved
from inspections.calendars import Calendar, Notice
from inspections.vocabulary import ListingState, PartyAnswer, Term


class PeriodKind(Term):
    """What a running period is about."""

    ORDER = "order", "责令改正期限", "Day to correct by"
    LISTING = "listing", "列入告知后的答复期", "Time to answer a listing's notice"


@dataclass(frozen=True, slots=True)
class RunningClock:
    """One period that runs: of what, in which district, and by which rule it ends."""

    kind: PeriodKind
    public_id: str
    title: str
    district_code: str
    period: RunningPeriod


@dataclass(frozen=True, slots=True)
class MovedClock:
    """A period that a change of the calendar moves."""

    clock: RunningClock
    ends: Moved


def calendar_now(*, without: CalendarNotice | None = None) -> Calendar:
    """Return the notices that count, over what is built in; one statement.

    With `without`, the calendar as if that notice had never been entered.
    """
    later = aliased(CalendarNotice)
    statement = (
        select(CalendarNotice, CalendarDay.day, CalendarDay.is_worked)
        .join(CalendarDay, CalendarDay.notice_id == CalendarNotice.id)
        .where(~exists().where(later.replaces_id == CalendarNotice.id))
        .order_by(CalendarNotice.id, CalendarDay.day)
    )
    days: dict[CalendarNotice, dict[date, bool]] = {}
    for notice, day, is_worked in db.session.execute(statement):
        if without is None or notice.id != without.id:
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


def running_clocks(viewer: Viewer, today: date) -> Iterator[RunningClock]:
    """Yield every period of the viewer's area that runs now; only columns are read."""
    orders = select(Order.public_id, Order.party_name, Order.scope_code, Order.due_on)
    orders = orders.where(is_running(), Order.due_on.is_not(None))
    orders = orders.where(visible(viewer, Order.scope_code)).order_by(Order.due_on, Order.id)
    for public_id, title, district, due_on in db.session.execute(orders):
        period = RunningPeriod(fixed_on=due_on)
        yield RunningClock(PeriodKind.ORDER, public_id, title, district, period)
    for listing in open_windows(viewer):
        days = policy_for(listing, today).notice_days
        period = RunningPeriod(from_on=listing.notice_served_on, working_days=days)
        named = listing.institution.name if listing.institution else listing.name
        yield RunningClock(PeriodKind.LISTING, listing.public_id, named, listing.scope_code, period)


def open_windows(viewer: Viewer) -> Sequence[Listing]:
    """Return the proposals of which the party may still answer."""
    statement = select(Listing).where(
        visible(viewer, Listing.scope_code),
        Listing.state.in_((ListingState.DRAFT, ListingState.PROPOSED)),
        Listing.notice_served_on.is_not(None),
        (Listing.answer.is_(None)) | (Listing.answer != PartyAnswer.CONSIDERED),
    )
    statement = statement.options(joinedload(Listing.institution)).order_by(Listing.id)
    return db.session.scalars(statement).all()


def what_moves(
    viewer: Viewer, today: date, *, before: Calendar, after: Calendar
) -> tuple[list[MovedClock], int]:
    """Return the running periods that a change moves, and how many run in all."""
    found: list[MovedClock] = []
    count = 0
    for clock in running_clocks(viewer, today):
        count += 1
        ends = moved(clock.period, before, after)
        if ends:
            found.append(MovedClock(clock, ends))
    return sorted(found, key=lambda one: one.ends.after.due_on), count
