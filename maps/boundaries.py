"""Boundaries of districts, read from any GeoJSON with `code` and `name`, in WGS-84."""

import json
import math
from functools import lru_cache
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from maps.divisions import FOLDER
from maps.points import WGS84Point

HOME_FILE = FOLDER / "shenyang_districts_wgs84.geojson"
_METRES_A_DEGREE = 111_195.0


class NoBoundaries(ValueError):
    """The file is no GeoJSON of districts with `code` and `name`."""


class Boundaries:
    """Polygons of districts with an index over them."""

    def __init__(self, collection: dict[str, Any]) -> None:
        """Take a FeatureCollection; broken polygons are repaired, other datums refused."""
        if str(collection.get("datum", "WGS-84")).upper().replace("-", "") != "WGS84":
            raise NoBoundaries("boundaries must be in WGS-84")
        self._polygons: dict[str, BaseGeometry] = {}
        self._names: dict[str, str] = {}
        for feature in collection.get("features") or ():
            self._take(feature)
        if not self._polygons:
            raise NoBoundaries("no feature with code and name")
        self._codes = list(self._polygons)
        self._tree = shapely.STRtree([self._polygons[code] for code in self._codes])

    def _take(self, feature: dict[str, Any]) -> None:
        try:
            properties = feature["properties"]
            code, name = str(properties["code"]), str(properties["name"])
            polygon = shape(feature["geometry"])
        except (KeyError, TypeError, ValueError, AttributeError, shapely.GEOSException) as problem:
            raise NoBoundaries("a feature without code, name or geometry") from problem
        self._polygons[code] = polygon if polygon.is_valid else shapely.make_valid(polygon)
        self._names[code] = name

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes in the order of the file."""
        return tuple(self._codes)

    def has(self, code: str) -> bool:
        """Return whether the boundary of `code` is known."""
        return code in self._polygons

    def name(self, code: str) -> str:
        """Return the name that the file gives to `code`."""
        return self._names[code]

    def polygon(self, code: str) -> BaseGeometry:
        """Return the polygon of `code`."""
        return self._polygons[code]

    def box(self, codes: tuple[str, ...] = ()) -> tuple[float, float, float, float]:
        """Return west, south, east, north of these districts, of all of them by default."""
        chosen = [self._polygons[code] for code in codes or self._codes if self.has(code)]
        west, south, east, north = shapely.total_bounds(chosen or list(self._polygons.values()))
        return float(west), float(south), float(east), float(north)

    def label(self, code: str) -> tuple[float, float, float]:
        """Return where a district's name has most room: longitude, latitude, degrees around."""
        radius = shapely.maximum_inscribed_circle(self._polygons[code], tolerance=0.002)
        (lng, lat), _edge = radius.coords
        return round(lng, 5), round(lat, 5), round(radius.length, 5)

    def smallest(self, number: int) -> tuple[str, ...]:
        """Return the codes of the smallest districts: the crowded middle of a city."""
        return tuple(sorted(self._codes, key=lambda code: self._polygons[code].area)[:number])

    def district_of(self, point: WGS84Point) -> str | None:
        """Return the code of the district that covers `point`; on a border the lower code."""
        hits = self._tree.query(shapely.Point(point.lng, point.lat), predicate="covered_by")
        return min((self._codes[int(hit)] for hit in hits), default=None)

    def contains(self, code: str, point: WGS84Point, *, within_metres: float = 0.0) -> bool:
        """Return whether `point` lies in `code`, or outside by at most `within_metres`."""
        polygon = self._polygons[code]
        if shapely.intersects_xy(polygon, point.lng, point.lat):
            return True
        if within_metres <= 0.0:
            return False
        # One degree east is shorter than one north; taking the shorter for both is never stricter
        # than asked, and at most a third more lenient in Shenyang.
        degrees = within_metres / (_METRES_A_DEGREE * math.cos(math.radians(point.lat)))
        return bool(polygon.distance(shapely.Point(point.lng, point.lat)) <= degrees)


@lru_cache(maxsize=8)
def boundaries_from(path: Path) -> Boundaries:
    """Return the boundaries in a file, read once."""
    try:
        collection = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValueError) as problem:
        raise NoBoundaries(f"cannot read {path.name}") from problem
    if not isinstance(collection, dict):
        raise NoBoundaries(f"{path.name} is no FeatureCollection")
    return Boundaries(collection)


def home_boundaries() -> Boundaries:
    """Return Shenyang's boundaries, which come with the program."""
    return boundaries_from(HOME_FILE)
