"""The words of the pages of orders to correct: headlines, what happened, what is remarked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app import clock
from app.access import Viewer
from app.desk.audit import DEEDS
from app.desk.visit_words import FileView, file_view
from app.models.orders import Order, OrderAnswer, OrderItem, OrderStep
from app.queries.calendars import calendar_now
from app.queries.order_facts import newest_step
from app.queries.orders import evidence_of_visit
from app.words import gettext as _
from app.words import language, ngettext, word
from inspections.orders import ASK_EXTENSION, RECHECK, STEPS, OrderRemark, due_state, remarks
from inspections.visits import days_late
from inspections.vocabulary import Corrected, DueState, OrderState, OrderVariant
from inspections.workdays import working_days_between

KINDS = {
    OrderState.DRAFT: "slate",
    OrderState.ISSUED: "amb",
    OrderState.SERVED: "amb",
    OrderState.RECHECKED: "half",
    OrderState.CLOSED: "jade",
    OrderState.ESCALATED: "cin",
    OrderState.WITHDRAWN: "slate",
    OrderState.SET_ASIDE: "slate",
}
DUE_KINDS = {
    DueState.OPEN: "half",
    DueState.DUE_SOON: "amb",
    DueState.OVERDUE: "late",
    DueState.NOT_RUNNING: "slate",
}
CORRECTED_KINDS = {Corrected.YES: "jade", Corrected.PARTLY: "amb", Corrected.NO: "cin"}
MAIN_WAY = (
    (OrderState.DRAFT, "issue"),
    (OrderState.ISSUED, "serve"),
    (OrderState.SERVED, "recheck"),
    (OrderState.RECHECKED, "close"),
)


@dataclass(frozen=True, slots=True)
class Told:
    """One step as the page tells it."""

    row: OrderStep
    what: str
    late: int
    files: Sequence[FileView]


@dataclass(frozen=True, slots=True)
class RecheckedLine:
    """What a re-check found of one item, with its proof."""

    item: OrderItem
    answer: OrderAnswer
    files: Sequence[FileView]
    missing: int


def due_of(order: Order, today: date) -> DueState:
    """Return how the order's day stands to today."""
    return due_state(order.state, order.outcome, order.due_on, today, calendar_now())


def list_headline(total: int, overdue: int) -> str:
    """Return the list's answer as a sentence."""
    if not total:
        return _("No orders to correct")
    found = ngettext("%(num)s order to correct", "%(num)s orders to correct", total)
    return _("%(orders)s, %(n)s overdue", orders=found, n=overdue) if overdue else found


def headline(order: Order, today: date) -> str:
    """Return the order's answer as a sentence: what it waits for."""
    if order.state in (OrderState.DRAFT, OrderState.ISSUED):
        return word(order.state)
    if order.state is OrderState.RECHECKED and order.outcome is Corrected.YES:
        return _("All is corrected: the order can be closed")
    due = due_of(order, today)
    if due is DueState.NOT_RUNNING or order.due_on is None:
        return word(order.state)
    if order.variant is OrderVariant.STOP_AT_ONCE:
        return _("Ordered to stop at once: re-check it")
    if due is DueState.OVERDUE:
        late = (today - order.due_on).days
        return ngettext(
            "%(num)s day overdue: re-check it", "%(num)s days overdue: re-check it", late
        )
    left = working_days_between(today, order.due_on, calendar_now())
    if not left:
        return _("Last day to correct: %(day)s", day=order.due_on.isoformat())
    return ngettext(
        "%(num)s working day left to correct", "%(num)s working days left to correct", left
    )


def remarks_of(order: Order) -> list[OrderRemark]:
    """Return what is remarked of the order's dates."""
    asked = [one for one in order.steps if one.step == ASK_EXTENSION.code]
    first = order.first_due_on
    stops = order.variant is OrderVariant.STOP_AT_ONCE
    return remarks(
        issued_on=order.issued_on,
        served_on=order.served_on,
        counts_on=order.counts_on,
        first_due_on=None if stops else first,
        calendar=calendar_now(),
        asked_late=first is not None and any(one.happened_on > first for one in asked),
    )


def story_of(order: Order, viewer: Viewer) -> list[Told]:
    """Return the steps that were taken, in their order."""
    return [
        Told(
            row=row,
            what=str(DEEDS[STEPS[row.step].audit_verb]),
            late=days_late(row.happened_on, clock.local_day(row.recorded_at)),
            files=[file_view(viewer, one.evidence) for one in row.files],
        )
        for row in order.steps
    ]


def spine_of(order: Order) -> list[dict[str, Any]]:
    """Return the usual way of an order, with the day of what is done."""
    done = {row.step: row for row in order.steps}
    ended = order.state in (
        OrderState.CLOSED,
        OrderState.ESCALATED,
        OrderState.WITHDRAWN,
        OrderState.SET_ASIDE,
    )
    lines = []
    for state, step in MAIN_WAY:
        row = done.get(step)
        if row is None and ended:
            continue
        now = row is None and state is order.state
        lines.append(
            {
                "word": STEPS[step].word(language()),
                "state": "done" if row else "now" if now else "ahead",
                "at": row.happened_on.strftime("%m-%d") if row else "",
            }
        )
    if ended and order.state is not OrderState.CLOSED:
        last = order.steps[-1] if order.steps else None
        at = last.happened_on.strftime("%m-%d") if last else ""
        lines.append({"word": word(order.state), "state": "done", "at": at})
    return lines


def recheck_lines(order: Order, row: OrderStep, viewer: Viewer) -> list[RecheckedLine]:
    """Return what a re-check found, item by item; files may still be on their way."""
    digests = [digest for answer in row.answers for digest in answer.files]
    here = evidence_of_visit(row.visit, digests) if row.visit and digests else {}
    by_number = {item.number: item for item in order.items}
    return [
        RecheckedLine(
            item=by_number[answer.item],
            answer=answer,
            files=[file_view(viewer, here[one]) for one in answer.files if one in here],
            missing=sum(one not in here for one in answer.files),
        )
        for answer in sorted(row.answers, key=lambda one: one.item)
        if answer.item in by_number
    ]


def newest_recheck(order: Order) -> OrderStep | None:
    """Return the newest re-check of an order."""
    return newest_step(order, RECHECK)
