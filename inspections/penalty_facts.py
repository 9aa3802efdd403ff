"""What the rules need to know of a proposed penalty: one party, one or more acts and charges."""

from dataclasses import dataclass
from datetime import date

from inspections.discretion import Weight
from inspections.penalty_ranges import PenaltyRange
from inspections.vocabulary import PartyType, PenaltyKind, PenaltyTier


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """One violation charged for one act, with what is proposed for it.

    Charges of one `act` are several rules that the same act broke. `joint_department` is who
    decides together with the agency; `joint_paper` says that a paper of theirs is on file.
    `ground_notes` says, by ground, which other law, order or rule it comes from.
    """

    violation: str
    tier: PenaltyTier
    act: str = "1"
    act_on: date
    elements: frozenset[str] = frozenset()
    tier_reasons: str = ""
    kinds: frozenset[PenaltyKind] = frozenset()
    fine_fen: int | None = None
    base_fen: int | None = None
    left_to_confiscate_fen: int | None = None
    confiscated_fen: int | None = None
    weight: Weight = Weight.USUAL
    weight_reasons: str = ""
    grounds: frozenset[str] = frozenset()
    ground_notes: tuple[tuple[str, str], ...] = ()
    joint_department: str = ""
    joint_paper: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What is proposed in one decision against one party."""

    party: PartyType
    is_licensed: bool
    decided_on: date
    charges: tuple[Charge, ...]
    discussed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One charge beside its range and the proposal it belongs to: what most rules look at."""

    charge: Charge
    range: PenaltyRange
    proposal: Proposal

    @property
    def fine_fen(self) -> int:
        """Return the fine that is proposed, 0 where none is."""
        return self.charge.fine_fen or 0

    @property
    def is_fined_elsewhere(self) -> bool:
        """Say whether another charge of the same act carries its fine (一事不二罚)."""
        others = (one for one in self.proposal.charges if one is not self.charge)
        mine = self.charge
        return not self.fine_fen and any(one.act == mine.act and one.fine_fen for one in others)

    @property
    def is_at_the_top(self) -> bool:
        """Say whether the fine takes the maximum of its range (顶格)."""
        return self.range.max_fen is not None and 0 < self.range.max_fen <= self.fine_fen

    @property
    def is_below_minimum(self) -> bool:
        """Say whether less is proposed than the least fine; no fine at all is less too."""
        least = self.range.min_fen
        return least is not None and self.fine_fen < least
