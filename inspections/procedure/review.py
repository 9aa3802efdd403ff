"""Legal review (法制审核): by whom, after what, and when no decision stands without it.

Penalty Law Art 58; Measures Art 33.
"""

from inspections.procedure.facts import CaseFacts
from inspections.procedure.terms import ReviewResult
from inspections.refusal import Refusal
from inspections.rulebook import rule
from inspections.sources import sources

REVIEW_ZH = "《行政处罚法》第五十八条、《暂行办法》第三十三条"
REVIEW_EN = "Penalty Law Art 58, Measures Art 33"


def is_required(facts: CaseFacts) -> bool:
    """Say whether no penalty may be decided without a review: after a hearing, or by its ground."""
    if facts.review_is_required:
        return True
    heard = facts.latest("hold_hearing") is not None
    return heard and sources()["penalty_law"].is_in_force(facts.day)


@rule("review.reviewer_is_qualified", zh="初次从事法制审核的人员已取得国家统一法律职业资格",
      basis_zh=REVIEW_ZH, basis_en=REVIEW_EN)  # fmt: skip
def reviewer_is_qualified(facts: CaseFacts) -> Refusal | None:
    """A first-time reviewer holds the national legal qualification."""
    review = facts.review
    if review is not None and (review.is_qualified or not review.is_first_time):
        return None
    return Refusal("review.reviewer_is_qualified")


@rule("review.reviewer_is_no_investigator", zh="审核人不是本案调查人员，也没有被决定回避",
      basis_zh=REVIEW_ZH, basis_en=REVIEW_EN)  # fmt: skip
def reviewer_is_no_investigator(facts: CaseFacts) -> Refusal | None:
    """The reviewer is named, didn't investigate the case and doesn't stand aside."""
    reviewer = facts.review.reviewer if facts.review else ""
    aside = {one.person for one in facts.recusals if one.holds_on(facts.day)}
    if not reviewer.strip() or reviewer in facts.all_investigators | aside:
        return Refusal("review.reviewer_is_no_investigator", about=reviewer)
    return None


@rule("review.ends_with_a_pass", zh="审核意见为通过", basis_zh=REVIEW_ZH, basis_en=REVIEW_EN)
def ends_with_a_pass(facts: CaseFacts) -> Refusal | None:
    """The opinion is a pass."""
    if facts.review is not None and facts.review.result is ReviewResult.PASSED:
        return None
    return Refusal("review.ends_with_a_pass")


@rule("review.ends_without_a_pass", zh="审核意见为修改或者退回",
      basis_zh=REVIEW_ZH, basis_en=REVIEW_EN)  # fmt: skip
def ends_without_a_pass(facts: CaseFacts) -> Refusal | None:
    """The opinion asks for an amendment or sends the case back."""
    if facts.review is not None and facts.review.result is not ReviewResult.PASSED:
        return None
    return Refusal("review.ends_without_a_pass")


@rule("review.passed_where_required", zh="经过听证等应当法制审核的，最近一次听证和告知之后审核通过",
      basis_zh=REVIEW_ZH, basis_en=REVIEW_EN)  # fmt: skip
def passed_where_required(facts: CaseFacts) -> Refusal | None:
    """After a hearing no penalty is decided without a pass, later than hearing and notice."""
    if not is_required(facts):
        return None
    review = facts.review
    if review is None or review.result is not ReviewResult.PASSED:
        return Refusal("review.passed_where_required")
    bases = (facts.latest("hold_hearing"), facts.latest("serve_prior_notice"))
    earliest = [act.happened_on for act in bases if act is not None]
    if any(review.reviewed_on < day for day in earliest) or review.reviewed_on > facts.day:
        return Refusal("review.passed_where_required", about=review.reviewed_on.isoformat())
    # what the step demanded of the reviewer holds for the decision as well
    return reviewer_is_no_investigator(facts) or reviewer_is_qualified(facts)
