"""From what somebody typed in a district column to the district meant.

The home city wins where a name exists in many cities; elsewhere a name must be unique in the
country. What stays open is left open: nobody is moved to Tianjin by a guess.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from opencc import OpenCC

from maps.divisions import COUNTRY, Division, localities, tree

_NATIONS = (
    "满|回|蒙古|壮|苗|瑶|侗|土家|彝|藏|羌|傣|白|哈尼|拉祜|佤|傈僳|景颇|独龙|怒|纳西|布依|水|仡佬|黎|畲|"
    "仫佬|毛南|朝鲜|达斡尔|鄂温克|鄂伦春|哈萨克|柯尔克孜|塔吉克|锡伯|撒拉|土|保安|东乡|裕固|布朗|普米|"
    "维吾尔|各"
)
_AUTONOMOUS = re.compile(f"(?:(?:{_NATIONS})族)*(?:自治[县旗州区])$|(?:壮族|回族|维吾尔)自治区$")
_KIND = re.compile("(?:新区|特别行政区|地区|[省市区县盟旗])$")
_CODE = re.compile(r"^(\d{6})(?:\d{3}|\d{6})?(?:\.0+)?$")
_RANK = {"exact": 0, "short": 1, "former": 2, "alias": 3}
_SHORTEST_MISSPELT = 3


@dataclass(frozen=True, slots=True)
class DistrictMatch:
    """The district meant, and how it was understood.

    `how` is exact, short, code (these need no second look), former, alias or misspelt.
    """

    code: str
    name: str
    how: str

    @property
    def exact(self) -> bool:
        """Return whether the text names the district as it is called today."""
        return self.how in ("exact", "short", "code")


@lru_cache(maxsize=8192)
def find_district(text: str, *, home: str = "210100") -> DistrictMatch | None:
    """Return the district that `text` means to somebody in `home`, or None where that is open.

    Understood are codes, names with or without province and city, short, former and other usual
    names, traditional characters, and one wrong character within the home city. Several possible
    districts give None.
    """
    code = _CODE.match(unicodedata.normalize("NFKC", text).strip())
    if code:
        return _by_code(code.group(1))
    wanted = _clean(text)
    if not wanted:
        return None
    readings = tuple(_readings(wanted, home))
    for scope, rest in readings:
        found = _named(rest, scope=scope, home=home, stated=rest != wanted)
        if found:
            return found[0] if len(found) == 1 else None
    for scope, rest in readings:
        found = _misspelt(rest, scope=scope)
        if found:
            return found[0] if len(found) == 1 else None
    return None


def short_name(name: str) -> str:
    """Return a division's name without its kind: 和平区 → 和平, 本溪满族自治县 → 本溪.

    A name that would be left with one character stays whole (城区, 东区).
    """
    for pattern in (_AUTONOMOUS, _KIND):
        short = pattern.sub("", name)
        if short != name:
            return short if len(short) > 1 else name
    return name


def _clean(text: str) -> str:
    text = _simplifier().convert(unicodedata.normalize("NFKC", text))
    return re.sub(r"[\W_]+", "", text).casefold()


@lru_cache(maxsize=1)
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


def _by_code(code: str) -> DistrictMatch | None:
    if tree().is_leaf(code):
        return DistrictMatch(code, _name(code), "code")
    for today, locality in localities().items():
        if any(code == former for _, former in locality.former):
            return DistrictMatch(today, _name(today), "former")
    return None


def _readings(wanted: str, home: str) -> Iterator[tuple[str, str]]:
    """Yield (where, name) pairs, the most literal first: 沈阳和平区 may be 和平区 in Shenyang."""
    yield home, wanted
    yield COUNTRY, wanted
    yield from _within(wanted, COUNTRY)


def _within(wanted: str, scope: str) -> Iterator[tuple[str, str]]:
    """Yield what is left when names of provinces and cities in `scope` are taken off the front."""
    for prefix, code in _prefixes():
        if not wanted.startswith(prefix) or code == scope:
            continue
        if scope != COUNTRY and not _lies_in(code, scope):
            continue
        rest = wanted.removeprefix(prefix)
        if rest:
            yield from _within(rest, code)
            yield code, rest


@lru_cache(maxsize=1)
def _prefixes() -> tuple[tuple[str, str], ...]:
    """Return full and short names of provinces and cities, the longest first."""
    found = {(name, d.code) for d in tree().inner() for name in (d.name, short_name(d.name))}
    return tuple(sorted(found, key=lambda pair: (-len(pair[0]), pair)))


@lru_cache(maxsize=1)
def _inner_short_names() -> frozenset[str]:
    return frozenset(short_name(d.name) for d in tree().inner())


def _named(rest: str, *, scope: str, home: str, stated: bool) -> list[DistrictMatch]:
    """Return the districts in `scope` called `rest`; the home city's alone where it has one."""
    entries = [entry for entry in _index().get(rest, ()) if _lies_in(entry.code, scope)]
    if not stated and scope == COUNTRY and rest in _inner_short_names():
        entries = [e for e in entries if e.how == "exact"]  # 辽阳 alone is the city as well
    at_home = [entry for entry in entries if _lies_in(entry.code, home)]
    return _best(at_home or entries)


def _best(entries: list[DistrictMatch]) -> list[DistrictMatch]:
    """Keep real divisions before statistical zones, then today's names before others."""
    real = [e for e in entries if not _division(e.code).statistical_only] or entries
    rank = min((_RANK[e.how] for e in real), default=0)
    return _distinct([e for e in real if _RANK[e.how] == rank])


def _distinct(entries: list[DistrictMatch]) -> list[DistrictMatch]:
    """Drop second codes of the same place (加格达奇区 stands under two)."""
    return list({(e.name, _province(e.code)): e for e in reversed(entries)}.values())


def _misspelt(rest: str, *, scope: str) -> list[DistrictMatch]:
    """Return the districts of one city whose name differs from `rest` in one character."""
    if len(rest) < _SHORTEST_MISSPELT or scope == COUNTRY:
        return []
    codes = {
        code
        for name, code in _city_names(scope)
        if len(name) >= _SHORTEST_MISSPELT and _one_apart(rest, name)
    }
    return [DistrictMatch(code, _name(code), "misspelt") for code in sorted(codes)]


@lru_cache(maxsize=64)
def _city_names(city: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, entry.code)
        for name, entries in _index().items()
        for entry in entries
        if entry.how in ("exact", "former") and _lies_in(entry.code, city)
    )


def _one_apart(one: str, other: str) -> bool:
    """Return whether one character was replaced, left out or added."""
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    shorter, longer = sorted((one, other), key=len)
    if len(longer) - len(shorter) != 1:
        return False
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))


@lru_cache(maxsize=1)
def _index() -> dict[str, tuple[DistrictMatch, ...]]:
    found: dict[str, dict[str, DistrictMatch]] = {}
    for division in tree().leaves():
        for name, how in _names_of(division):
            known = found.setdefault(_clean(name), {})
            known.setdefault(division.code, DistrictMatch(division.code, division.name, how))
    return {name: tuple(entries.values()) for name, entries in found.items()}


def _names_of(division: Division) -> Iterator[tuple[str, str]]:
    """Yield every name of a division with its kind, the strongest first."""
    short = short_name(division.name)
    yield division.name, "exact"
    yield short, "short"
    locality = localities().get(division.code)
    if locality is None:
        return
    for name, _ in locality.former:
        yield name, "former"
        yield short_name(name), "former"
    wrong_kinds = (short + kind for kind in ("区", "新区"))
    for name in (*locality.aliases, *wrong_kinds, locality.name_en, locality.pinyin):
        yield name, "alias"


@lru_cache(maxsize=65536)
def _lies_in(code: str, scope: str) -> bool:
    return any(division.code == scope for division in tree().ancestors(code))


def _province(code: str) -> str:
    return [division.code for division in tree().ancestors(code)][-2]


def _division(code: str) -> Division:
    division = tree().get(code)
    if division is None:
        raise KeyError(code)
    return division


def _name(code: str) -> str:
    return _division(code).name
