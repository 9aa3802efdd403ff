"""`register import FILE`: a register from a file, judged row by row, written as one act."""

import json
import sys
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from app.access import Viewer
from app.commands.edges import BAD_INPUT, DONE, actor_named, as_json_option, as_option
from app.db import act, db
from app.errors import BadInput
from app.importing.bounds import UnreadableFile
from app.importing.outcomes import CONFLICT, REJECT
from app.importing.reports import Reading, read_register, report_chunks
from app.services.imports import (
    NothingWritten,
    Written,
    home_district,
    import_reading,
    judge_against_register,
)
from inspections.problems import Problem

register = AppGroup("register", help="The register of institutions.")

_SHOWN = 40


@register.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Judge the file and write nothing.")
@click.option("--skip-bad", is_flag=True, help="Leave out what contradicts or cannot be stored.")
@click.option("--full", is_flag=True, help="The file is the whole register: list what it lacks.")
@click.option("--sheet", help="The worksheet to read, if not the most likely one.")
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@as_option
@as_json_option
def import_command(
    file: Path,
    dry_run: bool,
    skip_bad: bool,
    full: bool,
    sheet: str | None,
    language: str,
    as_user: str | None,
    as_json: bool,
) -> None:
    """Import FILE: CSV, tab text or XLSX, as other offices send them."""
    actor = actor_named(as_user)
    try:
        reading = read_register(file, home=home_district(), sheet=sheet)
    except UnreadableFile as unreadable:
        raise as_bad_input(unreadable.problem, language) from unreadable
    if dry_run:
        would, written = judge_against_register(reading, viewer=actor), Written()
    else:
        written = _written(reading, file, actor=actor, skip_bad=skip_bad, full=full)
        would = None
    bad = any(row.outcome in (CONFLICT, REJECT) for row in reading.rows)
    _say(reading, written, would, language, as_json=as_json)
    sys.exit(BAD_INPUT if bad and not skip_bad else DONE)


def _written(reading: Reading, file: Path, *, actor: Viewer, skip_bad: bool, full: bool) -> Written:
    try:
        with act():
            _, written = import_reading(reading, file, actor=actor, skip_bad=skip_bad, is_full=full)
    except NothingWritten:
        db.session.rollback()
        return Written()
    return written


def as_bad_input(problem: Problem, language: str) -> BadInput:
    """Return a fault of a file as every command reports it."""
    field = {"field": problem.field, "message": problem.message(language)}
    return BadInput(problem.code, problem.message(language), [field])


def _say(
    reading: Reading, written: Written, would: Written | None, language: str, *, as_json: bool
) -> None:
    for row in [row for row in reading.rows if row.problems][:_SHOWN]:
        for problem in row.problems:
            line = f"{row.row}: {row.outcome}: {problem.field}: {problem.message(language)}"
            click.echo(line, err=True)
    more = sum(1 for row in reading.rows if row.problems) - _SHOWN
    if more > 0:
        click.echo(f"… {more} more rows with remarks", err=True)
    if as_json:
        for chunk in report_chunks(reading, written.report(), language):
            click.echo(chunk, nl=False)
        return
    summary: dict[str, Any] = {"outcomes": reading.outcomes(), "written": written.report()}
    if would is not None:
        summary["would_write"] = would.report()
    click.echo(json.dumps(summary, ensure_ascii=False))
