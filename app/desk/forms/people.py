"""What may be typed in about a person and their account."""

import re
from typing import Any

from sqlalchemy import select
from wtforms.validators import ValidationError

from app.access import Viewer
from app.db import db
from app.desk.forms.base import DeskForm
from app.desk.forms.choices import DistrictField, TermsField
from app.desk.forms.typed import DayField, TextField
from app.models.people import Account, Certificate
from app.words import gettext as _
from app.words import language, lazy_gettext
from inspections.roles import refusals_of_roles
from inspections.rulebook import RULES
from inspections.vocabulary import Role

SIGN_IN_NAME = re.compile(r"[a-z][a-z0-9._-]{1,39}")


class AccountForm(DeskForm):
    """A new account with its person, roles and certificate."""

    display = TextField(lazy_gettext("Person's name"), required=True, longest=80)
    name = TextField(lazy_gettext("Sign-in name"), required=True, longest=40)
    district_code = DistrictField(lazy_gettext("District"), required=True)
    roles = TermsField(lazy_gettext("Roles"), Role, required=True)
    certificate = TextField(lazy_gettext("Officer certificate number"), longest=40)
    certificate_until = DayField(lazy_gettext("Certificate valid until"))

    def for_viewer(self, viewer: Viewer) -> "AccountForm":
        """Offer the viewer's whole area: an account may stand above districts."""
        self["district_code"].offer(viewer, whole_areas=True)
        return self

    def validate_name(self, field: Any) -> None:
        """A sign-in name is plain, and taken once."""
        if not SIGN_IN_NAME.fullmatch(field.data or ""):
            raise ValidationError(
                _("Use 2 to 40 small letters, digits, dots and hyphens; a letter first.")
            )
        if db.session.scalar(select(Account.id).where(Account.name == field.data)):
            raise ValidationError(_("This sign-in name is taken. Choose another one."))

    def validate_roles(self, field: Any) -> None:
        """Those who keep the keys exclude one another and open no case."""
        for refusal in refusals_of_roles(field.data or ()):
            raise ValidationError(RULES[refusal.code].sentence(language()))

    def validate_certificate(self, field: Any) -> None:
        """A certificate has a number of its own."""
        number = field.data
        if number and db.session.scalar(select(Certificate.id).where(Certificate.number == number)):
            raise ValidationError(_("This certificate number is recorded for somebody already."))

    def validate_certificate_until(self, field: Any) -> None:
        """Number and last day go together."""
        typed = bool(field.raw_text)
        if typed != bool(self["certificate"].data):
            raise ValidationError(
                _("Give the certificate's number and its last valid day, or neither.")
            )
