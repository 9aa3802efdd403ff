"""What may be typed in of a local instrument: where and when it holds, amounts, rows."""

from collections.abc import Sequence
from typing import Any

from wtforms import SelectField
from wtforms.fields.choices import Choice
from wtforms.validators import ValidationError

from app.desk.forms.base import DeskForm
from app.desk.forms.orders import MoneyField
from app.desk.forms.typed import AreaField, DayField, Given, TextField
from app.services.standards import NewInstrument
from app.words import gettext as _
from app.words import language, lazy_gettext
from inspections.refusal import Refusal
from inspections.standard_text import BadRows, read_bands
from inspections.standards import InstrumentFacts
from inspections.vocabulary import PartyType
from maps import districts

LONGEST_TABLE = 60_000
FINES = {
    PartyType.NATURAL_PERSON: "fine_person_fen",
    PartyType.SELF_EMPLOYED: "fine_self_employed_fen",
    PartyType.ORGANISATION: "fine_organisation_fen",
}
# beside which field a rule that refuses is told
FIELDS = {
    "instrument_is_named": "number",
    "days_are_in_order": "valid_to",
    "amounts_are_above_zero": "fine_person_fen",
    "is_entered_once": "number",
}


class AreaChoice(SelectField):
    """One of the areas that the viewer enters instruments for."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        self.codes: Sequence[str] = ()
        super().__init__(label, validators=[Given()], choices=[], validate_choice=False, **kwargs)

    def iter_choices(self) -> Any:
        """Yield the areas by name, an empty choice first."""
        yield Choice("", _("Please choose"), not self.data, {})
        for code in self.codes:
            yield Choice(code, districts.name(code, language()), code == self.data, {})

    def pre_validate(self, form: Any) -> None:
        """Refuse an area that isn't offered."""
        if self.data and self.data not in self.codes:
            raise ValidationError(_("Choose a district within your own area."))


class InstrumentForm(DeskForm):
    """A local instrument as it was published."""

    district_code = AreaChoice(lazy_gettext("Holds in"))
    title = TextField(lazy_gettext("Title of the instrument"), required=True, longest=200)
    number = TextField(lazy_gettext("Number of the instrument"), required=True, longest=80)
    valid_from = DayField(lazy_gettext("In force from"), required=True)
    valid_to = DayField(lazy_gettext("In force until"))
    fine_person_fen = MoneyField(lazy_gettext("Fine on a natural person"))
    fine_self_employed_fen = MoneyField(lazy_gettext("Fine on a self-employed person"))
    fine_organisation_fen = MoneyField(lazy_gettext("Fine on an organisation"))
    confiscation_fen = MoneyField(lazy_gettext("Gains confiscated"))
    goods_fen = MoneyField(lazy_gettext("Goods confiscated"))
    bands = AreaField(lazy_gettext("Rows of the discretion standard"), longest=LONGEST_TABLE)

    def offering(self, codes: Sequence[str]) -> "InstrumentForm":
        """Offer these areas."""
        self["district_code"].codes = codes
        return self

    def validate_bands(self, field: Any) -> None:
        """Every row can be read."""
        try:
            read_bands(field.data or "")
        except BadRows as bad:
            said = [
                _("Row %(n)s: %(fault)s.", n=one.row, fault=one.fault.word(language()))
                for one in bad.faults[:20]
            ]
            raise ValidationError(" ".join(said)) from bad

    def instrument(self) -> NewInstrument:
        """Return what was entered; only after `validate`."""
        fines = ((party, self[name].data) for party, name in FINES.items())
        facts = InstrumentFacts(
            title=self["title"].data or "",
            number=self["number"].data or "",
            valid_from=self["valid_from"].data,
            valid_to=self["valid_to"].data,
            bands=tuple(read_bands(self["bands"].data or "")),
            fine_from_fen=tuple((party, fen) for party, fen in fines if fen is not None),
            confiscation_from_fen=self["confiscation_fen"].data,
            goods_from_fen=self["goods_fen"].data,
        )
        return NewInstrument(self["district_code"].data, facts)

    def refuse(self, refusal: Refusal, sentence: str) -> None:
        """Tell a refusal beside the field that it is about."""
        field = FIELDS.get(refusal.code.partition(".")[2], "bands")
        about = f" {refusal.about}" if refusal.about else ""
        self.say(field, sentence + about)


class StandardWithdrawalForm(DeskForm):
    """Why an instrument is taken down."""

    withdrawal_reason = TextField(lazy_gettext("Why it is taken down"), required=True, longest=300)
