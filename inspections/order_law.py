"""The numbers that orders to correct follow, with source and dates (`law/orders.toml`)."""

import tomllib
from datetime import date
from functools import cache

from pydantic import BaseModel, ConfigDict

from inspections.sources import LAW


class Length(BaseModel):
    """How long something takes, by which instrument, and when that holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    days: int
    valid_from: date
    valid_to: date | None = None
    basis_zh: str
    basis_en: str
    unverified: bool = False

    def is_in_force(self, day: date) -> bool:
        """Say whether this length holds for a step on `day`."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@cache
def _lengths() -> dict[str, tuple[Length, ...]]:
    entries = tomllib.loads((LAW / "orders.toml").read_text("utf-8"))
    return {
        name: tuple(Length.model_validate(entry) for entry in dated)
        for name, dated in entries.items()
    }


def length_on(name: str, day: date) -> Length | None:
    """Return the length called `name` that holds on `day`, None where none is known."""
    return next((one for one in _lengths()[name] if one.is_in_force(day)), None)
