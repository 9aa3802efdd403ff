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
    HEADS,
    KEY_RECORD,
    KEYS,
    NUMBER,
    UNIT_HEAD,
    VERDICTS,
    compact,
    key_hash,
)
from app.editions.similar import Cores, look_alikes
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

Unit = tuple[int, int, int]
AMBIGUOUS = VERDICTS.index("ambiguous")
DRAFT = "answers.draft"
EXACT_TAIL = b',"match":"exact","score":100}'


@dataclass(frozen=True, slots=True)
class Run:
    """The look-alikes of one core, ready and side by side: members, and where each item begins."""

    members: tuple[int, ...]
    scores: tuple[int, ...]
    starts: tuple[int, ...]


@dataclass(slots=True)
class ExactIndex:
    """The two files of the exact index, written in two passes over the institutions.

    Institutions of one core share one run of look-alikes: an answer is its own part and at most two
    pieces of the run, four copies of memory instead of twenty.
    """

    folder: Path
    day: date
    _draft: BinaryIO = field(init=False)
    _drafted: array[int] = field(default_factory=lambda: array("Q", [0]))
    _verdicts: bytearray = field(default_factory=bytearray)
    _turns: array[int] = field(default_factory=lambda: array("I"))
    _gone: array[int] = field(default_factory=lambda: array("I"))
    _found_by: dict[bytes, array[int]] = field(init=False)
    _written: int = 0

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

    def finish(self, cores: Cores) -> None:
        """Write for each core its run and its members' units, then shared keys, then all keys."""
        units: dict[int, Unit] = {}
        runs: dict[int, Run] = {}
        with (self.folder / ANSWERS).open("wb") as answers:
            for core in cores.in_order():
                run = self._write_run(answers, look_alikes(cores, core, MOST_CANDIDATES))
                for number in cores.members[core]:
                    runs[number] = run
                    units[number] = self._write_alone(answers, number, run)
            records = [
                (
                    hashed,
                    *(
                        units[numbers[0]]
                        if len(numbers) == 1
                        else self._write_shared(answers, numbers, runs[numbers[0]])
                    ),
                )
                for hashed, numbers in self._found_by.items()
            ]
        self._draft.close()
        (self.folder / DRAFT).unlink()
        records.sort()
        _write_keys(self.folder / KEYS, records)

    def _write_run(self, answers: BinaryIO, alike: Sequence[tuple[int, int]]) -> Run:
        starts = [self._written]
        for number, score in alike:
            self._write(answers, self._similar(number, score))
            starts.append(self._written)
        members = tuple(number for number, _ in alike)
        return Run(members, tuple(score for _, score in alike), tuple(starts))

    def _write_alone(self, answers: BinaryIO, number: int, run: Run) -> Unit:
        """Write the unit of one institution: its own part, and the run around it."""
        place = run.members.index(number) if number in run.members else MOST_SIMILAR
        before = run.starts[0], run.starts[min(place, len(run.members))]
        after = run.starts[min(place + 1, len(run.members))], run.starts[-1]
        if place == MOST_SIMILAR:
            after = 0, 0
        own = HEADS[self._verdicts[number]] + self._blob(2 * number + 1) + EXACT_TAIL
        shown = [other for other in run.members[: MOST_SIMILAR + 1] if other != number]
        stale = min([self._turns[number], *(self._gone[other] for other in shown)])
        head = UNIT_HEAD.pack(before[0], before[1], after[0], after[1], 1)
        return (*self._write(answers, head + NUMBER.pack(number) + own), stale)

    def _write_shared(self, answers: BinaryIO, numbers: Sequence[int], run: Run) -> Unit:
        """Write the unit of a name that several go by: all veiled, then a few like it."""
        near = [one for one in zip(run.members, run.scores, strict=True) if one[0] not in numbers]
        near = near[: max(0, MOST_CANDIDATES - len(numbers))]
        exact = b",".join(self._blob(2 * number) + EXACT_TAIL for number in numbers)
        own = HEADS[AMBIGUOUS] + exact + b"".join(self._similar(*one) for one in near)
        turns = [self._turns[number] for number in numbers]
        stale = min(turns + [self._gone[number] for number, _ in near])
        head = UNIT_HEAD.pack(0, 0, 0, 0, len(numbers))
        packed = b"".join(map(NUMBER.pack, numbers))
        return (*self._write(answers, head + packed + own), stale)

    def _similar(self, number: int, score: int) -> bytes:
        return b',%b,"match":"similar","score":%d}' % (self._blob(2 * number), score)

    def _blob(self, place: int) -> bytes:
        self._draft.seek(self._drafted[place])
        return self._draft.read(self._drafted[place + 1] - self._drafted[place])

    def _write(self, answers: BinaryIO, data: bytes) -> tuple[int, int]:
        place = self._written
        answers.write(data)
        self._written += len(data)
        return place, len(data)


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
