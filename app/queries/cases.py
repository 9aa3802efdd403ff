"""Cases as a viewer may see them: the lists, one case, the steps towards an institution."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app import clock
from app.access import Viewer
from app.db import db
from app.errors import NotFound
from app.models.cases import Case, CaseStep
from app.models.orders import Order, OrderStep
from app.models.people import Person
from app.models.register import Institution
from app.models.visits import Visit
from app.queries import search
from app.queries.paging import Filters, ListState, Page, Sorts, count_of, ordering, page_of
from app.queries.whole_lists import batches_of
from app.scope import in_scope, visible
from inspections.orders import ESCALATE
from inspections.procedure.groups import A_WEEK, STATES_OF, CaseGroup, DueWindow
from inspections.procedure.terms import CaseState, LeadSource
from inspections.vocabulary import VisitResult
from maps import districts

SORTS: Sorts = {
    "due": (Case.due_on,),
    "changed": (Case.updated_at,),
    "received": (Case.received_on,),
    "filed": (Case.filed_on,),
    "decided": (Case.decided_on,),
    "district": (Case.scope_code,),
}
DEFAULT_SORT = "-changed"
FILTERS: Filters = {
    "group": set(CaseGroup),
    "state": set(CaseState),
    "source": set(LeadSource),
    "due": set(DueWindow),
    "officer": None,
    "district": None,
}
FIRST = 20


def cases_page(viewer: Viewer, state: ListState) -> Page[Case]:
    """Return one page of the cases."""
    return page_of(_ids(viewer, state), state, sorts=SORTS, key=Case.id, load=_rows)


def count_without_outcome(viewer: Viewer, state: ListState) -> int:
    """Return how many leads of a list nobody has filed, refused or sent on yet."""
    leads = STATES_OF[CaseGroup.LEADS]
    return count_of(_ids(viewer, state).where(Case.state.in_(leads)))


def count_overdue(viewer: Viewer, state: ListState) -> int:
    """Return in how many cases of a list a deadline is over."""
    return count_of(_ids(viewer, state).where(Case.due_on < clock.today()))


def export_cases(viewer: Viewer, state: ListState) -> Iterator[Case]:
    """Yield every case of a list in its order, some hundred in memory at once."""
    ids = _ids(viewer, state).order_by(*ordering(state, SORTS, Case.id))
    for rows in batches_of(ids, _rows):
        yield from rows
        db.session.expunge_all()


def _ids(viewer: Viewer, state: ListState) -> Select[Any]:
    statement = in_scope(select(Case.id), viewer, Case.scope_code)
    if state.q:
        statement = statement.outerjoin(Institution, Institution.id == Case.institution_id)
        statement = statement.where(_named(state.q))
    if district := state.chosen("district"):
        below = districts.descendants(district) or (district,)
        statement = statement.where(Case.scope_code.in_(below))
    if group := state.chosen("group"):
        statement = statement.where(Case.state.in_(STATES_OF[CaseGroup(group)]))
    if chosen := state.chosen("state"):
        statement = statement.where(Case.state == CaseState(chosen))
    if source := state.chosen("source"):
        statement = statement.where(Case.source == LeadSource(source))
    if due := state.chosen("due"):
        statement = statement.where(within(Case.due_on, DueWindow(due)))
    if officer := state.chosen("officer"):
        person = select(Person.id).where(Person.public_id == officer).scalar_subquery()
        both = or_(Case.first_officer_id == person, Case.second_officer_id == person)
        statement = statement.where(both)
    return statement


def within(column: Any, window: DueWindow) -> ColumnElement[bool]:
    """Return the condition that a day lies in a window, as `groups.window_of` says."""
    today = clock.today()
    days: dict[DueWindow, ColumnElement[bool]] = {
        DueWindow.OVERDUE: column < today,
        DueWindow.TODAY: column == today,
        DueWindow.WEEK: and_(column > today, column <= today + A_WEEK),
        DueWindow.LATER: column > today + A_WEEK,
    }
    return days[window]


def _named(q: str) -> ColumnElement[bool]:
    own = or_(
        Case.number.contains(q, autoescape=True),
        Case.decision_number.contains(q, autoescape=True),
        Case.title.contains(q, autoescape=True),
        Case.party_name.contains(q, autoescape=True),
        Case.party_code == q,
    )
    return or_(search.matches(q), own) if search.is_searchable(q) else own


def _rows(ids: Sequence[int]) -> dict[int, Case]:
    statement = select(Case).where(Case.id.in_(ids))
    statement = statement.options(joinedload(Case.first_officer), joinedload(Case.second_officer))
    return {case.id: case for case in db.session.scalars(statement)}


def case_by_public_id(viewer: Viewer, public_id: str) -> Case:
    """Return a case; `NotFound` also outside the viewer's area."""
    statement = select(Case).where(Case.public_id == public_id)
    found = db.session.scalar(in_scope(statement, viewer, Case.scope_code))
    if found is None:
        raise NotFound
    return found


def whole_case(viewer: Viewer, public_id: str) -> Case:
    """Return a case with its steps, their persons and files, its papers and clocks."""
    statement = (
        select(Case)
        .where(Case.public_id == public_id)
        .options(
            joinedload(Case.institution),
            joinedload(Case.site),
            joinedload(Case.visit),
            joinedload(Case.order_step).joinedload(OrderStep.order),
            joinedload(Case.first_officer),
            joinedload(Case.second_officer),
            selectinload(Case.papers),
            selectinload(Case.clocks),
            selectinload(Case.steps).options(
                joinedload(CaseStep.person),
                joinedload(CaseStep.first_officer),
                joinedload(CaseStep.second_officer),
                joinedload(CaseStep.proposer),
                joinedload(CaseStep.approver),
                selectinload(CaseStep.files),
            ),
        )
    )
    found = db.session.scalar(in_scope(statement, viewer, Case.scope_code))
    if found is None:
        raise NotFound
    return found


def steps_of_institution(viewer: Viewer, institution: int, limit: int) -> Sequence[CaseStep]:
    """Return the steps of all cases about an institution, the newest first."""
    statement = (
        in_scope(select(CaseStep).join(CaseStep.case), viewer, Case.scope_code)
        .where(Case.institution_id == institution)
        .options(joinedload(CaseStep.case), joinedload(CaseStep.person))
        .order_by(CaseStep.happened_on.desc(), CaseStep.id.desc())
        .limit(limit)
    )
    return db.session.scalars(statement).all()


def cases_of_visit(viewer: Viewer, visit: Visit) -> Sequence[Case]:
    """Return the leads and cases that followed from a visit, the newest first."""
    statement = in_scope(select(Case), viewer, Case.scope_code)
    statement = statement.where(Case.visit_id == visit.id).order_by(Case.id.desc())
    return db.session.scalars(statement).all()


def cases_of_orders(viewer: Viewer, steps: Sequence[int]) -> Sequence[Case]:
    """Return the leads and cases that followed from these escalations of orders."""
    statement = in_scope(select(Case), viewer, Case.scope_code)
    return db.session.scalars(statement.where(Case.order_step_id.in_(steps))).all()


def escalations_without_lead(viewer: Viewer) -> Sequence[OrderStep]:
    """Return the first of the orders that were escalated and led to no lead yet."""
    has_lead = select(Case.id).where(Case.order_step_id == OrderStep.id).exists()
    statement = (
        select(OrderStep)
        .join(OrderStep.order)
        .where(visible(viewer, Order.scope_code), OrderStep.step == ESCALATE.code, ~has_lead)
        .options(joinedload(OrderStep.order))
        .order_by(OrderStep.id)
        .limit(FIRST)
    )
    return db.session.scalars(statement).all()


def visits_without_lead(viewer: Viewer) -> Sequence[Visit]:
    """Return the first of the visits that ended as "lead created" and led to no lead yet."""
    has_lead = select(Case.id).where(Case.visit_id == Visit.id).exists()
    statement = (
        select(Visit)
        .where(
            visible(viewer, Visit.scope_code),
            Visit.result == VisitResult.LEAD_CREATED,
            ~has_lead,
        )
        .options(joinedload(Visit.site))
        .order_by(Visit.id)
        .limit(FIRST)
    )
    return db.session.scalars(statement).all()


def escalation_by_public_id(viewer: Viewer, public_id: str) -> OrderStep:
    """Return the step by which an order was escalated; raises `NotFound`."""
    statement = select(OrderStep).join(OrderStep.order)
    statement = statement.where(OrderStep.public_id == public_id, OrderStep.step == ESCALATE.code)
    found = db.session.scalar(in_scope(statement, viewer, Order.scope_code))
    if found is None:
        raise NotFound
    return found
