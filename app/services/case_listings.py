"""From a decision to the blacklist and back: what an entry takes over, and how it falls with it."""

from collections.abc import Sequence

from app.access import Viewer
from app.models.cases import Case, CaseStep
from app.papers.offices import office_book
from app.queries.case_listings import listing_of_case
from app.services.blacklist import EndingCase, propose_ending
from app.services.case_entries import StepFile
from app.services.listing_content import Content
from inspections.listing_grounds import ground_of
from inspections.papers.parts import yuan
from inspections.procedure.facts import CaseFacts
from inspections.procedure.facts import Content as Charged
from inspections.procedure.terms import RemedyOutcome
from inspections.vocabulary import ListingState, PartyAnswer, PenaltyKind, SetAsideReason

CATEGORY_OF = {
    RemedyOutcome.SET_ASIDE: SetAsideReason.DECISION_REVOKED,
    RemedyOutcome.SET_ASIDE_TO_REDO: SetAsideReason.DECISION_REVOKED,
    RemedyOutcome.CHANGED: SetAsideReason.DECISION_CHANGED,
    RemedyOutcome.UNLAWFUL: SetAsideReason.DECISION_UNLAWFUL,
}
CLOSES_A_REMEDY = "close_remedy"
OUTCOME_PAPER = "remedy_decision"


def content_from(case: Case, facts: CaseFacts) -> Content:
    """Return what an entry takes over from a decision and the notice before it."""
    decided = facts.decision.content if facts.decision else None
    bases = "、".join(decided.bases) if decided else ""
    return Content(
        ground=ground_of(case.violations),
        legal_basis=bases or None,
        decision_no=case.decision_number,
        decision_on=case.decided_on,
        authority=office_book().office(case.scope_code).office_name,
        penalty=penalty_text(decided) if decided else None,
        notice_served_on=facts.served_from("serve_prior_notice"),
        answer=_answer(facts),
    )


def _answer(facts: CaseFacts) -> PartyAnswer | None:
    """Return what the party said to the notice, once it was re-checked; else nobody says so."""
    if facts.notice is None:
        return None
    if not facts.notice.defences:
        return PartyAnswer.NONE
    is_reviewed = all(one.reviewed_on for one in facts.notice.defences)
    return PartyAnswer.CONSIDERED if is_reviewed else PartyAnswer.RECEIVED


def penalty_text(decided: Charged) -> str:
    """Return a penalty as it is published: its kinds, with the sums; papers are Chinese."""
    sums = {
        PenaltyKind.FINE: decided.fine_fen,
        PenaltyKind.CONFISCATE_GAINS: decided.confiscate_fen,
    }
    named = [(kind.zh, sums.get(kind, 0)) for kind in decided.kinds]
    return "，".join(f"{word}{yuan(fen)}" if fen else word for word, fen in named)


def begin_withdrawal(
    case: Case, step: CaseStep, files: Sequence[StepFile], *, actor: Viewer
) -> None:
    """Propose that a listing falls with the decision it rests on; another person approves that.

    Nothing happens where nothing is listed, or where the entry's end is proposed already.
    """
    outcome = step.entry["said"].get("outcome") if step.step == CLOSES_A_REMEDY else None
    if outcome not in set(CATEGORY_OF):
        return
    listing = listing_of_case(case)
    scans = [one.evidence.file for one in files if one.paper == OUTCOME_PAPER]
    if listing is None or listing.state is not ListingState.LISTED or listing.ending is not None:
        return
    found = RemedyOutcome(outcome)
    ending = EndingCase(
        reason=f"{case.decision_number}：{found.zh}（{step.happened_on.isoformat()}）",
        category=CATEGORY_OF[found],
        scan=scans[0] if scans else None,
    )
    propose_ending(listing.public_id, "propose_revocation", ending, actor=actor)
