"""Districts: codes and names, what lies in what, and which district a point is in."""

from dataclasses import dataclass
from functools import lru_cache

from maps.boundaries import Boundaries, home_boundaries
from maps.district_names import DistrictMatch, find_district, short_name
from maps.divisions import (
    COUNTRY,
    Division,
    Subdistrict,
    localities,
    subdistricts_by_district,
    tree,
)
from maps.points import WGS84Point

__all__ = [
    "COUNTRY",
    "Boundaries",
    "District",
    "DistrictMatch",
    "Misplaced",
    "ancestors",
    "children",
    "contains",
    "descendants",
    "district",
    "district_of",
    "find_district",
    "full_name",
    "is_district",
    "is_within",
    "misplaced",
    "name",
    "short_name",
    "subdistricts",
]

# The outline of Shenyang was simplified by up to 139 m; a warning nearer than this to the border
# would speak of the map, not of the institution.
BORDER_METRES = 250.0

_ENGLISH = {"100000": "China", "210000": "Liaoning", "210100": "Shenyang"}

District = Division


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A point that lies outside its district; `found` is the district it lies in, if known."""

    expected: str
    found: str | None


def district(code: str) -> District | None:
    """Return the division with this code, or None."""
    return tree().get(code)


def is_district(code: str) -> bool:
    """Return whether institutions can be registered under `code`: nothing lies below it."""
    return tree().is_leaf(code)


def children(code: str) -> tuple[District, ...]:
    """Return the divisions directly under `code`, in the order of codes."""
    return tree().children(code)


@lru_cache(maxsize=4096)
def descendants(code: str) -> tuple[str, ...]:
    """Return `code` itself and every code below it; nothing for an unknown code."""
    return tree().descendants(code)


def ancestors(code: str) -> tuple[District, ...]:
    """Return the division itself, then its city, province and country."""
    return tuple(tree().ancestors(code))


@lru_cache(maxsize=65536)
def is_within(code: str, ancestor: str) -> bool:
    """Return whether `code` is `ancestor` or lies in it."""
    return any(division.code == ancestor for division in tree().ancestors(code))


def name(code: str, language: str = "zh") -> str:
    """Return the division's name; in English the Chinese one where no English one is known.

    An unknown code is its own name: a record may be older than the list.
    """
    known = tree().get(code)
    if known is None:
        return code
    if language == "en":
        locality = localities().get(code)
        return locality.name_en if locality else _ENGLISH.get(code, known.name)
    return known.name


def full_name(code: str) -> str:
    """Return the name with province and city before it, each said once: 辽宁省沈阳市和平区."""
    parts = [division.name for division in reversed(ancestors(code)) if division.code != COUNTRY]
    parts = [part for part in parts if not part.endswith("直辖县级行政区划")]
    return "".join(dict.fromkeys(parts)) or code


def subdistricts(code: str) -> tuple[Subdistrict, ...]:
    """Return the 街道, towns and townships of a district, where they are known."""
    return subdistricts_by_district().get(code, ())


def district_of(point: WGS84Point, *, boundaries: Boundaries | None = None) -> str | None:
    """Return the code of the district that `point` lies in, or None outside all of them."""
    return (boundaries or home_boundaries()).district_of(point)


def contains(
    code: str,
    point: WGS84Point,
    *,
    within_metres: float = 0.0,
    boundaries: Boundaries | None = None,
) -> bool | None:
    """Return whether `point` lies in the division, or None where no boundary of it is known."""
    known = boundaries or home_boundaries()
    codes = [below for below in descendants(code) or (code,) if known.has(below)]
    if not codes:
        return None
    return any(known.contains(below, point, within_metres=within_metres) for below in codes)


def misplaced(
    code: str, point: WGS84Point, *, boundaries: Boundaries | None = None
) -> Misplaced | None:
    """Return what is wrong with a point entered for a district, for a warning; None if nothing.

    Near the border, and where the boundary is unknown, nothing is said.
    """
    known = boundaries or home_boundaries()
    if contains(code, point, within_metres=BORDER_METRES, boundaries=known) is not False:
        return None
    return Misplaced(expected=code, found=known.district_of(point))
