"""What is typed in of a lead: where it came from, what it says, whom it means."""

from datetime import date
from typing import Any

from wtforms import SelectField, ValidationError
from wtforms.fields.choices import Choice

from app import clock
from app.desk.forms.base import DeskForm
from app.desk.forms.choices import DistrictField, TermField, TickField
from app.desk.forms.typed import AreaField, DayField, TextField
from app.services.leads import NewLead
from app.words import gettext as _
from app.words import language, lazy_gettext
from inspections.procedure.terms import LeadSource
from inspections.violations import violations
from inspections.vocabulary import PartyType

# a lead from a visit or an order says itself where it came from
BY_HAND = tuple(one for one in LeadSource if one not in (LeadSource.INSPECTION, LeadSource.ORDER))
OF_THE_LEAD = (
    "title",
    "source",
    "summary",
    "received_on",
    "party_name",
    "party_type",
    "party_code",
    "party_representative",
    "party_address",
    "party_phone",
    "acted_from",
    "acted_until",
    "is_continuing",
    "discovered_on",
    "harm_to_life_health_finance",
)


class ViolationField(SelectField):
    """One violation of the catalogue, by law; or none."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(label, choices=[], validate_choice=False, **kwargs)

    def iter_choices(self) -> Any:
        """Yield the violations, an empty choice first."""
        yield Choice("", _("Please choose"), not self.data, {})
        for code, row in violations().items():
            words = f"{row.title(language())} {row.place(language())}"
            yield Choice(code, words, code == self.data, {})

    def pre_validate(self, form: Any) -> None:
        """Refuse a code that the catalogue doesn't have."""
        if self.data and self.data not in violations():
            raise ValidationError(_("This violation isn't known."))


class LeadForm(DeskForm):
    """A lead."""

    title = TextField(lazy_gettext("Name of the matter"), required=True, longest=200)
    source = TermField(lazy_gettext("Source of the lead"), BY_HAND, required=True)
    received_on = DayField(lazy_gettext("Received on"), required=True)
    summary = AreaField(lazy_gettext("What the lead says"), required=True)
    violation = ViolationField(lazy_gettext("Suspected violation"))
    district_code = DistrictField(lazy_gettext("District"), required=True)
    institution = TextField(lazy_gettext("Institution on the register"), longest=200)
    party_name = TextField(lazy_gettext("Party"), longest=200)
    party_type = TermField(lazy_gettext("Kind of party"), PartyType)
    party_code = TextField(lazy_gettext("Code or identity number"), longest=60)
    party_representative = TextField(lazy_gettext("Representative or person in charge"), longest=80)
    party_address = TextField(lazy_gettext("Address of the party"), longest=300)
    party_phone = TextField(lazy_gettext("Phone of the party"), longest=60)
    acted_from = DayField(lazy_gettext("The act began on"))
    acted_until = DayField(lazy_gettext("The act ended on"))
    is_continuing = TickField(lazy_gettext("The act goes on"))
    discovered_on = DayField(lazy_gettext("The act was discovered on"))
    harm_to_life_health_finance = TickField(
        lazy_gettext("Life, health or financial safety is involved and harm followed")
    )

    def validate_received_on(self, field: Any) -> None:
        """A lead isn't received in the future."""
        self._not_ahead(field)

    def validate_discovered_on(self, field: Any) -> None:
        """Nothing is discovered in the future."""
        self._not_ahead(field)

    def validate_acted_until(self, field: Any) -> None:
        """An act ends after it began."""
        began = self["acted_from"].data
        if isinstance(began, date) and field.data and field.data < began:
            raise ValidationError(_("The act can't end before it began."))

    @staticmethod
    def _not_ahead(field: Any) -> None:
        if field.data and field.data > clock.today():
            raise ValidationError(_("This day is still to come."))

    def of_a_record(self) -> "LeadForm":
        """Leave out what a visit or an order says itself; call before `validate`."""
        del self["source"]
        del self["district_code"]
        del self["institution"]
        return self

    def lead(self, **known: Any) -> NewLead:
        """Return what was typed; call after `validate`."""
        said = {name: self[name].data for name in OF_THE_LEAD if name in self}
        codes = (self["violation"].data,) if self["violation"].data else ()
        values = {"violations": codes, "source": LeadSource.OTHER, **said, **known}
        values["summary"] = values["summary"] or ""
        return NewLead(**values)


def filled(lead: NewLead) -> dict[str, Any]:
    """Return a lead's values for the form."""
    values = {name: getattr(lead, name) for name in OF_THE_LEAD}
    values["violation"] = lead.violations[0] if lead.violations else ""
    return values
