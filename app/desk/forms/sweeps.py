"""What may be typed in about a sweep: its plan, its approval, its publication, a team."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from markupsafe import Markup
from wtforms import SelectMultipleField
from wtforms.fields.choices import Choice
from wtforms.validators import ValidationError

from app.access import Viewer
from app.desk.forms.base import DeskForm
from app.desk.forms.choices import DistrictField
from app.desk.forms.typed import AreaField, DayField, Given, TextField
from app.models.people import Person
from app.scope import codes_below
from app.services.sweeps import Approval, Extension, Plan
from app.words import gettext as _
from app.words import language, lazy_gettext
from inspections.checklists import checklist_on
from maps import districts


class ManyField(SelectMultipleField):
    """Any of the choices that `offer` gives."""

    def __init__(self, label: Any, *, required: bool = False, **kwargs: Any) -> None:
        super().__init__(label, validators=[Given()] if required else [], choices=[], **kwargs)
        self.offered: list[tuple[str, str]] = []

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer (code, word) pairs."""
        self.offered = list(choices)

    def iter_choices(self) -> Any:
        """Yield the choices with those that are chosen."""
        for code, said in self.offered:
            yield Choice(code, said, code in (self.data or ()), {})

    def pre_validate(self, form: Any) -> None:
        """Refuse what isn't offered."""
        known = {code for code, _said in self.offered}
        if set(self.data or ()) - known:
            raise ValidationError(_("Choose from the list."))


class PlanForm(DeskForm):
    """The plan of a sweep."""

    title = TextField(lazy_gettext("Title of the sweep"), required=True, longest=120)
    legal_basis = TextField(lazy_gettext("Legal basis of the sweep"), required=True, longest=300)
    departments = AreaField(lazy_gettext("Departments taking part"), required=True, longest=400)
    starts_on = DayField(lazy_gettext("First day"), required=True)
    ends_on = DayField(lazy_gettext("Last day"), required=True)
    districts = ManyField(lazy_gettext("Districts covered"), required=True)

    def for_viewer(self, viewer: Viewer) -> "PlanForm":
        """Offer the districts of the viewer's area; the only one is chosen."""
        codes = sorted(code for code in codes_below(viewer) if districts.is_district(code))
        self["districts"].offer([(code, districts.name(code, language())) for code in codes])
        if len(codes) == 1 and not self["districts"].data:
            self["districts"].data = codes
        return self

    def validate_ends_on(self, field: Any) -> None:
        """The last day isn't before the first."""
        first = self["starts_on"].data
        if field.data and first and field.data < first:
            raise ValidationError(_("The last day lies before the first."))

    def plan(self) -> Plan:
        """Return what was typed, with the checklist in force on the first day."""
        lines = (self["departments"].data or "").replace("、", "\n").splitlines()
        return Plan(
            title=self["title"].data or "",
            legal_basis=self["legal_basis"].data or "",
            departments=tuple(line.strip() for line in lines if line.strip()),
            checklist=checklist_on(self["starts_on"].data).version,
            starts_on=self["starts_on"].data,
            ends_on=self["ends_on"].data,
            districts=tuple(sorted(self["districts"].data or ())),
        )


class ApprovalForm(DeskForm):
    """What the approving paper says; its scan comes beside the form."""

    plan_no = TextField(lazy_gettext("Number of the approval"), required=True, longest=80)
    approving_authority = TextField(lazy_gettext("Approved by"), required=True, longest=120)
    approved_on = DayField(lazy_gettext("Approved on"), required=True)

    def approval(self) -> Approval:
        """Return what was typed."""
        return Approval(
            self["plan_no"].data or "",
            self["approving_authority"].data or "",
            self["approved_on"].data,
        )


class ExtensionForm(ApprovalForm):
    """A later last day and what the paper says that approves it."""

    until = DayField(lazy_gettext("New last day"), required=True)
    why = TextField(lazy_gettext("Reason of the extension"), required=True, longest=300)

    def extension(self) -> Extension:
        """Return what was typed."""
        return Extension(self["until"].data, self["why"].data or "", self.approval())


class SignedForm(DeskForm):
    """When the closing statement was signed; its scan comes beside the form."""

    signed_on = DayField(lazy_gettext("Signed on"), required=True)


class GapForm(DeskForm):
    """Why sites are still missing; nothing takes the words back."""

    note = TextField(lazy_gettext("Reason"), longest=200)


class PublicationForm(DeskForm):
    """When the approved plan was filed, and when it was published."""

    filed_on = DayField(lazy_gettext("Filed on"), required=True)
    published_on = DayField(lazy_gettext("Plan published on"), required=True)

    def within(self, approved_on: date | None, today: date) -> bool:
        """Say whether both days lie between the approval and today; else tell it at the field."""
        for field in self:
            if approved_on is not None and field.data < approved_on:
                self.say(field.name, _("This lies before the plan's approval."))
            elif field.data > today:
                self.say(field.name, _("This day hasn't come yet."))
        return not self.faulty


class TeamForm(DeskForm):
    """A team of one district."""

    district_code = DistrictField(lazy_gettext("District"), required=True)
    officers = ManyField(lazy_gettext("Officers"), required=True)

    def offering(
        self, viewer: Viewer, codes: Sequence[str], persons: Sequence[Person]
    ) -> "TeamForm":
        """Offer the sweep's districts in the viewer's area, and their certified persons."""
        within = codes_below(viewer)
        self["district_code"].codes = [code for code in codes if code in within]
        name = Markup('<span lang="zh">{}</span>')
        self["officers"].offer(
            [(person.public_id, name.format(person.display)) for person in persons]
        )
        return self
