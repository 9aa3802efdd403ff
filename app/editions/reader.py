"""An edition open for reading: its header, exact answers, candidates, lists and places."""

# ruff: noqa: S608  (statements are put together from our own constants; values are bound)

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from threading import local
from typing import Any

from app.editions.findings import DistrictCount, EditionEvents, Entry, EntryFilter, Found, Match
from app.editions.header import BadHeader, Header
from app.editions.layout import BOUNDARIES, HEADER, HISTORY, LIST, LOG
from app.editions.lookup import ExactAnswers, Unit
from app.editions.similar import LEAST_SCORE, MOST_SCORED, pairs
from app.editions.tables import leaves_in
from inspections.editions import Leaf, leaves_of
from inspections.names import Taken, alike, grams, name_key, taken
from inspections.verdicts import (
    EXACT_SCORE,
    MOST_CANDIDATES,
    MOST_SIMILAR,
    PublicFacts,
    may_be_shown,
    restored,
    standing,
    verdict_on,
)

MOST_PAIRS = 24
HELD_SCORE = 65


class Edition:
    """One published edition, read-only, safe for any number of threads.

    Raises BadHeader when the header isn't signed by its key or a file has another size than signed.
    """

    def __init__(self, folder: Path) -> None:
        """Open the folder."""
        self.folder = folder
        self.header = Header.read((folder / HEADER).read_bytes())
        for name, file in self.header.values["files"].items():
            if (folder / name).stat().st_size != file["bytes"]:
                raise BadHeader(f"{name} is not the file that was signed")
        self.answers = ExactAnswers(folder)
        self._connections = local()

    @property
    def boundaries(self) -> Path | None:
        """Return the file of the districts that the edition brings along, if any."""
        return self.folder / BOUNDARIES if BOUNDARIES in self.header.values["files"] else None

    def exact(self, query: str) -> Unit | None:
        """Return the ready answer for a query that equals a name, code or number."""
        return self.answers.find(name_key(query))

    def answer(self, query: str, day: date) -> Found:
        """Return the answer computed from the facts, also where the ready one is out of date."""
        unit = self.exact(query)
        numbers = self.answers.numbers(unit) if unit else []
        equal = [facts for facts in self._by_numbers(numbers) if may_be_shown(facts, day)]
        asked = equal[0].name if len(equal) == 1 else query
        ids = {facts.id for facts in equal}
        near = [one for one in self.similar(asked, day) if one.facts.id not in ids]
        room = MOST_SIMILAR if len(equal) == 1 else max(0, MOST_CANDIDATES - len(equal))
        matches = [Match(facts, EXACT_SCORE, True) for facts in equal] + near[:room]
        return Found(verdict_on(equal, day, has_candidates=bool(near)), tuple(matches))

    def similar(self, query: str, day: date) -> list[Match]:
        """Return up to ten institutions whose names are like the query, best first."""
        asked = taken(query)
        scored = [
            (score, number)
            for number, sketch in self._sketches(self._candidates(asked))
            if (score := _score(asked, sketch)) >= LEAST_SCORE
        ]
        best = sorted(scored, key=lambda one: (-one[0], one[1]))[: MOST_CANDIDATES + MOST_SIMILAR]
        facts = {number: score for score, number in best}
        matches = zip(facts.values(), self._by_numbers(list(facts)), strict=True)
        shown = [Match(one, score, False) for score, one in matches if may_be_shown(one, day)]
        return shown[: MOST_CANDIDATES + 1]

    def institution(self, public_id: str) -> PublicFacts | None:
        """Return one institution by its id."""
        row = self._one("select facts from institutions where public_id = ?", (public_id,))
        return restored(json.loads(row[0])) if row else None

    def entry_of(self, entry: str) -> Entry | None:
        """Return one entry of the list by its id."""
        row = self._one(f"select {_ENTRY} from entries where entry = ?", (entry,))
        return _entry(row) if row else None

    def entries(self, wanted: EntryFilter) -> tuple[int, list[Entry]]:
        """Return how many entries in force fit, and a page of them, by name."""
        where, values = _condition(wanted)
        total = self._one(f"select count(*) from entries where {where}", values)
        rows = self._all(
            f"select {_ENTRY} from entries where {where} order by name, number limit ? offset ?",
            (*values, wanted.count, wanted.start),
        )
        return (total[0] if total else 0), [_entry(row) for row in rows]

    def all_entries(self) -> list[Entry]:
        """Return the list as signed, by name."""
        return [
            _entry(row) for row in self._all(f"select {_ENTRY} from entries order by name, number")
        ]

    def listed_by_district(self, day: date) -> dict[str, int]:
        """Return how many entries are in force in each district."""
        rows = self._all(
            "select coalesce(district_code, ''), count(*) from entries"
            " where ends_on is null or ends_on >= ? group by 1",
            (day.isoformat(),),
        )
        return dict(rows)

    def entry_rank(self, entry: str) -> int:
        """Return which entry of the list this is, by name, from one; 0 if it isn't there."""
        row = self._one(
            "select 1 + (select count(*) from entries b"
            " where (b.name, b.number) < (a.name, a.number))"
            " from entries a where a.entry = ?",
            (entry,),
        )
        return row[0] if row else 0

    def districts(self) -> list[DistrictCount]:
        """Return the districts that the edition holds, by code."""
        rows = self._all(
            "select code, name_zh, name_en, institutions, listed from districts order by code"
        )
        return [DistrictCount(*row) for row in rows]

    def places(self, day: date) -> Iterator[tuple[str, float, float, str]]:
        """Return (id, longitude, latitude, standing) of every place on `day`."""
        rows = self._all(
            "select i.public_id, p.lng_wgs84, p.lat_wgs84, i.standing, p.stale_on, i.number"
            " from places p join institutions i on i.number = p.number order by p.rowid"
        )
        for public_id, lng, lat, stands, stale_on, number in rows:
            if day.toordinal() < stale_on:
                yield public_id, lng, lat, stands
                continue
            facts = self._by_numbers([number])[0]
            if may_be_shown(facts, day):
                yield public_id, lng, lat, standing(facts, day).value

    @cached_property
    def leaves(self) -> list[Leaf]:
        """Return the leaves of the list's tree."""
        return leaves_of(leaves_in(self._database))

    @cached_property
    def earlier(self) -> dict[int, Header]:
        """Return the headers of earlier editions, by number."""
        lines = (self.folder / HISTORY).read_text("utf-8").splitlines()
        return {header.number: header for header in map(Header.read, lines)}

    @cached_property
    def events(self) -> dict[int, EditionEvents]:
        """Return what each edition changed, counted from the log, by number."""
        found, counts = {}, Counter[str]()
        for data in self.log():
            leaf = json.loads(data)
            if leaf["type"] == "event":
                counts[leaf["event"]] += 1
            else:
                found[int(leaf["edition"])] = EditionEvents(**counts)
                counts.clear()
        return found

    def log(self) -> list[bytes]:
        """Return the leaves of the log."""
        return (self.folder / LOG).read_bytes().splitlines()

    @property
    def _database(self) -> sqlite3.Connection:
        """Return this thread's own connection; `immutable` spares all locking."""
        found = getattr(self._connections, "database", None)
        if found is None:
            address = f"{(self.folder / LIST).absolute().as_uri()}?mode=ro&immutable=1"
            found = sqlite3.connect(address, uri=True, check_same_thread=False)
            self._connections.database = found
        return found

    def _one(self, statement: str, values: Sequence[Any] = ()) -> Any:
        return self._database.execute(statement, values).fetchone()

    def _all(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        return self._database.execute(statement, values).fetchall()

    def _by_numbers(self, numbers: Sequence[int]) -> list[PublicFacts]:
        """Return the facts in the order of `numbers`."""
        rows = dict(
            self._all(
                f"select number, facts from institutions where number in ({_marks(numbers)})",
                numbers,
            )
        )
        return [restored(json.loads(rows[number])) for number in numbers]

    def _candidates(self, asked: Taken) -> list[int]:
        """Return at most 200 institutions that share rare pairs with the query."""
        wanted = list(dict.fromkeys([*grams(asked.key), *pairs(asked)]))
        if asked.key.isascii():
            wanted.append(asked.key)
        wanted = [gram for gram in wanted if len(gram) > 1][: 4 * MOST_PAIRS]
        sizes = self._all(
            f"select gram from gram_sizes where gram in ({_marks(wanted)}) order by size limit ?",
            (*wanted, MOST_PAIRS),
        )
        rare = [gram for (gram,) in sizes]
        rows = self._all(
            f"select number from grams where gram in ({_marks(rare)})"
            " group by number order by count(*) desc, number limit ?",
            (*rare, MOST_SCORED),
        )
        return [number for (number,) in rows]

    def _sketches(self, numbers: Sequence[int]) -> Iterable[tuple[int, list[Taken]]]:
        rows = self._all(
            f"select number, sketch from institutions where number in ({_marks(numbers)})", numbers
        )
        for number, sketch in rows:
            yield (
                number,
                [
                    Taken(key, core, tuple(sound.split(" ")))
                    for key, core, sound in json.loads(sketch)
                ],
            )


_ENTRY = "number, fields, key, salt, commitment"


def _entry(row: tuple[Any, ...]) -> Entry:
    number, fields, key, salt, commitment = row
    return Entry(number, json.loads(fields), key, salt, commitment)


def _score(asked: Taken, names: Iterable[Taken]) -> int:
    """Return how like the query the best of an institution's names is; 99 for an equal one."""
    best = 0.0
    for name in names:
        held = len(asked.key) > 1 and asked.key in name.key
        spelt = asked.key.isascii() and asked.key == "".join(name.sound)
        best = max(best, alike(asked, name), HELD_SCORE * held, 90 * spelt)
    return min(99, round(best))


def _condition(wanted: EntryFilter) -> tuple[str, tuple[str, ...]]:
    """Return the condition; `instr` takes the query as it is, without wildcards."""
    conditions, values = ["(ends_on is null or ends_on >= ?)"], [wanted.day.isoformat()]
    if wanted.district:
        conditions.append("district_code = ?")
        values.append(wanted.district)
    if wanted.query:
        conditions.append("(instr(name, ?) or instr(coalesce(address, ''), ?) or instr(fields, ?))")
        values += [wanted.query, wanted.query, f'"credit_code":"{wanted.query.upper()}"']
    return " and ".join(conditions), tuple(values)


def _marks(values: Sequence[Any]) -> str:
    return ",".join("?" * len(values))
