"""The deadlines that run in cases: by window, officer and district, with what is left."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from app import clock
from app.access import Viewer
from app.db import db
from app.models.cases import Case, CaseClock
from app.models.people import Account, Person, RoleGrant
from app.queries.calendars import calendar_now
from app.queries.cases import within
from app.queries.paging import Filters, ListState, Page, Sorts, count_of, ordering, page_of
from app.queries.whole_lists import batches_of
from app.scope import codes_below, in_scope
from inspections.calendars import Calendar
from inspections.deadlines import Deadline, deadlines
from inspections.procedure.groups import DueWindow, window_of
from inspections.vocabulary import Role, Term
from inspections.workdays import working_days_between
from maps import districts

SORTS: Sorts = {"due": (CaseClock.due_on,), "district": (CaseClock.scope_code,)}
DEFAULT_SORT = "due"
FILTERS: Filters = {"due": set(DueWindow), "officer": None, "district": None, "code": None}
HANDLERS = (Role.OFFICER, Role.INSPECTOR)


@dataclass(frozen=True, slots=True)
class DueClock:
    """A running deadline as lists show it."""

    row: CaseClock
    case: Case
    deadline: Deadline | None
    window: Term
    working_days_left: int

    @property
    def owner(self) -> str:
        """Return who handles the case; nothing while nobody is named."""
        return self.case.first_officer.display if self.case.first_officer else ""


def clocks_page(viewer: Viewer, state: ListState) -> Page[DueClock]:
    """Return one page of the running deadlines, the nearest first."""
    return page_of(_ids(viewer, state), state, sorts=SORTS, key=CaseClock.id, load=_rows)


def count_in(viewer: Viewer, state: ListState, window: DueWindow) -> int:
    """Return how many deadlines of a list lie in a window."""
    return count_of(_ids(viewer, state).where(within(CaseClock.due_on, window)))


def all_clocks(viewer: Viewer, state: ListState) -> Iterator[DueClock]:
    """Yield every deadline of a list in its order."""
    ids = _ids(viewer, state).order_by(*ordering(state, SORTS, CaseClock.id))
    for rows in batches_of(ids, _rows):
        yield from rows
        db.session.expunge_all()


def _ids(viewer: Viewer, state: ListState) -> Select[Any]:
    statement = in_scope(select(CaseClock.id), viewer, CaseClock.scope_code)
    if due := state.chosen("due"):
        statement = statement.where(within(CaseClock.due_on, DueWindow(due)))
    if district := state.chosen("district"):
        below = districts.descendants(district) or (district,)
        statement = statement.where(CaseClock.scope_code.in_(below))
    if code := state.chosen("code"):
        statement = statement.where(CaseClock.code == code)
    if officer := state.chosen("officer"):
        person = select(Person.id).where(Person.public_id == officer).scalar_subquery()
        both = or_(Case.first_officer_id == person, Case.second_officer_id == person)
        statement = statement.join(Case, Case.id == CaseClock.case_id).where(both)
    return statement


def _rows(ids: Sequence[int]) -> dict[int, DueClock]:
    statement = select(CaseClock).where(CaseClock.id.in_(ids))
    statement = statement.options(joinedload(CaseClock.case).joinedload(Case.first_officer))
    today, calendar = clock.today(), calendar_now()
    return {
        row.id: DueClock(
            row,
            row.case,
            deadline_of(row.code, row.from_on),
            window_of(row.due_on, today),
            _left(today, row.due_on, calendar),
        )
        for row in db.session.scalars(statement)
    }


def _left(today: date, due_on: date, calendar: Calendar) -> int:
    """Return the working days left, below nothing once the day is over."""
    if due_on < today:
        return -working_days_between(due_on, today, calendar)
    return working_days_between(today, due_on, calendar)


def deadline_of(code: str, day: date) -> Deadline | None:
    """Return the row of law behind a clock that runs from `day`."""
    rows = deadlines().get(code, ())
    return next((row for row in rows if row.is_in_force(day)), None)


def officers_in(viewer: Viewer) -> list[tuple[str, str]]:
    """Return who may handle cases in the viewer's area, by id and name."""
    own = (
        select(Account.person_id)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(
            Account.district_code.in_(sorted(codes_below(viewer))),
            Account.disabled_at.is_(None),
            RoleGrant.role.in_(HANDLERS),
        )
    )
    statement = select(Person.public_id, Person.display).where(Person.id.in_(own))
    return [(row[0], row[1]) for row in db.session.execute(statement.order_by(Person.display))]
