"""Orders to correct, from their number to their end; each deed is one step of the table."""

from dataclasses import dataclass
from datetime import date

from app.access import Viewer
from app.models.orders import Order, OrderStep
from app.models.people import Person
from app.queries.sweeps import officer_facts
from app.services.numbers import take_number, void_number
from app.services.order_steps import StepSaid, begin, finish
from inspections.orders import (
    ASK_EXTENSION,
    CLOSE,
    ESCALATE,
    GRANT_EXTENSION,
    ISSUE,
    RECEIVE_REPORT,
    REFUSE_EXTENSION,
    SERVE,
    SET_ASIDE,
    WITHDRAW,
)
from inspections.serving import ServiceFacts, counts_on
from inspections.vocabulary import OrderVariant, PaperKind, ServiceMethod


@dataclass(frozen=True, slots=True)
class Service:
    """How the paper was served; its note stands as the step's reason."""

    method: ServiceMethod | None
    receiver: str = ""
    agreed: bool = False


def issue_order(order: Order, said: StepSaid, *, actor: Viewer) -> OrderStep:
    """Issue a draft under the next number of its office and year; raises `Refused`."""
    begun = begin(order, ISSUE, said, viewer=actor)
    order = begun.order
    given = take_number(
        PaperKind.CORRECTION_ORDER,
        year=said.happened_on.year,
        office=order.scope_code,
        actor=actor,
    )
    order.number, order.issued_on = given.text, said.happened_on
    first, second = begun.officers[:2]
    numbers = [_certificate(person, said.happened_on) for person in (first, second)]
    order.first_officer_id, order.second_officer_id = first.id, second.id
    order.first_officer_certificate, order.second_officer_certificate = numbers
    return finish(begun, actor=actor)


def _certificate(person: Person, day: date) -> str:
    certificate = officer_facts(person).certificate_on(day)
    return certificate.number if certificate else ""


def serve_order(order: Order, said: StepSaid, service: Service, *, actor: Viewer) -> OrderStep:
    """Record the service and the day from which it counts; raises `Refused`.

    Who is to stop at once has until that day.
    """
    facts = ServiceFacts(
        method=service.method,
        receiver=service.receiver,
        note=said.reason,
        agreed=service.agreed,
        proofs=len(said.evidence),
    )
    begun = begin(order, SERVE, said, viewer=actor, service=facts)
    order, method = begun.order, service.method or ServiceMethod.DIRECT
    order.served_on, order.counts_on = said.happened_on, counts_on(method, said.happened_on)
    if order.variant is OrderVariant.STOP_AT_ONCE:
        order.due_on = order.first_due_on = order.counts_on
    return finish(
        begun,
        actor=actor,
        method=method,
        receiver=service.receiver.strip() or None,
        counts_on=order.counts_on,
        details={"method": method.value, "counts_on": order.counts_on.isoformat()},
    )


def receive_report(order: Order, said: StepSaid, *, actor: Viewer) -> OrderStep:
    """Keep what the institution reports of its corrections; its words stand as the reason."""
    begun = begin(
        order,
        RECEIVE_REPORT,
        said,
        viewer=actor,
        report=said.reason,
        report_files=len(said.evidence),
    )
    return finish(begun, actor=actor, details={"files": len(said.evidence)})


def ask_extension(order: Order, said: StepSaid, *, until: date, actor: Viewer) -> OrderStep:
    """Record that the institution asks for more time, until when and why; raises `Refused`."""
    begun = begin(order, ASK_EXTENSION, said, viewer=actor, until=until)
    begun.order.extension_until = until
    return finish(begun, actor=actor, until=until, details={"until": until.isoformat()})


def grant_extension(order: Order, said: StepSaid, *, until: date, actor: Viewer) -> OrderStep:
    """Put the day to correct by off, as asked or to an earlier day; raises `Refused`."""
    begun = begin(order, GRANT_EXTENSION, said, viewer=actor, until=until)
    before = begun.order.due_on
    begun.order.due_on, begun.order.extension_until = until, None
    days = {"due_on": before and before.isoformat(), "until": until.isoformat()}
    return finish(begun, actor=actor, until=until, details=days)


def refuse_extension(order: Order, said: StepSaid, *, actor: Viewer) -> OrderStep:
    """Leave the day to correct by as it is, with the reason; raises `Refused`."""
    begun = begin(order, REFUSE_EXTENSION, said, viewer=actor)
    asked, begun.order.extension_until = begun.order.extension_until, None
    return finish(begun, actor=actor, until=asked)


def close_order(order: Order, said: StepSaid, *, actor: Viewer) -> OrderStep:
    """End an order of which a re-check found everything corrected; raises `Refused`."""
    return finish(begin(order, CLOSE, said, viewer=actor), actor=actor)


def escalate_order(order: Order, said: StepSaid, *, actor: Viewer) -> OrderStep:
    """End an order that wasn't obeyed; the step returned is what a lead hangs on."""
    return finish(begin(order, ESCALATE, said, viewer=actor), actor=actor)


def withdraw_order(order: Order, said: StepSaid, *, actor: Viewer) -> OrderStep:
    """Give up an order that wasn't served; its number, if it has one, is void from now on."""
    begun = begin(order, WITHDRAW, said, viewer=actor)
    if begun.order.number:
        void_number(begun.order.number, reason=said.reason, actor=actor)
    return finish(begun, actor=actor)


def set_aside_order(order: Order, said: StepSaid, *, actor: Viewer) -> OrderStep:
    """Set aside an order that was served, with the reason; raises `Refused`."""
    begun = begin(order, SET_ASIDE, said, viewer=actor)
    begun.order.extension_until = None
    return finish(begun, actor=actor)
