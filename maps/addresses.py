"""Taking a written address apart as far as a round needs it: the subdistrict, else the road."""

import re

from maps import districts

_SUBDISTRICT = re.compile(r"[\u3400-\u9fff]{1,8}?(?:街道|镇|乡)")
_ROAD = re.compile(r"[\u3400-\u9fff]{1,8}?(?:大街|大道|胡同|路|街|巷|道)")


def street_of(address: str | None, district_code: str | None) -> str:
    """Return the subdistrict (街道, 镇, 乡) that an address names, else its road, else nothing."""
    rest = _after_district(address or "", district_code)
    found = _SUBDISTRICT.match(rest) or _ROAD.match(rest)
    return found.group() if found else ""


def _after_district(address: str, district_code: str | None) -> str:
    """Return what follows the name of the district, or of the city or province it lies in."""
    for division in districts.ancestors(district_code) if district_code else ():
        if division.name in address:
            return address.split(division.name, 1)[1]
    return address
