"""Fields in which one chooses: terms of a vocabulary, districts, a tick."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, Form, SelectField, SelectMultipleField
from wtforms.fields.choices import Choice
from wtforms.validators import ValidationError

from app.access import Viewer
from app.desk.forms.typed import Given
from app.scope import codes_below
from app.words import gettext as _
from app.words import language, word
from inspections.vocabulary import Term
from maps import districts


class TermField(SelectField):
    """One of the words of a vocabulary, or nothing."""

    def __init__(
        self,
        label: Any,
        terms: type[Term] | Sequence[Term],
        *,
        required: bool = False,
        empty: Any = None,
        **kwargs: Any,
    ) -> None:
        self.terms = {term.value: term for term in terms}
        self.empty = empty
        checks = [Given()] if required else []
        super().__init__(label, validators=checks, coerce=self._term, choices=[], **kwargs)

    def _term(self, value: Any) -> Term | None:
        if value in (None, ""):
            return None
        return self.terms.get(str(value), value)

    def iter_choices(self) -> Any:
        """Yield the words in the reader's language, an empty one first."""
        yield Choice("", str(self.empty or _("Please choose")), self.data is None, {})
        for code, term in self.terms.items():
            yield Choice(code, word(term), self.data == term, {})

    def pre_validate(self, form: Form) -> None:
        """Refuse a code that isn't offered."""
        if self.data is not None and self.data not in self.terms.values():
            self.data = None
            raise ValidationError(_("Choose one of the words offered."))


class TermsField(SelectMultipleField):
    """Any of the words of a vocabulary."""

    def __init__(
        self, label: Any, terms: type[Term], *, required: bool = False, **kwargs: Any
    ) -> None:
        self.terms = {term.value: term for term in terms}
        checks = [Given()] if required else []
        super().__init__(label, validators=checks, coerce=self._term, choices=[], **kwargs)

    def _term(self, value: Any) -> Any:
        return self.terms.get(str(value), value)

    def iter_choices(self) -> Any:
        """Yield the words in the reader's language."""
        for code, term in self.terms.items():
            yield Choice(code, word(term), term in (self.data or ()), {})

    def pre_validate(self, form: Form) -> None:
        """Refuse codes that aren't offered."""
        known = [term for term in self.data or [] if term in self.terms.values()]
        if len(known) != len(self.data or []):
            self.data = known
            raise ValidationError(_("Choose one of the words offered."))


class DistrictField(SelectField):
    """A district within the viewer's area."""

    def __init__(self, label: Any, *, required: bool = False, **kwargs: Any) -> None:
        checks = [Given()] if required else []
        self.codes: list[str] = []
        super().__init__(label, validators=checks, coerce=self._code, choices=[], **kwargs)

    def offer(self, viewer: Viewer, *, whole_areas: bool = False) -> None:
        """Offer the districts of the viewer's area; `whole_areas` also cities above them."""
        codes = sorted(codes_below(viewer))
        self.codes = [code for code in codes if whole_areas or districts.is_district(code)]

    def _code(self, value: Any) -> str | None:
        return str(value) if value not in (None, "") else None

    def iter_choices(self) -> Any:
        """Yield the districts by name."""
        yield Choice("", _("Please choose"), self.data is None, {})
        for code in self.codes:
            yield Choice(code, districts.name(code, language()), self.data == code, {})

    def pre_validate(self, form: Form) -> None:
        """Refuse a district outside the viewer's area."""
        if self.data is not None and self.data not in self.codes:
            raise ValidationError(_("Choose a district within your own area."))


class TickField(BooleanField):
    """A box to tick."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(label, false_values=("", "0", "false", "no"), **kwargs)
