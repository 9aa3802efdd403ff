"""What the rules of a case need to know, as frozen values: built from rows, or by hand in tests.

Persons are ids, money is integer fen. `CaseFacts` reads from JSON; an unknown field is an error.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from pydantic import ConfigDict, TypeAdapter, with_config

from inspections.calendars import Calendar, Notice
from inspections.procedure.terms import (
    CaseState,
    ClosingGround,
    FilingScope,
    HearingRight,
    NoPenaltyGround,
    OfficeLevel,
    Outcome,
    PoliceAnswer,
    RemedyKind,
    RemedyOutcome,
    ReviewResult,
)
from inspections.serving import ServiceFacts, clocks_from
from inspections.visit_facts import OfficerFacts
from inspections.vocabulary import PenaltyKind

STRICT = ConfigDict(extra="forbid")
INVESTIGATES = frozenset(
    ("begin_investigation", "record_investigation", "preserve_evidence", "close_investigation")
)


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A step taken, or about to be: when, by whom, on which papers.

    `approved_on_paper`: the head signed a paper, and `entered_by` brings its scan.
    """

    step: str
    happened_on: date
    recorded_on: date
    entered_by: str = ""
    officers: tuple[OfficerFacts, ...] = ()
    certificate_shown: bool | None = None
    proposed_by: str = ""
    approved_by: str = ""
    approved_by_head: bool = False
    approved_on_paper: bool = False
    papers: tuple[str, ...] = ()
    service: ServiceFacts | None = None
    reason: str = ""


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One of the five conditions of filing, ticked with a note."""

    met: bool = False
    note: str = ""


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """The lead, and what the filing form says of it."""

    source: str = ""
    receiver: str = ""
    party_known: Condition = Condition()
    first_evidence: Condition = Condition()
    penalty_due: Condition = Condition()
    own_jurisdiction: Condition = Condition()
    inside_limitation: Condition = Condition()
    scope: FilingScope = FilingScope.WITHIN
    office_level: OfficeLevel = OfficeLevel.COUNTY
    online_without_approval: bool = False
    is_assigned: bool = False
    came_by_transfer: bool = False
    act_ended_on: date | None = None
    is_continuing: bool = False
    discovered_on: date | None = None
    harm_to_life_health_finance: bool = False


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class Preservation:
    """Evidence registered and preserved, and what was decided about it."""

    preserved_on: date
    items: int = 0
    decided_on: date | None = None
    disposal: str = ""


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """An order to correct; `in_force` is false once withdrawn or set aside."""

    issued_on: date
    served_on: date | None = None
    correct_by: date | None = None
    in_force: bool = True
    corrected_on: date | None = None


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What is charged and what is to follow: of a report, a discussion, a notice, a decision."""

    facts: tuple[str, ...] = ()
    violations: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    kinds: tuple[PenaltyKind, ...] = ()
    heavier_grounds: tuple[str, ...] = ()
    fine_fen: int = 0
    confiscate_fen: int = 0
    restricted_months: int = 0
    restricted_for_good: bool = False


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The report that closes an investigation."""

    closed_on: date
    facts: str = ""
    evidence: int = 0
    basis: str = ""
    circumstances: str = ""
    proposal: Outcome | None = None


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class Discussion:
    """A collective discussion of the persons responsible for the department."""

    held_on: date
    chair: str = ""
    members: tuple[str, ...] = ()
    content: Content = Content()
    result: str = ""


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class Defence:
    """Something the party said, and the written re-check of it."""

    received_on: date
    reviewed_on: date | None = None
    taken: bool | None = None
    reasons: str = ""


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """A hearing from the request to the report."""

    asked_on: date
    scheduled_on: date | None = None
    place: str = ""
    chair: str = ""
    clerk: str = ""
    is_public: bool = True
    reason_not_public: str = ""
    agents: int = 0
    held_on: date | None = None
    record_signed: bool = False
    refusal_to_sign_noted: bool = False
    reported_on: date | None = None
    declined_on: date | None = None
    given_up_on: date | None = None


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class PriorNotice:
    """A prior notice with all that followed it; a new notice starts with nothing.

    `states` are codes of what the paper says. `answer_by` is the day that it names itself, for
    times in which no rule of law set one.
    """

    issued_on: date
    content: Content = Content()
    states: tuple[str, ...] = ()
    answer_by: date | None = None
    defences: tuple[Defence, ...] = ()
    defence_waived_on: date | None = None
    hearing_waived_on: date | None = None
    hearing: Hearing | None = None


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A legal review; `is_qualified` where the reviewer holds the national qualification."""

    reviewed_on: date
    result: ReviewResult
    reviewer: str = ""
    is_qualified: bool = False
    is_first_time: bool = True


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What is decided; `duties` besides money have to be performed by `duties_by`."""

    outcome: Outcome
    content: Content = Content()
    states: tuple[str, ...] = ()
    ground: NoPenaltyGround | None = None
    education: str = ""
    duties: bool = False
    duties_by: date | None = None


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class Performance:
    """What the party has paid and done so far."""

    paid_fen: int = 0
    surcharge_open_fen: int = 0
    duties_done_on: date | None = None
    plan_until: date | None = None


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """A demand before enforcement, and the party's answer to it."""

    states: tuple[str, ...] = ()
    answered_on: date | None = None
    answer_reviewed_on: date | None = None


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """Reconsideration, lawsuit or the agency's own correction; `received_on` of its outcome."""

    kind: RemedyKind
    opened_on: date
    outcome: RemedyOutcome | None = None
    received_on: date | None = None


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class Crime:
    """A suspected crime: from the written report to the answer of the police."""

    suspected_on: date
    declined_on: date | None = None
    decided_on: date | None = None
    sent_on: date | None = None
    answer: PoliceAnswer | None = None
    answered_on: date | None = None

    @property
    def is_open(self) -> bool:
        """Say whether no penalty may be decided because of it."""
        is_back = self.answer in (PoliceAnswer.REFUSED, PoliceAnswer.RETURNED)
        return self.declined_on is None and not is_back


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class Recusal:
    """An officer asked to stand aside: decided for or against by the head."""

    person: str
    asked_on: date
    decided_on: date | None = None
    granted: bool = False
    lifted_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """Say whether the officer may not act on `day`."""
        began = self.granted and self.decided_on is not None and self.decided_on <= day
        return began and (self.lifted_on is None or day < self.lifted_on)


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class JointDepartment:
    """A department that decides together with this one (会同), by its document."""

    name: str
    document: str = ""
    agreed_on: date | None = None


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """A case on one day, and the act that somebody wants to enter.

    `state` is None before the case begins. `draft` is a prior notice that isn't served yet,
    `notice` the last one that was. `hearing_right`, `joint_departments_needed` and
    `proposal_refusals` (codes of rules) come from the law of penalties and speak of what is
    proposed now. `holidays` are the notices of working days that were entered.
    """

    state: CaseState | None = None
    today: date
    act: Act | None = None
    acts: tuple[Act, ...] = ()
    holidays: tuple[Notice, ...] = ()
    taken_over_at: CaseState | None = None
    filing: Filing | None = None
    investigators: tuple[str, ...] = ()
    recusals: tuple[Recusal, ...] = ()
    preservations: tuple[Preservation, ...] = ()
    corrections: tuple[Correction, ...] = ()
    report: Report | None = None
    is_complex: bool = False
    discussions: tuple[Discussion, ...] = ()
    draft: PriorNotice | None = None
    notice: PriorNotice | None = None
    hearing_right: HearingRight = HearingRight.DEPENDS
    joint_departments_needed: bool = False
    joint_departments: tuple[JointDepartment, ...] = ()
    proposal_refusals: tuple[str, ...] = ()
    review_is_required: bool = False
    review: Review | None = None
    crime: Crime | None = None
    decision: Decision | None = None
    performance: Performance = Performance()
    demand: Demand | None = None
    remedies: tuple[Remedy, ...] = ()
    published_on: date | None = None
    closing_ground: ClosingGround | None = None

    @property
    def day(self) -> date:
        """Return the day on which the rules are asked: that of the act, else today."""
        return self.act.happened_on if self.act else self.today

    @property
    def calendar(self) -> Calendar:
        """Return the calendar with the notices that were entered."""
        return _calendar(self.holidays)

    def taken(self, step: str) -> Iterator[Act]:
        """Return every act of this step."""
        return (act for act in self.acts if act.step == step)

    def latest(self, step: str) -> Act | None:
        """Return the last act of this step, by the day on which it happened."""
        return max(reversed(tuple(self.taken(step))), key=_happened_on, default=None)

    def served_from(self, step: str) -> date | None:
        """Return day 0 of what the last service by this step set running; None if unserved."""
        act = self.latest(step)
        if act is None or act.service is None or act.service.method is None:
            return None
        return clocks_from(act.service.method, act.happened_on, self.calendar)

    @property
    def redone_on(self) -> date | None:
        """Return the day from which the case was done again after a remedy."""
        act = self.latest("redo_after_remedy")
        return act.happened_on if act else None

    @property
    def all_investigators(self) -> frozenset[str]:
        """Return everybody who investigated, by name or by deed."""
        doing = (act for act in self.acts if act.step in INVESTIGATES)
        return frozenset(self.investigators) | {
            officer.person for act in doing for officer in act.officers
        }


def _happened_on(act: Act) -> date:
    return act.happened_on


@lru_cache(maxsize=64)
def _calendar(holidays: tuple[Notice, ...]) -> Calendar:
    return Calendar(holidays)


_ADAPTER: TypeAdapter[CaseFacts] = TypeAdapter(CaseFacts)


def facts_from_json(text: str | bytes) -> CaseFacts:
    """Read the facts of a case; raises pydantic's ValidationError with every fault."""
    return _ADAPTER.validate_json(text)


def facts_to_json(facts: CaseFacts) -> str:
    """Write the facts of a case."""
    return _ADAPTER.dump_json(facts).decode()


def facts_schema() -> dict[str, Any]:
    """Return the JSON schema of the facts."""
    return _ADAPTER.json_schema()
