"""Which rules an act may fall under: the law of the day, and a newer one beside it.

Penalty Law Art 37: the law at the time of the act; if the rule at the time of the decision is
lighter, or no longer treats it as unlawful, that one. All candidates are listed; an officer picks
one and gives the reason.
"""

from dataclasses import dataclass
from datetime import date

from inspections.penalty_schemes import PenaltyScheme
from inspections.violations import Violation, violations
from inspections.vocabulary import Term


class UnknownViolation(LookupError):
    """The catalogue has no violation of this code."""


class WhyListed(Term):
    """Why a rule is a candidate."""

    AT_THE_ACT = "at_the_act", "行为（终了）时有效", "In force when the act happened or ended"
    EARLIER_PART = "earlier_part", "仅前段行为时有效", "In force for the earlier part only"
    NEWER = "newer", "行为后施行的新规定", "Newer than the act"


class Compared(Term):
    """How the penalties of a newer rule compare with those at the act."""

    LIGHTER = "lighter", "较轻", "Lighter"
    HEAVIER = "heavier", "较重", "Heavier"
    SAME = "same", "相同", "The same"
    UNCLEAR = "unclear", "须比较", "To be compared"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One rule that an act may fall under; gains count for it between two days."""

    code: str
    violation: Violation
    why: WhyListed
    gains_from: date
    gains_to: date
    is_repealed: bool
    compared: Compared | None = None


def violation_named(code: str) -> Violation:
    """Return the violation of this code; raises UnknownViolation."""
    try:
        return violations()[code]
    except KeyError as unknown:
        raise UnknownViolation(code) from unknown


def same_act_rules(code: str) -> tuple[str, ...]:
    """Return the code and those of other instruments that the same act may break."""
    near = {code, *violation_named(code).same_act}
    return tuple(
        other for other, row in violations().items() if other in near or code in row.same_act
    )


def rules_for(
    code: str, *, act_start: date, act_end: date, decided_on: date
) -> tuple[Candidate, ...]:
    """Return every rule that the act may fall under, those in force at its end first.

    An act over a change of law follows the law at its end; gains from before a rule began count
    only under a rule then in force. Raises UnknownViolation, and ValueError for days out of order.
    """
    if not act_start <= act_end <= decided_on:
        raise ValueError("an act starts, ends, and is decided, in this order")
    days = (act_start, act_end, decided_on)
    family = [(other, violations()[other]) for other in same_act_rules(code)]
    at_end = [pair for pair in family if pair[1].is_in_force(act_end)]
    at_end.sort(key=lambda pair: pair[0] != code)
    parts = [pair for pair in family if pair not in at_end and pair[1].is_in_force(act_start)]
    newer = [pair for pair in family if act_end < pair[1].valid_from <= decided_on]
    old = at_end[0][1].scheme if at_end else None
    return (
        *(_candidate(pair, WhyListed.AT_THE_ACT, days) for pair in at_end),
        *(_candidate(pair, WhyListed.EARLIER_PART, days) for pair in parts),
        *(_candidate(pair, WhyListed.NEWER, days, compared(old, pair[1].scheme)) for pair in newer),
    )


def _candidate(
    pair: tuple[str, Violation],
    why: WhyListed,
    days: tuple[date, date, date],
    compared_with_old: Compared | None = None,
) -> Candidate:
    code, violation = pair
    act_start, act_end, decided_on = days
    newer = why is WhyListed.NEWER
    return Candidate(
        code,
        violation,
        why,
        gains_from=act_start if newer else max(act_start, violation.valid_from),
        gains_to=min(act_end, violation.valid_to or act_end),
        is_repealed=not violation.is_in_force(decided_on),
        compared=compared_with_old,
    )


def compared(old: PenaltyScheme | None, new: PenaltyScheme) -> Compared:
    """Return whether the newer penalties are lighter, where that can be read off the rows.

    One is lighter than another when it provides a part of the other's tiers and nothing else; an
    act that no rule punished at its time has only heavier ones after it.
    """
    if old is None:
        return Compared.HEAVIER
    before, after = _measures(old), _measures(new)
    if before == after:
        return Compared.SAME
    if after < before:
        return Compared.LIGHTER
    return Compared.HEAVIER if before < after else Compared.UNCLEAR


def _measures(scheme: PenaltyScheme) -> frozenset[object]:
    tiers = {(tier.tier, tier.kinds, tier.besides, tier.fine, tier.bar) for tier in scheme.tiers}
    return frozenset({*tiers, scheme.confiscation} - {None})
