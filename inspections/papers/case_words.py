"""Sentences that papers of a case share: what is imposed, what the party said, how it was heard."""

from collections.abc import Iterator
from dataclasses import dataclass

from inspections.papers.parts import day, sentence, yuan
from inspections.procedure.facts import CaseFacts, PriorNotice
from inspections.vocabulary import PenaltyKind

MONEY = (PenaltyKind.FINE, PenaltyKind.CONFISCATE_GAINS)
YEAR = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """What is charged and imposed, as a notice or a decision says it."""

    facts: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    kinds: tuple[PenaltyKind, ...] = ()
    fine_fen: int = 0
    confiscate_fen: int = 0
    restricted_months: int = 0
    restricted_for_good: bool = False


def penalties_of(charge: Charge, *, with_money: bool) -> Iterator[str]:
    """Yield what is imposed, one sentence each; money comes last, or is left to the decision."""
    for kind in charge.kinds:
        if kind is PenaltyKind.PRACTICE_RESTRICTION:
            yield kind.zh + _how_long(charge)
        elif kind not in MONEY:
            yield kind.zh
    if with_money and charge.confiscate_fen:
        yield f"没收违法所得人民币{yuan(charge.confiscate_fen)}"
    if with_money and charge.fine_fen:
        yield f"罚款人民币{yuan(charge.fine_fen)}"


def _how_long(charge: Charge) -> str:
    if charge.restricted_for_good:
        return "（终身）"
    years, months = divmod(charge.restricted_months, YEAR)
    parts = [f"{years}年"] * bool(years) + [f"{months}个月"] * bool(months)
    return f"（{''.join(parts)}）" if parts else ""


def defence_words(notice: PriorNotice | None) -> str:
    """Return what became of the right to state and defend; nothing before the notice."""
    if notice is None:
        return ""
    if notice.defence_waived_on:
        return f"当事人于{day(notice.defence_waived_on)}书面放弃陈述、申辩"
    if not notice.defences:
        return "当事人在规定期限内未提出陈述、申辩"
    told = []
    for one in notice.defences:
        result = {True: "予以采纳", False: "不予采纳"}.get(one.taken or False)
        reasons = f"。理由：{one.reasons}" if one.reasons else ""
        told.append(f"当事人于{day(one.received_on)}提出陈述、申辩，经复核{result}{reasons}")
    return "；".join(told)


def hearing_words(facts: CaseFacts, opinion: str) -> str:
    """Return what became of the right to a hearing; nothing before the notice."""
    notice = facts.notice
    if notice is None:
        return ""
    hearing = notice.hearing
    if notice.hearing_waived_on:
        return f"当事人于{day(notice.hearing_waived_on)}书面放弃听证"
    if hearing is None:
        return "当事人未要求听证"
    if hearing.held_on:
        said = f"听证意见：{sentence(opinion)}" if opinion else ""
        return f"本机关于{day(hearing.held_on)}举行听证。{said}"
    if hearing.given_up_on:
        return f"当事人于{day(hearing.given_up_on)}放弃听证"
    return f"当事人于{day(hearing.asked_on)}要求听证"
