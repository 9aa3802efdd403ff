"""Grounds that make a penalty lighter, lower than its minimum, heavier, or none at all.

Penalty Law Art 30, 32, 33, 36, 49; Measures Art 14, 15, 16, 32. The rows are `law/grounds.toml`.
"""

import tomllib
from collections.abc import Iterable
from datetime import date
from functools import cache

from pydantic import BaseModel, ConfigDict, model_validator

from inspections.sources import LAW, Citation, cited, sources
from inspections.vocabulary import PartyType, Term


class Weight(Term):
    """How a penalty is weighed: lighter and heavier stay inside the range."""

    USUAL = "usual", "一般", "Usual"
    LIGHTER = "lighter", "从轻", "Lighter, inside the range"
    REDUCED = "reduced", "减轻", "Reduced, below the minimum"
    NONE = "none", "不予处罚", "No penalty"
    HEAVIER = "heavier", "从重", "Heavier, inside the range"


class Effect(Term):
    """What a ground demands or allows."""

    MUST_LIGHTER = "must_lighter", "应当从轻或者减轻", "Must be lighter or reduced"
    MUST_NOT_PUNISH = "must_not_punish", "不予处罚，应当教育", "Must not be punished, but educated"
    MAY_LIGHTER = "may_lighter", "可以从轻、减轻或者不予处罚", "May be lighter, reduced or exempt"
    MAY_NOT_PUNISH = "may_not_punish", "可以不予处罚", "May be left unpunished"
    MUST_HEAVIER = "must_heavier", "应当从重", "Must be heavier"


class Ground(BaseModel):
    """One ground as a person ticks it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    effect: Effect
    zh: str
    en: str
    allows: frozenset[Weight]
    basis: tuple[Citation, ...]
    persons_only: bool = False
    names_law: bool = False
    valid_to: date | None = None

    @model_validator(mode="after")
    def _known_sources(self) -> "Ground":
        unknown = {place.source for place in self.basis} - set(sources())
        if unknown or not self.basis:
            raise ValueError(f"{self.en}: unknown {sorted(unknown)}")
        return self

    def word(self, language: str) -> str:
        """Return the condition in `language` ("zh" or "en")."""
        return self.en if language == "en" else self.zh

    def basis_on(self, day: date) -> tuple[Citation, ...]:
        """Return the articles behind the ground that were in force on `day`."""
        if self.valid_to is not None and day > self.valid_to:
            return ()
        return tuple(place for place in self.basis if sources()[place.source].is_in_force(day))

    def law(self, day: date, language: str) -> str:
        """Return the legal basis of `day` in `language`; empty where there was none."""
        return cited(self.basis_on(day), language)

    def is_unverified(self, day: date) -> bool:
        """Say whether the basis of `day` must still be compared with the official text."""
        found = self.basis_on(day)
        return bool(found) and all(sources()[place.source].unverified for place in found)

    def counts(self, *, act_on: date, decided_on: date, party: PartyType) -> bool:
        """Say whether the ground may be ticked for an act of that day against this party.

        A lighter one of the day of the decision counts as well; a heavier one never.
        """
        days = [act_on] if self.effect is Effect.MUST_HEAVIER else [act_on, decided_on]
        reaches = party is not PartyType.ORGANISATION or not self.persons_only
        return reaches and any(self.basis_on(day) for day in days)


@cache
def grounds() -> dict[str, Ground]:
    """Return every ground by its code; raises ValueError on bad data."""
    entries = tomllib.loads((LAW / "grounds.toml").read_text("utf-8"))
    return {code: Ground.model_validate(entry) for code, entry in entries.items()}


def grounds_on(*, act_on: date, decided_on: date, party: PartyType) -> dict[str, Ground]:
    """Return the grounds that may be ticked, in the order of the law."""
    return {
        code: ground
        for code, ground in grounds().items()
        if ground.counts(act_on=act_on, decided_on=decided_on, party=party)
    }


def effects_of(codes: Iterable[str]) -> frozenset[Effect]:
    """Return what the ticked grounds demand or allow; unknown codes count for nothing."""
    return frozenset(grounds()[code].effect for code in codes if code in grounds())


def weights_allowed(codes: Iterable[str]) -> frozenset[Weight]:
    """Return which weights the ticked grounds carry."""
    found: frozenset[Weight] = frozenset()
    return found.union(*(grounds()[code].allows for code in codes if code in grounds()))
