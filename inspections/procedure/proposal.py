"""What the law of penalties says of what a case proposes, put into the facts of the case.

Penalty Law Art 5, 34, 63; Measures Art 17-19, 23, 30.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from inspections.hearing_rights import (
    Exposure,
    LocalAmounts,
    NoHearingRule,
    Span,
    hearing_right,
)
from inspections.penalties import UnknownViolation
from inspections.penalty_facts import Charge, Proposal
from inspections.penalty_proposals import against_proposal, exposures_of
from inspections.procedure.facts import CaseFacts, Content, JointDepartment
from inspections.procedure.notice import is_held
from inspections.procedure.terms import HearingRight, Outcome
from inspections.refusal import Refusal, Refused
from inspections.rulebook import rule
from inspections.violations import violations
from inspections.vocabulary import PartyType, PenaltyKind

WEIGHED_ZH, WEIGHED_EN = "《行政处罚法》第五条、第三十四条", "Penalty Law Art 5, 34"
STRENGTH = (HearingRight.NO, HearingRight.DEPENDS, HearingRight.YES)
# asked of the decision by a rule of its own, when the other department has had its time to agree
ASKED_LATER = "penalty.joint_department_is_documented"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """How the penalty of a case was weighed: its party, the charges, who decides together.

    Without charges nothing was weighed. `was_decided_on_paper`: what is proposed was told to the
    party before the case was taken over.
    """

    party: PartyType | None = None
    is_licensed: bool = False
    charges: tuple[Charge, ...] = ()
    joint: tuple[JointDepartment, ...] = ()
    was_decided_on_paper: bool = False
    local: LocalAmounts | None = None


@rule("proposal.is_weighed", zh="拟处罚内容已逐项裁量：要件、档次、情节、幅度",
      basis_zh=WEIGHED_ZH, basis_en=WEIGHED_EN)  # fmt: skip
def is_weighed(weighed: Weighed) -> Refusal | None:
    """What is proposed was weighed: elements, tier, grounds and range, charge by charge."""
    if weighed.charges or weighed.was_decided_on_paper:
        return None
    return Refusal("proposal.is_weighed")


@rule("proposal.is_what_was_weighed", zh="拟处罚的种类和数额与裁量结果一致",
      basis_zh=WEIGHED_ZH, basis_en=WEIGHED_EN)  # fmt: skip
def is_what_was_weighed(weighed: Weighed, content: Content | None) -> Refusal | None:
    """The kinds and amounts that are told or imposed are those that were weighed."""
    if content is None or not weighed.charges:
        return None
    kinds = frozenset[PenaltyKind]().union(*(one.kinds for one in weighed.charges))
    fine = sum(one.fine_fen or 0 for one in weighed.charges)
    taken = sum(one.confiscated_fen or 0 for one in weighed.charges)
    same = kinds == frozenset(content.kinds)
    if same and (fine, taken) == (content.fine_fen, content.confiscate_fen):
        return None
    return Refusal("proposal.is_what_was_weighed", about=f"{fine} / {taken}")


def as_proposed(facts: CaseFacts, weighed: Weighed) -> CaseFacts:
    """Return the facts with hearing right, joint department and what stands against the penalty."""
    content = proposed(facts)
    return replace(
        facts,
        hearing_right=_right(facts, content, weighed),
        joint_departments_needed=_is_joint(content, weighed),
        joint_departments=(*facts.joint_departments, *weighed.joint),
        proposal_refusals=_against(facts, content, weighed),
    )


def proposed(facts: CaseFacts) -> Content | None:
    """Return what is charged and to follow now: of the notice on its way, the decision, or before.

    A decision without a penalty proposes nothing.
    """
    if facts.draft is not None:
        return facts.draft.content
    if facts.decision is not None:
        is_penalty = facts.decision.outcome is Outcome.PENALTY
        return facts.decision.content if is_penalty else None
    return None


def right_of(
    content: Content, party: PartyType | None, day: date, local: LocalAmounts | None = None
) -> HearingRight:
    """Return whether this content gives the party a right to a hearing; in doubt it depends."""
    kinds = frozenset(content.kinds)
    one = Exposure(
        sure=kinds,
        fine=Span(least=content.fine_fen, most=content.fine_fen),
        confiscation=Span(least=content.confiscate_fen, most=content.confiscate_fen),
        goods=Span(most=None if PenaltyKind.CONFISCATE_GOODS in kinds else 0),
    )
    return _answer([one], party, day, local)


def _right(facts: CaseFacts, content: Content | None, weighed: Weighed) -> HearingRight:
    """Return the strongest right that the notice in force, or what is proposed, gives."""
    told = [content] if content else []
    if not facts.draft and facts.notice:
        told.append(facts.notice.content)
    if not told and facts.discussions:
        told.append(facts.discussions[-1].content)
    rights = [right_of(one, weighed.party, facts.day, weighed.local) for one in told if one.kinds]
    if not rights and weighed.charges:
        rights.append(_of_charges(facts, weighed))
    return max(rights, key=STRENGTH.index, default=HearingRight.DEPENDS)


def _of_charges(facts: CaseFacts, weighed: Weighed) -> HearingRight:
    try:
        exposures = exposures_of(_proposal(facts, weighed))
    except (Refused, UnknownViolation):
        return HearingRight.DEPENDS
    return _answer(exposures, weighed.party, facts.day, weighed.local)


def _answer(
    exposures: Sequence[Exposure],
    party: PartyType | None,
    day: date,
    local: LocalAmounts | None,
) -> HearingRight:
    # of an unknown party the least amounts count
    who = party or PartyType.NATURAL_PERSON
    try:
        return hearing_right(exposures, who, day, local).answer
    except NoHearingRule:
        return HearingRight.DEPENDS


def _is_joint(content: Content | None, weighed: Weighed) -> bool:
    codes = {charge.violation for charge in weighed.charges}
    codes |= set(content.violations if content else ())
    known = violations()
    return any(code in known and known[code].scheme.joint_with for code in codes)


def _against(facts: CaseFacts, content: Content | None, weighed: Weighed) -> tuple[str, ...]:
    found = [is_weighed(weighed), is_what_was_weighed(weighed, content)]
    codes = [one.code for one in found if one is not None]
    if weighed.charges:
        try:
            against = against_proposal(_proposal(facts, weighed))
            codes += [one.code for one in against if one.code != ASKED_LATER]
        except UnknownViolation:
            codes.append("proposal.is_weighed")
    return tuple(dict.fromkeys(codes))


def _proposal(facts: CaseFacts, weighed: Weighed) -> Proposal:
    discussed = [one.held_on for one in facts.discussions if is_held(one)]
    return Proposal(
        party=weighed.party or PartyType.NATURAL_PERSON,
        is_licensed=weighed.is_licensed,
        decided_on=facts.day,
        charges=weighed.charges,
        discussed_on=max(discussed, default=None),
    )
