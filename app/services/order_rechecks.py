"""Re-checks of orders to correct: each part of a visit, entered in the visit's own act."""

from collections.abc import Sequence

from sqlalchemy import select

from app.access import Viewer
from app.db import db
from app.errors import BadInput
from app.models.orders import Order, OrderAnswer, OrderStep
from app.models.visits import Visit
from app.scope import visible
from app.services.order_steps import StepSaid, begin, finish
from app.services.visit_documents import Recheck, RecheckedItem
from inspections.order_facts import AnswerFacts, outcome_of
from inspections.orders import RECHECK


def recheck_orders(visit: Visit, rechecks: Sequence[Recheck], *, actor: Viewer) -> None:
    """Record what a visit found of the orders that were open at its site; raises `Refused`.

    What the visit has said of an order before and says again, in a correction of its record, is
    left as it is.
    """
    if len({one.order for one in rechecks}) != len(rechecks):
        raise BadInput("unknown_order", "an order is re-checked once in a visit")
    for recheck in rechecks:
        order = _order(recheck.order, visit, actor)
        if not _was_said(order, visit, recheck.answers):
            recheck_order(order, visit, recheck.answers, actor=actor)


def recheck_order(
    order: Order, visit: Visit, answers: Sequence[RecheckedItem], *, actor: Viewer
) -> OrderStep:
    """Record what a visit found of one order, item by item; raises `Refused`."""
    version = visit.versions[-1]
    said = StepSaid(
        happened_on=visit.happened_on,
        officers=(version.author.public_id, version.second_officer.public_id),
    )
    facts = tuple(
        AnswerFacts(one.item, one.corrected, one.note or "", len(one.files)) for one in answers
    )
    begun = begin(order, RECHECK, said, viewer=actor, answers=facts)
    outcome = outcome_of(one.corrected for one in answers)
    begun.order.outcome = outcome
    return finish(
        begun,
        actor=actor,
        outcome=outcome,
        visit_id=visit.id,
        answers=[
            OrderAnswer(
                item=one.item, corrected=one.corrected, note=one.note, files=list(one.files)
            )
            for one in answers
        ],
        details={"visit": visit.public_id, "outcome": outcome.value},
    )


def _order(public_id: str, visit: Visit, actor: Viewer) -> Order:
    statement = select(Order).where(
        Order.public_id == public_id,
        Order.site_id == visit.site_id,
        visible(actor, Order.scope_code),
    )
    found = db.session.scalar(statement)
    if found is None:
        raise BadInput("unknown_order", "no such order to correct at this site")
    return found


def _was_said(order: Order, visit: Visit, answers: Sequence[RecheckedItem]) -> bool:
    steps = [one for one in order.steps if one.step == RECHECK.code and one.visit_id == visit.id]
    if not steps:
        return False
    before = {(one.item, one.corrected, one.note, tuple(one.files)) for one in steps[-1].answers}
    return before == {(one.item, one.corrected, one.note, one.files) for one in answers}
