"""`law deadline | steps`: when something is due, and what speaks against a step of a case.

No database: dates, and the facts of a case from a file.
"""

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click
from pydantic import ValidationError

from app.commands.edges import as_json_option, needs_no_database, reports_errors, say
from app.errors import BadInput
from inspections.calendars import PUBLISHED, Calendar, calendar_from_json
from inspections.deadlines import Deadline, DueDay, UnknownDeadline, deadlines, due
from inspections.procedure.facts import CaseFacts, facts_from_json, facts_schema
from inspections.procedure.judging import articles, refusals
from inspections.procedure.stages import STEPS
from inspections.refusal import Refusal
from inspections.rulebook import RULES

Read = TypeVar("Read")
STDIN = "-"


@click.command("deadline")
@click.argument("code", metavar="CODE")
@click.option("--from", "from_day", metavar="DATE", help="Day 0, as 2026-03-02.")
@click.option("--before", is_flag=True, help="Count back: DATE is the event to come.")
@click.option(
    "--calendar",
    "calendar_file",
    metavar="FILE",
    help="JSON list of notices: year, off, work, source, published_on.",
)
@as_json_option
@needs_no_database
@reports_errors
def deadline_command(
    code: str, from_day: str | None, before: bool, calendar_file: str | None, as_json: bool
) -> None:
    """Print when the deadline CODE ends that runs from DATE."""
    day = _day(from_day)
    calendar = _read("calendar", calendar_file, calendar_from_json) if calendar_file else PUBLISHED
    end = _due(code, day, before, calendar)
    document = {
        "due_on": end.due_on.isoformat(),
        "warn_on": end.warn_on.isoformat(),
        "unit": end.deadline.unit.value,
        "days": end.deadline.length,
        "article": end.deadline.article("en"),
        "provisional": end.is_provisional,
        "missing_year": end.missing_year,
    }
    say(document, as_json=as_json, text=_in_words(end))


def _due(code: str, day: date, before: bool, calendar: Calendar) -> DueDay:
    try:
        return due(code, day, before=before, calendar=calendar)
    except UnknownDeadline as unknown:
        if unknown.day is None:
            known = ", ".join(sorted(deadlines()))
            fault = {"field": "code", "message": f"is one of {known}"}
        else:
            began = min(row.valid_from for row in deadlines()[code])
            fault = {"field": "from", "message": f"no rule sets it on {day}; known from {began}"}
        raise BadInput("unknown_deadline", str(unknown), [fault]) from unknown


def _in_words(end: DueDay) -> str:
    row = end.deadline
    text = f"{row.en}: {end.due_on} ({row.length} {row.unit.en} from {row.from_en}; "
    text += f"{row.article('en')}), warned on {end.warn_on}"
    return text + (f"; provisional: no calendar for {end.missing_year}" if end.missing_year else "")


@click.command("steps")
@click.option("--facts", "facts_file", metavar="FILE", help="Facts of a case; - reads stdin.")
@click.option("--schema", is_flag=True, help="Print the shape of the facts instead.")
@as_json_option
@needs_no_database
@reports_errors
def steps_command(facts_file: str | None, schema: bool, as_json: bool) -> None:
    """Print for every step whether the facts allow it, and each reason against it."""
    if schema:
        say(facts_schema(), as_json=True, text="")
        return
    if facts_file is None:
        fault = {"field": "facts", "message": "names a file; `--schema` prints its shape"}
        raise BadInput("bad_input", "no facts are given", [fault])
    facts = _read("facts", facts_file, facts_from_json)
    document = [step_document(code, facts) for code in STEPS]
    say(document, as_json=as_json, text="\n".join(step_line(row) for row in document))


def step_document(code: str, facts: CaseFacts) -> dict[str, Any]:
    """Return whether the facts allow a step, and each reason against it."""
    # the act in the facts is judged as the step that it is; the others are asked if they are open
    asked = facts if facts.act is None or facts.act.step == code else replace(facts, act=None)
    against = refusals(STEPS[code], asked)
    return {
        "step": code,
        "open": not against,
        "refusals": [refusal_document(one) for one in against],
    }


def refusal_document(refusal: Refusal) -> dict[str, Any]:
    """Return one reason with its article and the day from which it falls away."""
    return {
        "code": refusal.code,
        "article": RULES[refusal.code].basis("en"),
        "until": refusal.until.isoformat() if refusal.until else None,
    }


def step_line(row: dict[str, Any]) -> str:
    """Return the same for a person to read."""
    codes = ", ".join(one["code"] for one in row["refusals"])
    return f"{'open   ' if row['open'] else 'blocked'} {row['step']}  {codes}".rstrip()


def _day(text: str | None) -> date:
    try:
        if text is not None and len(text) == len("2026-03-02"):
            return date.fromisoformat(text)
    except ValueError:
        pass
    fault = {"field": "from", "message": "is a day written as 2026-03-02"}
    raise BadInput("bad_input", "--from can't be taken", [fault])


def _read(field: str, name: str, parse: Callable[[str], Read]) -> Read:
    try:
        text = sys.stdin.read() if name == STDIN else Path(name).read_text("utf-8-sig")
    except (OSError, ValueError) as unreadable:
        fault = {"field": field, "message": f"{name}: {unreadable}"}
        raise BadInput("bad_input", f"the file of --{field} can't be read", [fault]) from unreadable
    try:
        return parse(text)
    except ValidationError as bad:
        faults = [
            {"field": ".".join((field, *map(str, one["loc"]))), "message": one["msg"]}
            for one in bad.errors()
        ]
        raise BadInput("bad_input", f"the file of --{field} can't be taken", faults) from bad


def codes_of_procedure() -> dict[str, list[dict[str, str]]]:
    """Return the codes of deadlines and steps, each with its article and words."""
    return {
        "deadlines": [_code(rows[0]) for rows in deadlines().values()],
        "steps": [
            {"code": code, "article": articles(step, "en"), "zh": step.zh, "en": step.en}
            for code, step in STEPS.items()
        ],
    }


def _code(row: Deadline) -> dict[str, str]:
    return {"code": row.code, "article": row.article("en"), "zh": row.zh, "en": row.en}


LAW_COMMANDS = (deadline_command, steps_command)
