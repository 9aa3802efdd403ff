"""What orders to correct wait for: the conditions, how many wait for each act, the first."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import joinedload

from app.access import Viewer
from app.db import db
from app.models.orders import Order
from app.permissions import may_open
from app.queries.calendars import calendar_now
from app.scope import in_scope
from inspections.order_facts import OrderFacts
from inspections.orders import (
    CLOSE,
    GRANT_EXTENSION,
    ISSUE,
    RECHECK,
    RUNNING,
    SERVE,
    soon_until,
)
from inspections.steps import Step
from inspections.vocabulary import Corrected, DueState, OrderState, Term


class OrderWork(Term):
    """The acts that an order may wait for, those under the law's clock first."""

    OVERDUE = "overdue", "逾期未改", "Overdue"
    DUE_SOON = "due_soon", "即将到期", "Due soon"
    EXTENSION = "extension", "待决定延期", "More time asked for"
    CLOSE = "close", "已改正待结束", "Corrected, to close"
    SERVE = "serve", "待送达", "To serve"
    ISSUE = "issue", "草稿待作出", "Drafts to issue"


BY_ITS_DAY = (OrderWork.OVERDUE, OrderWork.DUE_SOON)  # the list filters these by `due`
OTHER_WORK = tuple(work for work in OrderWork if work not in BY_ITS_DAY)
STEPS_OF: dict[OrderWork, Step[OrderFacts]] = {
    OrderWork.OVERDUE: RECHECK,
    OrderWork.DUE_SOON: RECHECK,
    OrderWork.EXTENSION: GRANT_EXTENSION,
    OrderWork.CLOSE: CLOSE,
    OrderWork.SERVE: SERVE,
    OrderWork.ISSUE: ISSUE,
}


def is_running() -> ColumnElement[bool]:
    """Return the condition that something is left to correct until a day."""
    left = or_(Order.outcome.is_(None), Order.outcome != Corrected.YES)
    return and_(Order.state.in_(RUNNING), left)


def stands_as(wanted: DueState, today: date) -> ColumnElement[bool]:
    """Return the condition that `inspections.orders.due_state` gives `wanted`."""
    soon = soon_until(today, calendar_now())
    days = {
        DueState.OVERDUE: Order.due_on < today,
        DueState.DUE_SOON: and_(Order.due_on >= today, Order.due_on <= soon),
        DueState.OPEN: and_(Order.due_on >= today, Order.due_on > soon),
    }
    return and_(is_running(), days[wanted])


def waits_for(work: OrderWork, today: date) -> ColumnElement[bool]:
    """Return the condition that an order waits for this act."""
    conditions = {
        OrderWork.OVERDUE: stands_as(DueState.OVERDUE, today),
        OrderWork.DUE_SOON: stands_as(DueState.DUE_SOON, today),
        OrderWork.EXTENSION: and_(Order.state.in_(RUNNING), Order.extension_until.is_not(None)),
        OrderWork.CLOSE: and_(Order.state == OrderState.RECHECKED, Order.outcome == Corrected.YES),
        OrderWork.SERVE: Order.state == OrderState.ISSUED,
        OrderWork.ISSUE: Order.state == OrderState.DRAFT,
    }
    return conditions[work]


def orders_waiting(
    viewer: Viewer, today: date, *, first: int
) -> dict[OrderWork, tuple[int, Sequence[Order]]]:
    """Return for each act that the viewer may take how many orders wait, and the first of them."""
    counts = _counts(viewer, today)
    mine = [
        work for work, count in counts.items()
        if count and may_open(viewer, STEPS_OF[work].permission, "POST")
    ]  # fmt: skip
    return {work: (counts[work], _first(viewer, work, today, first)) for work in mine}


def _counts(viewer: Viewer, today: date) -> dict[OrderWork, int]:
    sums = [func.sum(case((waits_for(work, today), 1), else_=0)) for work in OrderWork]
    waiting = Order.state.in_((OrderState.DRAFT, OrderState.ISSUED, *RUNNING))
    row = db.session.execute(in_scope(select(*sums), viewer, Order.scope_code).where(waiting)).one()
    return {work: count or 0 for work, count in zip(OrderWork, row, strict=True)}


def _first(viewer: Viewer, work: OrderWork, today: date, limit: int) -> Sequence[Order]:
    statement = in_scope(select(Order), viewer, Order.scope_code).where(waits_for(work, today))
    statement = statement.options(
        joinedload(Order.site), joinedload(Order.first_officer), joinedload(Order.drafter)
    )
    return db.session.scalars(statement.order_by(Order.due_on, Order.id).limit(limit)).all()
