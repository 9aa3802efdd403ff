"""What is typed in of a visit: the paper record's fields."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from wtforms import SelectField, StringField
from wtforms.fields.choices import Choice
from wtforms.validators import StopValidation, ValidationError

from app.clock import BUREAU_ZONE
from app.desk.forms.base import DeskForm
from app.desk.forms.choices import TermField
from app.desk.forms.typed import AreaField, DayField, Given, TextField
from app.models.sweeps import Sweep
from app.models.visits import VisitVersion
from app.queries.visits import OfficerChoice
from app.services.visit_documents import NewVisit
from app.words import gettext as _
from app.words import lazy_gettext
from inspections.checklists import GivenAnswer
from inspections.visit_facts import NOT_ENTERED, SchoolDay, Signing
from inspections.vocabulary import InspectionKind, Term, VisitResult

CLOCK = re.compile(r"([01]?\d|2[0-3])[:.时点]([0-5]?\d)?分?")
MOST_TRAINEES = 99_999


class CertificateShown(Term):
    """Whether the officers showed their certificates."""

    YES = "yes", "已出示", "Shown"
    NO = "no", "未出示", "Not shown"


class ClockField(StringField):
    """A time of day as people write it: 9:30, 09：30, 9点30分."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        self.raw_text = ""
        super().__init__(label, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the time; what can't be read is kept as it was typed."""
        self.data = None
        self.raw_text = (valuelist[0] if valuelist else "").strip()[:40]
        if not self.raw_text:
            return
        found = CLOCK.fullmatch(unicodedata.normalize("NFKC", self.raw_text))
        if found is None:
            raise ValueError(_("Write a time of day, like 09:30."))
        self.data = time(int(found[1]), int(found[2] or 0))

    def _value(self) -> str:
        if self.raw_text:
            return self.raw_text
        return self.data.strftime("%H:%M") if isinstance(self.data, time) else ""

    def pre_validate(self, form: Any) -> None:
        """Keep the message about an unreadable time."""
        if self.process_errors:
            raise StopValidation()


class CountField(StringField):
    """A count of people, also in full width."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        self.raw_text = ""
        super().__init__(label, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number."""
        self.data = None
        self.raw_text = (valuelist[0] if valuelist else "").strip()[:40]
        plain = unicodedata.normalize("NFKC", self.raw_text)
        if not plain:
            return
        if not (plain.isascii() and plain.isdigit()) or int(plain) > MOST_TRAINEES:
            raise ValueError(_("Write a whole number, like 24."))
        self.data = int(plain)

    def _value(self) -> str:
        return self.raw_text or ("" if self.data is None else str(self.data))

    def pre_validate(self, form: Any) -> None:
        """Keep the message about what isn't a number."""
        if self.process_errors:
            raise StopValidation()


class OfficerField(SelectField):
    """One of the persons whose certificate was valid that day; one chosen before stays in sight."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        self.officers: dict[str, OfficerChoice] = {}
        super().__init__(label, validators=[Given()], choices=[], coerce=str, **kwargs)

    def iter_choices(self) -> Any:
        """Yield the persons with their certificate numbers, an empty line first."""
        yield Choice("", _("Please choose"), not self.data, {})
        for code, officer in self.officers.items():
            words = f"{officer.name}，{officer.certificate}"
            yield Choice(code, words, self.data == code, {"lang": "zh"})

    def pre_validate(self, form: Any) -> None:
        """Refuse a person whom the list doesn't offer for that day."""
        if self.data and self.data not in self.officers:
            raise ValidationError(
                _("This officer held no valid certificate on that day. Choose another one.")
            )


class SweepField(SelectField):
    """One of the sweeps that are open and cover the place, or none."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        self.sweeps: dict[str, str] = {}
        super().__init__(label, choices=[], coerce=str, **kwargs)

    def iter_choices(self) -> Any:
        """Yield the sweeps by title, none first."""
        yield Choice("", _("In no sweep"), not self.data, {})
        for code, title in self.sweeps.items():
            yield Choice(code, title, self.data == code, {"lang": "zh"})

    def pre_validate(self, form: Any) -> None:
        """Refuse a sweep that isn't offered."""
        if self.data and self.data not in self.sweeps:
            raise ValidationError(_("This sweep isn't open or doesn't cover this place."))


class VisitForm(DeskForm):
    """The paper record, but for answers and files."""

    happened_on = DayField(lazy_gettext("Day of the visit"), required=True)
    kind = TermField(lazy_gettext("Kind of inspection"), InspectionKind, required=True)
    sweep = SweepField(lazy_gettext("Sweep"))
    ground = TextField(lazy_gettext("Ground: approval, lead or order"), longest=120)
    started_at = ClockField(lazy_gettext("Began at"))
    ended_at = ClockField(lazy_gettext("Ended at"))
    author = OfficerField(lazy_gettext("First officer"))
    second_officer = OfficerField(lazy_gettext("Second officer"))
    certificate_shown = TermField(lazy_gettext("Certificates shown"), CertificateShown)
    met_name = TextField(lazy_gettext("Who was met"), longest=80)
    met_role = TextField(lazy_gettext("Post"), longest=80)
    school_day = TermField(lazy_gettext("School calendar that day"), SchoolDay)
    stages = TextField(lazy_gettext("Stages taught"), longest=100)
    trainees_present = CountField(lazy_gettext("Trainees present"))
    result = TermField(lazy_gettext("Result"), VisitResult, required=True)
    other_findings = AreaField(lazy_gettext("Problems outside the checklist"), longest=2000)
    note = AreaField(lazy_gettext("Notes"), longest=4000)
    signing = TermField(lazy_gettext("Signature of the party"), Signing)
    signing_note = TextField(lazy_gettext("Reason and witness"), longest=300)

    def offer(self, officers: Sequence[OfficerChoice], sweeps: Sequence[Sweep] = ()) -> "VisitForm":
        """Offer these officers and sweeps; call before `validate`."""
        self.sweep.sweeps = {sweep.public_id: sweep.title for sweep in sweeps}
        by_code = {officer.person: officer for officer in officers}
        self.author.officers = self.second_officer.officers = by_code
        return self

    @property
    def was_entered(self) -> bool:
        """Say whether the officers got in, as far as a result is chosen."""
        return self.result.data is not None and self.result.data not in NOT_ENTERED

    def visit(self, answers: Mapping[str, GivenAnswer]) -> NewVisit:
        """Return what was typed; call after `validate`."""
        day = self.happened_on.data
        shown = self.certificate_shown.data
        return NewVisit(
            kind=self.kind.data,
            happened_on=day,
            author=self.author.data,
            second_officer=self.second_officer.data,
            result=self.result.data,
            answers=answers,
            started_at=_moment(day, self.started_at.data),
            ended_at=_moment(day, self.ended_at.data),
            ground=self.ground.data,
            certificate_shown=None if shown is None else shown is CertificateShown.YES,
            met_name=self.met_name.data,
            met_role=self.met_role.data,
            signing=self.signing.data,
            signing_note=self.signing_note.data,
            school_day=self.school_day.data,
            stages=self.stages.data,
            trainees_present=self.trainees_present.data,
            other_findings=self.other_findings.data,
            note=self.note.data,
            sweep=self.sweep.data or "",
        )


class AmendVisitForm(VisitForm):
    """A correction: the same record, and why it is corrected."""

    reason = TextField(lazy_gettext("Why the record is corrected"), required=True, longest=300)


def stored(version: VisitVersion) -> dict[str, Any]:
    """Return a version's values for a form that corrects it."""
    names = ("happened_on", "kind", "ground", "met_name", "met_role", "school_day", "stages")
    names += ("trainees_present", "result", "other_findings", "note", "signing", "signing_note")
    shown = version.certificate_shown
    return {
        **{name: getattr(version, name) for name in names},
        "author": version.author.public_id,
        "second_officer": version.second_officer.public_id,
        "started_at": _time_of(version.started_at),
        "ended_at": _time_of(version.ended_at),
        "certificate_shown": None if shown is None else ("yes" if shown else "no"),
    }


def _moment(day: date, at: time | None) -> datetime | None:
    if at is None:
        return None
    return datetime.combine(day, at, tzinfo=BUREAU_ZONE).astimezone(UTC)


def _time_of(moment: datetime | None) -> time | None:
    return None if moment is None else moment.astimezone(BUREAU_ZONE).time()
