"""Fields in which one types: clean text, days as people write them, numbers."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from wtforms import Form, StringField, TextAreaField
from wtforms.validators import Length, StopValidation, ValidationError

from app.words import gettext as _
from app.words import language
from inspections.dates import read_date
from inspections.names import unfit_character
from inspections.problems import Problem
from inspections.sentences import SENTENCES

LONGEST_TEXT = 300
LONGEST_AREA = 4000
LINE_BREAKS = "\n\r\t"


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
