"""Finding look-alikes for a whole register at once, through rare pairs of characters and sounds."""

from __future__ import annotations

from array import array
from collections import defaultdict
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from inspections.names import Taken, core_likeness, grams

LEAST_SCORE = 60
MOST_SCORED = 200
FIRST_CODE_POINT = 0xE000


@dataclass(slots=True)
class Cores:
    """All different cores with their members, found by the pairs they hold.

    Names share cores, so look-alikes are sought once for each core: 12,000 times for 100,000
    invented names.
    """

    groups: list[Taken] = field(default_factory=list)
    members: list[array[int]] = field(default_factory=list)
    sounds: list[str] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)
    _letters: dict[str, str] = field(default_factory=dict)
    _postings: dict[str, array[int]] = field(default_factory=lambda: defaultdict(_numbers_array))

    def add(self, name: Taken, member: int) -> None:
        """Enter one institution under the core of its name."""
        number = self._numbers.get(name.core)
        if number is None:
            number = self._open(name)
        self.members[number].append(member)

    def neighbours(self, number: int, wanted: int) -> list[tuple[float, int]]:
        """Return up to `wanted` cores like core `number`, best first, with what cores decide."""
        asked = self.groups[number]
        places = self._candidates(asked)
        cores = {place: self.groups[place].core for place in places}
        sounds = {place: self.sounds[place] for place in places}
        near = {
            found[2]
            for found in process.extract(asked.core, cores, scorer=fuzz.ratio, limit=wanted)
        }
        near |= {
            found[2]
            for found in process.extract(
                self.sounds[number],
                sounds,
                scorer=Levenshtein.normalized_similarity,
                limit=wanted,
            )
        }
        scored = [(core_likeness(asked, self.groups[place]), place) for place in near]
        return sorted((one for one in scored if one[0] >= LEAST_SCORE - 1), key=_best_first)[
            :wanted
        ]

    def in_order(self) -> list[int]:
        """Return the numbers of all cores by their letters."""
        return sorted(range(len(self.groups)), key=lambda number: self.groups[number].core)

    def _open(self, name: Taken) -> int:
        number = self._numbers[name.core] = len(self.groups)
        self.groups.append(name)
        self.members.append(_numbers_array())
        self.sounds.append("".join(self._letter(one) for one in name.sound))
        for pair in pairs(name):
            self._postings[pair].append(number)
        return number

    def _letter(self, syllable: str) -> str:
        """Return one character for a syllable, so that sounds compare as quickly as text."""
        return self._letters.setdefault(syllable, chr(FIRST_CODE_POINT + len(self._letters)))

    def _candidates(self, name: Taken) -> set[int]:
        found: set[int] = set()
        for posting in sorted((self._postings[pair] for pair in pairs(name)), key=len):
            found.update(posting[: MOST_SCORED - len(found)])
            if len(found) >= MOST_SCORED:
                break
        return found


def pairs(name: Taken) -> list[str]:
    """Return the pairs by which a core is found: neighbouring characters, neighbouring sounds."""
    sounds = [f"{one} {two}" for one, two in zip(name.sound, name.sound[1:], strict=False)]
    return [*grams(name.core), *dict.fromkeys(sounds)]


def look_alikes(cores: Cores, number: int, wanted: int) -> list[tuple[int, int]]:
    """Return up to `wanted` institutions with this core or one like it, best first, with scores.

    The score is what the cores decide: those of one core share one list, and so one place in the
    edition.
    """
    found: list[tuple[int, int]] = []
    for likeness, near in cores.neighbours(number, wanted):
        if round(likeness) < LEAST_SCORE:
            break
        found += [(member, round(likeness)) for member in cores.members[near]]
        if len(found) >= wanted:
            break
    return found[:wanted]


def _best_first(one: tuple[float, int]) -> tuple[float, int]:
    return -one[0], one[1]


def _numbers_array() -> array[int]:
    return array("I")
