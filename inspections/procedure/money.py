"""The surcharge that is open on a fine, from the payments and remedies of a case.

Penalty Law Art 72, 73.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from inspections.procedure.entries import Entry
from inspections.procedure.execution import against_this_decision
from inspections.procedure.facts import CaseFacts
from inspections.procedure.said_decision import PaymentSaid
from inspections.procedure.terms import Outcome
from inspections.procedure.windows import due_or_none
from inspections.surcharge import NoRate, Pause, Payment, surcharge


def with_surcharge(facts: CaseFacts, entries: Iterable[Entry], day: date) -> CaseFacts:
    """Return the facts with the surcharge that is unpaid on `day`; 0 where none has grown."""
    since = facts.redone_on or date.min
    paid = [
        (entry.act.happened_on, entry.said)
        for entry in entries
        if isinstance(entry.said, PaymentSaid) and since <= entry.act.happened_on <= day
    ]
    grown = _grown(facts, [(on, said.paid_fen) for on, said in paid], day)
    settled = sum(said.surcharge_paid_fen for _on, said in paid)
    done = replace(facts.performance, surcharge_open_fen=max(grown - settled, 0))
    return replace(facts, performance=done)


def _grown(facts: CaseFacts, paid: list[tuple[date, int]], day: date) -> int:
    decision, start = facts.decision, facts.served_from("serve_decision")
    if decision is None or decision.outcome is not Outcome.PENALTY or start is None:
        return 0
    plan = facts.performance.plan_until
    end = due_or_none(facts, "payment_plan", plan) if plan else due_or_none(facts, "payment", start)
    fine = decision.content.fine_fen
    if end is None or fine <= 0 or day <= end.due_on:
        return 0
    left, payments = fine, []
    for on, amount in sorted(paid):
        part = min(amount, left)
        if part > 0:
            payments.append(Payment(on, part))
            left -= part
    pauses = [
        Pause(one.opened_on, max(one.received_on or day, one.opened_on))
        for one in against_this_decision(facts)
    ]
    try:
        grown = surcharge(
            fine, end.due_on, until=day, payments=payments, pauses=pauses, calendar=facts.calendar
        )
    except NoRate:
        return 0
    return grown.surcharge_fen
