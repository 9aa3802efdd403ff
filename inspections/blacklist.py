"""Listing on the blacklist: its steps as one table, and the one question asked of each.

The policy behind the numbers is data (`law/listing.toml`).
"""

from inspections import steps
from inspections.blacklist_endings import (
    ending_is_by_another_person,
    ending_is_documented,
    ending_is_proposed,
    no_ending_is_proposed,
    removal_is_proposed,
    setting_aside_is_proposed,
)
from inspections.blacklist_facts import EntryFacts
from inspections.blacklist_rules import (
    POLICY_EN,
    POLICY_ZH,
    answer_window_is_over,
    approver_is_another_person,
    content_is_as_approved,
    decision_follows_notice,
    decision_is_complete,
    entry_is_no_person,
    ground_is_given,
    not_listed_already,
    notice_was_served,
    publisher_is_a_third_person,
    scan_is_there,
    shortest_term_is_over,
    term_has_begun,
    term_is_not_over,
    term_is_within_policy,
    whole_term_is_over,
)
from inspections.refusal import Refusal
from inspections.rulebook import rule
from inspections.steps import Step
from inspections.vocabulary import Ending, ListingState

ENTRY = (
    entry_is_no_person,
    ground_is_given,
    decision_is_complete,
    scan_is_there,
    notice_was_served,
    decision_follows_notice,
    term_is_within_policy,
    term_has_begun,
    term_is_not_over,
    not_listed_already,
)
S = ListingState

PROPOSE: Step[EntryFacts] = Step(
    "propose", (S.DRAFT,), S.PROPOSED, "blacklist.propose", ENTRY, "listing.proposed",
    "提请审批", "Propose for approval",
)  # fmt: skip
APPROVE: Step[EntryFacts] = Step(
    "approve", (S.PROPOSED,), S.APPROVED, "blacklist.approve",
    (approver_is_another_person, *ENTRY, answer_window_is_over), "listing.approved",
    "批准列入", "Approve the listing",
)  # fmt: skip
REJECT: Step[EntryFacts] = Step(
    "reject", (S.PROPOSED,), S.REJECTED, "blacklist.reject", (approver_is_another_person,),
    "listing.rejected", "不予批准", "Don't approve",
)  # fmt: skip
WITHDRAW: Step[EntryFacts] = Step(
    "withdraw", (S.DRAFT, S.PROPOSED, S.APPROVED), S.WITHDRAWN, "blacklist.withdraw", (),
    "listing.withdrawn", "撤回", "Withdraw the proposal",
)  # fmt: skip
PUBLISH: Step[EntryFacts] = Step(
    "publish", (S.APPROVED,), S.LISTED, "blacklist.publish",
    (publisher_is_a_third_person, content_is_as_approved, *ENTRY), "listing.listed",
    "随下一期名单发布", "Publish with the next edition",
)  # fmt: skip
PROPOSE_REVOCATION: Step[EntryFacts] = Step(
    "propose_revocation", (S.LISTED,), S.LISTED, "blacklist.propose_revocation",
    (no_ending_is_proposed,), "listing.revocation_proposed",
    "提请撤销列入", "Propose to set the listing aside",
)  # fmt: skip
PROPOSE_REMOVAL: Step[EntryFacts] = Step(
    "propose_removal", (S.LISTED,), S.LISTED, "blacklist.propose_removal",
    (no_ending_is_proposed, shortest_term_is_over), "listing.removal_proposed",
    "提请提前移出", "Propose an early removal",
)  # fmt: skip
KEEP: Step[EntryFacts] = Step(
    "keep", (S.LISTED,), S.LISTED, "blacklist.keep", (ending_is_proposed,), "listing.kept",
    "继续在列", "Keep the listing",
)  # fmt: skip
REVOKE: Step[EntryFacts] = Step(
    "revoke", (S.LISTED,), S.REVOKED, "blacklist.revoke",
    (setting_aside_is_proposed, ending_is_by_another_person, ending_is_documented),
    "listing.revoked", "批准撤销列入", "Set the listing aside",
)  # fmt: skip
REMOVE: Step[EntryFacts] = Step(
    "remove", (S.LISTED,), S.REMOVED, "blacklist.remove",
    (removal_is_proposed, ending_is_by_another_person, ending_is_documented,
     shortest_term_is_over),
    "listing.removed", "批准提前移出", "Remove early",
)  # fmt: skip
EXPIRE: Step[EntryFacts] = Step(
    "expire", (S.LISTED,), S.EXPIRED, "blacklist.expire", (whole_term_is_over,),
    "listing.expired", "到期移出", "Let the listing end",
)  # fmt: skip

STEPS: dict[str, Step[EntryFacts]] = {
    step.code: step
    for step in (
        PROPOSE,
        APPROVE,
        REJECT,
        WITHDRAW,
        PUBLISH,
        PROPOSE_REVOCATION,
        PROPOSE_REMOVAL,
        KEEP,
        REVOKE,
        REMOVE,
        EXPIRE,
    )
}
ENDING_PROPOSED_BY = {
    PROPOSE_REVOCATION.code: Ending.SET_ASIDE,
    PROPOSE_REMOVAL.code: Ending.REMOVAL,
}
ENDING_APPROVED_BY = {REVOKE.code: Ending.SET_ASIDE, REMOVE.code: Ending.REMOVAL}
NEED_REASON = frozenset((REJECT.code, WITHDRAW.code, KEEP.code))
OPEN_STATES = (S.DRAFT, S.PROPOSED, S.APPROVED, S.LISTED)
ENDED_STATES = (S.REJECTED, S.WITHDRAWN, S.REMOVED, S.EXPIRED, S.REVOKED)


@rule(
    "blacklist.step_fits_state",
    zh="该条目当前的状态可以办理这一步。",
    basis_zh=POLICY_ZH,
    basis_en=POLICY_EN,
)
def step_fits_state(step: Step[EntryFacts], facts: EntryFacts) -> Refusal | None:
    """The entry is in a state that this step leaves."""
    if facts.state in step.from_states:
        return None
    return Refusal("blacklist.step_fits_state")


def refusals(step: Step[EntryFacts], facts: EntryFacts) -> list[Refusal]:
    """Return every reason against the step; an empty list means go."""
    wrong_state = step_fits_state(step, facts)
    return [wrong_state] if wrong_state else steps.refusals(step, facts)


def offered(facts: EntryFacts) -> list[Step[EntryFacts]]:
    """Return the steps worth showing: they leave this state and fit the ending under way."""
    fitting = [step for step in STEPS.values() if facts.state in step.from_states]
    return [step for step in fitting if _fits_the_ending(step, facts.ending)]


def _fits_the_ending(step: Step[EntryFacts], ending: Ending | None) -> bool:
    if step.code in ENDING_PROPOSED_BY:
        return ending is None
    if step is KEEP:
        return ending is not None
    return ENDING_APPROVED_BY.get(step.code, ending) is ending
