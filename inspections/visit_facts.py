"""What is known of a visit when its record is judged: day, officers, answers, signature."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from pydantic import ConfigDict, with_config

from inspections.checklists import Checklist, GivenAnswer
from inspections.vocabulary import Answer, Corrected, InspectionKind, Term, VisitResult

NOT_ENTERED = (VisitResult.CLOSED_PREMISES, VisitResult.REFUSED_ENTRY, VisitResult.NOT_FOUND)


class Signing(Term):
    """How the party ended the record."""

    SIGNED = "signed", "已签名确认", "Signed"
    REFUSED = "refused", "拒绝签名", "Refused to sign"
    ABSENT = "absent", "当事人不在场", "Not present"


class SchoolDay(Term):
    """What the school calendar says of the day; rules on hours and days depend on it."""

    TERM = "term", "教学日", "School day"
    REST = "rest", "休息日", "Rest day"
    HOLIDAY = "holiday", "法定节假日", "Public holiday"
    VACATION = "vacation", "寒暑假", "Vacation"


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """A certificate with its first and last valid day."""

    number: str
    valid_from: date
    valid_until: date


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True)
class OfficerFacts:
    """One officer as a person, whatever account was used."""

    person: str
    name: str
    certificates: tuple[CertificateFacts, ...] = ()

    def certificate_on(self, day: date) -> CertificateFacts | None:
        """Return the certificate that was valid on `day`."""
        valid = (one for one in self.certificates if one.valid_from <= day <= one.valid_until)
        return next(valid, None)


@dataclass(frozen=True, slots=True)
class SweepOfVisit:
    """What the rules need to know of the sweep that a visit is made in."""

    is_open: bool
    starts_on: date
    ends_on: date
    covers_the_site: bool


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """Everything the rules need to know of a visit that somebody wants to record.

    `is_drawn`: the party read the record on the screen and signed it there. `rechecked` is what
    was found of each item of the orders to correct that were re-checked in the visit.
    """

    kind: InspectionKind
    happened_on: date
    recorded_on: date
    recorded_at: datetime
    officers: tuple[OfficerFacts, ...]
    checklist: Checklist
    started_at: datetime | None = None
    ended_at: datetime | None = None
    ground: str = ""
    result: VisitResult | None = None
    answers: Mapping[str, GivenAnswer] = field(default_factory=dict)
    other_findings: str = ""
    note: str = ""
    certificate_shown: bool | None = None
    met_name: str = ""
    signing: Signing | None = None
    signing_note: str = ""
    photos: int = 0
    records: int = 0
    is_drawn: bool = False
    amends: bool = False
    reason: str = ""
    sweep: SweepOfVisit | None = None
    recused: tuple[str, ...] = ()
    rechecked: tuple[Corrected, ...] = ()

    @property
    def was_entered(self) -> bool:
        """Say whether the officers got in."""
        return self.result is not None and self.result not in NOT_ENTERED

    def items_answered(self, answer: Answer) -> list[str]:
        """Return the codes of the items with this answer, in the checklist's order."""
        codes = (item.code for item in self.checklist.items)
        return [code for code in codes if code in self.answers and self._gave(code) is answer]

    def _gave(self, code: str) -> Answer:
        return self.answers[code].answer

    @property
    def has_findings(self) -> bool:
        """Say whether anything was found, or an order to correct was found not obeyed."""
        lacking = any(corrected is not Corrected.YES for corrected in self.rechecked)
        return bool(self.items_answered(Answer.NO) or self.other_findings.strip() or lacking)
