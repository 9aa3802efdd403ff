"""Violations that findings point to and decisions establish, with the articles that name them.

A visit only suspects one; a case ticks its elements. The rows are `law/violations/*.toml`.
"""

import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

from inspections.penalty_schemes import PenaltyScheme, schemes
from inspections.sources import LAW, sources

BEFORE = ("before_zh", "before_en")
_DIGITS = "〇一二三四五六七八九"


class Element(BaseModel):
    """One thing that has to be shown before a violation is established."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zh: str
    en: str

    def word(self, language: str) -> str:
        """Return the element in `language` ("zh" or "en")."""
        return self.en if language == "en" else self.zh


class Violation(BaseModel):
    """One kind of breach; a finding suspects it, only a decision establishes it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title_zh: str
    title_en: str
    law: str
    article: int
    item: int | None = None
    paragraph: int | None = None
    penalties: str
    elements: tuple[str, ...]
    heavier_by_itself: bool = False
    excludes_if: str | None = None
    same_act: tuple[str, ...] = ()
    valid_from: date
    valid_to: date | None = None
    before_zh: str = ""
    before_en: str = ""
    unverified: bool = False

    @model_validator(mode="after")
    def _known_codes(self) -> "Violation":
        unknown = {self.law} - set(sources())
        unknown |= {self.penalties} - set(schemes())
        unknown |= set(self.elements) - set(elements())
        if unknown:
            raise ValueError(f"{self.title_en}: unknown {sorted(unknown)}")
        return self

    @property
    def scheme(self) -> PenaltyScheme:
        """Return what follows from the violation."""
        return schemes()[self.penalties]

    @property
    def is_unverified(self) -> bool:
        """Say whether the row or its instrument must still be compared with the official text."""
        return self.unverified or sources()[self.law].unverified

    def title(self, language: str) -> str:
        """Return the short title in `language` ("zh" or "en")."""
        return self.title_en if language == "en" else self.title_zh

    def place(self, language: str) -> str:
        """Return law and article in `language`."""
        return f"{sources()[self.law].short(language)}{self.provision(language)}"

    def provision(self, language: str) -> str:
        """Return the article with its paragraph or item in `language`, without the law."""
        part = self.item or self.paragraph
        if language == "en":
            return f" Art {self.article}" + (f"({part})" if part else "")
        place = f"第{in_words(self.article)}条"
        return place + (f"第{in_words(part)}{'项' if self.item else '款'}" if part else "")

    def before(self, language: str) -> str:
        """Return what is said of an act before the rule."""
        return self.before_en if language == "en" else self.before_zh

    def is_in_force(self, day: date) -> bool:
        """Say whether an act on `day` could be this violation."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def in_words(number: int) -> str:
    """Return a number from 1 to 99 as articles are numbered: 二十二."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("十" if tens == 1 else _DIGITS[tens] + "十")
    return head + (_DIGITS[ones] if ones else "")


@cache
def elements() -> dict[str, Element]:
    """Return the words of every element by its code; raises ValueError on bad data."""
    entries = tomllib.loads((LAW / "elements.toml").read_text("utf-8"))
    return {code: Element.model_validate(entry) for code, entry in entries.items()}


@cache
def violations() -> dict[str, Violation]:
    """Return every violation by its code; raises ValueError on bad data."""
    found: dict[str, Violation] = {}
    for code, entry in _entries():
        if code in found:
            raise ValueError(f"{code} stands in two files")
        found[code] = Violation.model_validate(entry)
    named = {other for row in found.values() for other in (*row.same_act, row.excludes_if) if other}
    if named - set(found):
        raise ValueError(f"unknown violations {sorted(named - set(found))}")
    return found


def _entries() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted((LAW / "violations").glob("*.toml")):
        tables = tomllib.loads(path.read_text("utf-8"))
        before: dict[str, Any] = {key: tables.pop(key) for key in BEFORE if key in tables}
        for code, entry in tables.items():
            yield code, {**before, **entry}
