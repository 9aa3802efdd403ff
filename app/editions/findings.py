"""What a reader of an edition gets: matches, the verdict on a query, entries, districts."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from inspections.verdicts import PublicFacts, Verdict


@dataclass(frozen=True, slots=True)
class Match:
    """An institution as an answer to a query."""

    facts: PublicFacts
    score: int
    is_exact: bool


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a query on a day: verdict and institutions, best first."""

    verdict: Verdict
    matches: tuple[Match, ...]

    @property
    def exact(self) -> tuple[Match, ...]:
        """Return the institutions that equal the query."""
        return tuple(match for match in self.matches if match.is_exact)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the list as published: its fields and what proves them."""

    number: int
    fields: dict[str, Any]
    key: bytes
    salt: bytes
    commitment: bytes


@dataclass(frozen=True, slots=True)
class DistrictCount:
    """A district with how many institutions and entries the edition holds there."""

    code: str
    name_zh: str
    name_en: str
    institutions: int
    listed: int


@dataclass(frozen=True, slots=True)
class EditionEvents:
    """How many entries one edition listed, changed and closed, by kind; never which."""

    listed: int = 0
    amended: int = 0
    ended: int = 0
    set_aside: int = 0


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """Which entries are wanted: in force on `day`, of a district, with `query` in them."""

    day: date
    district: str = ""
    query: str = ""
    start: int = 0
    count: int = 50
