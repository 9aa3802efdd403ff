"""What may be typed in about an institution and its places."""

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup, escape

from app.desk.forms.base import DeskForm
from app.desk.forms.choices import DistrictField, TermField, TickField
from app.desk.forms.typed import AreaField, DayField, NumberField, TextField
from app.services.register_checks import InstitutionDetails
from app.words import gettext as _
from app.words import language, lazy_gettext
from inspections.names import LONGEST_NAME
from inspections.problems import Problem
from inspections.vocabulary import (
    Datum,
    DeliveryMode,
    LegalForm,
    LicenceStatus,
    SubjectClass,
    SubjectGroup,
)

DETAILS = tuple(InstitutionDetails.__dataclass_fields__)


class InstitutionForm(DeskForm):
    """An institution with its licence and its main place."""

    name = TextField(lazy_gettext("Full name"), required=True, longest=LONGEST_NAME)
    short_name = TextField(lazy_gettext("Short name"), longest=100)
    credit_code = TextField(lazy_gettext("Unified social credit code"), longest=40)
    legal_form = TermField(lazy_gettext("Legal form"), LegalForm)
    organiser = TextField(lazy_gettext("Organiser"), longest=200)
    phone = TextField(lazy_gettext("Telephone"), longest=60)
    licence_no = TextField(lazy_gettext("Licence number"), longest=60)
    licence_status = TermField(
        lazy_gettext("Licence status"), LicenceStatus, default=LicenceStatus.UNKNOWN
    )
    licence_issued = DayField(lazy_gettext("Issued on"))
    licence_expires = DayField(lazy_gettext("Valid until"))
    renewal_pending = TickField(lazy_gettext("Renewal applied for and not yet decided"))
    stop_enrolling = TickField(lazy_gettext("Ordered to stop enrolling"))
    subject_group = TermField(lazy_gettext("Category"), SubjectGroup)
    subject_class = TermField(lazy_gettext("Subject or non-subject"), SubjectClass)
    subjects = TextField(lazy_gettext("Licensed subjects"), longest=300)
    stages = TextField(lazy_gettext("Stages"), longest=100)
    delivery_mode = TermField(lazy_gettext("Form of tutoring"), DeliveryMode)
    district_code = DistrictField(lazy_gettext("District"), required=True)
    address = TextField(lazy_gettext("Address of the premises"), longest=300)
    lng = NumberField(lazy_gettext("Longitude"))
    lat = NumberField(lazy_gettext("Latitude"))
    datum = TermField(lazy_gettext("Datum"), Datum)

    def details(self) -> InstitutionDetails:
        """Return what was typed."""
        values: dict[str, Any] = {name: self[name].data for name in DETAILS}
        values["licence_status"] = values["licence_status"] or LicenceStatus.UNKNOWN
        values |= {name: values[name] or "" for name in ("name", "district_code")}
        return InstitutionDetails(**values)


class EditInstitutionForm(InstitutionForm):
    """A correction: why, and whether the institution moved."""

    moved = TickField(lazy_gettext("It moved: keep the old address as a former place"))
    reason = AreaField(lazy_gettext("Why this is changed"), longest=300)


class SiteForm(DeskForm):
    """A further place."""

    label = TextField(lazy_gettext("What this place is"), longest=100)
    address = TextField(lazy_gettext("Address of the premises"), required=True, longest=300)
    lng = NumberField(lazy_gettext("Longitude"))
    lat = NumberField(lazy_gettext("Latitude"))
    datum = TermField(lazy_gettext("Datum"), Datum)


def tell_problems(form: DeskForm, problems: Iterable[Problem]) -> None:
    """Set each problem beside its field; a field that has its message keeps that one."""
    for problem in problems:
        if not form[problem.field].errors:
            form.say(problem.field, message_of(problem))


def message_of(problem: Problem) -> Markup:
    """Return what a problem says, in the reader's language; what it quotes is marked as Chinese."""
    sentence = _own_sentence(problem.code)
    if sentence:
        return Markup(sentence) % {"about": _quoted(problem.about)}  # noqa: S704  (ours)
    parts = problem.parts(language())
    return Markup("").join(_quoted(text) if quoted else escape(text) for text, quoted in parts)


def _quoted(text: str) -> Markup:
    return escape(text) if text.isascii() else Markup('<span lang="zh">{}</span>').format(text)


def _own_sentence(code: str) -> str:
    """Return the sentence about what only the register as a whole can know, with %(about)s."""
    match code:
        case "credit_code.taken":
            return _(
                "This code is registered already, for %(about)s. "
                "Open that one, or correct the code."
            )
        case "credit_code.taken_elsewhere":
            return _(
                "This code (%(about)s) is registered in a district outside your area. "
                "Compare every character; if it is right, ask the city bureau."
            )
        case "district.out_of_area":
            return _("Choose a district within your own area.")
        case "point.other_half":
            return _("Give both longitude and latitude, or neither.")
        case "point.which_datum":
            return _("Say which datum the numbers are in: it shows where they were copied from.")
        case "point.left_behind":
            return _("The address is new, but the point is still that of the old place.")
        case "point.turned_round":
            return _(
                "Longitude and latitude seem to be swapped (%(about)s). Shenyang lies near 123, 41."
            )
    return ""
