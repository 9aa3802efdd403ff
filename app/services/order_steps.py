"""One step of an order to correct: who may, what must hold, and how it is written down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, select

from app import audit, clock
from app.access import Viewer
from app.db import db
from app.models.orders import Order, OrderFile, OrderStep
from app.models.people import Person
from app.models.visits import EvidenceFile, PendingFile
from app.permissions import require_permission
from app.queries.order_facts import order_facts
from app.scope import require_scope
from app.services.visit_judging import officers_named
from app.services.visit_sweeps import recused_from
from inspections.order_facts import OrderFacts
from inspections.orders import refusals
from inspections.refusal import Refused
from inspections.steps import Step
from inspections.visits import days_late
from inspections.vocabulary import OrderState


@dataclass(frozen=True, slots=True)
class StepSaid:
    """What is said of any step: its day, the officers (public ids), the reason, the files."""

    happened_on: date
    officers: tuple[str, ...] = ()
    reason: str = ""
    evidence: Sequence[EvidenceFile] = ()


@dataclass(frozen=True, slots=True)
class Begun:
    """A step against which nothing stands: the order, locked, and the officers as persons."""

    order: Order
    step: Step[OrderFacts]
    said: StepSaid
    officers: Sequence[Person]


def facts_for(order: Order, step: Step[OrderFacts], said: StepSaid, **more: Any) -> OrderFacts:
    """Return the facts that page and service ask the rules with."""
    officers = officers_named(said.officers)
    return order_facts(
        order,
        step,
        today=clock.today(),
        happened_on=said.happened_on,
        officers=officers,
        recused=recused_from(order.site, officers),
        reason=said.reason,
        **more,
    )


def begin(
    order: Order, step: Step[OrderFacts], said: StepSaid, *, viewer: Viewer, **more: Any
) -> Begun:
    """Lock the order and ask every rule of the step; raises `Refused` with every reason."""
    require_permission(viewer, step.permission)
    order = locked(order, viewer=viewer)
    found = refusals(step, facts_for(order, step, said, **more))
    if found:
        raise Refused(found)
    return Begun(order, step, said, officers_named(said.officers))


def locked(order: Order, *, viewer: Viewer) -> Order:
    """Return the order as it stands now, locked until the act ends.

    The district's audit chain is held before it, as it is where files or a visit came first.
    """
    require_scope(viewer, order.scope_code)
    audit.hold(order.scope_code)
    statement = select(Order).where(Order.id == order.id).with_for_update(of=Order)
    return db.session.scalars(statement.execution_options(populate_existing=True)).one()


def finish(
    begun: Begun, *, actor: Viewer, details: Mapping[str, Any] | None = None, **columns: Any
) -> OrderStep:
    """Write the step down and move the order on; `columns` are those of the step's row."""
    order, step, said = begun.order, begun.step, begun.said
    moment, left = clock.now(), order.state
    order.state, order.updated_at = OrderState(step.to_state), moment
    first, second = (*begun.officers, None, None)[:2]
    row = OrderStep(
        order=order,
        step=step.code,
        from_state=left,
        to_state=order.state,
        happened_on=said.happened_on,
        recorded_at=moment,
        person_id=actor.person_id,
        first_officer_id=first.id if first else None,
        second_officer_id=second.id if second else None,
        reason=said.reason.strip() or None,
        files=[OrderFile(evidence=one) for one in said.evidence],
        **columns,
    )
    db.session.add(row)
    db.session.flush()
    _use(said.evidence)
    late = days_late(said.happened_on, clock.local_day(moment))
    told = {"from": left.value, "to": order.state.value, "number": order.number, "late": late}
    note(order, step.audit_verb, actor=actor, details={**told, **(details or {})})
    return row


def _use(evidence: Sequence[EvidenceFile]) -> None:
    """Take the files out of the form that they came with: they belong to the step now."""
    ids = [one.id for one in evidence]
    if ids:
        db.session.execute(delete(PendingFile).where(PendingFile.evidence_id.in_(ids)))


def note(order: Order, verb: str, *, actor: Viewer, details: Mapping[str, Any]) -> None:
    """Write an act on an order into the district's audit chain."""
    audit.record(
        actor,
        verb,
        "order",
        order.public_id,
        chain=order.scope_code,
        after=content_of(order),
        details=dict(details),
    )


def content_of(order: Order) -> dict[str, Any]:
    """Return what an order says now, to be digested."""
    return {
        "number": order.number,
        "variant": order.variant.value,
        "state": order.state.value,
        "party": [order.party_name, order.party_code, order.party_address],
        "items": [[item.wrong, item.rule, item.to_correct] for item in order.items],
        "refund_fen": order.refund_fen,
        "recheck_how": order.recheck_how,
        "due_on": order.due_on and order.due_on.isoformat(),
        "outcome": order.outcome and order.outcome.value,
    }
