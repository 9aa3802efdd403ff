"""The base of all desk forms: words in the reader's language, clean text, dates, terms.

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

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, Self

from wtforms import BooleanField, Form, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import Choice
from wtforms.validators import Length, StopValidation, ValidationError

from app.access import Viewer
from app.scope import codes_below
from app.words import gettext as _
from app.words import language, word
from inspections.dates import read_date
from inspections.names import unfit_character
from inspections.problems import Problem
from inspections.sentences import SENTENCES
from inspections.vocabulary import Term
from maps import districts

LONGEST_TEXT = 300
LONGEST_AREA = 4000
LINE_BREAKS = "\n\r\t"


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


class Given:
    """Something must be typed in; blanks alone are nothing."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __call__(self, form: Form, field: Any) -> None:
        """Stop with the sentence when nothing was given."""
        if field.data in (None, "", []):
            field.errors[:] = []
            raise StopValidation(_("Please fill this in."))


class Clean:
    """No NUL, control or undefined characters, none that turn the writing direction."""

    def __init__(self, *, breaks: bool = False) -> None:
        self.allowed = LINE_BREAKS if breaks else ""

    def __call__(self, form: Form, field: Any) -> None:
        """Refuse the first such character, naming it."""
        text = field.data or ""
        unfit = unfit_character("".join(sign for sign in text if sign not in self.allowed))
        if unfit is not None:
            raise StopValidation(_character_message(*unfit))


def _character_message(kind: str, number: str) -> str:
    if kind == "bidi":
        return _(
            "This holds a character that turns the writing direction (%(number)s). Delete it.",
            number=number,
        )
    if kind == "control":
        return _(
            "This holds an invisible control character (%(number)s). Delete it and type it again.",
            number=number,
        )
    return _("This holds an undefined character (%(number)s). Use another one.", number=number)


def _stripped(text: str | None) -> str | None:
    return text.strip() or None if isinstance(text, str) else text


def _validators(*, required: bool, longest: int, breaks: bool, more: Sequence[Any]) -> list[Any]:
    too_long = _TooLong(longest)
    first: list[Any] = [Given()] if required else []
    return [*first, Clean(breaks=breaks), too_long, *more]


class _TooLong(Length):
    def __init__(self, longest: int) -> None:
        super().__init__(max=longest)

    def __call__(self, form: Form, field: Any) -> None:
        """Refuse longer text, saying how long it is and may be."""
        length = len(field.data or "")
        if length > self.max:
            raise ValidationError(
                _(
                    "This has %(length)s characters; at most %(most)s fit.",
                    length=length,
                    most=self.max,
                )
            )


class TextField(StringField):
    """One line of text, stripped; empty text is None."""

    def __init__(
        self,
        label: Any,
        *,
        required: bool = False,
        longest: int = LONGEST_TEXT,
        validators: Sequence[Any] = (),
        **kwargs: Any,
    ) -> None:
        checks = _validators(required=required, longest=longest, breaks=False, more=validators)
        super().__init__(label, validators=checks, filters=[_stripped], **kwargs)


class AreaField(TextAreaField):
    """Text of several lines, stripped; empty text is None."""

    def __init__(
        self,
        label: Any,
        *,
        required: bool = False,
        longest: int = LONGEST_AREA,
        validators: Sequence[Any] = (),
        **kwargs: Any,
    ) -> None:
        checks = _validators(required=required, longest=longest, breaks=True, more=validators)
        super().__init__(label, validators=checks, filters=[_stripped], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take line ends as one sign, so that what is stored doesn't depend on the browser."""
        super().process_formdata([text.replace("\r\n", "\n") for text in valuelist])


class DayField(StringField):
    """A day as people write it: 2026-03-12, 2026/3/12, 2026年3月12日, 二〇二六年三月十二日."""

    def __init__(self, label: Any, *, required: bool = False, **kwargs: Any) -> None:
        self.raw_text = ""
        super().__init__(label, validators=[Given()] if required else [], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day; what can't be read is kept as it was typed."""
        self.data = None
        self.raw_text = (valuelist[0] if valuelist else "").strip()
        if not self.raw_text:
            return
        reading = read_date(self.raw_text[:60])
        if reading.day is None:
            shown = "".join(sign for sign in self.raw_text[:30] if sign.isprintable())
            problem = Problem(self.name, _known_doubt(reading.doubt), about=shown)
            raise ValueError(problem.message(language()))
        self.data = reading.day

    def _value(self) -> str:
        if self.raw_text:
            return self.raw_text
        return self.data.isoformat() if isinstance(self.data, date) else ""

    def pre_validate(self, form: Form) -> None:
        """Keep the message about an unreadable day: no other check may speak over it."""
        if self.process_errors:
            raise StopValidation()


def _known_doubt(doubt: str) -> str:
    code = f"date.{doubt}"
    return code if code in SENTENCES else "date.unclear"


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


NUMBER = re.compile(r"[+-]?\d{1,7}(?:\.\d{1,12})?")


class NumberField(StringField):
    """A decimal number, also in full width; what isn't one is kept as it was typed."""

    def __init__(self, label: Any, *, required: bool = False, **kwargs: Any) -> None:
        self.raw_text = ""
        super().__init__(label, validators=[Given()] if required else [], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number."""
        self.data = None
        self.raw_text = (valuelist[0] if valuelist else "").strip()
        plain = unicodedata.normalize("NFKC", self.raw_text).strip()
        if not plain:
            return
        if not NUMBER.fullmatch(plain):
            raise ValueError(_("Write a number, like 123.432100."))
        self.data = float(plain)

    def _value(self) -> str:
        if self.raw_text:
            return self.raw_text
        return "" if self.data is None else f"{self.data:.6f}"

    def pre_validate(self, form: Form) -> None:
        """Keep the message about what isn't a number."""
        if self.process_errors:
            raise StopValidation()


class TickField(BooleanField):
    """A box to tick."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(label, false_values=("", "0", "false", "no"), **kwargs)


def repeated(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return typed values as pairs for hidden fields of a page that asks once more."""
    pairs = []
    for name, value in values.items():
        many = value if isinstance(value, list) else [value]
        pairs.extend((name, str(one)) for one in many if one not in (None, "", False))
    return pairs


__all__ = [
    "AreaField",
    "Clean",
    "DayField",
    "DeskForm",
    "DistrictField",
    "Given",
    "NumberField",
    "TermField",
    "TermsField",
    "TextField",
    "TickField",
    "repeated",
]
