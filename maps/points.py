"""Points in the three datums used in China, as different types, and the ways between them.

WGS-84 is GPS and what we store; GCJ-02 is what Amap and Tencent show (about half a kilometre away
in Shenyang); BD-09 is Baidu's. The constants are the widely known ones; no authority publishes
them.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

_AXIS = 6378245.0  # Krasovsky 1940, the ellipsoid that the shift is computed on
_ECCENTRICITY = 0.00669342162296594323
_BAIDU_TURN = math.pi * 3000.0 / 180.0
_Way = Callable[[float, float], tuple[float, float]]
_STEPS = 30
_CLOSE = 1e-11  # degrees, about a thousandth of a millimetre


class NotAPoint(ValueError):
    """The numbers are no longitude and latitude."""


@dataclass(frozen=True, slots=True)
class _Point:
    lng: float
    lat: float

    def __post_init__(self) -> None:
        """Refuse what is no place on earth; NaN fails both comparisons."""
        if not (-180.0 <= self.lng <= 180.0 and -90.0 <= self.lat <= 90.0):
            raise NotAPoint(f"{self.lng}, {self.lat}")

    def rounded(self) -> Self:
        """Return the point to six decimals (about a decimetre), as stored."""
        return type(self)(round(self.lng, 6), round(self.lat, 6))


class WGS84Point(_Point):
    """A point as GPS gives it, and as every column named `_wgs84` holds it."""

    __slots__ = ()

    def to_gcj02(self) -> "GCJ02Point":
        """Return the same place in GCJ-02; outside China the numbers stay."""
        return GCJ02Point(*_shifted(self.lng, self.lat))


class GCJ02Point(_Point):
    """A point as Amap, Tencent and most Chinese map services give it."""

    __slots__ = ()

    def to_wgs84(self) -> WGS84Point:
        """Return the same place in WGS-84, to far below a millimetre."""
        return WGS84Point(*_inverse(_shifted, self.lng, self.lat))

    def to_bd09(self) -> "BD09Point":
        """Return the same place in BD-09."""
        return BD09Point(*_turned(self.lng, self.lat))


class BD09Point(_Point):
    """A point as Baidu gives it."""

    __slots__ = ()

    def to_gcj02(self) -> GCJ02Point:
        """Return the same place in GCJ-02."""
        return GCJ02Point(*_inverse(_turned, self.lng, self.lat))

    def to_wgs84(self) -> WGS84Point:
        """Return the same place in WGS-84."""
        return self.to_gcj02().to_wgs84()


AnyPoint = WGS84Point | GCJ02Point | BD09Point


def in_datum(datum: str, lng: float, lat: float) -> AnyPoint:
    """Return the numbers as a point of the datum named ("wgs84", "GCJ-02", "BD09" …).

    An unknown name is an error: a position without a datum is worth nothing.
    """
    kinds: dict[str, type[WGS84Point] | type[GCJ02Point] | type[BD09Point]]
    kinds = {"wgs84": WGS84Point, "gcj02": GCJ02Point, "bd09": BD09Point}
    kind = kinds.get(datum.strip().lower().replace("-", "").replace("_", ""))
    if kind is None:
        raise NotAPoint(f"unknown datum {datum!r}")
    return kind(lng, lat)


def as_wgs84(point: AnyPoint) -> WGS84Point:
    """Return the place of `point` in WGS-84, whatever its datum."""
    return point if isinstance(point, WGS84Point) else point.to_wgs84()


def in_china(lng: float, lat: float) -> bool:
    """Return whether the shift applies there: the usual box, not a border."""
    return 72.004 <= lng <= 137.8347 and 0.8293 <= lat <= 55.8271


def _shifted(lng: float, lat: float) -> tuple[float, float]:
    if not in_china(lng, lat):
        return lng, lat
    x, y = lng - 105.0, lat - 35.0
    common = 20.0 * math.sin(6.0 * x * math.pi) + 20.0 * math.sin(2.0 * x * math.pi)
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    north += (common + _waves(y, (20.0, 1.0), (40.0, 3.0), (160.0, 12.0), (320.0, 30.0))) * 2 / 3
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    east += (common + _waves(x, (20.0, 1.0), (40.0, 3.0), (150.0, 12.0), (300.0, 30.0))) * 2 / 3
    angle = math.radians(lat)
    bulge = 1 - _ECCENTRICITY * math.sin(angle) ** 2
    meridian = _AXIS * (1 - _ECCENTRICITY) / (bulge * math.sqrt(bulge))
    parallel = _AXIS / math.sqrt(bulge) * math.cos(angle)
    return lng + math.degrees(east / parallel), lat + math.degrees(north / meridian)


def _waves(value: float, *terms: tuple[float, float]) -> float:
    return sum(height * math.sin(value * math.pi / length) for height, length in terms)


def _turned(lng: float, lat: float) -> tuple[float, float]:
    if not in_china(lng, lat):
        return lng, lat
    radius = math.hypot(lng, lat) + 0.00002 * math.sin(lat * _BAIDU_TURN)
    angle = math.atan2(lat, lng) + 0.000003 * math.cos(lng * _BAIDU_TURN)
    return radius * math.cos(angle) + 0.0065, radius * math.sin(angle) + 0.006


def _inverse(way: _Way, lng: float, lat: float) -> tuple[float, float]:
    """Return what `way` sends to the given numbers, by closing the gap step by step."""
    if not in_china(lng, lat):
        return lng, lat
    x, y = lng, lat
    for _ in range(_STEPS):
        back_lng, back_lat = way(x, y)
        dx, dy = lng - back_lng, lat - back_lat
        x, y = x + dx, y + dy
        if abs(dx) < _CLOSE and abs(dy) < _CLOSE:
            break
    return x, y
