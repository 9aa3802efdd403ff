"""The listing policy as data: grounds, notice, terms. Policy of a bureau, labelled so, not law."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from inspections.names import name_key

_FILE = Path(__file__).parent / "law" / "listing.toml"


@dataclass(frozen=True, slots=True)
class Ground:
    """One reason for which an institution may be listed, with its usual legal basis."""

    code: str
    zh: str
    en: str
    basis_zh: str
    basis_en: str
    reasons: tuple[str, ...] = ()

    def word(self, language: str) -> str:
        """Return the ground in `language` ("zh" or "en")."""
        return self.en if language == "en" else self.zh

    def basis(self, language: str) -> str:
        """Return the usual legal basis in `language`; may be empty."""
        return self.basis_en if language == "en" else self.basis_zh


@dataclass(frozen=True, slots=True)
class ListingPolicy:
    """What one instrument says about listing, from the day it came into force."""

    jurisdiction: str
    instrument_zh: str
    instrument_en: str
    valid_from: date
    who_can_be_listed: tuple[str, ...]
    notice_days: int
    min_months: int
    default_months: int
    max_months: int
    approver_level: str
    publish_person: str
    grounds: tuple[Ground, ...]

    def ground(self, code: str | None) -> Ground | None:
        """Return the ground with this code, or None."""
        return next((ground for ground in self.grounds if ground.code == code), None)

    def ground_for_reason(self, reason: str | None) -> Ground | None:
        """Return the ground that an older list means by `reason`; only equal words count."""
        key = name_key(reason or "")
        if not key:
            return None
        for ground in self.grounds:
            if key in {name_key(word) for word in (ground.code, ground.zh, *ground.reasons)}:
                return ground
        return None

    def instrument(self, language: str) -> str:
        """Return the instrument's name in `language`."""
        return self.instrument_en if language == "en" else self.instrument_zh


@lru_cache(maxsize=1)
def policies() -> tuple[ListingPolicy, ...]:
    """Return all policies, the newest first."""
    tables = tomllib.loads(_FILE.read_text("utf-8"))["policy"]
    found = [_policy(table) for table in tables]
    return tuple(sorted(found, key=lambda policy: policy.valid_from, reverse=True))


def _policy(table: dict[str, Any]) -> ListingPolicy:
    grounds = tuple(
        Ground(**{**ground, "reasons": tuple(ground["reasons"])}) for ground in table["grounds"]
    )
    return ListingPolicy(
        **{
            **table,
            "who_can_be_listed": tuple(table["who_can_be_listed"]),
            "grounds": grounds,
        }
    )


def policy_on(day: date) -> ListingPolicy:
    """Return the policy in force on `day`; the oldest one for days before it."""
    return next((policy for policy in policies() if policy.valid_from <= day), policies()[-1])


def ground_word(code: str, language: str) -> str:
    """Return a ground's words by its code, under whichever policy knows it; else the code."""
    for policy in policies():
        ground = policy.ground(code)
        if ground is not None:
            return ground.word(language)
    return code
