"""Places gathered into clusters by zoom and box, on the server.

The grid is fixed to the world, so panning never regroups anything, and the same places give the
same clusters in every process. Each request costs one pass over the arrays (100,000 places: some
milliseconds); nothing is kept per zoom.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

CELL_PIXELS = 72
TILE_PIXELS = 256
SINGLES_FROM = 17  # from this zoom only places at the very same point are gathered
MAX_ZOOM = 20
MEMBERS_SHOWN = 30
MOST_FEATURES = 1000  # a screen holds some 300
_MERCATOR_LIMIT = 85.05112878

Feature = dict[str, Any]


class BadBox(ValueError):
    """The text is no box `west,south,east,north` in degrees."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in degrees, WGS-84."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True)
class Places:
    """Places as parallel arrays; `categories` index into `names` (standings, for instance)."""

    ids: Sequence[str]
    lngs: NDArray[np.float64]
    lats: NDArray[np.float64]
    categories: NDArray[np.int64]
    names: tuple[str, ...]
    xs: NDArray[np.float64] = field(init=False, repr=False)
    ys: NDArray[np.float64] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Project once: the position in the world, 0 to 1 east and south."""
        object.__setattr__(self, "xs", (self.lngs + 180.0) / 360.0)
        object.__setattr__(self, "ys", _south(self.lats))

    def __len__(self) -> int:
        """Return the number of places."""
        return len(self.ids)


def places_from(rows: Iterable[tuple[str, float, float, str]]) -> Places:
    """Return (id, longitude, latitude, category) rows as arrays, in the order given."""
    taken = list(rows)
    names = tuple(sorted({row[3] for row in taken}))
    index = {name: i for i, name in enumerate(names)}
    return Places(
        ids=[row[0] for row in taken],
        lngs=np.array([row[1] for row in taken], dtype=np.float64),
        lats=np.array([row[2] for row in taken], dtype=np.float64),
        categories=np.array([index[row[3]] for row in taken], dtype=np.int64),
        names=names,
    )


def box_from(text: str) -> Box:
    """Read `west,south,east,north`; refuses what is no rectangle on earth."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError as problem:
        raise BadBox(text) from problem
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise BadBox(text)
    return Box(west, south, east, north)


def zoom_from(text: str) -> int:
    """Read a zoom, 0 to 20; refuses anything else."""
    if not (text.isascii() and text.isdigit() and int(text) <= MAX_ZOOM):
        raise BadBox(text)
    return int(text)


def clusters(
    places: Places, *, box: Box, zoom: int, among: NDArray[np.bool_] | None = None
) -> list[Feature]:
    """Return the clusters and single places that touch `box`, as GeoJSON features, north first.

    A single place has `count` 1 and its `id`; a cluster has `count`, how many of each category,
    and the box of its members. Places at the very same point, which no zoom parts, name up to
    thirty members. A cluster counts all its members, also those just outside the box. A box too
    large for its zoom is answered as from farther away. `among` leaves out places that are false.
    """
    for closeness in range(zoom, -1, -1):
        rows, starts = _grouped(places, box=box, zoom=closeness, among=among)
        if len(starts) <= MOST_FEATURES:
            break
    return _features(places, rows, starts)


def _grouped(
    places: Places, *, box: Box, zoom: int, among: NDArray[np.bool_] | None
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the places in the cells that touch the box, sorted by cell, and where each starts."""
    scale = TILE_PIXELS * 2.0**zoom / CELL_PIXELS
    if zoom >= SINGLES_FROM:
        scale = 2.0**30  # cells of four centimetres: the same point, as stored
    (left, top), (right, bottom) = _cells(box, scale)
    # the box in whole cells, compared as numbers from 0 to 1: only what is inside gets a cell
    inside = (places.xs >= left / scale) & (places.xs < (right + 1) / scale)
    inside &= (places.ys >= top / scale) & (places.ys < (bottom + 1) / scale)
    if among is not None:
        inside &= among
    chosen = np.flatnonzero(inside)
    across = np.floor(places.xs[chosen] * scale).astype(np.int64)
    down = np.floor(places.ys[chosen] * scale).astype(np.int64)
    keys = down * (2**31) + across
    order = np.argsort(keys, kind="stable")
    return chosen[order], np.flatnonzero(np.diff(keys[order], prepend=np.int64(-1)))


def collection(features: list[Feature], **more: object) -> Mapping[str, object]:
    """Return a GeoJSON FeatureCollection."""
    return {"type": "FeatureCollection", "features": features, **more}


def _features(
    places: Places, sorted_rows: NDArray[np.int64], starts: NDArray[np.int64]
) -> list[Feature]:
    if not len(starts):
        return []
    ends = np.append(starts[1:], len(sorted_rows))
    lngs, lats = places.lngs[sorted_rows], places.lats[sorted_rows]
    counts = ends - starts
    means = np.add.reduceat(lngs, starts) / counts, np.add.reduceat(lats, starts) / counts
    wests, easts = np.minimum.reduceat(lngs, starts), np.maximum.reduceat(lngs, starts)
    souths, norths = np.minimum.reduceat(lats, starts), np.maximum.reduceat(lats, starts)
    tallies = _tallies(places, sorted_rows, counts)
    features = []
    for i, (start, count) in enumerate(zip(starts.tolist(), counts.tolist(), strict=True)):
        if count == 1:
            features.append(_single(places, int(sorted_rows[start])))
            continue
        properties: dict[str, object] = {
            "count": count,
            "categories": {
                name: int(n) for name, n in zip(places.names, tallies[i], strict=True) if n
            },
            "box": [float(edge[i]) for edge in (wests, souths, easts, norths)],
        }
        if wests[i] == easts[i] and souths[i] == norths[i]:
            rows = sorted_rows[start : start + min(count, MEMBERS_SHOWN)]
            properties["members"] = [_member(places, row) for row in rows.tolist()]
        features.append(_feature(float(means[0][i]), float(means[1][i]), properties))
    return features


def _tallies(
    places: Places, sorted_rows: NDArray[np.int64], counts: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Count the categories of each cluster in one pass."""
    width = max(1, len(places.names))
    groups = np.repeat(np.arange(len(counts)), counts)
    flat = np.bincount(
        groups * width + places.categories[sorted_rows], minlength=len(counts) * width
    )
    return flat.reshape(len(counts), width)


def _single(places: Places, row: int) -> Feature:
    category = places.names[places.categories[row]]
    properties = {"count": 1, "id": places.ids[row], "categories": {category: 1}}
    return _feature(float(places.lngs[row]), float(places.lats[row]), properties)


def _member(places: Places, row: int) -> dict[str, str]:
    return {"id": places.ids[row], "category": places.names[places.categories[row]]}


def _feature(lng: float, lat: float, properties: dict[str, object]) -> Feature:
    position = [round(lng, 6), round(lat, 6)]
    geometry = {"type": "Point", "coordinates": position}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _cells(box: Box, scale: float) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the north-west and south-east cell that the box touches."""
    top, bottom = _south(np.array([box.north, box.south]))
    west, east = (box.west + 180.0) / 360.0, (box.east + 180.0) / 360.0
    first = math.floor(west * scale), math.floor(top * scale)
    return first, (math.floor(east * scale), math.floor(bottom * scale))


def _south(lats: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how far south each latitude lies on the square map of the world, 0 to 1."""
    angles = np.radians(np.clip(lats, -_MERCATOR_LIMIT, _MERCATOR_LIMIT))
    south: NDArray[np.float64] = (1.0 - np.arcsinh(np.tan(angles)) / math.pi) / 2.0
    return south
