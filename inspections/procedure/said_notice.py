"""What is said with discussion, prior notice, defence and legal review.

Measures Art 29, 31, 33, 34; Penalty Law Art 44, 45, 57, 58, 62.
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
    Content,
    Defence,
    Discussion,
    PriorNotice,
    Review,
)
from inspections.procedure.said import Said
from inspections.procedure.terms import NoticePart, ReviewResult
from inspections.vocabulary import PenaltyKind


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class Charged(Said):
    """What is charged and what is to follow."""

    facts: Annotated[tuple[str, ...], Asked("违法事实（每行一项）", "Facts (one a line)")] = ()
    violations: Annotated[
        tuple[str, ...], Asked("案由（每行一项）", "Violations (one a line)")
    ] = ()
    bases: Annotated[
        tuple[str, ...], Asked("处罚依据（每行一项）", "Legal basis (one a line)")
    ] = ()
    kinds: Annotated[tuple[PenaltyKind, ...], Asked("处罚种类", "Kinds of penalty")] = ()
    heavier_grounds: Annotated[tuple[str, ...], Asked("从重情形", "Heavier grounds")] = ()
    fine_fen: Annotated[int, Asked("罚款", "Fine", Kind.FEN)] = 0
    confiscate_fen: Annotated[int, Asked("没收违法所得", "Confiscated gains", Kind.FEN)] = 0
    restricted_months: Annotated[int, Asked("限制从业月数", "Months of restriction")] = 0
    restricted_for_good: Annotated[bool, Asked("终身限制从业", "Restricted for good")] = False

    @property
    def content(self) -> Content:
        """Return it as the rules compare it."""
        return Content(
            facts=self.facts,
            violations=self.violations,
            bases=self.bases,
            kinds=self.kinds,
            heavier_grounds=self.heavier_grounds,
            fine_fen=self.fine_fen,
            confiscate_fen=self.confiscate_fen,
            restricted_months=self.restricted_months,
            restricted_for_good=self.restricted_for_good,
        )


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class DiscussedSaid(Charged):
    """A collective discussion: who took part, of what, with which result."""

    chair: Annotated[str, Asked("主持人", "Chair", required=True)] = ""
    members: Annotated[tuple[str, ...], Asked("参加人（每行一人）", "Members (one a line)")] = ()
    views: Annotated[str, Asked("讨论意见", "Views", Kind.AREA)] = ""
    result: Annotated[str, Asked("结论", "Result", Kind.AREA, required=True)] = ""

    def brings(self, facts: CaseFacts, act: Act) -> CaseFacts:
        """Return the facts with the discussion."""
        held = Discussion(
            held_on=act.happened_on,
            chair=self.chair,
            members=self.members,
            content=self.content,
            result=self.result,
        )
        return replace(facts, discussions=(*facts.discussions, held))


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeSaid(Charged):
    """A prior notice: what it charges, what it states, and the day of its issue."""

    issued_on: Annotated[date | None, Asked("告知书作出日期", "Notice issued on")] = None
    states: Annotated[tuple[NoticePart, ...], Asked("告知书载明", "The notice states")] = ()
    answer_by: Annotated[date | None, Asked("告知书自定的答复期限", "Day it sets itself")] = None

    def brings(self, facts: CaseFacts, act: Act) -> CaseFacts:
        """Return the facts with the notice that is being served."""
        draft = PriorNotice(
            issued_on=self.issued_on or act.happened_on,
            content=self.content,
            states=tuple(part.value for part in self.states),
            answer_by=self.answer_by,
        )
        return replace(facts, draft=draft)


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class DefenceSaid(Said):
    """What the party said to the notice."""

    said: Annotated[str, Asked("陈述申辩内容", "What was said", Kind.AREA, required=True)] = ""
    received_on: Annotated[date | None, Asked("收到日期（空白为发生日）", "Received on")] = None

    def brings(self, facts: CaseFacts, act: Act) -> CaseFacts:
        """Return the facts with what the party said."""
        if facts.notice is None:
            return facts
        answer = Defence(received_on=self.received_on or act.happened_on)
        return with_notice(facts, defences=(*facts.notice.defences, answer))


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class DefenceReviewedSaid(Said):
    """The written re-check of what the party said: all that waits, or that of one day."""

    reasons: Annotated[str, Asked("复核理由", "Reasons", Kind.AREA, required=True)] = ""
    taken: Annotated[bool | None, Asked("是否采纳", "Taken", required=True)] = None
    received_on: Annotated[
        date | None, Asked("申辩收到日期（空白为全部）", "Said on (blank: all)")
    ] = None

    def brings(self, facts: CaseFacts, act: Act) -> CaseFacts:
        """Return the facts with the re-check."""
        if facts.notice is None:
            return facts
        day, said = self.received_on, facts.notice.defences
        defences = tuple(
            replace(one, reviewed_on=act.happened_on, taken=self.taken, reasons=self.reasons)
            if one.reviewed_on is None and day in (None, one.received_on)
            else one
            for one in said
        )
        return with_notice(facts, defences=defences)


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class DefenceWaivedSaid(Said):
    """The party waives its right to state and defend, in writing."""

    def brings(self, facts: CaseFacts, act: Act) -> CaseFacts:
        """Return the facts with the waiver."""
        return with_notice(facts, defence_waived_on=act.happened_on)


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed(Said):
    """A legal review: by whom, with which opinion."""

    reviewer: Annotated[str, Asked("审核人（空白为登记人）", "Reviewer", Kind.PERSON)] = ""
    is_qualified: Annotated[
        bool, Asked("已取得国家统一法律职业资格", "Holds the legal qualification")
    ] = False
    is_first_time: Annotated[bool, Asked("初次从事法制审核", "Reviews for the first time")] = False
    opinion: Annotated[str, Asked("审核意见", "Opinion", Kind.AREA, required=True)] = ""

    def _reviewed(self, facts: CaseFacts, act: Act, result: ReviewResult) -> CaseFacts:
        review = Review(
            reviewed_on=act.happened_on,
            result=result,
            reviewer=self.reviewer or act.entered_by,
            is_qualified=self.is_qualified,
            is_first_time=self.is_first_time,
        )
        return replace(facts, review=review)


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPassedSaid(Reviewed):
    """The review ends with a pass."""

    def brings(self, facts: CaseFacts, act: Act) -> CaseFacts:
        """Return the facts with the review."""
        return self._reviewed(facts, act, ReviewResult.PASSED)


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewAmendsSaid(Reviewed):
    """The review asks for an amendment."""

    def brings(self, facts: CaseFacts, act: Act) -> CaseFacts:
        """Return the facts with the review."""
        return self._reviewed(facts, act, ReviewResult.AMEND)


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewReturnsSaid(Reviewed):
    """The review sends the case back."""

    def brings(self, facts: CaseFacts, act: Act) -> CaseFacts:
        """Return the facts with the review."""
        return self._reviewed(facts, act, ReviewResult.RETURNED)


def with_notice(facts: CaseFacts, **change: object) -> CaseFacts:
    """Return the facts with the notice that was served changed; as they are before any."""
    if facts.notice is None:
        return facts
    return replace(facts, notice=replace(facts.notice, **change))  # type: ignore[arg-type]
