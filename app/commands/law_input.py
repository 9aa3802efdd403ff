"""What is typed at `law …`: read field by field, every fault named before anything is computed."""

import json
import re
import sys
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from app.errors import BadInput
from inspections.illegal_gains import BadLines, Line, lines_of
from inspections.surcharge import Pause
from inspections.vocabulary import Term

AnyTerm = TypeVar("AnyTerm", bound=Term)
DAY_SHAPE = re.compile(r"\d{4}-\d{2}-\d{2}")
STDIN = "-"


class Typed:
    """The options of one call; what is wrong is gathered and told at once by `check`."""

    def __init__(self) -> None:
        self._faults: list[dict[str, str]] = []

    def check(self) -> None:
        """Raise BadInput with every fault so far."""
        if self._faults:
            raise BadInput("bad_input", "some options can't be taken", self._faults)

    def wrong(self, field: str, message: str) -> None:
        """Note a fault of an option."""
        self._faults.append({"field": field, "message": message})

    def term(self, field: str, value: str | None, terms: type[AnyTerm]) -> AnyTerm | None:
        """Return the term that was typed by its code."""
        found = next((term for term in terms if term.value == value), None)
        if found is None:
            self.wrong(field, "is one of " + ", ".join(term.value for term in terms))
        return found

    def one_of(self, field: str, value: str | None, known: Any) -> str | None:
        """Return a code that is known."""
        if value not in known:
            self.wrong(field, f"{value!r} isn't known; `flask law codes` lists the codes")
            return None
        return value

    def day(self, field: str, value: str | None) -> date | None:
        """Return the day, written as 2025-03-01."""
        try:
            if value is not None and DAY_SHAPE.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        self.wrong(field, "is a day written as 2025-03-01")
        return None

    def fen(self, field: str, value: str | None, *, least: int = 0) -> int | None:
        """Return an amount in whole fen; an option left out is no fault."""
        if value is None:
            return None
        if value.isascii() and value.isdecimal() and int(value) >= least:
            return int(value)
        self.wrong(field, f"is a whole number of fen, {least} or more")
        return None

    def pauses(self, field: str, values: tuple[str, ...]) -> tuple[Pause, ...]:
        """Return the pauses, each written as FROM:TO."""
        found = []
        for value in values:
            first, mark, last = value.partition(":")
            days = [self.day(field, first), self.day(field, last if mark else None)]
            if None not in days and days[0] > days[1]:  # type: ignore[operator]
                self.wrong(field, "ends on its first day or later")
            elif None not in days:
                found.append(Pause(*days))  # type: ignore[arg-type]
        return tuple(found)


def lines_in(name: str) -> list[Line]:
    """Return the lines of a JSON file ("-" reads stdin); raises BadInput that names each line."""
    try:
        text = sys.stdin.read() if name == STDIN else Path(name).read_text("utf-8-sig")
        rows = json.loads(text)
    except (OSError, ValueError) as unreadable:
        fault = {"field": "lines", "message": f"{name} can't be read as JSON: {unreadable}"}
        raise BadInput("bad_input", "the file of lines can't be read", [fault]) from unreadable
    if isinstance(rows, dict) and set(rows) == {"lines"}:
        rows = rows["lines"]
    if not isinstance(rows, list):
        fault = {"field": "lines", "message": "the file holds a list of lines"}
        raise BadInput("bad_input", "the file of lines can't be taken", [fault])
    try:
        return lines_of(rows)
    except BadLines as bad:
        raise bad_lines(bad) from bad


def bad_lines(bad: BadLines) -> BadInput:
    """Return the faults of lines as bad input, each under its line and field."""
    fields = [
        {"field": f"lines[{one.line}].{one.field}", "message": f"{one.fault.en} {one.fault.zh}"}
        for one in bad.faults
    ]
    return BadInput("bad_lines", "some lines can't be taken", fields)
