"""Violations that findings point to, with the articles that name them; a visit only suspects."""

import tomllib
from datetime import date
from functools import cache

from pydantic import BaseModel, ConfigDict

from inspections.sources import LAW, sources

_DIGITS = "〇一二三四五六七八九"


class Violation(BaseModel):
    """One kind of breach; a finding suspects it, only a decision establishes it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title_zh: str
    title_en: str
    law: str
    article: int
    item: int | None = None
    valid_from: date
    valid_to: date | None = None

    def title(self, language: str) -> str:
        """Return the short title in `language` ("zh" or "en")."""
        return self.title_en if language == "en" else self.title_zh

    def place(self, language: str) -> str:
        """Return law and article in `language`."""
        name = sources()[self.law].short(language)
        if language == "en":
            return f"{name} Art {self.article}" + (f"({self.item})" if self.item else "")
        place = f"{name}第{in_words(self.article)}条"
        return place + (f"第{in_words(self.item)}项" if self.item else "")

    def is_in_force(self, day: date) -> bool:
        """Say whether an act on `day` could be this violation."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def in_words(number: int) -> str:
    """Return a number from 1 to 99 as articles are numbered: 二十二."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("十" if tens == 1 else _DIGITS[tens] + "十")
    return head + (_DIGITS[ones] if ones else "")


@cache
def violations() -> dict[str, Violation]:
    """Return every violation by its code; raises ValueError on bad data."""
    entries = tomllib.loads((LAW / "violations.toml").read_text("utf-8"))
    return {code: Violation.model_validate(entry) for code, entry in entries.items()}
