"""The surcharge on a fine not paid in time (加处罚款): a share a day, never above the fine.

Penalty Law Art 72, 73: from the day after the due day, which rolls from a rest day to the next
working day; the day of payment counts; paused during reconsideration and lawsuit.
"""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from pydantic import BaseModel, ConfigDict

from inspections.calendars import PUBLISHED, Calendar
from inspections.sources import LAW, Citation, cited
from inspections.workdays import DAY, Due, missing_year, on_or_after

MILLE = 1000


class Rate(BaseModel):
    """How much is added a day, by which article, and when that holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    basis: tuple[Citation, ...]
    per_mille_a_day: int
    valid_from: date
    valid_to: date | None = None
    unverified: bool = False

    def law(self, language: str) -> str:
        """Return the legal basis in `language`."""
        return cited(self.basis, language)


class NoRate(LookupError):
    """No rate is known for a due day."""


@dataclass(frozen=True, slots=True)
class Payment:
    """A part of the fine, or all of it, paid on a day."""

    on: date
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Pause:
    """From the application to the receipt of the result, both days included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Surcharge:
    """What is due besides the fine, whole fen; `capped` once it has reached the fine."""

    surcharge_fen: int
    capped: bool
    days: int
    due: Due
    rate: Rate


@cache
def rates() -> tuple[Rate, ...]:
    """Return every rate; raises ValueError on bad data."""
    tables = tomllib.loads((LAW / "surcharge.toml").read_text("utf-8"))["rate"]
    return tuple(Rate.model_validate(table) for table in tables)


def rate_on(day: date) -> Rate:
    """Return the rate for a fine due on `day`; raises NoRate."""
    for rate in rates():
        if rate.valid_from <= day and (rate.valid_to is None or day <= rate.valid_to):
            return rate
    raise NoRate(day.isoformat())


def due_day(named: date, calendar: Calendar = PUBLISHED) -> Due:
    """Return the due day, rolled from a rest day; provisional in a year without a calendar."""
    day = on_or_after(named, calendar)
    return Due(day, missing_year((named, day), calendar))


def surcharge(
    fine_fen: int,
    due_on: date,
    *,
    until: date,
    payments: Sequence[Payment] = (),
    pauses: Sequence[Pause] = (),
    calendar: Calendar = PUBLISHED,
) -> Surcharge:
    """Return what has grown up to and with `until`, on the part unpaid at the start of each day.

    Raises ValueError when an amount or a pause can't be, and NoRate.
    """
    _check(fine_fen, payments, pauses)
    due, rate = due_day(due_on, calendar), rate_on(due_on)
    unpaid = fine_fen - sum(paid.amount_fen for paid in payments if paid.on <= due.on)
    grown, days, day = 0, 0, due.on
    while day < until and unpaid > 0 and grown < fine_fen * MILLE:
        day += DAY
        if not any(pause.first <= day <= pause.last for pause in pauses):
            days += 1
            grown += unpaid * rate.per_mille_a_day
        unpaid -= sum(paid.amount_fen for paid in payments if paid.on == day)
    capped = grown >= fine_fen * MILLE
    return Surcharge(fine_fen if capped else grown // MILLE, capped, days, due, rate)


def _check(fine_fen: int, payments: Iterable[Payment], pauses: Iterable[Pause]) -> None:
    payments = tuple(payments)
    if fine_fen <= 0:
        raise ValueError("a fine is above 0")
    if any(paid.amount_fen <= 0 for paid in payments):
        raise ValueError("a payment is above 0")
    if sum(paid.amount_fen for paid in payments) > fine_fen:
        raise ValueError("more is paid than the fine")
    if any(pause.last < pause.first for pause in pauses):
        raise ValueError("a pause ends on its first day or later")
