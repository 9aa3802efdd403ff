"""Named deadlines: from what they run, how long, in which unit, and by which article.

Penalty Law Art 85, Measures Art 43, Enforcement Law Art 69, Civil Procedure Law Art 85. The day of
the event is day 0; the day from which a deadline runs picks the rule in force.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from pydantic import BaseModel, ConfigDict, model_validator

from inspections.calendars import PUBLISHED, Calendar
from inspections.sources import LAW, Citation, cited, sources
from inspections.vocabulary import Term
from inspections.workdays import (
    DAY,
    missing_year,
    months_after,
    on_or_after,
    on_or_before,
    working_days_after,
    working_days_before,
)

HOURS_OF_A_DAY = 24


class Unit(Term):
    """What a deadline counts."""

    WORKING_DAYS = "working_days", "工作日", "working days"
    CALENDAR_DAYS = "calendar_days", "日", "calendar days"
    MONTHS = "months", "个月", "months"
    HOURS = "hours", "小时", "hours"


class Whose(Term):
    """Who has to meet a deadline."""

    AGENCY = "agency", "本机关", "The agency"
    PARTY = "party", "当事人", "The party"
    OTHER = "other", "其他机关", "Another authority"


class UnknownDeadline(LookupError):
    """No deadline of this code is known for a day; `code` and `day` say which."""

    def __init__(self, code: str, day: date | None = None) -> None:
        """Keep what was asked for."""
        on = f" on {day.isoformat()}" if day else ""
        super().__init__(f"no deadline {code}{on}")
        self.code, self.day = code, day


class Deadline(BaseModel):
    """One row: a deadline as it stands for those that begin within its dates."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    zh: str
    en: str
    from_zh: str
    from_en: str
    length: int
    unit: Unit
    whose: Whose
    rolls: bool = False
    lapses: bool = False
    clear: bool = False
    basis: tuple[Citation, ...]
    valid_from: date
    valid_to: date | None = None
    unverified: bool = False

    @model_validator(mode="after")
    def _is_sound(self) -> "Deadline":
        unknown = {place.source for place in self.basis} - set(sources())
        if unknown or self.length < 0:
            raise ValueError(f"{self.code}: {sorted(unknown) or self.length}")
        return self

    def word(self, language: str) -> str:
        """Return what is to be done, in `language` ("zh" or "en")."""
        return self.en if language == "en" else self.zh

    def runs_from(self, language: str) -> str:
        """Return the event from which it runs."""
        return self.from_en if language == "en" else self.from_zh

    def article(self, language: str) -> str:
        """Return the legal basis."""
        return cited(self.basis, language)

    def is_in_force(self, day: date) -> bool:
        """Say whether the row holds for a deadline that runs from `day`."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @property
    def counted(self) -> int:
        """Return how many units are counted: one more where that many must lie clear between."""
        return self.length + 1 if self.clear else self.length


@dataclass(frozen=True, slots=True)
class DueDay:
    """The end of a deadline: the last day by law, and the last working day up to it."""

    deadline: Deadline
    due_on: date
    warn_on: date
    missing_year: int | None = None

    @property
    def is_provisional(self) -> bool:
        """Say whether the day may still move."""
        return self.missing_year is not None


@cache
def deadlines() -> Mapping[str, tuple[Deadline, ...]]:
    """Return every deadline by its code, the newest row first; raises ValueError on bad data."""
    found: dict[str, tuple[Deadline, ...]] = {}
    for entry in tomllib.loads((LAW / "deadlines.toml").read_text("utf-8"))["deadline"]:
        row = Deadline.model_validate(entry)
        found[row.code] = (*found.get(row.code, ()), row)
    return {
        code: tuple(sorted(rows, key=lambda row: row.valid_from, reverse=True))
        for code, rows in found.items()
    }


@cache
def policy() -> Mapping[str, int]:
    """Return the bureau's own numbers: when a deadline is due soon, when an entry is late."""
    numbers: dict[str, int] = tomllib.loads((LAW / "deadlines.toml").read_text("utf-8"))["policy"]
    return numbers


def deadline_on(code: str, day: date) -> Deadline:
    """Return the row in force for a deadline that runs from `day`; raises UnknownDeadline."""
    if code not in deadlines():
        raise UnknownDeadline(code)
    row = next((row for row in deadlines()[code] if row.is_in_force(day)), None)
    if row is None:
        raise UnknownDeadline(code, day)
    return row


def due(
    code: str, from_day: date, *, before: bool = False, calendar: Calendar = PUBLISHED
) -> DueDay:
    """Return when a deadline ends that runs from `from_day`; raises UnknownDeadline.

    With `before` it is counted back: `from_day` is the event, the answer the last day before it.
    For a deadline that must lie clear between two days, the answer is the other of the two.
    """
    row = deadline_on(code, from_day)
    plain, needed = _plain_end(row, from_day, -1 if before else 1, calendar)
    due_on = on_or_after(plain, calendar) if row.rolls and not before else plain
    warn_on = on_or_before(due_on, calendar)
    return DueDay(row, due_on, warn_on, needed or missing_year((plain, due_on, warn_on), calendar))


def _plain_end(
    row: Deadline, from_day: date, sign: int, calendar: Calendar
) -> tuple[date, int | None]:
    """Return the end before any rolling, and the year that counting there lacks."""
    if row.unit is Unit.WORKING_DAYS:
        count = working_days_after if sign > 0 else working_days_before
        end = count(from_day, row.counted, calendar)
        return end.on, end.missing_year
    if row.unit is Unit.MONTHS:
        return months_after(from_day, sign * row.counted), None
    days = -(-row.counted // HOURS_OF_A_DAY) if row.unit is Unit.HOURS else row.counted
    return from_day + sign * days * DAY, None
