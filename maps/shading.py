"""From a measure of each district to one of five shades, with the legend that explains them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

SHADES = 5


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the legend: the shade (1 is palest) and its values, ends included."""

    shade: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Shading:
    """The shade of each district and the legend; districts without a value have shade 0."""

    shades: Mapping[str, int]
    legend: tuple[Step, ...]


def shade_counts(values: Mapping[str, int | None]) -> Shading:
    """Shade whole numbers so that about as many districts fall under each shade.

    Nought always has a shade of its own, and equal values share one; with few different values
    there are fewer shades.
    """
    known = [value for value in values.values() if value is not None]
    above = sorted(value for value in known if value > 0)
    edges = [(0, 0)] if len(above) < len(known) else []
    edges += _spans(above, SHADES - len(edges))
    shades = _spread(len(edges))
    legend = tuple(Step(shade, low, high) for shade, (low, high) in zip(shades, edges, strict=True))
    return Shading(_matched(values, legend), legend)


def shade_shares(values: Mapping[str, float | None]) -> Shading:
    """Shade shares from 0 to 1 in five equal steps, so that a shade means the same everywhere."""
    legend = tuple(Step(i + 1, i / SHADES, (i + 1) / SHADES) for i in range(SHADES))
    return Shading(_matched(values, legend), legend)


def _spans(known: list[int], number: int) -> list[tuple[int, int]]:
    """Cut sorted values into at most `number` spans with about as many values in each."""
    if not known:
        return []
    tops = sorted({known[math.ceil(len(known) * i / number) - 1] for i in range(1, number + 1)})
    lows = [known[0], *(top + 1 for top in tops[:-1])]
    return list(zip(lows, tops, strict=True))


def _spread(number: int) -> list[int]:
    """Return `number` shades spread over the ramp: 1 gives the middle, 2 the ends."""
    if number == 1:
        return [(SHADES + 1) // 2]
    return [1 + round(i * (SHADES - 1) / (number - 1)) for i in range(number)]


def _matched(values: Mapping[str, float | None], legend: tuple[Step, ...]) -> dict[str, int]:
    return {code: _shade(value, legend) for code, value in values.items()}


def _shade(value: float | None, legend: tuple[Step, ...]) -> int:
    if value is None:
        return 0
    return next((step.shade for step in legend if value <= step.high), legend[-1].shade)
