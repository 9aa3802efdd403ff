"""The range of a fine as a bar: where its tiers or standards lie, and where a proposal stands.

Places run from 0 to 100. The legal minimum and maximum stand at fixed places, so that what lies
outside the law is seen as such on both sides.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from inspections.standards import Band

LEFT, RIGHT = 9.0, 82.0  # where the minimum and the maximum stand
END = 100.0
WHOLE = 100


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of the bar, with the local standard that it shows; None is the legal range."""

    start: float
    end: float
    band: Band | None

    @property
    def middle(self) -> float:
        """Return where its words stand."""
        return (self.start + self.end) / 2

    @property
    def width(self) -> float:
        """Return how wide it is."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class PenaltyBar:
    """Everything that the picture shows; `proposal` is None while no fine is proposed."""

    left: float
    right: float
    segments: Sequence[Segment]
    proposal: float | None
    comparable: Sequence[float]
    has_outside_left: bool

    @property
    def outside_right(self) -> float:
        """Return how much is left of the bar beyond the maximum."""
        return END - self.right


def bar_of(
    min_fen: int,
    max_fen: int,
    *,
    base_fen: int | None = None,
    bands: Sequence[Band] = (),
    fine_fen: int | None = None,
    comparable_fen: Sequence[int] = (),
) -> PenaltyBar | None:
    """Return the bar of a range, None where there is none to draw.

    What is proposed beyond an end is drawn in the hatched part of that side, never off the bar.
    """
    if max_fen <= min_fen:
        return None
    left = LEFT if min_fen else 0.0

    def place(amount: int) -> float:
        inside = left + (RIGHT - left) * (amount - min_fen) / (max_fen - min_fen)
        return round(min(max(inside, 1.0), END - 1.0), 2)

    segments = [
        Segment(place(ends[0]) if ends[0] > min_fen else left, place(ends[1]), band)
        for band in bands
        if (ends := band.bounds(base_fen)) is not None and ends[0] < ends[1]
    ]
    return PenaltyBar(
        left=left,
        right=RIGHT,
        segments=segments or [Segment(left, RIGHT, None)],
        proposal=place(fine_fen) if fine_fen else None,
        comparable=[place(amount) for amount in comparable_fen],
        has_outside_left=min_fen > 0,
    )


def multiple_of(amount_fen: int, base_fen: int | None) -> float | None:
    """Return an amount as a multiple of the gains, None where there are none."""
    return round(amount_fen / base_fen, 2) if base_fen else None
