"""Drafts of orders to correct: written from the findings of a visit, changed until issued."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from app import clock
from app.access import Viewer
from app.db import db
from app.errors import BadInput, Conflict
from app.models.orders import Order, OrderItem
from app.models.visits import Visit
from app.permissions import require_permission
from app.scope import require_scope
from app.services.order_steps import content_of, note
from app.words import gettext as _
from inspections.vocabulary import OrderState, OrderVariant, PartyType

MOST_ITEMS = 50
REFUND_WRONG = "已收取的费用依法应当退还"
REFUND_RULE = "《中华人民共和国行政处罚法》第二十八条"
REFUND_ORDERED = "退还所收取的费用人民币{amount}元"


@dataclass(frozen=True, slots=True)
class NewItem:
    """One item as it is typed; the codes say which answer of the checklist it came from."""

    wrong: str
    rule: str
    to_correct: str
    checklist_item: str = ""
    violation: str = ""


@dataclass(frozen=True, slots=True)
class NewOrder:
    """What a draft says."""

    variant: OrderVariant
    party_name: str
    items: tuple[NewItem, ...]
    due_on: date | None
    recheck_how: str
    refund_fen: int | None = None
    party_type: PartyType | None = None
    party_code: str | None = None
    party_representative: str | None = None
    party_address: str | None = None
    party_phone: str | None = None


def draft_order(visit: Visit, wanted: NewOrder, *, actor: Viewer) -> Order:
    """Write down an order from what a visit found; nothing is issued yet."""
    require_permission(actor, "orders.post_new")
    require_scope(actor, visit.scope_code)
    moment = clock.now()
    order = Order(
        scope_code=visit.scope_code,
        visit=visit,
        site=visit.site,
        institution_id=visit.site.institution_id,
        state=OrderState.DRAFT,
        drafted_by_person=actor.person_id,
        created_at=moment,
        updated_at=moment,
        **_columns(wanted),
    )
    order.items = _items(wanted)
    db.session.add(order)
    db.session.flush()
    note(order, "order.drafted", actor=actor, details={"visit": visit.public_id})
    return order


def edit_draft(order: Order, wanted: NewOrder, *, based_on: int, actor: Viewer) -> None:
    """Change a draft; raises `Conflict` when somebody else changed it since `based_on`."""
    require_permission(actor, "orders.post_edit")
    require_scope(actor, order.scope_code)
    if order.state is not OrderState.DRAFT:
        raise BadInput("order_is_issued", _("An order that was issued is not changed."))
    if order.version != based_on:
        raise Conflict(theirs=content_of(order), yours={"party": wanted.party_name})
    for name, value in _columns(wanted).items():
        setattr(order, name, value)
    order.items = []
    db.session.flush()  # the numbers are free again
    order.items = _items(wanted)
    order.updated_at = clock.now()
    db.session.flush()
    note(order, "order.edited", actor=actor, details={"items": len(order.items)})


def _columns(wanted: NewOrder) -> dict[str, Any]:
    return {
        "variant": wanted.variant,
        "party_name": wanted.party_name,
        "party_type": wanted.party_type,
        "party_code": wanted.party_code,
        "party_representative": wanted.party_representative,
        "party_address": wanted.party_address,
        "party_phone": wanted.party_phone,
        "refund_fen": wanted.refund_fen,
        "recheck_how": wanted.recheck_how,
        "due_on": wanted.due_on,
        "first_due_on": wanted.due_on,
    }


def _items(wanted: NewOrder) -> list[OrderItem]:
    """Return the items by number; money that is to be paid back is the last one."""
    items = [
        OrderItem(
            number=number,
            wrong=item.wrong,
            rule=item.rule,
            to_correct=item.to_correct,
            checklist_item=item.checklist_item or None,
            violation=item.violation or None,
        )
        for number, item in enumerate(wanted.items[:MOST_ITEMS], start=1)
    ]
    if wanted.refund_fen:
        amount = f"{wanted.refund_fen // 100}.{wanted.refund_fen % 100:02d}"
        items.append(
            OrderItem(
                number=len(items) + 1,
                wrong=REFUND_WRONG,
                rule=REFUND_RULE,
                to_correct=REFUND_ORDERED.format(amount=amount),
                is_refund=True,
            )
        )
    return items
