"""Random points inside a polygon, many of them, quickly."""

from itertools import pairwise
from random import Random
from typing import Any

Edge = tuple[float, float, float, float]

_MOST_BANDS = 400
_CENTRES = 6
_NEAR_A_CENTRE = 0.75
_TRIES = 20_000


class Region:
    """A polygon with holes, cut into horizontal bands so that a test looks at a few edges only."""

    def __init__(self, geometry: dict[str, Any]) -> None:
        """Take a GeoJSON Polygon or MultiPolygon."""
        edges = _edges(geometry)
        self._west = min(min(edge[0], edge[2]) for edge in edges)
        self._east = max(max(edge[0], edge[2]) for edge in edges)
        self._south = min(edge[1] for edge in edges)
        self._north = max(edge[3] for edge in edges)
        number = max(1, min(_MOST_BANDS, len(edges) // 2))
        self._height = (self._north - self._south) / number or 1.0
        self._bands: list[list[Edge]] = [[] for _ in range(number)]
        for edge in edges:
            for band in range(self._band(edge[1]), self._band(edge[3]) + 1):
                self._bands[band].append(edge)
        self._centres: list[tuple[float, float]] = []

    def contains(self, x: float, y: float) -> bool:
        """Return whether the point lies inside."""
        if not (self._west < x < self._east and self._south < y < self._north):
            return False
        inside = False
        for ax, ay, bx, by in self._bands[self._band(y)]:
            if ay <= y < by and x < ax + (y - ay) * (bx - ax) / (by - ay):
                inside = not inside
        return inside

    def point(self, random: Random) -> tuple[float, float]:
        """Return a point: three in four lie near one of a few centres, the others anywhere."""
        if not self._centres:
            self._centres = [self._anywhere(random) for _ in range(_CENTRES)]
        if random.random() < _NEAR_A_CENTRE:
            x0, y0 = self._centres[int(random.random() * _CENTRES)]
            for _ in range(8):
                x, y = round(x0 + random.gauss(0, 0.008), 6), round(y0 + random.gauss(0, 0.006), 6)
                if self.contains(x, y):
                    return x, y
        return self._anywhere(random)

    def _anywhere(self, random: Random) -> tuple[float, float]:
        for _ in range(_TRIES):
            x = round(self._west + random.random() * (self._east - self._west), 6)
            y = round(self._south + random.random() * (self._north - self._south), 6)
            if self.contains(x, y):
                return x, y
        raise ValueError("no point found inside a region; is its polygon degenerate?")

    def _band(self, y: float) -> int:
        return min(len(self._bands) - 1, max(0, int((y - self._south) / self._height)))


def _edges(geometry: dict[str, Any]) -> list[Edge]:
    """Return the edges that are not level, each from south to north."""
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    elif geometry["type"] != "MultiPolygon":
        raise ValueError(f"a region must be a Polygon or MultiPolygon, not {geometry['type']}")
    rings = [ring for polygon in polygons for ring in polygon]
    pairs = [pair for ring in rings for pair in pairwise(ring)]
    edges = [
        (x1, y1, x2, y2) if y1 < y2 else (x2, y2, x1, y1)
        for (x1, y1), (x2, y2) in pairs
        if y1 != y2
    ]
    if not edges:
        raise ValueError("a region has no extent")
    return edges
