"""keys.bin and answers.bin while they are written: ready answers for every exact query."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import BinaryIO

from app.editions.layout import (
    ANSWERS,
    BUCKETS,
    EXACT_MARK,
    KEY_RECORD,
    KEYS,
    NUMBER,
    REFERENCE,
    UNIT_HEAD,
    VERDICTS,
    compact,
    key_hash,
)
from inspections.verdicts import (
    MOST_CANDIDATES,
    MOST_SIMILAR,
    NEVER,
    PublicFacts,
    changes_on,
    keys_of,
    may_be_shown,
    record,
    veiled_record,
    verdict_on,
)

Alike = Sequence[tuple[int, int]]
AMBIGUOUS = VERDICTS.index("ambiguous")
DRAFT = "answers.draft"


@dataclass(slots=True)
class ExactIndex:
    """The two files of the exact index, written in two passes over the institutions.

    Look-alikes end up side by side: an answer then touches three pages of memory, not ten.
    """

    folder: Path
    day: date
    _draft: BinaryIO = field(init=False)
    _drafted: array[int] = field(default_factory=lambda: array("Q", [0]))
    _places: array[int] = field(default_factory=lambda: array("Q"))
    _verdicts: bytearray = field(default_factory=bytearray)
    _turns: array[int] = field(default_factory=lambda: array("I"))
    _gone: array[int] = field(default_factory=lambda: array("I"))
    _found_by: dict[bytes, array[int]] = field(init=False)

    def __post_init__(self) -> None:
        """Start a draft; it is gone when the index is finished."""
        self._draft = (self.folder / DRAFT).open("w+b")
        self._found_by = defaultdict(lambda: array("I"))

    def add(self, number: int, facts: PublicFacts) -> None:
        """Take one institution; numbers count from 0 without a gap."""
        verdict = verdict_on([facts], self.day, has_candidates=False)
        self._verdicts.append(VERDICTS.index(verdict.value))
        for said in (veiled_record(facts), record(facts, self.day)):
            blob = compact(said)[:-1].encode()
            self._draft.write(blob)
            self._drafted.append(self._drafted[-1] + len(blob))
        turn = changes_on(facts, self.day)
        self._turns.append(turn.toordinal())
        gone = turn if turn < NEVER and not may_be_shown(facts, turn) else NEVER
        self._gone.append(gone.toordinal())
        for key in keys_of(facts):
            self._found_by[key_hash(key)].append(number)

    def finish(self, alike: Sequence[Alike], order: Sequence[int]) -> None:
        """Write blobs and units in this order, then units for shared keys, then the sorted keys."""
        similar = [_room(alike[number], [number]) for number in range(len(self._turns))]
        end = self._lay_out(similar, order)
        with (self.folder / ANSWERS).open("wb") as answers:
            for number in order:
                answers.write(self._drafted_bytes(2 * number, 2))
                answers.write(self._unit([number], similar[number]))
            records = []
            for hashed, numbers in self._found_by.items():
                near = (
                    similar[numbers[0]] if len(numbers) == 1 else _room(alike[numbers[0]], numbers)
                )
                place, length = self._places[2 * numbers[0] + 1], _unit_bytes(1, len(near))
                if len(numbers) > 1:
                    unit = self._unit(numbers, near)
                    place, length, end = end, len(unit), end + len(unit)
                    answers.write(unit)
                records.append((hashed, place, length, self._stale_on(numbers, near)))
        self._draft.close()
        (self.folder / DRAFT).unlink()
        records.sort()
        _write_keys(self.folder / KEYS, records)

    def _lay_out(self, similar: Sequence[Alike], order: Sequence[int]) -> int:
        """Decide where each institution's blobs and unit will lie; return where they end."""
        self._places = array("Q", bytes(16 * len(order)))
        place = 0
        for number in order:
            self._places[2 * number] = place
            place += self._drafted[2 * number + 2] - self._drafted[2 * number]
            self._places[2 * number + 1] = place
            place += _unit_bytes(1, len(similar[number]))
        return place

    def _unit(self, exact: Sequence[int], near: Alike) -> bytes:
        alone = len(exact) == 1
        verdict = self._verdicts[exact[0]] if alone else AMBIGUOUS
        parts = [UNIT_HEAD.pack(verdict, len(near), 0, len(exact))]
        parts += [NUMBER.pack(number) for number in exact]
        parts += [self._reference(number, EXACT_MARK, veiled=not alone) for number in exact]
        parts += [self._reference(number, score, veiled=True) for number, score in near]
        return b"".join(parts)

    def _reference(self, number: int, score: int, *, veiled: bool) -> bytes:
        start, middle, end = self._drafted[2 * number : 2 * number + 3]
        first, last = (start, middle) if veiled else (middle, end)
        shift = self._places[2 * number] - start
        return REFERENCE.pack(first + shift, last + shift, score)

    def _stale_on(self, exact: Sequence[int], near: Alike) -> int:
        turns = [self._turns[number] for number in exact]
        return min(turns + [self._gone[number] for number, _ in near])

    def _drafted_bytes(self, first: int, count: int) -> bytes:
        self._draft.seek(self._drafted[first])
        return self._draft.read(self._drafted[first + count] - self._drafted[first])


def _room(alike: Alike, exact: Sequence[int]) -> Alike:
    """Return the look-alikes that an answer has room for."""
    room = MOST_SIMILAR if len(exact) == 1 else max(0, MOST_CANDIDATES - len(exact))
    return [one for one in alike if one[0] not in exact][:room]


def _unit_bytes(exact: int, near: int) -> int:
    return UNIT_HEAD.size + NUMBER.size * exact + REFERENCE.size * (exact + near)


def _write_keys(path: Path, records: list[tuple[bytes, int, int, int]]) -> None:
    directory = array("I", bytes(4 * (BUCKETS + 1)))
    for hashed, *_ in records:
        directory[int.from_bytes(hashed[:2], "big") + 1] += 1
    for bucket in range(BUCKETS):
        directory[bucket + 1] += directory[bucket]
    with path.open("wb") as out:
        out.write(directory.tobytes())
        for one in records:
            out.write(KEY_RECORD.pack(*one))
