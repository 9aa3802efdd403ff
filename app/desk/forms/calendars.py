"""What may be typed in about a notice of working days; its days are pasted as text."""

from datetime import date
from typing import Any

from wtforms import Form, StringField
from wtforms.validators import StopValidation

from app.desk.forms.base import DeskForm
from app.desk.forms.choices import TermField
from app.desk.forms.typed import AreaField, DayField, Given, TextField
from app.models.calendars import CalendarNotice
from app.services.calendars import NewNotice
from app.words import gettext as _
from app.words import lazy_gettext
from inspections.calendar_text import NoticeText, read_notice_text
from inspections.calendars import NoticeScope
from inspections.refusal import Refusal

LONGEST_NOTICE = 8000
FIGURES_OF_A_YEAR = 4
# beside which field a rule that refuses is told
FIELDS = {
    "source_is_named": "number",
    "year_is_plausible": "year",
    "amendment_has_its_year": "scope",
    "is_published": "published_on",
    "is_entered_once": "number",
    "change_has_a_reason": "reason",
}


class YearField(StringField):
    """A year in four figures; what isn't one is kept as it was typed."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(label, validators=[Given()], **kwargs)

    def pre_validate(self, form: Form) -> None:
        """Refuse anything but four figures."""
        text = (self.data or "").strip().removesuffix("年")
        if text and not (text.isascii() and text.isdigit() and len(text) == FIGURES_OF_A_YEAR):
            raise StopValidation(_("Write the year in four figures, like 2027."))
        self.data = text


class NoticeForm(DeskForm):
    """A notice as it was published."""

    year = YearField(lazy_gettext("Year"))
    scope = TermField(lazy_gettext("What it orders"), NoticeScope, required=True)
    title = TextField(lazy_gettext("Title of the notice"), required=True, longest=200)
    number = TextField(lazy_gettext("Number of the notice"), required=True, longest=80)
    published_on = DayField(lazy_gettext("Published on"), required=True)
    days = AreaField(
        lazy_gettext("Days off and days worked"), required=True, longest=LONGEST_NOTICE
    )
    reason = TextField(lazy_gettext("Why the entry is changed"), longest=300)

    def read(self) -> NoticeText:
        """Return the days that the pasted text names."""
        return read_notice_text(self["days"].data or "", int(self["year"].data))

    def notice(self) -> NewNotice:
        """Return what was entered; only after `validate`."""
        text = self.read()
        return NewNotice(
            year=int(self["year"].data),
            scope=self["scope"].data,
            title=self["title"].data or "",
            number=self["number"].data or "",
            published_on=self["published_on"].data,
            off=text.off,
            work=text.work,
            reason=self["reason"].data or "",
        )

    def refuse(self, refusal: Refusal, sentence: str) -> None:
        """Tell a refusal beside the field that it is about."""
        field = FIELDS.get(refusal.code.partition(".")[2], "days")
        about = f" {refusal.about}" if refusal.about else ""
        self.say(field, sentence + about)


class WithdrawalForm(DeskForm):
    """Why a notice counts no longer."""

    reason = TextField(lazy_gettext("Why the notice is withdrawn"), required=True, longest=300)


def stored(row: CalendarNotice) -> dict[str, Any]:
    """Return a notice as its form holds it."""
    return {
        "year": str(row.year),
        "scope": row.scope,
        "title": row.title,
        "number": row.number,
        "published_on": row.published_on,
        "days": "\n".join([*_lines(row.off, "放假"), *_lines(row.work, "上班")]),
    }


def _lines(days: tuple[date, ...], word: str) -> list[str]:
    return [f"{day.isoformat()} {word}" for day in days]
