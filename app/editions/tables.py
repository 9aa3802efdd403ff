"""list.sqlite: the register and the list of one edition, with the index for free text."""

from __future__ import annotations

import sqlite3
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import repeat
from pathlib import Path

from app.editions.layout import compact
from app.editions.similar import pairs
from inspections.editions import Leaf
from inspections.names import Taken, grams, taken
from inspections.verdicts import (
    PublicFacts,
    changes_on,
    entry_fields,
    names_of,
    standing,
    stored,
)
from inspections.vocabulary import Standing

MOST_OF_ONE_PAIR = 2000
SCHEMA = """
create table institutions (
    number integer primary key, public_id text not null unique, facts text not null,
    sketch text not null, district_code text, standing text not null);
create table entries (
    number integer primary key, entry text not null unique, key blob not null,
    commitment blob not null, salt blob not null, fields text not null, district_code text,
    name text not null, address text, ends_on text);
create table grams (gram text not null, number integer not null, primary key (gram, number))
    without rowid;
create table gram_sizes (gram text primary key, size integer not null) without rowid;
create table places (
    number integer not null, lng_wgs84 real not null, lat_wgs84 real not null,
    stale_on integer not null);
create table districts (
    code text primary key, name_zh text not null, name_en text not null,
    institutions integer not null, listed integer not null) without rowid;
"""
INDEXES = """
create index ix_entries_key on entries (key);
create index ix_entries_district on entries (district_code);
create index ix_places_point on places (lng_wgs84, lat_wgs84);
"""


@dataclass(slots=True)
class Counts:
    """What an edition holds, by number."""

    institutions: int = 0
    listed: int = 0
    listed_without_code: int = 0


@dataclass(slots=True)
class Tables:
    """The tables while they are being written, one institution after the other."""

    path: Path
    day: date
    counts: Counts = field(default_factory=Counts)
    _database: sqlite3.Connection = field(init=False)
    _postings: dict[str, array[int]] = field(init=False)
    _sizes: Counter[str] = field(default_factory=Counter)
    _districts: dict[str, tuple[str, str]] = field(default_factory=dict)
    _standings: Counter[tuple[str, Standing]] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """Open an empty database; a killed build leaves a folder that nothing points to."""
        self._database = sqlite3.connect(self.path, isolation_level=None)
        self._database.executescript(
            "pragma page_size=4096; pragma journal_mode=off; pragma synchronous=off;" + SCHEMA
        )
        self._database.execute("begin")
        self._postings = defaultdict(_numbers)

    def add(self, number: int, facts: PublicFacts, main_name: Taken) -> None:
        """Write one institution with its places and what it may be found by."""
        stands = standing(facts, self.day)
        names = [main_name, *(taken(name) for name in names_of(facts)[1:])]
        sketch = [[one.key, one.core, " ".join(one.sound)] for one in names]
        self._database.execute(
            "insert into institutions values (?, ?, ?, ?, ?, ?)",
            (
                number,
                facts.id,
                compact(stored(facts)),
                compact(sketch),
                facts.district_code,
                stands.value,
            ),
        )
        turn = changes_on(facts, self.day).toordinal()
        for place in facts.premises:
            if place.lng_wgs84 is not None and place.lat_wgs84 is not None:
                self._database.execute(
                    "insert into places values (?, ?, ?, ?)",
                    (number, place.lng_wgs84, place.lat_wgs84, turn),
                )
        self._enter_pairs(number, names)
        self._count(facts, stands)

    def add_entry(
        self, number: int, facts: PublicFacts, *, key: bytes, salt: bytes, commitment: bytes
    ) -> None:
        """Write one entry of the list with what proves it."""
        fields = entry_fields(facts)
        self._database.execute(
            "insert into entries values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                number,
                fields["entry"],
                key,
                commitment,
                salt,
                compact(fields),
                facts.district_code,
                facts.name,
                facts.address,
                fields["ends_on"],
            ),
        )

    def finish(self) -> None:
        """Write the index and the sums, and close the file."""
        for gram in sorted(self._postings):
            rows = zip(repeat(gram), self._postings[gram], strict=False)
            self._database.executemany("insert into grams values (?, ?)", rows)
        self._database.executemany("insert into gram_sizes values (?, ?)", self._sizes.items())
        self._database.executemany("insert into districts values (?, ?, ?, ?, ?)", self._sums())
        self._database.execute("commit")
        self._database.executescript(INDEXES)
        self._database.close()

    def _enter_pairs(self, number: int, names: list[Taken]) -> None:
        found = dict.fromkeys(grams(*(one.key for one in names)))
        for name in names:
            found.update(dict.fromkeys(pairs(name)))
            found["".join(name.sound)] = None
        for gram in found:
            self._sizes[gram] += 1
            if len(posting := self._postings[gram]) < MOST_OF_ONE_PAIR:
                posting.append(number)

    def _count(self, facts: PublicFacts, stands: Standing) -> None:
        listed = stands is Standing.BLACKLISTED
        self.counts.institutions += 1
        self.counts.listed += listed
        self.counts.listed_without_code += listed and not facts.credit_code
        code = facts.district_code or ""
        self._districts[code] = (facts.district_zh, facts.district_en)
        self._standings[code, stands] += 1

    def _sums(self) -> Iterable[tuple[str, str, str, int, int]]:
        for code, (name_zh, name_en) in sorted(self._districts.items()):
            everyone = sum(count for (at, _), count in self._standings.items() if at == code)
            yield code, name_zh, name_en, everyone, self._standings[code, Standing.BLACKLISTED]


def leaves_in(database: sqlite3.Connection) -> list[tuple[bytes, bytes]]:
    """Return (key, commitment) of all entries."""
    return database.execute("select key, commitment from entries order by key").fetchall()


def leaf_text(leaf: Leaf) -> dict[str, object]:
    """Return a leaf as proofs print it."""
    return {"key": leaf.key.hex(), "commitments": [one.hex() for one in leaf.commitments]}


def _numbers() -> array[int]:
    return array("I")
