"""How a penalty is weighed: what lighter, reduced, heavier and none need, and what they forbid.

Measures Art 14, 15, 16, 32; Penalty Law Art 30, 32, 33, 49, 57. "Always the maximum" (顶格) is a
wish of an order; in law it is "heavier", with a ground and reasons, inside the range.
"""

from datetime import date

from inspections.discretion import Effect, Weight, effects_of, grounds, weights_allowed
from inspections.penalty_facts import Judged
from inspections.refusal import Refusal
from inspections.rulebook import rule

LIGHTER_ZH, LIGHTER_EN = (
    "《暂行办法》第十四条；《行政处罚法》第三十条、第三十二条",
    ("Measures Art 14; Penalty Law Art 30, 32"),
)
HEAVIER_ZH, HEAVIER_EN = (
    "《暂行办法》第十六条；《行政处罚法》第四十九条",
    ("Measures Art 16; Penalty Law Art 49"),
)
LENIENT = (Weight.LIGHTER, Weight.REDUCED, Weight.NONE)


def _title(judged: Judged) -> str:
    return judged.range.violation.title("zh")


@rule(
    "penalty.grounds_count",
    zh="勾选的从轻、减轻、从重情形在当时有效、适用于该当事人，须指明依据的已指明。",
    basis_zh="《行政处罚法》第三十七条；《暂行办法》第十四条至第十六条",
    basis_en="Penalty Law Art 37; Measures Art 14 to 16",
)
def grounds_count(judged: Judged) -> Refusal | None:
    """Each ticked ground was in force, reaches this party, and names its law where it must."""
    charge, notes = judged.charge, dict(judged.charge.ground_notes)
    bad = [code for code in sorted(charge.grounds) if not _counts(code, judged, notes)]
    return Refusal("penalty.grounds_count", about="、".join(bad)) if bad else None


def _counts(code: str, judged: Judged, notes: dict[str, str]) -> bool:
    ground, proposal = grounds().get(code), judged.proposal
    if ground is None or (ground.names_law and not notes.get(code, "").strip()):
        return False
    return ground.counts(
        act_on=judged.charge.act_on, decided_on=proposal.decided_on, party=proposal.party
    )


@rule(
    "penalty.weight_has_its_ground",
    zh="从轻、减轻、不予或者从重有相应的情形，并写明理由。",
    basis_zh="《暂行办法》第十四条至第十六条；《行政处罚法》第三十二条、第三十三条",
    basis_en="Measures Art 14 to 16; Penalty Law Art 32, 33",
)
def weight_has_its_ground(judged: Judged) -> Refusal | None:
    """Lighter, reduced, none and heavier each rest on a ticked ground, with written reasons."""
    charge = judged.charge
    if charge.weight is Weight.USUAL:
        return None
    by_itself = charge.weight is Weight.HEAVIER and judged.range.violation.heavier_by_itself
    is_carried = by_itself or charge.weight in weights_allowed(charge.grounds)
    if is_carried and charge.weight_reasons.strip():
        return None
    return Refusal("penalty.weight_has_its_ground", about=charge.weight.zh)


@rule(
    "penalty.top_has_its_ground",
    zh="顶格罚款须有从重情形并写明理由。",
    basis_zh=HEAVIER_ZH,
    basis_en=HEAVIER_EN,
)
def top_has_its_ground(judged: Judged) -> Refusal | None:
    """The maximum is taken only as heavier, with a ground of Measures Art 16 and reasons."""
    if judged.is_at_the_top and judged.charge.weight is not Weight.HEAVIER:
        return Refusal("penalty.top_has_its_ground", about=_title(judged))
    return None


@rule(
    "penalty.lighter_ground_is_heeded",
    zh="有应当从轻或者减轻情形的，不得从重或者顶格，须从轻或者减轻。",
    basis_zh=LIGHTER_ZH,
    basis_en=LIGHTER_EN,
)
def lighter_ground_is_heeded(judged: Judged) -> Refusal | None:
    """Where a ground says "must be lighter", it is: never heavier, never the maximum."""
    if Effect.MUST_LIGHTER not in effects_of(judged.charge.grounds):
        return None
    if judged.charge.weight in LENIENT and not judged.is_at_the_top:
        return None
    return Refusal("penalty.lighter_ground_is_heeded", about=_title(judged))


@rule(
    "penalty.heavier_ground_is_heeded",
    zh="有应当从重情形且无应当从轻、减轻情形的，从重处罚。",
    basis_zh=HEAVIER_ZH,
    basis_en=HEAVIER_EN,
)
def heavier_ground_is_heeded(judged: Judged) -> Refusal | None:
    """Where a ground says "must be heavier" and none says lighter, the penalty is heavier."""
    effects = effects_of(judged.charge.grounds)
    must = Effect.MUST_HEAVIER in effects or judged.range.violation.heavier_by_itself
    if not must or effects - {Effect.MUST_HEAVIER} or judged.charge.weight is Weight.HEAVIER:
        return None
    return Refusal("penalty.heavier_ground_is_heeded", about=_title(judged))


@rule(
    "penalty.no_penalty_is_heeded",
    zh="有不予处罚情形的，不作出处罚，对当事人进行教育。",
    basis_zh="《暂行办法》第十五条；《行政处罚法》第三十条、第三十三条、第三十六条",
    basis_en="Measures Art 15; Penalty Law Art 30, 33, 36",
)
def no_penalty_is_heeded(judged: Judged) -> Refusal | None:
    """Where a ground says "must not be punished", or none is proposed, no kind is imposed."""
    must = Effect.MUST_NOT_PUNISH in effects_of(judged.charge.grounds)
    if (must or judged.charge.weight is Weight.NONE) and judged.charge.kinds:
        return Refusal("penalty.no_penalty_is_heeded", about=_title(judged))
    return None


@rule(
    "penalty.fine_not_below_minimum",
    zh="低于法定下限须有减轻情形、写明理由并经集体讨论。",
    basis_zh="《行政处罚法》第三十二条、第五十七条；《暂行办法》第十四条、第三十四条",
    basis_en="Penalty Law Art 32, 57; Measures Art 14, 34",
)
def fine_not_below_minimum(judged: Judged) -> Refusal | None:
    """Below the minimum only by a ticked ground of reduction, with reasons and a discussion."""
    charge, discussed_on = judged.charge, judged.proposal.discussed_on
    if not judged.is_below_minimum or judged.is_fined_elsewhere or _goes_unpunished(judged):
        return None
    may = charge.weight is Weight.REDUCED and Weight.REDUCED in weights_allowed(charge.grounds)
    if may and charge.weight_reasons.strip() and discussed_on is not None:
        return None
    about = f"{judged.fine_fen} < {judged.range.min_fen}"
    return Refusal("penalty.fine_not_below_minimum", about=about)


@rule(
    "penalty.weighed_before_the_decision",
    zh="决定作出后不再改动裁量；决定被撤销重作的，重新裁量。",
    basis_zh="《行政处罚法》第五十七条、第五十九条",
    basis_en="Penalty Law Art 57, 59",
)
def weighed_before_the_decision(decided_on: date | None) -> Refusal | None:
    """What was weighed stands once the decision is made; a decision made anew is weighed anew."""
    if decided_on is None:
        return None
    return Refusal("penalty.weighed_before_the_decision", about=decided_on.isoformat())


def _goes_unpunished(judged: Judged) -> bool:
    carried = weights_allowed(judged.charge.grounds)
    return judged.charge.weight is Weight.NONE and Weight.NONE in carried
