"""What may be typed in about a recusal: who, from which institution, why, since when."""

from collections.abc import Sequence
from typing import Any

from wtforms import SelectField
from wtforms.fields.choices import Choice

from app.desk.forms.base import DeskForm
from app.desk.forms.typed import DayField, Given, TextField
from app.models.people import Person
from app.words import gettext as _
from app.words import lazy_gettext


class OfficerField(SelectField):
    """One of the officers that `offer` gives."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(label, validators=[Given()], choices=[], **kwargs)

    def offer(self, persons: Sequence[Person]) -> None:
        """Offer these persons."""
        self.choices = [(person.public_id, person.display) for person in persons]

    def iter_choices(self) -> Any:
        """Yield the persons, an empty choice first."""
        yield Choice("", _("Please choose"), not self.data, {})
        for code, said in self.choices or ():
            yield Choice(code, said, code == self.data, {"lang": "zh"})


class RecusalForm(DeskForm):
    """A recusal; the one who signs in has decided it."""

    officer = OfficerField(lazy_gettext("Officer"))
    institution = TextField(lazy_gettext("Institution"), required=True, longest=200)
    reason = TextField(lazy_gettext("Reason of the recusal"), required=True, longest=200)
    decided_on = DayField(lazy_gettext("Decided on"), required=True)

    def offering(self, persons: Sequence[Person]) -> "RecusalForm":
        """Offer these persons."""
        self["officer"].offer(persons)
        return self


class LiftingForm(DeskForm):
    """The end of a recusal."""

    lifting_reason = TextField(lazy_gettext("Reason of the lifting"), required=True, longest=200)
