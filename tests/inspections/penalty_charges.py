"""Charges and proposals in order; a test changes only what it is about."""

from datetime import date

from inspections.discretion import Weight
from inspections.penalty_facts import Charge, Proposal
from inspections.penalty_proposals import against_proposal
from inspections.violations import violations
from inspections.vocabulary import PartyType, PenaltyKind, PenaltyTier

ACT, DAY = date(2025, 3, 1), date(2025, 9, 24)
PERSON, SELF, ORG = PartyType
FINE, WARNING, CRITICISM = PenaltyKind.FINE, PenaltyKind.WARNING, PenaltyKind.CRITICISM
GAINS, STOP = PenaltyKind.CONFISCATE_GAINS, PenaltyKind.STOP_OPERATING
ENROL, REVOKE = PenaltyKind.STOP_ENROLLING, PenaltyKind.REVOKE_LICENCE


def charge(code, tier, kinds, **more):
    """Return a charge in order: its elements shown, its tier reasoned, its department on file."""
    usual = {
        "elements": frozenset(violations()[code].elements),
        "tier_reasons": "连续三个月，涉及学员40名",
        "joint_department": "police",
        "joint_paper": True,
    }
    rest = {**usual, **more}
    return Charge(
        violation=code,
        tier=PenaltyTier(tier),
        act_on=rest.pop("act_on", ACT),
        kinds=frozenset(kinds),
        **rest,
    )


def proposal(*charges, party=ORG, licensed=True, discussed_on=None):
    return Proposal(
        party=party,
        is_licensed=licensed,
        decided_on=DAY,
        charges=charges,
        discussed_on=discussed_on,
    )


def refused(*charges, **more):
    return sorted(
        refusal.code.removeprefix("penalty.")
        for refusal in against_proposal(proposal(*charges, **more))
    )


def hidden(fine_fen, tier="serious", **more):
    return charge("hidden_venue", tier, [FINE], fine_fen=fine_fen, **more)


def unlicensed(fine_fen, base_fen=10_000_000, **more):
    more.setdefault("kinds", [STOP, FINE])
    return charge(
        "unlicensed_institution",
        "base",
        more.pop("kinds"),
        fine_fen=fine_fen,
        base_fen=base_fen,
        left_to_confiscate_fen=base_fen,
        **more,
    )


HARM_REMOVED = {"grounds": frozenset({"harm_removed"}), "weight_reasons": "主动退还全部费用"}
REPEATED = {
    "grounds": frozenset({"repeated_within_2_years"}),
    "weight_reasons": "2024年已受处罚",
    "weight": Weight.HEAVIER,
}
