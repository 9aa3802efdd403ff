"""Re-checks in a visit's form: the open orders of the site, item by item, nothing preset."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.models.orders import Order, OrderItem
from app.services.visit_documents import Recheck, RecheckedItem
from app.words import gettext as _
from inspections.names import unfit_character
from inspections.vocabulary import Corrected

LONGEST_NOTE = 1000


@dataclass(slots=True)
class RecheckLine:
    """One item of an order with what was found so far."""

    item: OrderItem
    name: str
    corrected: str
    note: str
    error: str = ""

    @property
    def note_name(self) -> str:
        """Return the name of the field for what was seen."""
        return f"note-{self.name}"

    @property
    def is_blank(self) -> bool:
        """Say whether nothing was given."""
        return not (self.corrected or self.note)


@dataclass(slots=True)
class OrderLines:
    """One open order with its items."""

    order: Order
    lines: list[RecheckLine]

    @property
    def is_begun(self) -> bool:
        """Say whether anything was answered: then all of it is."""
        return any(not line.is_blank for line in self.lines)


class RecheckSheet:
    """The open orders of a site; one that nothing is said of wasn't re-checked in the visit."""

    def __init__(self, orders: Sequence[Order], typed: Mapping[str, str] | None = None) -> None:
        self.orders = [
            OrderLines(order, [_line(order, item, typed or {}) for item in order.items])
            for order in orders
        ]

    def validate(self) -> bool:
        """Put a message to every item of a begun re-check that lacks something."""
        for one in self.orders:
            for line in one.lines if one.is_begun else ():
                line.error = _fault(line)
        return not self.faulty

    @property
    def faulty(self) -> list[RecheckLine]:
        """Return the items with a message."""
        return [line for one in self.orders for line in one.lines if line.error]

    def rechecks(self) -> tuple[Recheck, ...]:
        """Return what was found; call after `validate`."""
        return tuple(
            Recheck(
                one.order.public_id,
                tuple(
                    RecheckedItem(line.item.number, Corrected(line.corrected), line.note or None)
                    for line in one.lines
                ),
            )
            for one in self.orders
            if one.is_begun
        )


def _line(order: Order, item: OrderItem, typed: Mapping[str, str]) -> RecheckLine:
    name = f"recheck-{order.public_id}-{item.number}"
    given = typed.get(name, "")
    note = typed.get(f"note-{name}", "").replace("\r\n", "\n").strip()
    return RecheckLine(item, name, given if given in set(Corrected) else "", note)


def _fault(line: RecheckLine) -> str:
    if not line.corrected:
        return _("Say of every item of this order whether it is corrected.")
    if not line.note:
        return _("Write what was seen.")
    if len(line.note) > LONGEST_NOTE:
        return _("At most 1,000 characters fit here.")
    if unfit_character(line.note.replace("\n", "")) is not None:
        return _("This holds a character that can't be stored. Delete it.")
    return ""
