"""The one question asked of a proposed penalty: what stands against it? An empty list means go.

Page, paper, step and command ask `against_proposal`; all reasons are collected. What several
charges must agree on stands here: one act, one fine (Penalty Law Art 29, Measures Art 13).
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from inspections import penalty_rules, weighing_rules
from inspections.discretion import Weight
from inspections.hearing_rights import Exposure, Span, exposure
from inspections.penalties import violation_named
from inspections.penalty_facts import Charge, Judged, Proposal
from inspections.penalty_ranges import ChargeFacts, against_charge, penalty_range
from inspections.refusal import Refusal, Refused
from inspections.rulebook import rule
from inspections.steps import collected
from inspections.vocabulary import PenaltyKind

RULES_OF_A_CHARGE: tuple[Callable[[Judged], Refusal | None], ...] = (
    penalty_rules.elements_are_shown,
    penalty_rules.is_not_excluded,
    penalty_rules.only_licensed_are_charged,
    penalty_rules.there_is_a_licence_to_revoke,
    penalty_rules.revocation_is_for_the_serious,
    penalty_rules.kind_is_provided,
    penalty_rules.tier_is_reasoned,
    penalty_rules.joint_department_is_documented,
    weighing_rules.grounds_count,
    weighing_rules.weight_has_its_ground,
    weighing_rules.lighter_ground_is_heeded,
    weighing_rules.heavier_ground_is_heeded,
    weighing_rules.no_penalty_is_heeded,
)
RULES_OF_A_PENALTY: tuple[Callable[[Judged], Refusal | None], ...] = (
    penalty_rules.kinds_are_chosen,
    penalty_rules.gains_are_computed,
    penalty_rules.fine_has_its_amount,
    penalty_rules.fine_not_above_maximum,
    penalty_rules.confiscation_is_of_what_is_left,
    weighing_rules.top_has_its_ground,
    weighing_rules.fine_not_below_minimum,
)
RULES_OF_AN_AMOUNT = (
    penalty_rules.kind_is_provided,
    penalty_rules.fine_has_its_amount,
    penalty_rules.fine_not_above_maximum,
    weighing_rules.fine_not_below_minimum,
)
RULES_OF_THE_TOP = (
    weighing_rules.grounds_count,
    weighing_rules.weight_has_its_ground,
    weighing_rules.top_has_its_ground,
    weighing_rules.lighter_ground_is_heeded,
    weighing_rules.no_penalty_is_heeded,
)


def against_proposal(proposal: Proposal) -> list[Refusal]:
    """Return every reason against what is proposed; raises UnknownViolation."""
    found: list[Refusal] = []
    judged: list[Judged] = []
    for charge in proposal.charges:
        reasons = against_charge(_facts(charge, proposal))
        found += reasons
        if not reasons:
            judged.append(_judged(charge, proposal))
    for one in judged:
        found += against_judged(one)
    return [*found, *collected((one_act_one_fine(judged), highest_rule_fines(judged)))]


def against_judged(judged: Judged) -> list[Refusal]:
    """Return every reason against one charge whose range is known.

    Where the act goes unpunished, no amounts are asked for; whether it may is asked all the same.
    """
    reasons = collected(rule_(judged) for rule_ in RULES_OF_A_CHARGE)
    if judged.charge.weight is Weight.NONE and not judged.charge.kinds:
        return reasons
    return [*reasons, *collected(rule_(judged) for rule_ in RULES_OF_A_PENALTY)]


def against_amount(charge: Charge, proposal: Proposal) -> list[Refusal]:
    """Return every reason against the mere amount of a fine, before anything else is known.

    Raises Refused where the charge has no range.
    """
    judged = _judged(charge, proposal)
    return collected(rule_(judged) for rule_ in RULES_OF_AN_AMOUNT)


def top_of_range(charge: Charge, proposal: Proposal) -> int:
    """Return the fine that the maximum (顶格) would be, to be pre-filled.

    Raises Refused with every reason why the maximum may not be taken: a ground of Measures Art 16
    and its reasons are missing, a ground says lighter, the gains aren't known, or no fine is
    provided. Nothing is changed.
    """
    reasons = against_charge(_facts(charge, proposal))
    if reasons:
        raise Refused(reasons)
    judged = _judged(charge, proposal)
    most = judged.range.max_fen
    if not most:
        waits = penalty_rules.gains_are_computed(judged)
        raise Refused([waits or Refusal("penalty.kind_is_provided", about=PenaltyKind.FINE.zh)])
    fined = replace(charge, fine_fen=most, kinds=charge.kinds | {PenaltyKind.FINE})
    taken = _judged(fined, proposal)
    reasons = collected(rule_(taken) for rule_ in RULES_OF_THE_TOP)
    if reasons:
        raise Refused(reasons)
    return most


def exposures_of(proposal: Proposal) -> list[Exposure]:
    """Return what the proposal would bring, for the question of the hearing; amounts are fixed.

    Raises Refused where a charge has no range.
    """
    found = []
    for charge in proposal.charges:
        whole = exposure(
            _judged(charge, proposal).range,
            fine_fen=charge.fine_fen or 0,
            confiscated_fen=charge.confiscated_fen or 0,
        )
        goods = Span(most=None if PenaltyKind.CONFISCATE_GOODS in charge.kinds else 0)
        none: frozenset[PenaltyKind] = frozenset()
        found.append(replace(whole, sure=charge.kinds, some_of=none, perhaps=none, goods=goods))
    return found


def _facts(charge: Charge, proposal: Proposal) -> ChargeFacts:
    return ChargeFacts(
        violation=violation_named(charge.violation),
        tier=charge.tier,
        act_on=charge.act_on,
        party=proposal.party,
    )


def _judged(charge: Charge, proposal: Proposal) -> Judged:
    found = penalty_range(
        charge.violation,
        charge.tier,
        act_on=charge.act_on,
        party=proposal.party,
        base_fen=charge.base_fen,
    )
    return Judged(charge=charge, range=found, proposal=proposal)


def _by_act(judged: Iterable[Judged]) -> dict[str, list[Judged]]:
    acts: dict[str, list[Judged]] = {}
    for one in judged:
        acts.setdefault(one.charge.act, []).append(one)
    return acts


@rule(
    "penalty.one_act_one_fine",
    zh="同一个违法行为只罚款一次。",
    basis_zh="《行政处罚法》第二十九条；《暂行办法》第十三条",
    basis_en="Penalty Law Art 29; Measures Art 13",
)
def one_act_one_fine(judged: Iterable[Judged]) -> Refusal | None:
    """One act is fined once."""
    for act, charges in _by_act(judged).items():
        if sum(one.fine_fen > 0 for one in charges) > 1:
            return Refusal("penalty.one_act_one_fine", about=act)
    return None


@rule(
    "penalty.highest_rule_fines",
    zh="同一行为违反多项规定均应罚款的，按数额高的规定处罚。",
    basis_zh="《行政处罚法》第二十九条；《暂行办法》第十三条",
    basis_en="Penalty Law Art 29; Measures Art 13",
)
def highest_rule_fines(judged: Iterable[Judged]) -> Refusal | None:
    """Where several rules would fine one act, the fine follows the rule with the highest one."""
    for act, charges in _by_act(judged).items():
        highest = max(one.range.max_fen or 0 for one in charges)
        fined = [one for one in charges if one.fine_fen > 0]
        if any((one.range.max_fen or 0) < highest for one in fined):
            return Refusal("penalty.highest_rule_fines", about=act)
    return None
