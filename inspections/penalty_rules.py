"""What must hold of one charge before it is proposed: elements, kinds, amounts, reasons.

Measures Art 13 to 25; Penalty Law Art 28 to 34, 57. The weighing of a penalty is
`weighing_rules.py`; what several charges must agree on is `penalty_proposals.py`.
"""

from collections.abc import Set

from inspections.discretion import Weight
from inspections.penalty_facts import Judged
from inspections.penalty_schemes import Choice, Department
from inspections.refusal import Refusal
from inspections.rulebook import rule
from inspections.violations import elements, violations
from inspections.vocabulary import PenaltyKind, PenaltyTier

MEASURES_ZH = "《暂行办法》第十七条至第二十五条"
MEASURES_EN = "Measures Art 17 to 25"


def _no(code: str, judged: Judged, *about: object) -> Refusal:
    title = judged.range.violation.title("zh")
    return Refusal(code, about="：".join((title, "、".join(map(str, about)))) if about else title)


@rule(
    "penalty.elements_are_shown",
    zh="违法行为的各项构成要件均已认定。",
    basis_zh="《行政处罚法》第四十条；《暂行办法》第十七条至第二十五条",
    basis_en="Penalty Law Art 40; Measures Art 17 to 25",
)
def elements_are_shown(judged: Judged) -> Refusal | None:
    """Every element of the violation is ticked as shown."""
    needed, shown = judged.range.violation.elements, judged.charge.elements
    missing = [elements()[code].zh for code in needed if code not in shown]
    return _no("penalty.elements_are_shown", judged, *missing) if missing else None


@rule(
    "penalty.is_not_excluded",
    zh="不构成应当优先适用的另一违法行为（第十七条擅自举办）。",
    basis_zh="《暂行办法》第十八条",
    basis_en="Measures Art 18",
)
def is_not_excluded(judged: Judged) -> Refusal | None:
    """The act isn't the graver violation that shuts this one out (the test of Art 17)."""
    code = judged.range.violation.excludes_if
    if code is not None and set(violations()[code].elements) <= judged.charge.elements:
        return _no("penalty.is_not_excluded", judged, violations()[code].title("zh"))
    return None


@rule(
    "penalty.only_licensed_are_charged",
    zh="只有持证机构才能依第二十条至第二十二条处罚。",
    basis_zh="《暂行办法》第二十条至第二十二条",
    basis_en="Measures Art 20 to 22",
)
def only_licensed_are_charged(judged: Judged) -> Refusal | None:
    """Only an institution with a licence is charged under Art 20 to 22."""
    if judged.range.violation.scheme.licensed_only and not judged.proposal.is_licensed:
        return _no("penalty.only_licensed_are_charged", judged)
    return None


@rule(
    "penalty.there_is_a_licence_to_revoke",
    zh="吊销许可证件的，当事人持有许可证件。",
    basis_zh="《暂行办法》第十七条、第二十条至第二十二条",
    basis_en="Measures Art 17, 20 to 22",
)
def there_is_a_licence_to_revoke(judged: Judged) -> Refusal | None:
    """A licence is revoked only where there is one; an unlicensed operator has none."""
    if PenaltyKind.REVOKE_LICENCE in judged.charge.kinds and not judged.proposal.is_licensed:
        return _no("penalty.there_is_a_licence_to_revoke", judged)
    return None


@rule(
    "penalty.revocation_is_for_the_serious",
    zh="吊销许可证件以认定情节严重为前提。",
    basis_zh="《暂行办法》第二十条至第二十二条；《民办教育促进法》第六十二条",
    basis_en="Measures Art 20 to 22; Private Education Law Art 62",
)
def revocation_is_for_the_serious(judged: Judged) -> Refusal | None:
    """A licence is revoked only where the act was found serious."""
    revokes = PenaltyKind.REVOKE_LICENCE in judged.charge.kinds
    if revokes and judged.charge.tier is not PenaltyTier.SERIOUS:
        return _no("penalty.revocation_is_for_the_serious", judged, judged.charge.tier.zh)
    return None


@rule(
    "penalty.kind_is_provided",
    zh="拟作出的处罚种类是该档次规定的。",
    basis_zh="《行政处罚法》第三十八条",
    basis_en="Penalty Law Art 38",
)
def kind_is_provided(judged: Judged) -> Refusal | None:
    """Every kind of penalty proposed is one that the tier provides."""
    foreign = [
        kind.zh
        for kind in PenaltyKind
        if kind in judged.charge.kinds and not judged.range.provides(kind)
    ]
    return _no("penalty.kind_is_provided", judged, *foreign) if foreign else None


@rule(
    "penalty.kinds_are_chosen",
    zh="至少选择一种该档次规定的处罚；“或者”连接的只选一种，应当并处的全部选择（减轻的除外）。",
    basis_zh=MEASURES_ZH,
    basis_en=MEASURES_EN,
)
def kinds_are_chosen(judged: Judged) -> Refusal | None:
    """One kind is chosen; one alone where it says "or", all where it says "and" unless reduced."""
    offered = set(judged.range.tier.kinds) & set(judged.range.kinds)
    chosen = judged.charge.kinds & offered
    if not offered or judged.is_fined_elsewhere or _are_enough(judged, chosen, offered):
        return None
    missing = [kind.zh for kind in PenaltyKind if kind in offered - chosen]
    return _no("penalty.kinds_are_chosen", judged, *missing)


def _are_enough(judged: Judged, chosen: Set[PenaltyKind], offered: Set[PenaltyKind]) -> bool:
    if judged.range.choose is Choice.ONE:
        return len(chosen) == 1
    is_whole = judged.range.choose is Choice.ALL and judged.charge.weight is not Weight.REDUCED
    # a fine that is missing is told by `fine_not_below_minimum`
    needed = offered - {PenaltyKind.FINE} if is_whole else frozenset[PenaltyKind]()
    return bool(chosen) and chosen >= needed


@rule(
    "penalty.tier_is_reasoned",
    zh="写明认定情节档次的理由。",
    basis_zh="《行政处罚法》第五条、第三十四条、第四十四条",
    basis_en="Penalty Law Art 5, 34, 44",
)
def tier_is_reasoned(judged: Judged) -> Refusal | None:
    """The reasons for the tier are written down."""
    return None if judged.charge.tier_reasons.strip() else _no("penalty.tier_is_reasoned", judged)


@rule(
    "penalty.joint_department_is_documented",
    zh="须会同有关部门的，写明部门并附其文书。",
    basis_zh="《暂行办法》第十七条、第十八条、第十九条、第二十三条；《民办教育促进法》第六十四条",
    basis_en="Measures Art 17, 18, 19, 23; Private Education Law Art 64",
)
def joint_department_is_documented(judged: Judged) -> Refusal | None:
    """Where another department decides with the agency, it is named and its paper is on file."""
    needed, charge = judged.range.joint_with, judged.charge
    named = charge.joint_department.strip()
    is_one = named in needed or (Department.OTHER_DEPARTMENTS in needed and named)
    if not needed or (is_one and charge.joint_paper):
        return None
    words = [department.zh for department in needed]
    return _no("penalty.joint_department_is_documented", judged, *words)


@rule(
    "penalty.gains_are_computed",
    zh="按违法所得倍数罚款的，已由收款、退款明细算出违法所得。",
    basis_zh="《暂行办法》第十七条、第四十二条",
    basis_en="Measures Art 17, 42",
)
def gains_are_computed(judged: Judged) -> Refusal | None:
    """A fine by multiples of the gains waits for the gains."""
    return _no("penalty.gains_are_computed", judged) if judged.range.waits_for_gains else None


@rule(
    "penalty.fine_has_its_amount",
    zh="罚款数额大于0；数额为0的不是罚款。",
    basis_zh="《行政处罚法》第九条；《暂行办法》第五条",
    basis_en="Penalty Law Art 9; Measures Art 5",
)
def fine_has_its_amount(judged: Judged) -> Refusal | None:
    """A fine has an amount above 0, and an amount stands only with a fine."""
    is_proposed = PenaltyKind.FINE in judged.charge.kinds
    if is_proposed == (judged.fine_fen > 0) and judged.charge.fine_fen != 0:
        return None
    return _no("penalty.fine_has_its_amount", judged)


@rule(
    "penalty.fine_not_above_maximum",
    zh="罚款不超过法定上限。",
    basis_zh="《行政处罚法》第三十八条；《暂行办法》第十七条、第十八条、第二十三条",
    basis_en="Penalty Law Art 38; Measures Art 17, 18, 23",
)
def fine_not_above_maximum(judged: Judged) -> Refusal | None:
    """The fine doesn't exceed the maximum; nothing lifts it."""
    most = judged.range.max_fen
    if most is None or judged.fine_fen <= most:
        return None
    return _no("penalty.fine_not_above_maximum", judged, f"{judged.fine_fen} > {most}")


@rule(
    "penalty.confiscation_is_of_what_is_left",
    zh="没收的数额即退还后剩余的违法所得。",
    basis_zh="《行政处罚法》第二十八条；《暂行办法》第四十二条",
    basis_en="Penalty Law Art 28; Measures Art 42",
)
def confiscation_is_of_what_is_left(judged: Judged) -> Refusal | None:
    """What is confiscated is what the lines leave after all refunds, as a kind of its own."""
    charge = judged.charge
    is_proposed = PenaltyKind.CONFISCATE_GAINS in charge.kinds
    taken = charge.confiscated_fen or 0
    fits = is_proposed == (taken > 0) and taken in (0, charge.left_to_confiscate_fen)
    return None if fits else _no("penalty.confiscation_is_of_what_is_left", judged)
