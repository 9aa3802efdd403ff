"""The orders to correct on the home page: what each waits for, by when, and where that is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from app import clock
from app.models.orders import Order
from app.queries.order_work import BY_ITS_DAY, OrderWork
from app.words import gettext as _
from app.words import ngettext
from inspections.deadlines import due
from inspections.vocabulary import OrderVariant
from inspections.workdays import working_days_between

STEPS = {
    OrderWork.EXTENSION: "grant_extension",
    OrderWork.CLOSE: "close",
    OrderWork.SERVE: "serve",
    OrderWork.ISSUE: "issue",
}


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One order that waits: the day that counts, what is to be done, and its place."""

    order: Order
    day: date | None
    kind: str
    left: str
    what: str
    under: str
    url: str


@dataclass(frozen=True, slots=True)
class OrderGroup:
    """The orders that wait for one act: how many there are, and the first of them."""

    work: OrderWork
    count: int
    url: str
    lines: Sequence[OrderLine]


def groups_of(
    waiting: dict[OrderWork, tuple[int, Sequence[Order]]], today: date
) -> list[OrderGroup]:
    """Return the groups of the home page's table."""
    return [
        OrderGroup(work, count, _list(work), [_line(work, order, today) for order in orders])
        for work, (count, orders) in waiting.items()
    ]


def _list(work: OrderWork) -> str:
    narrowed = {"due" if work in BY_ITS_DAY else "work": work.value}
    return url_for("orders.index", sort="due", **narrowed)


def _line(work: OrderWork, order: Order, today: date) -> OrderLine:
    day = _day(work, order)
    kind, left = _left(work, day, today)
    return OrderLine(order, day, kind, left, _what(work), _under(work, order), _place(work, order))


def _day(work: OrderWork, order: Order) -> date | None:
    if work is OrderWork.ISSUE:
        return clock.local_day(order.created_at)
    if work is OrderWork.SERVE:
        return due("service", order.issued_on).due_on if order.issued_on else None
    return order.due_on


def _left(work: OrderWork, day: date | None, today: date) -> tuple[str, str]:
    """Return the colour and the words of what is left until the day that the law set."""
    if day is None or work in (OrderWork.ISSUE, OrderWork.CLOSE):
        return "", ""
    if day < today:
        late = (today - day).days
        return "late", ngettext("%(num)s day overdue", "%(num)s days overdue", late)
    if day == today:
        return "amb", _("Due today")
    kind = "amb" if work is OrderWork.DUE_SOON else ""
    left = working_days_between(today, day)
    if not left:  # nothing but rest days until then
        rest = (day - today).days
        return kind, ngettext("%(num)s day left", "%(num)s days left", rest)
    return kind, ngettext("%(num)s working day left", "%(num)s working days left", left)


def _what(work: OrderWork) -> str:
    words = {
        OrderWork.EXTENSION: _("Decide on more time"),
        OrderWork.CLOSE: _("Close the order"),
        OrderWork.SERVE: _("Serve the order"),
        OrderWork.ISSUE: _("Complete the draft and issue it"),
    }
    return words.get(work, _("Re-check the correction"))


def _under(work: OrderWork, order: Order) -> str:
    if work is OrderWork.EXTENSION and order.extension_until:
        return _("asked until %(day)s", day=order.extension_until.isoformat())
    if work is OrderWork.CLOSE:
        return _("the re-check found everything corrected")
    if work is OrderWork.SERVE and order.issued_on:
        return _("issued on %(day)s", day=order.issued_on.isoformat())
    if work in BY_ITS_DAY and order.variant is OrderVariant.STOP_AT_ONCE:
        return _("ordered to stop at once")
    return ""


def _place(work: OrderWork, order: Order) -> str:
    if work in BY_ITS_DAY:
        return url_for("visits.new", site=order.site.public_id, order=order.public_id)
    return url_for("orders.show", public_id=order.public_id, step=STEPS[work], _anchor="form")
