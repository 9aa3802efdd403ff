"""District and point of a row: what is written against what the map knows."""

import re
from collections.abc import Mapping
from typing import Protocol

from inspections.identity import without_id_numbers
from inspections.names import unfit_character
from maps.districts import DistrictMatch, ancestors, find_district, misplaced, name
from maps.points import WGS84Point, as_wgs84, in_china, in_datum

_DATUMS = {
    "wgs84": "wgs84",
    "gps": "wgs84",
    "cgcs2000": "wgs84",
    "国家2000": "wgs84",
    "2000国家大地坐标系": "wgs84",
    "gcj02": "gcj02",
    "火星坐标": "gcj02",
    "火星坐标系": "gcj02",
    "高德": "gcj02",
    "高德坐标": "gcj02",
    "腾讯": "gcj02",
    "bd09": "bd09",
    "百度": "bd09",
    "百度坐标": "bd09",
}
DATUM_WORDS = {"wgs84": "WGS-84", "gcj02": "GCJ-02", "bd09": "BD-09"}
_ADDRESS = re.compile(r"(?:(?:辽宁省?)?[^\W\d]{2,4}市)?([^\W\d]{1,6}?(?:新区|区|县|旗|市))")


class Teller(Protocol):
    """Takes a problem of a field."""

    def __call__(self, name: str, code: str, *, about: str = "", right: str = "") -> None:
        """Note it."""


class Places:
    """Reads districts as somebody in the home city means them."""

    def __init__(self, home: str) -> None:
        """Keep what was looked up: a file names a dozen districts a hundred thousand times."""
        self._home = home
        self._known: dict[tuple[str, str, str], tuple[str | None, str, str]] = {}
        self._in_address: dict[str, str | None] = {}

    def judge_district(self, texts: Mapping[str, str], tell: Teller) -> str | None:
        """Return the code of the district that a row names, or None; `tell` hears why or how."""
        written = texts.get("district", "").strip()
        code = texts.get("district_code", "").strip()
        above = texts.get("province", "") + _no_placeholder(texts.get("city", ""))
        if not written and not code:
            hint = self.in_address(texts.get("address", ""))
            if hint:
                tell("district", "district.missing_hint", right=name(hint))
            else:
                tell("district", "district.missing")
            return None
        key = (code, written, above)
        if key not in self._known:
            self._known[key] = self._read(code, written, above)
        found, problem, right = self._known[key]
        if problem:
            about = written or code
            tell("district", problem, about=without_id_numbers(about[:40]), right=right)
        return found

    def _read(self, code: str, written: str, above: str) -> tuple[str | None, str, str]:
        if unfit_character(code + written):
            return None, "district.unknown", ""
        by_code = self._found(code) if code else None
        by_name = self._found(above + written) or self._found(written) if written else None
        if code and by_code is None and not (written and by_name):
            return None, "district.unknown", ""
        if written and by_name is None and by_code is None:
            return None, "district.unknown", ""
        if by_code and by_name and by_code.code != by_name.code:
            return None, "district.differs", ""
        if by_code and written and by_name is None:
            return None, "district.differs", ""
        match = by_name or by_code
        if match is None:
            return None, "district.unknown", ""
        if match.exact:
            return match.code, "", ""
        kind = "district.misspelt" if match.how == "misspelt" else "district.former"
        return match.code, kind, match.name

    def _found(self, text: str) -> DistrictMatch | None:
        return find_district(text, home=self._home)

    def in_address(self, address: str) -> str | None:
        """Return the district an address begins with, named as today and in full, or None."""
        found = _ADDRESS.match(address)
        if not found:
            return None
        head = found[0]
        if head not in self._in_address:
            match = self._found(head)
            certain = match is not None and match.how == "exact"
            self._in_address[head] = match.code if match and certain else None
        return self._in_address[head]

    def judge_point(
        self, texts: Mapping[str, str], values: dict[str, str | float | None], tell: Teller
    ) -> None:
        """Read longitude, latitude and datum into `values`; what is no point stays out."""
        lng_text, lat_text = texts.get("lng"), texts.get("lat")
        if not lng_text and not lat_text:
            return
        if not lng_text or not lat_text:
            tell("lng" if not lng_text else "lat", "point.half")
            return
        try:
            lng, lat = float(lng_text), float(lat_text)
        except ValueError:
            tell("lng", "point.number", about=f"{lng_text[:20]}, {lat_text[:20]}")
            return
        if 72 <= lat <= 138 and 0 < lng <= 56:
            lng, lat = lat, lng
            tell("lng", "point.swapped")
        if not in_china(lng, lat):
            tell("lng", "point.range", about=f"{lng:g}, {lat:g}")
            return
        datum = self._datum(texts.get("datum"), tell)
        if datum is None:
            return
        point = as_wgs84(in_datum(datum, lng, lat)).rounded()
        values.update(lng=lng, lat=lat, datum=DATUM_WORDS[datum])
        values.update(lng_wgs84=point.lng, lat_wgs84=point.lat)
        district = values.get("district_code")
        if isinstance(district, str):
            self._judge_inside(district, point, tell)

    def _datum(self, text: str | None, tell: Teller) -> str | None:
        if not text:
            tell("datum", "point.no_datum")
            return None
        plain = re.sub(r"[\s\-_—()（）坐标系]+", "", text).casefold()
        datum = _DATUMS.get(plain) or _DATUMS.get(text.strip().casefold())
        if datum is None:
            tell("datum", "point.datum", about=text[:40])
        return datum

    def _judge_inside(self, district: str, point: WGS84Point, tell: Teller) -> None:
        wrong = misplaced(district, point)
        if wrong and wrong.found:
            tell("lng", "point.outside_in", about=name(district), right=name(wrong.found))
        elif wrong:
            tell("lng", "point.outside", about=name(district))


def _no_placeholder(city: str) -> str:
    return "" if city in ("市辖区", "县", "省直辖县级行政区划") else city


def lies_in(code: str | None, area: str) -> bool:
    """Return whether a district code is `area` or below it; an unknown district lies nowhere."""
    return code is not None and any(division.code == area for division in ancestors(code))
