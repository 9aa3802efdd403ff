"""The districts that invented institutions stand in, with weights and regions."""

from dataclasses import dataclass, field

from shapely.geometry import mapping

from app.commands.demo.regions import Region
from app.commands.demo.words import DEFAULT_WEIGHT, WEIGHTS
from maps import districts
from maps.boundaries import Boundaries


@dataclass(slots=True)
class Place:
    """One district; `serial` counts the licences invented for it."""

    code: str
    name: str
    city: str
    province: str
    weight: int
    region: Region = field(repr=False)
    towns: tuple[str, ...]
    serial: int = 0

    @property
    def label(self) -> str:
        """Return what comes first in a name: 沈阳市和平区, 新民市."""
        if self.name == self.city or self.name.endswith("市"):
            return self.name
        return self.city + self.name


def places_in(boundaries: Boundaries) -> list[Place]:
    """Return the districts of a boundary file, in the order of their codes."""
    return [_place(boundaries, code) for code in sorted(boundaries.codes)]


def _place(boundaries: Boundaries, code: str) -> Place:
    name = boundaries.name(code)
    above = [division.name for division in districts.ancestors(code)[1:-1]]
    city = above[0] if above else name
    province = above[-1] if above else city
    return Place(
        code=code,
        name=name,
        city=city,
        province=province,
        weight=WEIGHTS.get(code, DEFAULT_WEIGHT),
        region=Region(mapping(boundaries.polygon(code))),
        towns=tuple(town.name for town in districts.subdistricts(code)),
    )
