"""What is said with the steps of an investigation: acts, evidence, orders, recusals, report.

Measures Art 28, 32, 34; Penalty Law Art 43, 54-56.
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
    Correction,
    Preservation,
    Recusal,
    Report,
)
from inspections.procedure.said import Said
from inspections.procedure.terms import (
    Investigated,
    Outcome,
)
from inspections.serving import counts_on
from inspections.vocabulary import Corrected


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class BegunSaid(Said):
    """An investigation begins, or begins again: the officers who act in it are its own."""

    def brings(self, facts: CaseFacts, act: Act) -> CaseFacts:
        """Return the facts with the acting officers among the investigators."""
        acting = (officer.person for officer in act.officers)
        return replace(facts, investigators=tuple(dict.fromkeys((*facts.investigators, *acting))))


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class InvestigatedSaid(Said):
    """One act of investigation."""

    what: Annotated[Investigated, Asked("调查方式", "What was done", required=True)]
    summary: Annotated[str, Asked("调查情况", "What it showed", Kind.AREA, required=True)] = ""
    place: Annotated[str, Asked("地点", "Place")] = ""
    whom: Annotated[str, Asked("被询问人、在场人", "Person asked or present")] = ""
    visit: Annotated[str, Asked("对应的检查记录", "Visit it belongs to")] = ""


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class PreservedSaid(Said):
    """Evidence registered and preserved, with its list."""

    items: Annotated[int, Asked("物品件数", "Number of items", required=True)] = 0
    listed: Annotated[tuple[str, ...], Asked("物品清单", "List of items")] = ()
    keeper: Annotated[str, Asked("保管人", "Keeper")] = ""
    place: Annotated[str, Asked("保存地点", "Kept at")] = ""

    def brings(self, facts: CaseFacts, act: Act) -> CaseFacts:
        """Return the facts with what was preserved."""
        kept = Preservation(preserved_on=act.happened_on, items=self.items)
        return replace(facts, preservations=(*facts.preservations, kept))


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class DisposedSaid(Said):
    """What is decided about preserved evidence: all that waits, or that of one day."""

    disposal: Annotated[str, Asked("处理决定", "What is decided", required=True)] = ""
    preserved_on: Annotated[
        date | None, Asked("保存日期（空白为全部）", "Preserved on (blank: all)")
    ] = None

    def brings(self, facts: CaseFacts, act: Act) -> CaseFacts:
        """Return the facts with the decision on what was preserved."""
        day = self.preserved_on
        return replace(
            facts,
            preservations=tuple(
                replace(one, decided_on=act.happened_on, disposal=self.disposal)
                if one.decided_on is None and day in (None, one.preserved_on)
                else one
                for one in facts.preservations
            ),
        )


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class OrderedSaid(Said):
    """An order to correct in the case; without a day it asks for a stop at once."""

    to_correct: Annotated[str, Asked("改正内容", "What to correct", Kind.AREA, required=True)] = ""
    correct_by: Annotated[date | None, Asked("改正期限（立即停止的空白）", "Correct by")] = None
    issued_on: Annotated[date | None, Asked("作出日期（空白为送达日）", "Issued on")] = None
    refund_fen: Annotated[int, Asked("责令退还费用", "Refund demanded", Kind.FEN)] = 0

    def brings(self, facts: CaseFacts, act: Act) -> CaseFacts:
        """Return the facts with the order; it is served from the day on which that counts."""
        method = act.service.method if act.service else None
        order = Correction(
            issued_on=self.issued_on or act.happened_on,
            served_on=counts_on(method, act.happened_on) if method else None,
            correct_by=self.correct_by,
        )
        return replace(facts, corrections=(*facts.corrections, order))


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class RecheckedSaid(Said):
    """What a re-check found."""

    corrected: Annotated[Corrected, Asked("复查结果", "What was found", required=True)]
    note: Annotated[str, Asked("复查情况", "What was seen", Kind.AREA)] = ""
    visit: Annotated[str, Asked("对应的检查记录", "Visit it belongs to")] = ""

    def brings(self, facts: CaseFacts, act: Act) -> CaseFacts:
        """Return the facts with the orders corrected, where all of it was."""
        if self.corrected is not Corrected.YES:
            return facts
        return replace(
            facts,
            corrections=tuple(
                replace(one, corrected_on=act.happened_on)
                if one.in_force and one.served_on and one.corrected_on is None
                else one
                for one in facts.corrections
            ),
        )


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class RecusalSaid(Said):
    """Who is asked to stand aside."""

    person: Annotated[
        str, Asked("被申请回避人", "Who should stand aside", Kind.PERSON, required=True)
    ] = ""

    def brings(self, facts: CaseFacts, act: Act) -> CaseFacts:
        """Return the facts with the request."""
        asked = Recusal(person=self.person, asked_on=act.happened_on)
        return replace(facts, recusals=(*facts.recusals, asked))


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class RecusalDecidedSaid(Said):
    """Whether somebody stands aside."""

    person: Annotated[
        str, Asked("被申请回避人", "Who should stand aside", Kind.PERSON, required=True)
    ] = ""
    granted: Annotated[bool, Asked("决定回避", "Stands aside")] = False

    def brings(self, facts: CaseFacts, act: Act) -> CaseFacts:
        """Return the facts with the decision on the request that waits."""
        return replace(
            facts,
            recusals=tuple(
                replace(one, decided_on=act.happened_on, granted=self.granted)
                if one.person == self.person and one.decided_on is None
                else one
                for one in facts.recusals
            ),
        )


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSaid(Said):
    """The report that closes the investigation, with its proposal."""

    facts: Annotated[str, Asked("认定事实", "Facts found", Kind.AREA, required=True)] = ""
    evidence: Annotated[int, Asked("证据件数", "Pieces of evidence")] = 0
    basis: Annotated[str, Asked("法律依据", "Legal basis", Kind.AREA, required=True)] = ""
    circumstances: Annotated[str, Asked("情节", "Circumstances", Kind.AREA, required=True)] = ""
    proposal: Annotated[Outcome | None, Asked("处理建议", "Proposal", required=True)] = None
    is_complex: Annotated[bool, Asked("情节复杂或者重大", "Complex or major")] = False
    review_is_required: Annotated[
        bool,
        Asked("涉及重大公共利益等应当法制审核", "A ground for a legal review is there"),
    ] = False

    def brings(self, facts: CaseFacts, act: Act) -> CaseFacts:
        """Return the facts with the report."""
        report = Report(
            closed_on=act.happened_on,
            facts=self.facts,
            evidence=self.evidence,
            basis=self.basis,
            circumstances=self.circumstances,
            proposal=self.proposal,
        )
        return replace(
            facts,
            report=report,
            is_complex=self.is_complex,
            review_is_required=self.review_is_required,
        )
