"""The tree of administrative divisions: country, province, city, county.

The tree is built once from the codes of GB/T 2260; afterwards nobody compares codes as text, since
not every city has counties (东莞) and not every county has a city (济源).
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent / "data"
COUNTRY = "100000"
_NO_CITY = ("市辖区", "县")  # what the list calls the "city" between 北京市 and its districts


@dataclass(frozen=True, slots=True)
class Division:
    """One administrative division; `statistical_only` marks zones that only statistics count."""

    code: str
    name: str
    parent: str | None
    statistical_only: bool = False


@dataclass(frozen=True, slots=True)
class Locality:
    """What is known beyond code and name about a district of the home city."""

    name_en: str
    pinyin: str
    aliases: tuple[str, ...]
    former: tuple[tuple[str, str], ...]  # former name, former code


@dataclass(frozen=True, slots=True)
class Subdistrict:
    """A 街道, town or township."""

    code: str
    name: str
    district_code: str


class Tree:
    """Divisions with their parents and children."""

    def __init__(self, divisions: dict[str, Division]) -> None:
        """Keep the divisions and note the children of each, in the order of codes."""
        self._divisions = divisions
        self._children: dict[str, list[str]] = {code: [] for code in divisions}
        for code in sorted(divisions):
            parent = divisions[code].parent
            if parent is not None:
                self._children[parent].append(code)

    def get(self, code: str) -> Division | None:
        """Return the division with this code, or None."""
        return self._divisions.get(code)

    def children(self, code: str) -> tuple[Division, ...]:
        """Return the divisions directly under `code`."""
        return tuple(self._divisions[child] for child in self._children.get(code, ()))

    def descendants(self, code: str) -> tuple[str, ...]:
        """Return `code` and every code below it; nothing for an unknown code."""
        if code not in self._divisions:
            return ()
        found = [code]
        for known in found:  # grows while we walk it: breadth first
            found.extend(self._children[known])
        return tuple(found)

    def ancestors(self, code: str) -> Iterator[Division]:
        """Yield the division itself, then what it lies in, up to the country."""
        division = self._divisions.get(code)
        while division is not None:
            yield division
            division = self._divisions.get(division.parent) if division.parent else None

    def leaves(self) -> Iterator[Division]:
        """Yield the divisions with nothing below them: the districts one can register in."""
        return (self._divisions[code] for code in sorted(self._divisions) if self.is_leaf(code))

    def is_leaf(self, code: str) -> bool:
        """Return whether `code` is a district, county or a city without counties."""
        return code in self._children and not self._children[code]

    def inner(self) -> Iterator[Division]:
        """Yield provinces and cities, the country left out."""
        return (
            d for code, d in self._divisions.items() if code != COUNTRY and self._children[code]
        )


@lru_cache(maxsize=1)
def tree() -> Tree:
    """Return the tree of the whole country."""
    found = {COUNTRY: Division(COUNTRY, "中华人民共和国", None)}
    for row in _rows("china_county_codes.csv"):
        code, city, province = row["code"], row["city"], row["province"]
        province_code, city_code = code[:2] + "0000", code[:4] + "00"
        found.setdefault(province_code, Division(province_code, province, COUNTRY))
        if code == province_code:
            continue
        name = province if city in _NO_CITY else city
        if code != city_code:
            found.setdefault(city_code, Division(city_code, name, province_code))
        parent = province_code if code == city_code else city_code
        found[code] = Division(code, row["name"], parent, row["statistical_only"] == "1")
    return Tree(found)


@lru_cache(maxsize=1)
def localities() -> dict[str, Locality]:
    """Return what is known about the districts of Shenyang, by code."""
    return {
        row["code"]: Locality(
            name_en=row["name_en"],
            pinyin=row["pinyin"],
            aliases=tuple(filter(None, row["aliases"].split("|"))),
            former=tuple(_former(text) for text in filter(None, row["former"].split("|"))),
        )
        for row in _rows("shenyang_divisions.csv")
    }


@lru_cache(maxsize=1)
def subdistricts_by_district() -> dict[str, tuple[Subdistrict, ...]]:
    """Return the subdistricts of Shenyang, by the code of their district."""
    found: dict[str, list[Subdistrict]] = {}
    for row in _rows("shenyang_subdistricts.csv"):
        entry = Subdistrict(row["code"], row["name"], row["district_code"])
        found.setdefault(entry.district_code, []).append(entry)
    return {code: tuple(entries) for code, entries in found.items()}


def _former(text: str) -> tuple[str, str]:
    """Take apart `辽中县(210122, replaced 2016)`."""
    name, _, remark = text.partition("(")
    return name, remark.partition(",")[0]


def _rows(filename: str) -> list[dict[str, str]]:
    with (FOLDER / filename).open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))
