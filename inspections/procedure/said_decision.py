"""What is said with decision, performance, enforcement, remedies and the end of a case.

Measures Art 35-37; Penalty Law Art 57-61, 66-73; Enforcement Law Art 35, 53-55.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from pydantic import with_config

from inspections.procedure.asked import Asked, Kind
from inspections.procedure.facts import (
    STRICT,
    Act,
    CaseFacts,
    Decision,
    Demand,
    JointDepartment,
    Remedy,
)
from inspections.procedure.said import Said
from inspections.procedure.said_notice import Charged
from inspections.procedure.terms import (
    ClosingGround,
    DecisionPart,
    DemandPart,
    NoPenaltyGround,
    Outcome,
    RemedyKind,
    RemedyOutcome,
)


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class PenaltySaid(Charged):
    """A penalty: what is charged and imposed, what the decision states, other duties."""

    states: Annotated[tuple[DecisionPart, ...], Asked("决定书载明", "The decision states")] = ()
    duties: Annotated[bool, Asked("另有其他义务", "Other duties besides money")] = False
    duties_by: Annotated[date | None, Asked("其他义务的履行期限", "Other duties by")] = None
    duties_text: Annotated[str, Asked("其他义务的内容", "What the other duties are", Kind.AREA)] = (
        ""
    )

    joint_department: Annotated[str, Asked("会同部门", "Department deciding together")] = ""
    joint_document: Annotated[str, Asked("会同部门文书", "Its document")] = ""
    joint_agreed_on: Annotated[date | None, Asked("会同部门同意日期", "It agreed on")] = None

    def brings(self, facts: CaseFacts, act: Act) -> CaseFacts:
        """Return the facts with the penalty."""
        decision = Decision(
            outcome=Outcome.PENALTY,
            content=self.content,
            states=tuple(part.value for part in self.states),
            duties=self.duties,
            duties_by=self.duties_by,
        )
        return replace(
            facts, decision=decision, joint_departments=(*facts.joint_departments, *self._joint)
        )

    @property
    def _joint(self) -> tuple[JointDepartment, ...]:
        if not self.joint_department:
            return ()
        named = JointDepartment(
            name=self.joint_department,
            document=self.joint_document,
            agreed_on=self.joint_agreed_on,
        )
        return (named,)


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class NoPenaltySaid(Said):
    """No penalty: the ground, and how the party was educated."""

    ground: Annotated[NoPenaltyGround | None, Asked("不予处罚的事由", "Ground", required=True)] = (
        None
    )
    education: Annotated[str, Asked("教育情况", "Education given", Kind.AREA)] = ""
    established: Annotated[str, Asked("认定事实", "Facts found", Kind.AREA)] = ""

    def brings(self, facts: CaseFacts, act: Act) -> CaseFacts:
        """Return the facts with the decision."""
        decision = Decision(
            outcome=Outcome.NO_PENALTY, ground=self.ground, education=self.education
        )
        return replace(facts, decision=decision)


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class NotEstablishedSaid(Said):
    """Nothing is established."""

    explanation: Annotated[str, Asked("不能成立的理由", "Why it isn't established", Kind.AREA)] = ""

    def brings(self, facts: CaseFacts, act: Act) -> CaseFacts:
        """Return the facts with the decision."""
        return replace(facts, decision=Decision(outcome=Outcome.NOT_ESTABLISHED))


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class CrimeTransferSaid(Said):
    """The case is decided by a transfer to the police."""

    def brings(self, facts: CaseFacts, act: Act) -> CaseFacts:
        """Return the facts with the decision and the transfer decided."""
        crime = facts.crime and replace(facts.crime, decided_on=act.happened_on)
        return replace(facts, crime=crime, decision=Decision(outcome=Outcome.CRIME_TRANSFER))


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentSaid(Said):
    """A payment by the party; what goes to the surcharge is named apart."""

    paid_fen: Annotated[int, Asked("缴纳罚没款", "Paid of fine and gains", Kind.FEN)] = 0
    surcharge_paid_fen: Annotated[int, Asked("缴纳加处罚款", "Paid of the surcharge", Kind.FEN)] = 0
    receipt_number: Annotated[str, Asked("票据号", "Number of the receipt")] = ""

    def brings(self, facts: CaseFacts, act: Act) -> CaseFacts:
        """Return the facts with more paid."""
        done = facts.performance
        paid = replace(done, paid_fen=done.paid_fen + self.paid_fen)
        return replace(facts, performance=paid)


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSaid(Said):
    """A deferral or instalments: the last day to pay by."""

    plan_until: Annotated[date | None, Asked("缴清期限", "To be paid by", required=True)] = None
    plan: Annotated[str, Asked("延期或者分期方案", "The plan", Kind.AREA)] = ""

    def brings(self, facts: CaseFacts, act: Act) -> CaseFacts:
        """Return the facts with the plan."""
        return replace(facts, performance=replace(facts.performance, plan_until=self.plan_until))


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class PerformedSaid(Said):
    """All is performed; other duties than money on a day."""

    duties_done_on: Annotated[date | None, Asked("其他义务履行日期", "Other duties done on")] = None

    def brings(self, facts: CaseFacts, act: Act) -> CaseFacts:
        """Return the facts with the duties done."""
        done = self.duties_done_on or facts.performance.duties_done_on
        return replace(facts, performance=replace(facts.performance, duties_done_on=done))


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class DemandSaid(Said):
    """A demand: what it states."""

    states: Annotated[tuple[DemandPart, ...], Asked("催告书载明", "The demand states")] = ()
    amount_fen: Annotated[int, Asked("催告金额", "Amount demanded", Kind.FEN)] = 0

    def brings(self, facts: CaseFacts, act: Act) -> CaseFacts:
        """Return the facts with the demand."""
        return replace(facts, demand=Demand(states=tuple(part.value for part in self.states)))


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class CourtSaid(Said):
    """The court is applied to; what the party answered to the demand was re-checked before."""

    court: Annotated[str, Asked("受理法院", "Court", required=True)] = ""
    answered_on: Annotated[date | None, Asked("当事人对催告答复日期", "Demand answered on")] = None
    answer_reviewed_on: Annotated[date | None, Asked("答复复核日期", "Answer re-checked on")] = None

    def brings(self, facts: CaseFacts, act: Act) -> CaseFacts:
        """Return the facts with the answer to the demand."""
        if facts.demand is None or self.answered_on is None:
            return facts
        answered = replace(
            facts.demand,
            answered_on=self.answered_on,
            answer_reviewed_on=self.answer_reviewed_on,
        )
        return replace(facts, demand=answered)


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class RemedySaid(Said):
    """By what the decision is put in question."""

    kind: Annotated[RemedyKind, Asked("救济方式", "Kind of remedy", required=True)]
    opened_on: Annotated[date | None, Asked("提起日期（空白为发生日）", "Opened on")] = None
    before: Annotated[str, Asked("受理机关", "Before whom")] = ""

    def brings(self, facts: CaseFacts, act: Act) -> CaseFacts:
        """Return the facts with the remedy open."""
        opened = Remedy(kind=self.kind, opened_on=self.opened_on or act.happened_on)
        return replace(facts, remedies=(*facts.remedies, opened))


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyClosedSaid(Said):
    """How a remedy ended; without a kind the one that was opened first."""

    outcome: Annotated[RemedyOutcome, Asked("结论", "Outcome", required=True)]
    received_on: Annotated[date | None, Asked("收到日期（空白为发生日）", "Received on")] = None
    kind: Annotated[RemedyKind | None, Asked("救济方式（空白为最早一件）", "Which remedy")] = None

    def brings(self, facts: CaseFacts, act: Act) -> CaseFacts:
        """Return the facts with the outcome of one remedy."""
        waiting = next(
            (
                one
                for one in facts.remedies
                if one.outcome is None and self.kind in (None, one.kind)
            ),
            None,
        )
        day = self.received_on or act.happened_on
        return replace(
            facts,
            remedies=tuple(
                replace(one, outcome=self.outcome, received_on=day) if one is waiting else one
                for one in facts.remedies
            ),
        )


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedSaid(Said):
    """Why the case is closed."""

    ground: Annotated[ClosingGround, Asked("结案事由", "Ground", required=True)]
    outcome: Annotated[str, Asked("办理结果", "Outcome", Kind.AREA)] = ""
    property_handled: Annotated[str, Asked("涉案财物处理", "Property handled")] = ""

    def brings(self, facts: CaseFacts, act: Act) -> CaseFacts:
        """Return the facts with the ground of closing."""
        return replace(facts, closing_ground=self.ground)


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedSaid(Said):
    """Where the file is kept."""

    archive_number: Annotated[str, Asked("档号", "Archive number")] = ""
    kept_until: Annotated[date | None, Asked("保管至", "Kept until")] = None
