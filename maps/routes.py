"""Sharing places among teams by nearness and equal load, and the order in which to walk them.

Distances are straight lines over the ground; a city's streets make the way some third longer.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from maps.points import WGS84Point

EARTH_METRES = 6_371_008.8  # mean radius, IUGG 1980
STARTS = 8  # first places tried where none is given
_GAIN = 1e-6  # metres; less is rounding

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Stop:
    """A place to be visited: its point where one is known, and its street where it is written."""

    point: WGS84Point | None
    street: str = ""


def metres_between(one: WGS84Point, other: WGS84Point) -> float:
    """Return the great-circle distance in metres (haversine)."""
    half_lat = math.radians(other.lat - one.lat) / 2
    half_lng = math.radians(other.lng - one.lng) / 2
    across = math.cos(math.radians(one.lat)) * math.cos(math.radians(other.lat))
    chord = math.sin(half_lat) ** 2 + across * math.sin(half_lng) ** 2
    return 2 * EARTH_METRES * math.asin(min(1.0, math.sqrt(chord)))


def share_out(stops: Sequence[Stop], teams: int) -> list[list[int]]:
    """Return for each team the indexes of its stops, near one another; loads differ by one at most.

    The area is cut in two across its longer side, in the proportion of the teams on either side,
    and again until each part has one team. A cut runs between streets where it can, and through
    one street at most. Stops without a point join their street, or stand in for the emptiest part.
    Raises `ValueError` for fewer than one team.
    """
    if teams < 1:
        raise ValueError("at least one team")
    places = _flat(stops)
    shares: list[list[int]] = []
    _cut(places, stops, list(range(len(stops))), teams, shares)
    return shares


def _flat(stops: Sequence[Stop]) -> Matrix:
    """Return metres east and north of the middle; a stop without a point stands in its street."""
    known = [stop.point for stop in stops if stop.point is not None]
    middle = _middle(known)
    streets: dict[str, list[WGS84Point]] = defaultdict(list)
    for stop in stops:
        if stop.point is not None and stop.street:
            streets[stop.street].append(stop.point)
    stand_ins = {street: _middle(points) for street, points in streets.items()}
    points = [stop.point or stand_ins.get(stop.street, middle) for stop in stops]
    return _metres(points, middle)


def _middle(points: Sequence[WGS84Point]) -> WGS84Point:
    if not points:
        return WGS84Point(0.0, 0.0)
    lng = math.fsum(point.lng for point in points) / len(points)
    lat = math.fsum(point.lat for point in points) / len(points)
    return WGS84Point(lng, lat)


def _metres(points: Sequence[WGS84Point], middle: WGS84Point) -> Matrix:
    degree = math.radians(1.0) * EARTH_METRES
    east = degree * math.cos(math.radians(middle.lat))
    rows = [((one.lng - middle.lng) * east, (one.lat - middle.lat) * degree) for one in points]
    return np.array(rows, dtype=np.float64).reshape(len(rows), 2)


def _cut(
    places: Matrix, stops: Sequence[Stop], members: list[int], teams: int, shares: list[list[int]]
) -> None:
    if teams == 1:
        shares.append(sorted(members))
        return
    ordered = _across(places, stops, members)
    first = teams // 2
    # Rounding up lets the parts that get one more come first, so that loads differ by one at most.
    size = len(members) // teams * first + min(first, len(members) % teams)
    _cut(places, stops, ordered[:size], first, shares)
    _cut(places, stops, ordered[size:], teams - first, shares)


def _across(places: Matrix, stops: Sequence[Stop], members: list[int]) -> list[int]:
    """Return the members along the longer side of their area, each street kept together."""
    if not members:
        return []
    own = places[members]
    axis = int(np.argmax(np.ptp(own, axis=0)))
    along = dict(zip(members, own[:, axis].tolist(), strict=True))
    streets: dict[str, list[float]] = defaultdict(list)
    for member in members:
        streets[_street(stops, member)].append(along[member])
    middles = {street: math.fsum(values) / len(values) for street, values in streets.items()}
    return sorted(
        members,
        key=lambda member: (
            middles[_street(stops, member)],
            _street(stops, member),
            along[member],
            member,
        ),
    )


def _street(stops: Sequence[Stop], member: int) -> str:
    return stops[member].street or f"\0{member}"


def walking_order(
    points: Sequence[WGS84Point | None], start: WGS84Point | None = None
) -> list[int]:
    """Return the indexes in a short walking order; places without a point come last.

    From `start`, or from the best of some first places. Nearest neighbour, then turning stretches
    round (2-opt) and moving short stretches (or-opt) until neither helps.
    """
    known = [index for index, point in enumerate(points) if point is not None]
    unknown = [index for index, point in enumerate(points) if point is None]
    placed = [point for point in points if point is not None]
    if len(placed) < 2:
        return known + unknown
    if start is not None:
        distances = _distances([start, *placed])
        order = [stop - 1 for stop in _improved(_nearest_first(distances, 0), distances)[1:]]
    else:
        distances = _distances(placed)
        order = _best_of_some(distances)
    return [known[stop] for stop in order] + unknown


def metres_of(
    points: Sequence[WGS84Point | None], order: Sequence[int], start: WGS84Point | None = None
) -> float:
    """Return how long the way through the points in this order is, in metres."""
    way = [start] if start is not None else []
    way += [point for index in order if (point := points[index]) is not None]
    return math.fsum(metres_between(one, other) for one, other in pairwise(way))


def _distances(points: Sequence[WGS84Point]) -> Matrix:
    flat = _metres(points, _middle(points))
    apart = flat[:, None, :] - flat[None, :, :]
    distances: Matrix = np.hypot(apart[..., 0], apart[..., 1])
    return distances


def _best_of_some(distances: Matrix) -> list[int]:
    """Return the shortest of the ways that begin at the places farthest from the middle."""
    far = np.argsort(-distances.sum(axis=1), kind="stable")[:STARTS].tolist()
    ways = [_improved(_nearest_first(distances, first), distances, free=True) for first in far]
    return min(ways, key=lambda way: _length(way, distances))


def _nearest_first(distances: Matrix, first: int) -> list[int]:
    left = np.ones(len(distances), dtype=bool)
    left[first] = False
    order = [first]
    while left.any():
        near = np.where(left, distances[order[-1]], np.inf)
        order.append(int(near.argmin()))
        left[order[-1]] = False
    return order


def _improved(order: list[int], distances: Matrix, *, free: bool = False) -> list[int]:
    """Return the order with no stretch left that is better turned or moved; the first stays."""
    better = True
    while better:
        turned = _turned(order, distances, free=free)
        moved = _moved(turned, distances)
        better = _length(moved, distances) < _length(order, distances) - _GAIN
        order = moved if better else order
    return order


def _turned(order: list[int], distances: Matrix, *, free: bool) -> list[int]:
    """Turn the stretch round that shortens the way most, until none does."""
    while True:
        found = _best_turn(np.array(order), distances, free=free)
        if found is None:
            return order
        first, last = found
        order = order[:first] + order[first : last + 1][::-1] + order[last + 1 :]


def _best_turn(
    order: NDArray[np.int64], distances: Matrix, *, free: bool
) -> tuple[int, int] | None:
    """Return the ends of the stretch whose turning saves most; the way is open at its end."""
    count = len(order)
    steps = np.append(distances[order[:-1], order[1:]], 0.0)
    between = distances[np.ix_(order, order)]
    best, ends = -_GAIN, None
    for first in range(0 if free else 1, count - 1):
        lasts = np.arange(first + 1, count)
        before = 0.0 if first == 0 else steps[first - 1]
        into = np.zeros(len(lasts)) if first == 0 else between[first - 1, lasts]
        out = np.append(between[first, lasts[:-1] + 1], 0.0)
        change = into + out - before - steps[lasts]
        least = int(change.argmin())
        if change[least] < best:
            best, ends = float(change[least]), (first, int(lasts[least]))
    return ends


def _moved(order: list[int], distances: Matrix) -> list[int]:
    """Move stretches of one to three places where that shortens the way."""
    length = _length(order, distances)
    for size in (1, 2, 3):
        for first in range(1, len(order) - size + 1):
            stretch, rest = order[first : first + size], order[:first] + order[first + size :]
            candidate = _put(stretch, rest, distances)
            shorter = _length(candidate, distances)
            if shorter < length - _GAIN:
                order, length = candidate, shorter
    return order


def _put(stretch: list[int], rest: list[int], distances: Matrix) -> list[int]:
    """Return the rest with the stretch where it costs least, either way round."""
    way = np.array(rest)
    steps = np.append(distances[way[:-1], way[1:]], 0.0)
    choices = []
    for one in (stretch, stretch[::-1]):
        after = np.append(distances[one[-1], way[1:]], 0.0)
        cost = distances[way, one[0]] + after - steps
        choices.append((float(cost.min()), int(cost.argmin()), one))
    _cost, place, one = min(choices, key=lambda choice: choice[0])
    return rest[: place + 1] + one + rest[place + 1 :]


def _length(order: list[int], distances: Matrix) -> float:
    return float(distances[order[:-1], order[1:]].sum())
