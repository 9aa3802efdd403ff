"""What must hold before an entry comes on the blacklist, and before it ends.

Doc [2018] 80 and Doc [2020] 49; the separation of persons follows the policy and the Penalty Law's
separation of functions.
"""

from datetime import timedelta

from inspections.blacklist_facts import EntryFacts, answer_due
from inspections.identity import reads_like_a_person
from inspections.refusal import Refusal
from inspections.rulebook import rule
from inspections.vocabulary import PartyAnswer
from inspections.workdays import LONGEST_REST, months_after

POLICY_ZH = "本局黑名单管理规定；国办发〔2018〕80号、国办发〔2020〕49号"
POLICY_EN = "The bureau's listing policy; Docs [2018] 80 and [2020] 49"
FOUR_EYES_ZH = "本局黑名单管理规定（拟定、审批、签发三人分离）"
FOUR_EYES_EN = "The bureau's listing policy (propose, approve and publish by three persons)"


@rule(
    "blacklist.entry_is_no_person",
    zh="条目写的是机构或者场所，不是自然人。",
    basis_zh="《个人信息保护法》第三十四条；国办发〔2020〕49号",
    basis_en="Personal Information Protection Law, Art 34; Doc [2020] 49",
)
def entry_is_no_person(facts: EntryFacts) -> Refusal | None:
    """The entry describes an institution or premises, never a natural person."""
    return Refusal("blacklist.entry_is_no_person") if reads_like_a_person(facts.name) else None


@rule(
    "blacklist.ground_is_given",
    zh="写明列入事由，且属于黑名单管理规定列明的事由。",
    basis_zh=POLICY_ZH,
    basis_en=POLICY_EN,
)
def ground_is_given(facts: EntryFacts) -> Refusal | None:
    """The ground is given and is one of those the policy publishes."""
    if facts.policy.ground(facts.ground) is None:
        return Refusal("blacklist.ground_is_given")
    return None


@rule(
    "blacklist.decision_is_complete",
    zh="写明决定文号、决定日期、作出机关和法律依据。",
    basis_zh="《行政处罚法》第五十九条；国办发〔2020〕49号",
    basis_en="Administrative Penalty Law, Art 59; Doc [2020] 49",
)
def decision_is_complete(facts: EntryFacts) -> Refusal | None:
    """Decision number, decision date, authority and legal basis are given."""
    parts = (facts.decision_no, facts.decision_on, facts.authority, facts.legal_basis)
    return None if all(parts) else Refusal("blacklist.decision_is_complete")


@rule(
    "blacklist.scan_is_there",
    zh="已上传决定书扫描件。",
    basis_zh=POLICY_ZH,
    basis_en=POLICY_EN,
)
def scan_is_there(facts: EntryFacts) -> Refusal | None:
    """The decision's scan is kept with the entry."""
    return None if facts.has_scan else Refusal("blacklist.scan_is_there")


@rule(
    "blacklist.notice_was_served",
    zh="已送达列入前告知，并写明送达日期。",
    basis_zh="《行政处罚法》第四十四条；国办发〔2020〕49号",
    basis_en="Administrative Penalty Law, Art 44; Doc [2020] 49",
)
def notice_was_served(facts: EntryFacts) -> Refusal | None:
    """The prior notice was served, on a day that isn't in the future."""
    if facts.notice_served_on is None:
        return Refusal("blacklist.notice_was_served")
    if facts.notice_served_on > facts.today:
        return Refusal("blacklist.notice_was_served", until=facts.notice_served_on)
    return None


@rule(
    "blacklist.answer_window_is_over",
    zh="当事人的答复期已满，或者其答复已经复核。",
    basis_zh="《行政处罚法》第四十五条、第八十五条；本局黑名单管理规定",
    basis_en="Administrative Penalty Law, Art 45 and 85; the bureau's listing policy",
)
def answer_window_is_over(facts: EntryFacts) -> Refusal | None:
    """The party's time to answer is over, or its answer was considered."""
    due = answer_due(facts)
    if due is None or facts.answer is PartyAnswer.CONSIDERED:
        return None
    if facts.answer is PartyAnswer.RECEIVED:
        return Refusal("blacklist.answer_window_is_over")
    if due.is_provisional and facts.today <= due.on + LONGEST_REST:
        return Refusal("blacklist.answer_window_is_over", about=str(due.missing_year))
    if facts.today <= due.on:
        return Refusal("blacklist.answer_window_is_over", until=due.on + timedelta(days=1))
    return None


@rule(
    "blacklist.decision_follows_notice",
    zh="决定日期不晚于今天，也不早于告知送达日。",
    basis_zh="《行政处罚法》第四十四条",
    basis_en="Administrative Penalty Law, Art 44",
)
def decision_follows_notice(facts: EntryFacts) -> Refusal | None:
    """The decision isn't dated in the future, nor before the prior notice was served."""
    if facts.decision_on is None:
        return None
    if facts.decision_on > facts.today:
        return Refusal("blacklist.decision_follows_notice", until=facts.decision_on)
    if facts.notice_served_on is not None and facts.decision_on < facts.notice_served_on:
        return Refusal("blacklist.decision_follows_notice", about=facts.decision_on.isoformat())
    return None


@rule(
    "blacklist.term_is_within_policy",
    zh="列入期限从决定日起或之后起算，在规定的最短与最长期限之间。",
    basis_zh="《信用修复管理办法》第七条至第十二条；本局黑名单管理规定",
    basis_en="Credit Repair Measures, Art 7–12; the bureau's listing policy",
)
def term_is_within_policy(facts: EntryFacts) -> Refusal | None:
    """The term starts with the decision or later and is as long as the policy allows."""
    start, end = facts.listed_on, facts.ends_on
    if start is None or end is None:
        return Refusal("blacklist.term_is_within_policy")
    shortest = months_after(start, facts.policy.min_months)
    longest = months_after(start, facts.policy.max_months)
    too_early = facts.decision_on is not None and start < facts.decision_on
    if too_early or not shortest <= end <= longest:
        about = f"{shortest.isoformat()} – {longest.isoformat()}"
        return Refusal("blacklist.term_is_within_policy", about=about)
    return None


@rule(
    "blacklist.term_has_begun",
    zh="列入起始日不晚于今天。",
    basis_zh=POLICY_ZH,
    basis_en=POLICY_EN,
)
def term_has_begun(facts: EntryFacts) -> Refusal | None:
    """The first day of the listing isn't in the future."""
    if facts.listed_on is not None and facts.listed_on > facts.today:
        return Refusal("blacklist.term_has_begun", until=facts.listed_on)
    return None


@rule(
    "blacklist.term_is_not_over",
    zh="列入期限还没有届满。",
    basis_zh="《信用修复管理办法》第三条（到期不再展示）",
    basis_en="Credit Repair Measures, Art 3 (what has ended is no longer shown)",
)
def term_is_not_over(facts: EntryFacts) -> Refusal | None:
    """The term of the listing isn't over yet."""
    if facts.ends_on is not None and facts.ends_on < facts.today:
        return Refusal("blacklist.term_is_not_over", about=facts.ends_on.isoformat())
    return None


@rule(
    "blacklist.not_listed_already",
    zh="该机构没有另一条在办或在列的条目。",
    basis_zh=POLICY_ZH,
    basis_en=POLICY_EN,
)
def not_listed_already(facts: EntryFacts) -> Refusal | None:
    """The institution has no other entry under way or listed."""
    return Refusal("blacklist.not_listed_already") if facts.is_listed_already else None


@rule(
    "blacklist.approver_is_another_person",
    zh="审批人不是提出人。",
    basis_zh=FOUR_EYES_ZH,
    basis_en=FOUR_EYES_EN,
)
def approver_is_another_person(facts: EntryFacts) -> Refusal | None:
    """The approver is another person than the one who proposed."""
    if facts.actor_person is not None and facts.actor_person != facts.proposed_by:
        return None
    return Refusal("blacklist.approver_is_another_person")


@rule(
    "blacklist.publisher_is_a_third_person",
    zh="签发人既不是提出人，也不是审批人。",
    basis_zh=FOUR_EYES_ZH,
    basis_en=FOUR_EYES_EN,
)
def publisher_is_a_third_person(facts: EntryFacts) -> Refusal | None:
    """The publisher is neither the one who proposed nor the one who approved."""
    if facts.actor_person not in (None, facts.proposed_by, facts.approved_by):
        return None
    return Refusal("blacklist.publisher_is_a_third_person")


@rule(
    "blacklist.content_is_as_approved",
    zh="拟发布的内容与审批时一致。",
    basis_zh=FOUR_EYES_ZH,
    basis_en=FOUR_EYES_EN,
)
def content_is_as_approved(facts: EntryFacts) -> Refusal | None:
    """What is published is what was approved; a later edit voids the approval."""
    if facts.approved_digest == facts.content_digest:
        return None
    return Refusal("blacklist.content_is_as_approved")


@rule(
    "blacklist.shortest_term_is_over",
    zh="最短列入期限已满，可以提前移出。",
    basis_zh="《信用修复管理办法》第七条至第十二条；本局黑名单管理规定",
    basis_en="Credit Repair Measures, Art 7–12; the bureau's listing policy",
)
def shortest_term_is_over(facts: EntryFacts) -> Refusal | None:
    """The shortest term is over, so that the entry may be removed early."""
    if facts.listed_on is None:
        return None
    first = months_after(facts.listed_on, facts.policy.min_months)
    return Refusal("blacklist.shortest_term_is_over", until=first) if facts.today < first else None


@rule(
    "blacklist.whole_term_is_over",
    zh="列入期限已经届满。",
    basis_zh="《信用修复管理办法》第七条至第十二条",
    basis_en="Credit Repair Measures, Art 7–12",
)
def whole_term_is_over(facts: EntryFacts) -> Refusal | None:
    """The whole term of the listing is over."""
    if facts.ends_on is not None and facts.today <= facts.ends_on:
        return Refusal("blacklist.whole_term_is_over", until=facts.ends_on + timedelta(days=1))
    return None
