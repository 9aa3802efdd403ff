"""Orders to correct as a viewer may see them: the list, one order, those open at a site."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app import clock
from app.access import Viewer
from app.db import db
from app.errors import NotFound
from app.models.files import StoredFile
from app.models.orders import Order, OrderStep
from app.models.register import Institution
from app.models.visits import EvidenceFile, Visit, VisitFile, VisitVersion
from app.queries import search
from app.queries.order_work import OTHER_WORK, OrderWork, is_running, stands_as, waits_for
from app.queries.paging import Filters, ListState, Page, Sorts, count_of, ordering, page_of
from app.queries.whole_lists import batches_of
from app.scope import in_scope
from inspections.vocabulary import DueState, OrderState, OrderVariant
from maps import districts

SORTS: Sorts = {
    "due": (Order.due_on,),
    "issued": (Order.issued_on,),
    "changed": (Order.updated_at,),
    "district": (Order.scope_code,),
}
DEFAULT_SORT = "-changed"
RUNNING_STATES = (DueState.OPEN, DueState.DUE_SOON, DueState.OVERDUE)
FILTERS: Filters = {
    "state": set(OrderState),
    "due": set(RUNNING_STATES),
    "work": set(OTHER_WORK),
    "variant": set(OrderVariant),
    "district": None,
}


def orders_page(viewer: Viewer, state: ListState) -> Page[Order]:
    """Return one page of the orders."""
    return page_of(_ids(viewer, state), state, sorts=SORTS, key=Order.id, load=_rows)


def count_overdue(viewer: Viewer, state: ListState) -> int:
    """Return how many orders of a list are overdue."""
    return count_of(_ids(viewer, state).where(stands_as(DueState.OVERDUE, clock.today())))


def export_orders(viewer: Viewer, state: ListState) -> Iterator[Order]:
    """Yield every order of a list in its order, some hundred in memory at once."""
    ids = _ids(viewer, state).order_by(*ordering(state, SORTS, Order.id))
    for rows in batches_of(ids, _rows):
        yield from rows
        db.session.expunge_all()


def orders_with_papers(viewer: Viewer, state: ListState, limit: int) -> Sequence[str]:
    """Return the orders of a list that carry a number, by public id, in its order."""
    ids = _ids(viewer, state).where(Order.number.is_not(None))
    ids = ids.order_by(*ordering(state, SORTS, Order.id)).limit(limit)
    return db.session.scalars(ids.with_only_columns(Order.public_id)).all()


def _ids(viewer: Viewer, state: ListState) -> Select[Any]:
    statement = in_scope(select(Order.id), viewer, Order.scope_code)
    if state.q:
        statement = statement.outerjoin(Institution, Institution.id == Order.institution_id)
        statement = statement.where(_named(state.q))
    if district := state.chosen("district"):
        below = districts.descendants(district) or (district,)
        statement = statement.where(Order.scope_code.in_(below))
    if chosen := state.chosen("state"):
        statement = statement.where(Order.state == OrderState(chosen))
    if variant := state.chosen("variant"):
        statement = statement.where(Order.variant == OrderVariant(variant))
    if due := state.chosen("due"):
        statement = statement.where(stands_as(DueState(due), clock.today()))
    if work := state.chosen("work"):
        statement = statement.where(waits_for(OrderWork(work), clock.today()))
    return statement


def _named(q: str) -> ColumnElement[bool]:
    own = or_(
        Order.number.contains(q, autoescape=True), Order.party_name.contains(q, autoescape=True)
    )
    return or_(search.matches(q), own) if search.is_searchable(q) else own


def _rows(ids: Sequence[int]) -> dict[int, Order]:
    statement = select(Order).where(Order.id.in_(ids))
    return {order.id: order for order in db.session.scalars(statement)}


def order_by_public_id(viewer: Viewer, public_id: str) -> Order:
    """Return an order with its items and steps; `NotFound` also outside the viewer's area."""
    statement = (
        select(Order)
        .where(Order.public_id == public_id)
        .options(
            joinedload(Order.site),
            joinedload(Order.institution),
            joinedload(Order.visit),
            joinedload(Order.first_officer),
            joinedload(Order.second_officer),
            selectinload(Order.items),
            selectinload(Order.steps).options(
                joinedload(OrderStep.person),
                joinedload(OrderStep.first_officer),
                joinedload(OrderStep.second_officer),
                joinedload(OrderStep.visit),
                selectinload(OrderStep.files),
                selectinload(OrderStep.answers),
            ),
        )
    )
    found = db.session.scalar(in_scope(statement, viewer, Order.scope_code))
    if found is None:
        raise NotFound
    return found


def orders_of_visit(viewer: Viewer, visit: Visit) -> Sequence[Order]:
    """Return the orders that followed from a visit, the newest first."""
    statement = in_scope(select(Order), viewer, Order.scope_code)
    statement = statement.where(Order.visit_id == visit.id).order_by(Order.id.desc())
    return db.session.scalars(statement).all()


def rechecks_of_visit(viewer: Viewer, visit: Visit) -> Sequence[OrderStep]:
    """Return the re-checks that were part of a visit, each with its order and its answers."""
    statement = (
        in_scope(select(OrderStep).join(OrderStep.order), viewer, Order.scope_code)
        .where(OrderStep.visit_id == visit.id)
        .options(
            joinedload(OrderStep.order).selectinload(Order.items),
            selectinload(OrderStep.answers),
        )
        .order_by(OrderStep.id)
    )
    return db.session.scalars(statement).all()


def open_orders_at(viewer: Viewer, sites: Iterable[int]) -> dict[int, list[Order]]:
    """Return for each site the orders that wait for a re-check there, with their items."""
    statement = (
        in_scope(select(Order), viewer, Order.scope_code)
        .where(Order.site_id.in_(list(sites)), is_running())
        .options(selectinload(Order.items))
        .order_by(Order.due_on, Order.id)
    )
    found: dict[int, list[Order]] = {}
    for order in db.session.scalars(statement):
        found.setdefault(order.site_id, []).append(order)
    return found


def evidence_of_visit(visit: Visit, digests: Iterable[str]) -> dict[str, EvidenceFile]:
    """Return those files of a visit, by digest, that have arrived."""
    statement = (
        select(StoredFile.sha256, EvidenceFile)
        .join(StoredFile, StoredFile.id == EvidenceFile.file_id)
        .join(VisitFile, VisitFile.evidence_id == EvidenceFile.id)
        .join(VisitVersion, VisitVersion.id == VisitFile.version_id)
        .where(VisitVersion.visit_id == visit.id, StoredFile.sha256.in_(list(digests)))
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def orders_of_institution(viewer: Viewer, institution: int, limit: int) -> Sequence[OrderStep]:
    """Return the steps of all orders to an institution, the newest first; drafts leave none."""
    statement = (
        in_scope(select(OrderStep).join(OrderStep.order), viewer, Order.scope_code)
        .where(Order.institution_id == institution)
        .options(joinedload(OrderStep.order), joinedload(OrderStep.person))
        .order_by(OrderStep.happened_on.desc(), OrderStep.id.desc())
        .limit(limit)
    )
    return db.session.scalars(statement).all()
