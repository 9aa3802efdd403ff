"""Invented institutions, row by row; the same wish always gives the same rows.

Every name carries 拟, every credit code begins with YY after its division, licence serials begin at
9000001 and telephone numbers have a 0 after the area code, so that no row can be taken for a real
institution. A point lies in the district of its row; subdistrict and road do not match it.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import TypeVar

from app.commands.demo import words
from app.commands.demo.credit_codes import invented_code
from app.commands.demo.places import Place

FIELDS = (
    "seq",
    "name",
    "short_name",
    "credit_code",
    "legal_form",
    "licence_no",
    "subject_group",
    "subjects",
    "stages",
    "province",
    "city",
    "district",
    "district_code",
    "address",
    "lng",
    "lat",
    "datum",
    "phone",
    "licence_status",
    "licence_issued",
    "licence_expires",
    "list_status",
    "list_reason",
    "list_date",
    "lookalike_of",
    "synthetic",
)
DATUM = "WGS-84"
MOST_ROWS = 1_000_000
_REMEMBERED = 5000

Row = dict[str, str]
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Wish:
    """How many institutions, and of what kind; `as_of` is the day on which licences count."""

    rows: int
    as_of: date
    seed: int = 1
    blacklist: float = 0.02
    unlicensed: float = 0.04
    lookalikes: float = 0.05

    def blacklist_shares(self) -> tuple[float, float]:
        """Return the shares for licensed and unlicensed: these are listed six times as often."""
        licensed = self.blacklist / (1 + 5 * self.unlicensed)
        if licensed * 6 > 1:
            rest = 1 - self.unlicensed
            licensed = max(0.0, (self.blacklist - self.unlicensed) / rest) if rest else 0.0
        return licensed, min(1.0, licensed * 6) if self.unlicensed < 1 else self.blacklist


def invented_rows(wish: Wish, places: Sequence[Place]) -> Iterator[Row]:
    """Yield the rows of a register, in the generator's columns."""
    maker = _Maker(wish, places)
    for sequence in range(1, wish.rows + 1):
        yield maker.row(sequence)


class _Maker:
    def __init__(self, wish: Wish, places: Sequence[Place]) -> None:
        self.wish, self.places = wish, places
        self.random = Random(f"{wish.seed}/shenyang")  # noqa: S311  (invention, not secrets)
        self.edges = list(accumulate(place.weight for place in places))
        self.shares = wish.blacklist_shares()
        self.names: set[str] = set()
        self.recent: list[Row] = []

    def row(self, sequence: int) -> Row:
        place = self.places[bisect_right(self.edges, self.random.random() * self.edges[-1])]
        unlicensed = self.chance(self.wish.unlicensed)
        black = self.chance(self.shares[unlicensed])
        group = words.GROUPS[bisect_right(words.GROUP_EDGES, self.random.random() * 100)]
        form = self.form(unlicensed=unlicensed)
        brand, model = self.brand(), None
        if self.recent and self.chance(self.wish.lookalikes):
            model = self.pick(self.recent)
            brand, group = self.imitated(model["short_name"]), model["subject_group"]
        row = {
            "seq": str(sequence),
            **self.identity(place, brand, group=group, form=form, sequence=sequence),
            **self.whereabouts(place),
            **self.licence(place, unlicensed=unlicensed),
            "list_status": "",
            "list_reason": "",
            "list_date": "",
            "lookalike_of": model["seq"] if model else "",
            "synthetic": "1",
        }
        if black:
            self.blacklist(row, unlicensed=unlicensed)
        elif row["licence_status"] == words.VALID:
            row["list_status"] = words.WHITELISTED
        if model is None:
            self.remember(row)
        return row

    def identity(
        self, place: Place, brand: str, *, group: str, form: str, sequence: int
    ) -> dict[str, str]:
        subjects = words.SUBJECTS[group]
        many = 1 + int(self.random.random() * 3)
        taught = sorted({int(self.random.random() * len(subjects)) for _ in range(many)})
        chosen = [subjects[i] for i in taught]
        first = int(self.random.random() * 4)
        last = min(3, first + int(self.random.random() * 3))
        name = self.unique(
            lambda: self.name(place, brand, group=group, form=form, subject=chosen[0])
        )
        return {
            "name": name,
            "short_name": brand,
            "credit_code": self.credit_code(place, form, sequence),
            "legal_form": form,
            "subject_group": group,
            "subjects": ";".join(chosen),
            "stages": ";".join(words.STAGES[first : last + 1]),
        }

    def whereabouts(self, place: Place) -> dict[str, str]:
        lng, lat = place.region.point(self.random)
        return {
            "province": place.province,
            "city": place.city,
            "district": place.name,
            "district_code": place.code,
            "address": self.address(place),
            "lng": f"{lng:.6f}",
            "lat": f"{lat:.6f}",
            "datum": DATUM,
            "phone": f"024-0{int(self.random.random() * 1e7):07d}",
        }

    def licence(self, place: Place, *, unlicensed: bool) -> dict[str, str]:
        if unlicensed:
            blank = {"licence_no": "", "licence_issued": "", "licence_expires": ""}
            return {**blank, "licence_status": words.WITHOUT}
        place.serial += 1
        issued = self.wish.as_of - timedelta(days=30 + int(self.random.random() * 1950))
        expires = issued + timedelta(days=1096 if self.chance(0.6) else 1826)
        status = words.EXPIRED if expires < self.wish.as_of else words.VALID
        roll = self.random.random()
        if roll < 0.03:
            status = words.DEREGISTERED
        elif roll < 0.045:
            status = words.SUSPENDED
        return {
            "licence_no": f"教民1{place.code}7{9000000 + place.serial}号",
            "licence_issued": issued.isoformat(),
            "licence_expires": expires.isoformat(),
            "licence_status": status,
        }

    def blacklist(self, row: Row, *, unlicensed: bool) -> None:
        reason = self.pick(words.REASONS)
        if unlicensed:
            reason = words.WITHOUT_LICENCE
        elif reason == words.WITHOUT_LICENCE:
            reason = words.REASONS[2]
        # within 30 days for the licensed, so never before the licence was issued
        age = int(self.random.random() * (700 if unlicensed else 30))
        row["list_status"], row["list_reason"] = words.BLACKLISTED, reason
        row["list_date"] = (self.wish.as_of - timedelta(days=age)).isoformat()
        if not unlicensed and self.chance(0.4):
            row["licence_status"] = words.REVOKED

    def form(self, *, unlicensed: bool) -> str:
        if unlicensed:
            return words.UNREGISTERED if self.chance(0.5) else words.FOR_PROFIT
        return words.FOR_PROFIT if self.chance(0.64) else words.NON_PROFIT

    def credit_code(self, place: Place, form: str, number: int) -> str:
        if form == words.FOR_PROFIT:
            return invented_code(authority="9", kind="1", division=place.code, number=number)
        if form == words.NON_PROFIT:
            return invented_code(authority="5", kind="2", division=place.code, number=number)
        return ""

    def brand(self) -> str:
        a, b = self.pick(words.FIRST), self.pick(words.SECOND)
        return self.pick((words.MARK + a + b, a + words.MARK + b, a + b + words.MARK))

    def imitated(self, brand: str) -> str:
        return brand.translate(words.SOUNDS) if self.chance(0.45) else brand

    def name(self, place: Place, brand: str, *, group: str, form: str, subject: str) -> str:
        roll = self.random.random()
        prefixes = ((0.62, place.label), (0.78, place.name), (0.92, place.city.rstrip("市")))
        prefix = next((text for edge, text in prefixes if roll < edge), "")
        if form == words.UNREGISTERED:
            return prefix + brand + self.pick(words.TAILS[form])
        word = subject if self.chance(0.25) else self.pick(words.NAME_WORDS[group])
        return prefix + brand + word + self.pick(words.TAILS[form])

    def unique(self, build: Callable[[], str]) -> str:
        for _ in range(40):
            name = build()
            if name not in self.names:
                break
        else:
            base, branch = name, 2
            while (name := f"{base}(第{branch}校区)") in self.names:
                branch += 1
        self.names.add(name)
        return name

    def address(self, place: Place) -> str:
        road = self.pick(words.ROAD_BEGINNINGS) + self.pick(words.ROAD_MIDDLES)
        road += self.pick(words.ROAD_KINDS)
        town = self.pick(place.towns) if place.towns else ""
        numbers = 1 + int(self.random.random() * 9), 1 + int(self.random.random() * 6)
        building = self.pick(words.BUILDINGS).format(*numbers)
        parts = dict.fromkeys((place.province, place.city, place.name))
        return f"{''.join(parts)}{town}{road}{1 + int(self.random.random() * 398)}号{building}"

    def remember(self, row: Row) -> None:
        if len(self.recent) < _REMEMBERED:
            self.recent.append(row)
        else:
            self.recent[int(row["seq"]) % _REMEMBERED] = row

    def pick(self, items: Sequence[Item]) -> Item:
        return items[int(self.random.random() * len(items))]

    def chance(self, share: float) -> bool:
        return self.random.random() < share
