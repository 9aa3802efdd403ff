"""What may be imposed for a violation in one tier: kinds, least and most fine, with whom.

The day of the act picks the rule (Penalty Law Art 37). 以上 and 以下 include the number (Measures
Art 43): both ends of a range belong to it.
"""

from dataclasses import dataclass
from datetime import date

from inspections.penalties import violation_named
from inspections.penalty_schemes import Choice, Confiscation, Department, Tier
from inspections.refusal import Refusal, Refused
from inspections.rulebook import rule
from inspections.steps import collected
from inspections.violations import Violation
from inspections.vocabulary import PartyType, PenaltyKind, PenaltyTier, Term


class RangeNote(Term):
    """What a reader of a range must know besides its numbers."""

    WAITS_FOR_GAINS = (
        "waits_for_gains",
        "罚款按违法所得的倍数计算，须先由收款、退款明细算出违法所得",
        "the fine is a multiple of the illegal gains, which must be computed first",
    )
    NO_GAINS = (
        "no_gains",
        "没有违法所得，倍数罚款为零，只有责令事项",
        "without gains the multiple gives no fine; only the orders remain",
    )
    MAY_CONFISCATE = (
        "may_confiscate",
        "不能退还的违法所得可以依《行政处罚法》第二十八条没收",
        "gains that can't be refunded may be confiscated under Penalty Law Art 28",
    )
    HEAVIER_BY_ITSELF = "heavier_by_itself", "该行为本身应当从重", "the act is heavier by itself"
    JOINT = "joint", "须会同有关部门作出", "decided together with another department"
    UNVERIFIED = (
        "unverified",
        "该规定尚须核对官方文本",
        "the rule must still be compared with the official text",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeFacts:
    """Which violation is charged against whom, for an act of which day, in which tier."""

    violation: Violation
    tier: PenaltyTier
    act_on: date
    party: PartyType


@dataclass(frozen=True, slots=True, kw_only=True)
class PenaltyRange:
    """The answer; `min_fen` and `max_fen` are None without a fine, or while gains aren't known."""

    violation: Violation
    tier: Tier
    kinds: tuple[PenaltyKind, ...]
    base_fen: int | None
    min_fen: int | None
    max_fen: int | None
    may_confiscate: bool

    @property
    def law(self) -> str:
        """Return the code of the instrument that names the violation."""
        return self.violation.law

    @property
    def article(self) -> int:
        """Return its article."""
        return self.violation.article

    @property
    def choose(self) -> Choice:
        """Return how many of the tier's kinds a decision takes."""
        return self.tier.choose

    @property
    def joint_with(self) -> tuple[Department, ...]:
        """Return the departments of which one decides together (会同); empty where none does."""
        return self.violation.scheme.joint_with

    @property
    def waits_for_gains(self) -> bool:
        """Say whether the fine follows from gains that aren't known yet."""
        fine = self.tier.fine
        return fine is not None and fine.is_multiple and self.base_fen is None

    @property
    def notes(self) -> tuple[RangeNote, ...]:
        """Return what must be said beside the numbers."""
        fine, scheme = self.tier.fine, self.violation.scheme
        by_penalty_law = scheme.confiscation is Confiscation.PENALTY_LAW
        said = {
            RangeNote.WAITS_FOR_GAINS: self.waits_for_gains,
            RangeNote.NO_GAINS: fine is not None and fine.is_multiple and self.base_fen == 0,
            RangeNote.MAY_CONFISCATE: self.may_confiscate and by_penalty_law,
            RangeNote.HEAVIER_BY_ITSELF: self.violation.heavier_by_itself,
            RangeNote.JOINT: bool(self.joint_with),
            RangeNote.UNVERIFIED: self.violation.is_unverified,
        }
        return tuple(note for note, holds in said.items() if holds)

    def provides(self, kind: PenaltyKind) -> bool:
        """Say whether a decision in this tier may impose `kind`."""
        if kind is PenaltyKind.CONFISCATE_GAINS:
            return self.may_confiscate
        return kind in self.tier.kinds or kind in self.tier.besides


def penalty_range(
    code: str,
    tier: PenaltyTier,
    *,
    act_on: date,
    party: PartyType,
    base_fen: int | None = None,
) -> PenaltyRange:
    """Return what may be imposed; `base_fen` are the gains of Measures Art 42.

    Without gains a multiple of them gives no fine: only the orders remain. Raises UnknownViolation,
    ValueError for negative gains, and Refused with every reason why there is no such range.
    """
    if base_fen is not None and base_fen < 0:
        raise ValueError("gains are never below 0")
    violation = violation_named(code)
    facts = ChargeFacts(violation=violation, tier=tier, act_on=act_on, party=party)
    row = violation.scheme.tier(tier)
    reasons = against_charge(facts)
    if reasons or row is None:
        raise Refused(reasons)
    low, high = row.fine.bounds(base_fen) if row.fine else (None, None)
    return PenaltyRange(
        violation=violation,
        tier=row,
        kinds=_kinds(violation, row, base_fen, act_on),
        base_fen=base_fen,
        min_fen=low,
        max_fen=high,
        may_confiscate=violation.scheme.may_confiscate(act_on),
    )


def _kinds(
    violation: Violation, row: Tier, base_fen: int | None, act_on: date
) -> tuple[PenaltyKind, ...]:
    """Return what can really come of it, given what is known of the gains.

    An article that confiscates does so unless there is nothing; Penalty Law Art 28 is named only
    for gains that are there.
    """
    no_fine = row.fine is not None and row.fine.is_multiple and base_fen == 0
    provided = [kind for kind in row.kinds if not (no_fine and kind is PenaltyKind.FINE)]
    provided += row.besides
    by_article = violation.scheme.confiscation is Confiscation.ARTICLE
    there_is_some = base_fen != 0 if by_article else bool(base_fen)
    if there_is_some and violation.scheme.may_confiscate(act_on):
        provided.append(PenaltyKind.CONFISCATE_GAINS)
    return tuple(provided)


def against_charge(facts: ChargeFacts) -> list[Refusal]:
    """Return every reason why this violation can't be charged so."""
    return collected((rule_is_in_force(facts), party_fits(facts), tier_is_provided(facts)))


@rule(
    "penalty.rule_is_in_force",
    zh="所援引的规定在行为时有效。",
    basis_zh="《行政处罚法》第三十七条",
    basis_en="Penalty Law Art 37",
)
def rule_is_in_force(facts: ChargeFacts) -> Refusal | None:
    """The rule was in force on the day of the act."""
    if facts.violation.is_in_force(facts.act_on):
        return None
    return Refusal("penalty.rule_is_in_force", about=facts.act_on.isoformat())


@rule(
    "penalty.party_fits",
    zh="当事人属于该条规定的对象。",
    basis_zh="《暂行办法》第二条、第十七条至第二十五条；《民办教育促进法》第六十二条、第六十四条",
    basis_en="Measures Art 2, 17 to 25; Private Education Law Art 62, 64",
)
def party_fits(facts: ChargeFacts) -> Refusal | None:
    """The party is of a kind that the article reaches."""
    if facts.party in facts.violation.scheme.party_types:
        return None
    return Refusal("penalty.party_fits", about=facts.party.zh)


@rule(
    "penalty.tier_is_provided",
    zh="该条规定了所选的情节档次。",
    basis_zh="《行政处罚法》第三十八条",
    basis_en="Penalty Law Art 38",
)
def tier_is_provided(facts: ChargeFacts) -> Refusal | None:
    """The article parts its penalties by this tier."""
    if facts.violation.scheme.tier(facts.tier) is not None:
        return None
    return Refusal("penalty.tier_is_provided", about=facts.tier.zh)
