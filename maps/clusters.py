"""Places gathered into clusters by zoom and box, on the server.

The grid is fixed to the world, so panning never regroups anything, and the same places give the
same clusters in every process.
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
ZOOMS_KEPT = 6  # at most 6 MB for each of them with 100,000 places
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


class Gathered:
    """Places, or those of them that `among` marks, gathered into cells once for each zoom.

    A place whose longitude is not a number lies nowhere and is left out. A request looks at cells,
    of which a city has few, however many places lie in them. The newest zooms asked for are kept.
    """

    def __init__(self, places: Places, among: NDArray[np.bool_] | None = None) -> None:
        """Take the places; each zoom is gathered when it is first asked for."""
        self.places = places
        somewhere = ~np.isnan(places.lngs)
        self._rows = np.flatnonzero(somewhere if among is None else somewhere & among)
        self._by_zoom: dict[int, _Cells] = {}

    def __len__(self) -> int:
        """Return how many places are gathered."""
        return len(self._rows)

    def touching(self, box: Box, zoom: int) -> list[Feature]:
        """Return the clusters and single places that touch `box`, as GeoJSON, north first.

        A single place has `count` 1 and its `id`; a cluster has `count`, how many of each category,
        and the box of its members. Places at the very same point, which no zoom parts, name up to
        thirty members. A cluster counts all its members, also those just outside the box. A box too
        large for its zoom is answered as from farther away.
        """
        for closeness in range(min(zoom, SINGLES_FROM), -1, -1):
            cells = self._cells(closeness)
            chosen = cells.touching(box)
            if len(chosen) <= MOST_FEATURES:
                break
        return [_feature_of(self.places, cells, cell) for cell in chosen.tolist()]

    def _cells(self, zoom: int) -> "_Cells":
        found = self._by_zoom.get(zoom)
        if found is None:
            found = _gather(self.places, self._rows, zoom)
            kept = list(self._by_zoom.items())[1 - ZOOMS_KEPT :]
            self._by_zoom = {**dict(kept), zoom: found}
        return found


@dataclass(frozen=True, slots=True)
class _Cells:
    """Cells with places in them, as parallel arrays, north first; `rows` are sorted by cell."""

    scale: float
    across: NDArray[np.int64]
    down: NDArray[np.int64]
    rows: NDArray[np.int64]
    starts: NDArray[np.int64]
    counts: NDArray[np.int64]
    means: NDArray[np.float64]
    boxes: NDArray[np.float64]
    tallies: NDArray[np.int64]

    def touching(self, box: Box) -> NDArray[np.int64]:
        """Return which cells the box touches."""
        (left, top), (right, bottom) = _corners(box, self.scale)
        first, last = np.searchsorted(self.down, (top, bottom + 1))
        across = self.across[first:last]
        inside: NDArray[np.int64] = np.flatnonzero((across >= left) & (across <= right)) + first
        return inside


def _gather(places: Places, rows: NDArray[np.int64], zoom: int) -> _Cells:
    scale = TILE_PIXELS * 2.0**zoom / CELL_PIXELS
    if zoom >= SINGLES_FROM:
        scale = 2.0**30  # cells of four centimetres: the same point, as stored
    across = np.floor(places.xs[rows] * scale).astype(np.int64)
    down = np.floor(places.ys[rows] * scale).astype(np.int64)
    keys = down * (2**31) + across
    order = np.argsort(keys, kind="stable")
    starts = np.flatnonzero(np.diff(keys[order], prepend=np.int64(-1)))
    rows, counts = rows[order], np.diff(np.append(starts, len(order)))
    lngs, lats = places.lngs[rows], places.lats[rows]
    return _Cells(
        scale=scale,
        across=across[order][starts],
        down=down[order][starts],
        rows=rows,
        starts=starts,
        counts=counts,
        means=_each(np.add, (lngs, lats), starts) / np.maximum(counts, 1),
        boxes=np.concatenate(
            (_each(np.minimum, (lngs, lats), starts), _each(np.maximum, (lngs, lats), starts))
        ),
        tallies=_tallies(places, rows, counts),
    )


def _each(
    fold: np.ufunc, values: tuple[NDArray[np.float64], ...], starts: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Fold each column of values cell by cell."""
    if not len(starts):
        return np.empty((len(values), 0))
    return np.array([fold.reduceat(column, starts) for column in values])


def collection(features: list[Feature], **more: object) -> Mapping[str, object]:
    """Return a GeoJSON FeatureCollection."""
    return {"type": "FeatureCollection", "features": features, **more}


def _feature_of(places: Places, cells: _Cells, cell: int) -> Feature:
    start, count = int(cells.starts[cell]), int(cells.counts[cell])
    if count == 1:
        return _single(places, int(cells.rows[start]))
    west, south, east, north = (float(edge) for edge in cells.boxes[:, cell])
    tally = zip(places.names, cells.tallies[cell].tolist(), strict=True)
    properties: dict[str, object] = {
        "count": count,
        "categories": {name: number for name, number in tally if number},
        "box": [west, south, east, north],
    }
    if west == east and south == north:
        rows = cells.rows[start : start + min(count, MEMBERS_SHOWN)]
        properties["members"] = [_member(places, row) for row in rows.tolist()]
    lng, lat = cells.means[:, cell]
    return _feature(float(lng), float(lat), properties)


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


def _corners(box: Box, scale: float) -> tuple[tuple[int, int], tuple[int, int]]:
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
