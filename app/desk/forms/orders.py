"""What is typed in of an order to correct: the draft with its items."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wtforms import StringField
from wtforms.validators import StopValidation, ValidationError

from app.desk.forms.base import DeskForm
from app.desk.forms.choices import TermField
from app.desk.forms.typed import AreaField, DayField, TextField
from app.models.orders import Order
from app.services.order_drafts import MOST_ITEMS, NewItem, NewOrder
from app.words import gettext as _
from app.words import lazy_gettext
from inspections.names import unfit_character
from inspections.vocabulary import OrderVariant, PartyType

AMOUNT = re.compile(r"(\d{1,12})(?:\.(\d{1,2}))?元?")
LONGEST_PART = 1000
PARTS = ("wrong", "rule", "to_correct")
KEPT = ("checklist_item", "violation")
BLANK_LINES = 1


class MoneyField(StringField):
    """An amount of yuan as people write it (46,580.00); `data` is in fen."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        self.raw_text = ""
        super().__init__(label, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the amount; what can't be read is kept as it was typed."""
        self.data = None
        self.raw_text = (valuelist[0] if valuelist else "").strip()[:40]
        plain = unicodedata.normalize("NFKC", self.raw_text)
        plain = plain.replace(",", "").replace("¥", "").replace(" ", "")
        if not plain:
            return
        found = AMOUNT.fullmatch(plain)
        if found is None:
            raise ValueError(_("Write an amount in yuan, like 46580.00."))
        self.data = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))

    def _value(self) -> str:
        if self.raw_text or self.data is None:
            return self.raw_text
        return f"{self.data // 100}.{self.data % 100:02d}"

    def pre_validate(self, form: Any) -> None:
        """Keep the message about what isn't an amount."""
        if self.process_errors:
            raise StopValidation()


class OrderForm(DeskForm):
    """A draft, but for its items."""

    variant = TermField(lazy_gettext("What is ordered"), OrderVariant, required=True)
    due_on = DayField(lazy_gettext("Correct by"))
    refund_fen = MoneyField(lazy_gettext("Money to be paid back"))
    recheck_how = AreaField(lazy_gettext("How it is re-checked"), required=True, longest=500)
    party_name = TextField(lazy_gettext("Party"), required=True, longest=200)
    party_type = TermField(lazy_gettext("Kind of party"), PartyType)
    party_code = TextField(lazy_gettext("Code or identity number"), longest=60)
    party_representative = TextField(lazy_gettext("Representative or person in charge"), longest=80)
    party_address = TextField(lazy_gettext("Address of the party"), longest=300)
    party_phone = TextField(lazy_gettext("Phone of the party"), longest=60)

    def validate_due_on(self, field: Any) -> None:
        """A day is asked for where time is given, and only there."""
        stops = self["variant"].data is OrderVariant.STOP_AT_ONCE
        if stops and field.data:
            raise ValidationError(_("Who is to stop at once is given no day. Leave this empty."))
        if not stops and not field.data and self["variant"].data is not None:
            raise ValidationError(_("Write the day by which it is to be corrected."))

    def validate_refund_fen(self, field: Any) -> None:
        """Nothing is no amount."""
        if field.data == 0:
            raise ValidationError(_("Leave this empty where nothing is to be paid back."))

    def order(self, items: Sequence[NewItem]) -> NewOrder:
        """Return what was typed; call after `validate`."""
        return NewOrder(
            items=tuple(items),
            **{name: value for name, value in self.values().items() if name != "items"},
        )


@dataclass(slots=True)
class ItemLine:
    """One item of the form, with what is wrong with it."""

    number: int
    wrong: str = ""
    rule: str = ""
    to_correct: str = ""
    checklist_item: str = ""
    violation: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        """Say whether nothing was written."""
        return not (self.wrong or self.rule or self.to_correct)


class ItemSheet:
    """The items of a draft: those written, and a blank one to add another."""

    def __init__(self, lines: list[ItemLine], *, blanks: int = BLANK_LINES) -> None:
        self.lines = lines
        for _blank in range(blanks):
            if len(self.lines) < MOST_ITEMS:
                self.lines.append(ItemLine(len(self.lines) + 1))
        self.error = ""

    @classmethod
    def of(cls, items: Sequence[NewItem]) -> "ItemSheet":
        """Return the sheet of known items."""
        return cls(
            [
                ItemLine(
                    number,
                    item.wrong,
                    item.rule,
                    item.to_correct,
                    item.checklist_item,
                    item.violation,
                )
                for number, item in enumerate(items, start=1)
            ]
        )

    @classmethod
    def typed(cls, form: Mapping[str, str], *, more: bool) -> "ItemSheet":
        """Return what was typed, in its order; `more` adds a blank item."""
        numbers = sorted(
            int(name.removeprefix("wrong-"))
            for name in form
            if re.fullmatch(r"wrong-[1-9]\d?", name)
        )
        lines = []
        for number in numbers[:MOST_ITEMS]:
            given = {name: form.get(f"{name}-{number}", "") for name in (*PARTS, *KEPT)}
            texts = {name: text.replace("\r\n", "\n").strip() for name, text in given.items()}
            line = ItemLine(len(lines) + 1, **texts)
            if not line.is_blank and not form.get(f"drop-{number}"):
                lines.append(line)
        return cls(lines, blanks=BLANK_LINES if more or not lines else 0)

    def validate(self) -> bool:
        """Put a message to every part that lacks, is too long or holds what can't be stored."""
        written = [line for line in self.lines if not line.is_blank]
        for line in written:
            for name in PARTS:
                fault = _fault(getattr(line, name))
                if fault:
                    line.errors[name] = fault
        if not written:
            self.error = _("Write at least one item.")
        return not self.error and not any(line.errors for line in written)

    @property
    def faulty(self) -> list[ItemLine]:
        """Return the items with a message."""
        return [line for line in self.lines if line.errors]

    def items(self) -> list[NewItem]:
        """Return the items that were written; call after `validate`."""
        return [
            NewItem(
                line.wrong,
                line.rule,
                line.to_correct,
                line.checklist_item[:40],
                line.violation[:40],
            )
            for line in self.lines
            if not line.is_blank
        ]


def _fault(text: str) -> str:
    if not text:
        return _("Please fill this in.")
    if len(text) > LONGEST_PART:
        return _("At most 1,000 characters fit here.")
    if unfit_character(text.replace("\n", "")) is not None:
        return _("This holds a character that can't be stored. Delete it.")
    return ""


def stored(order: Order) -> dict[str, Any]:
    """Return a draft's values for the form that changes it."""
    names = ("variant", "due_on", "refund_fen", "recheck_how", "party_name", "party_type")
    names += ("party_code", "party_representative", "party_address", "party_phone")
    return {name: getattr(order, name) for name in names}


def stored_items(order: Order) -> list[NewItem]:
    """Return a draft's items; what is to be paid back stands in a field of its own."""
    return [
        NewItem(
            item.wrong, item.rule, item.to_correct, item.checklist_item or "", item.violation or ""
        )
        for item in order.items
        if not item.is_refund
    ]
