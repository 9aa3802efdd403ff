"""The base of all desk forms; their fields are in `typed.py` and `choices.py`.

    class InstitutionForm(DeskForm):
        name = TextField(_("Name"), required=True, longest=200)
        licence_issued = DayField(_("Issued on"))
        legal_form = TermField(_("Legal form"), LegalForm)
        district_code = DistrictField(_("District"), required=True)

    form = InstitutionForm(request.form, data={…stored values…})
    if not form.validate():
        return render_template(…, form=form), 422      # each error beside its field, all text kept
    form.name.data: str | None                         # empty text is None

`DeskForm.for_viewer(viewer)` gives the choices that depend on who asks. The gate checks the CSRF
token, no form does. Field names are column names.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from wtforms import Form

from app.access import Viewer
from app.desk.forms.choices import DistrictField
from app.words import language
from inspections.problems import Problem


class DeskForm(Form):
    """What every form of the desk has in common."""

    class Meta:
        """WTForms' own messages in the reader's language; CSRF is the gate's."""

        csrf = False
        cache_translations: ClassVar[bool] = False

        @property
        def locales(self) -> list[str]:
            """Return the reader's language."""
            return ["en"] if language() == "en" else ["zh_CN"]

    def for_viewer(self, viewer: Viewer) -> Self:
        """Offer what this viewer may choose; call before `validate`."""
        for field in self:
            if isinstance(field, DistrictField):
                field.offer(viewer)
        return self

    def say(self, field: str, message: str) -> None:
        """Add an error to a field after `validate`, as services find them."""
        found = self[field]
        found.errors = [*found.errors, message]

    def tell(self, problem: Problem, field: str = "") -> None:
        """Add a problem found by the rules to its field."""
        self.say(field or problem.field, problem.message(language()))

    def values(self) -> dict[str, Any]:
        """Return what was read, by field."""
        return {field.name: field.data for field in self}

    @property
    def faulty(self) -> list[Any]:
        """Return the fields with errors, for the summary above the form."""
        return [field for field in self if field.errors]


def repeated(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return typed values as pairs for hidden fields of a page that asks once more."""
    pairs = []
    for name, value in values.items():
        many = value if isinstance(value, list) else [value]
        pairs.extend((name, str(one)) for one in many if one not in (None, "", False))
    return pairs
