"""Whether a proposed penalty carries a right to a hearing (听证), and from which amount.

Measures Art 5, 30; Penalty Law Art 63. The day of the step picks the amounts, not the day of the
act. Before the amount is fixed the answer may be "depends", with the amount from which it is due.
"""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from pydantic import BaseModel, ConfigDict

from inspections.penalty_ranges import PenaltyRange
from inspections.penalty_schemes import Choice
from inspections.procedure.terms import HearingRight
from inspections.sources import LAW, Citation, cited
from inspections.vocabulary import PartyType, PenaltyKind, Term


class HearingReason(Term):
    """What the answer rests on."""

    KIND = "kind", "拟作出的处罚种类", "The kind of penalty"
    FINE = "fine", "罚款数额（多项行为合并计算）", "The fines, added over all acts"
    CONFISCATION = "confiscation", "拟没收的违法所得数额", "The gains to be confiscated"
    GOODS = "goods", "拟没收非法财物的价值", "The value of the goods to be confiscated"
    BY_LAW = "by_law", "其他种类依照其规定", "Another kind, by its own rule"
    LOCAL = "local", "当时由地方规定数额", "The amount was set locally at that time"


class Period(BaseModel):
    """The rule of some years: kinds that always carry the right, and amounts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    basis: tuple[Citation, ...]
    valid_from: date
    valid_to: date | None = None
    always: frozenset[PenaltyKind]
    fine_from_fen: dict[PartyType, int] = {}
    confiscation_from_fen: int | None = None
    unverified: bool = False

    def law(self, language: str) -> str:
        """Return the legal basis in `language`."""
        return cited(self.basis, language)


class LocalAmounts(BaseModel):
    """What a locality set where the law left the amount to it; with the paper that says so."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str
    fine_from_fen: dict[PartyType, int] = {}
    confiscation_from_fen: int | None = None
    goods_from_fen: int | None = None


class NoHearingRule(LookupError):
    """No rule on hearings is known for the day of a step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """An amount between two; `most` is None while nothing bounds it."""

    least: int = 0
    most: int | None = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """What one act may bring: kinds that are sure, kinds of which some will be chosen, amounts."""

    sure: frozenset[PenaltyKind] = frozenset()
    some_of: frozenset[PenaltyKind] = frozenset()
    perhaps: frozenset[PenaltyKind] = frozenset()
    fine: Span = Span()
    confiscation: Span = Span()
    goods: Span = Span()


@dataclass(frozen=True, slots=True)
class RightToHearing:
    """The answer, the least amount that makes it due, and what it rests on."""

    answer: HearingRight
    from_fen: int | None
    is_provisional: bool
    reasons: tuple[HearingReason, ...]
    period: Period


@dataclass(frozen=True, slots=True)
class _Part:
    answer: HearingRight
    reason: HearingReason
    from_fen: int | None = None
    is_local: bool = False


@cache
def periods() -> tuple[Period, ...]:
    """Return every period; raises ValueError on bad data."""
    tables = tomllib.loads((LAW / "hearing_amounts.toml").read_text("utf-8"))["period"]
    return tuple(Period.model_validate(table) for table in tables)


def period_on(day: date) -> Period:
    """Return the rule for a step on `day`; raises NoHearingRule."""
    for period in periods():
        if period.valid_from <= day and (period.valid_to is None or day <= period.valid_to):
            return period
    raise NoHearingRule(day.isoformat())


def exposure(
    found: PenaltyRange, *, fine_fen: int | None = None, confiscated_fen: int | None = None
) -> Exposure:
    """Return what a range may bring, narrowed by amounts that are fixed already.

    What is confiscated is what is left after refunds: the gains at most.
    """
    kinds = frozenset(found.tier.kinds) & frozenset(found.kinds)
    is_all = found.choose is Choice.ALL
    fine = Span()
    if PenaltyKind.FINE in kinds:
        fine = _span(fine_fen, found.min_fen or 0, found.max_fen)
    confiscation = Span()
    if PenaltyKind.CONFISCATE_GAINS in found.kinds or confiscated_fen:
        confiscation = _span(confiscated_fen, 0, found.base_fen)
    return Exposure(
        sure=kinds if is_all else frozenset(),
        some_of=frozenset() if is_all else kinds,
        perhaps=frozenset(found.tier.besides),
        fine=fine,
        confiscation=confiscation,
    )


def _span(fixed: int | None, least: int, most: int | None) -> Span:
    return Span(least=least, most=most) if fixed is None else Span(least=fixed, most=fixed)


def hearing_right(
    exposures: Sequence[Exposure],
    party: PartyType,
    step_on: date,
    local: LocalAmounts | None = None,
) -> RightToHearing:
    """Return whether the party may ask for a hearing about one decision on these acts.

    Amounts of several acts are added, in the party's favour. Raises NoHearingRule.
    """
    period = period_on(step_on)
    own = local or LocalAmounts(source="")
    fine_from, fine_is_local = _amount(
        period.fine_from_fen.get(party), own.fine_from_fen.get(party)
    )
    taken_from, taken_is_local = _amount(period.confiscation_from_fen, own.confiscation_from_fen)
    goods_from, goods_is_local = _amount(None, own.goods_from_fen)
    fines = _added(one.fine for one in exposures)
    taken = _added(one.confiscation for one in exposures)
    goods = _added(one.goods for one in exposures)
    parts = [
        *(_by_kind(one, period) for one in exposures),
        _by_amount(fines, fine_from, fine_is_local, HearingReason.FINE),
        _by_amount(taken, taken_from, taken_is_local, HearingReason.CONFISCATION),
        _by_amount(goods, goods_from, goods_is_local, HearingReason.GOODS),
    ]
    return _together([part for part in parts if part is not None], period)


def _amount(national: int | None, local: int | None) -> tuple[int | None, bool]:
    """Return the amount that counts, and whether the law leaves it to the locality."""
    return (local, True) if national is None else (national, False)


def _added(spans: Iterable[Span]) -> Span:
    every = tuple(spans)
    tops = [span.most for span in every if span.most is not None]
    most = sum(tops) if len(tops) == len(every) else None
    return Span(least=sum(span.least for span in every), most=most)


def _by_kind(one: Exposure, period: Period) -> _Part | None:
    if one.sure & period.always or (one.some_of and one.some_of <= period.always):
        return _Part(HearingRight.YES, HearingReason.KIND)
    if PenaltyKind.OTHER in one.sure | one.some_of | one.perhaps:
        return _Part(HearingRight.DEPENDS, HearingReason.BY_LAW)
    if (one.some_of | one.perhaps) & period.always:
        return _Part(HearingRight.DEPENDS, HearingReason.KIND)
    return None


def _by_amount(
    span: Span, from_fen: int | None, is_local: bool, reason: HearingReason
) -> _Part | None:
    if span.most == 0:
        return None
    if from_fen is None:
        return _Part(HearingRight.DEPENDS, HearingReason.LOCAL, is_local=True)
    if span.least >= from_fen:
        return _Part(HearingRight.YES, reason, from_fen, is_local)
    if span.most is not None and span.most < from_fen:
        return _Part(HearingRight.NO, reason, from_fen, is_local)
    return _Part(HearingRight.DEPENDS, reason, from_fen, is_local)


def _together(parts: Sequence[_Part], period: Period) -> RightToHearing:
    """Return the strongest of the answers; what doesn't bear on it is left out."""
    for answer in (HearingRight.YES, HearingRight.DEPENDS, HearingRight.NO):
        bearing = [part for part in parts if part.answer is answer]
        if bearing:
            break
    else:
        return RightToHearing(HearingRight.NO, None, period.unverified, (), period)
    amounts = [part.from_fen for part in bearing if part.from_fen is not None]
    needed = min(amounts) if amounts and answer is HearingRight.DEPENDS else None
    certain = any(not part.is_local for part in bearing) and answer is HearingRight.YES
    is_local = any(part.is_local for part in parts)
    return RightToHearing(
        answer,
        needed,
        period.unverified or (is_local and not certain),
        tuple(dict.fromkeys(part.reason for part in bearing)),
        period,
    )
