"""The periods that run now, and which of them a change of the calendar moves."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.access import Viewer
from app.db import db
from app.models.blacklist import Listing
from app.models.cases import Case, CaseClock
from app.models.orders import Order
from app.queries.listing_facts import policy_for
from app.queries.order_work import is_running
from app.scope import visible
from inspections.calendar_moves import Moved, RunningPeriod, moved
from inspections.calendars import Calendar
from inspections.procedure.clocks import COUNTED_BACK
from inspections.vocabulary import ListingState, PartyAnswer, Term


class PeriodKind(Term):
    """What a running period is about."""

    ORDER = "order", "责令改正期限", "Day to correct by"
    LISTING = "listing", "列入告知后的答复期", "Time to answer a listing's notice"
    CASE = "case", "案件期限", "Deadline of a case"


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
    yield from _of_cases(viewer)


def _of_cases(viewer: Viewer) -> Iterator[RunningClock]:
    rows = select(
        CaseClock.code, CaseClock.from_on, CaseClock.scope_code, Case.public_id, Case.title
    )
    rows = rows.join(Case, Case.id == CaseClock.case_id)
    rows = rows.where(visible(viewer, CaseClock.scope_code)).order_by(CaseClock.id)
    for code, from_on, district, public_id, title in db.session.execute(rows):
        period = RunningPeriod(from_on=from_on, deadline=code, before=code in COUNTED_BACK)
        yield RunningClock(PeriodKind.CASE, public_id, title, district, period)


def open_windows(viewer: Viewer) -> Sequence[Listing]:
    """Return the proposals of which the party may still answer."""
    statement = select(Listing).where(
        visible(viewer, Listing.scope_code),
        Listing.state.in_((ListingState.DRAFT, ListingState.PROPOSED)),
        Listing.notice_served_on.is_not(None),
        or_(Listing.answer.is_(None), Listing.answer != PartyAnswer.CONSIDERED),
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
