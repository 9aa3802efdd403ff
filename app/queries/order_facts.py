"""What the rules need to know of an order to correct, read from its rows."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from app.models.orders import Order, OrderItem, OrderStep
from app.models.people import Person
from app.queries.sweeps import officer_facts
from inspections.licences import standing_on
from inspections.order_facts import ItemFacts, OrderFacts
from inspections.orders import (
    ASK_EXTENSION,
    CLOSE,
    ESCALATE,
    GRANT_EXTENSION,
    ISSUE,
    RECHECK,
    REFUSE_EXTENSION,
    SERVE,
)
from inspections.steps import Step
from inspections.vocabulary import Standing


def order_facts(
    order: Order,
    step: Step[OrderFacts],
    *,
    today: date,
    happened_on: date,
    officers: Sequence[Person] = (),
    **more: Any,
) -> OrderFacts:
    """Return what the rules need to know of an order that is to take `step`."""
    return OrderFacts(
        state=order.state,
        variant=order.variant,
        today=today,
        happened_on=happened_on,
        rests_on=day_before(order, step),
        party_name=order.party_name,
        has_licence=has_licence(order, happened_on),
        items=tuple(item_facts(item) for item in order.items),
        recheck_how=order.recheck_how,
        due_on=order.due_on,
        officers=tuple(officer_facts(person) for person in officers),
        extension_until=order.extension_until,
        outcome=order.outcome,
        **more,
    )


def item_facts(item: OrderItem) -> ItemFacts:
    """Return one item as facts."""
    return ItemFacts(item.number, item.wrong, item.rule, item.to_correct, item.violation or "")


def has_licence(order: Order, day: date) -> bool:
    """Say whether the party's licence was in force on `day`, as far as the register knows."""
    institution = order.institution
    return institution is not None and standing_on(institution.licence, day) is Standing.LICENSED


def day_before(order: Order, step: Step[OrderFacts]) -> date | None:
    """Return the day of what a step rests on, None where it rests on nothing."""
    if step is ISSUE:
        return order.visit.happened_on
    if step is SERVE:
        return order.issued_on
    if step is RECHECK:
        return order.counts_on
    if step in (GRANT_EXTENSION, REFUSE_EXTENSION):
        return _day_of(newest_step(order, ASK_EXTENSION))
    if step in (CLOSE, ESCALATE):
        return _day_of(newest_step(order, RECHECK))
    return order.served_on or order.issued_on


def newest_step(order: Order, step: Step[OrderFacts]) -> OrderStep | None:
    """Return the newest of an order's steps of this kind."""
    return next((one for one in reversed(order.steps) if one.step == step.code), None)


def _day_of(step: OrderStep | None) -> date | None:
    return step.happened_on if step else None
