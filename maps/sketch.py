"""A small picture of one point in its district: an outline and a place, no tiles, no script."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from maps.boundaries import Boundaries
from maps.points import WGS84Point

WIDTH = 240.0
MARGIN = 10.0
# what is nearer to the line than this is not seen at that size
FINENESS = 0.6


@dataclass(frozen=True, slots=True)
class Sketch:
    """An outline as the data of an SVG path, and the point in it, in pixels."""

    width: int
    height: int
    path: str
    x: float
    y: float


def sketch_of(boundaries: Boundaries, code: str | None, point: WGS84Point) -> Sketch | None:
    """Return the picture, or None where the district's outline isn't known.

    A point outside its district is shown where it is: the picture grows to hold both.
    """
    if code is None or not boundaries.has(code):
        return None
    east = math.cos(math.radians(point.lat))
    outline = shapely.transform(boundaries.polygon(code), lambda pairs: pairs * [east, -1.0])
    place = shapely.Point(point.lng * east, -point.lat)
    west, north, right, south = shapely.total_bounds([outline, place])
    scale = (WIDTH - 2 * MARGIN) / max(right - west, south - north)
    placed = shapely.transform(
        outline, lambda pairs: (pairs - [west, north]) * scale + [MARGIN, MARGIN]
    )
    return Sketch(
        width=round((right - west) * scale + 2 * MARGIN),
        height=round((south - north) * scale + 2 * MARGIN),
        path=" ".join(_rings(placed.simplify(FINENESS))),
        x=round((place.x - west) * scale + MARGIN, 1),
        y=round((place.y - north) * scale + MARGIN, 1),
    )


def _rings(outline: BaseGeometry) -> Iterator[str]:
    for part in shapely.get_parts(outline):
        for ring in shapely.get_rings(part):
            pairs = " ".join(f"{x:.1f},{y:.1f}" for x, y in ring.coords[:-1])
            yield f"M{pairs}Z"
