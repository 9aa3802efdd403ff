"""The instruments of law that rules and items cite, with the days they are in force."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

LAW = Path(__file__).with_name("law")


class Source(BaseModel):
    """One law, regulation or document."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zh: str
    short_zh: str
    en: str
    short_en: str
    valid_from: date
    valid_to: date | None = None
    unverified: bool = False

    def short(self, language: str) -> str:
        """Return the short name in `language` ("zh" or "en")."""
        return self.short_en if language == "en" else self.short_zh

    def is_in_force(self, day: date) -> bool:
        """Say whether the instrument was in force on `day`."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Citation(BaseModel):
    """A place in an instrument; without an article the whole of it is meant."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str
    zh: str = ""
    en: str = ""

    def words(self, language: str) -> str:
        """Return short name and article in `language`."""
        name = sources()[self.source].short(language)
        if language == "en":
            return f"{name} {self.en}".strip()
        return name + self.zh


@cache
def sources() -> dict[str, Source]:
    """Return every instrument by its code; raises ValueError on bad data."""
    entries = tomllib.loads((LAW / "sources.toml").read_text("utf-8"))
    return {code: Source.model_validate(entry) for code, entry in entries.items()}


def cited(citations: tuple[Citation, ...], language: str) -> str:
    """Return several citations as one phrase."""
    mark = "; " if language == "en" else "；"
    return mark.join(citation.words(language) for citation in citations)
