"""`blacklist import FILE`: an existing list becomes drafts, each with its source."""

import json
import sys
from pathlib import Path

import click

from app.access import Viewer
from app.commands.edges import (
    BAD_INPUT,
    DONE,
    actor_named,
    as_json_option,
    as_option,
)
from app.commands.register import as_bad_input
from app.db import act
from app.importing.bounds import UnreadableFile
from app.importing.outcomes import CONFLICT, REJECT
from app.importing.reports import Reading, report_chunks
from app.services.blacklist_import import enter_list, read_list, write_list
from app.services.imports import NothingWritten

NOTHING = {"created": 0, "updated": 0, "unchanged": 0}


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Judge the file and write nothing.")
@click.option("--skip-bad", is_flag=True, help="Leave out what contradicts or cannot be stored.")
@click.option("--sheet", help="The worksheet to read, if not the most likely one.")
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@as_option
@as_json_option
def import_command(
    file: Path,
    dry_run: bool,
    skip_bad: bool,
    sheet: str | None,
    language: str,
    as_user: str | None,
    as_json: bool,
) -> None:
    """Take FILE over as drafts; rows that are persons are set apart and never stored by name."""
    actor = actor_named(as_user)
    try:
        reading = read_list(file, viewer=actor, sheet=sheet)
    except UnreadableFile as unreadable:
        raise as_bad_input(unreadable.problem, language) from unreadable
    written = NOTHING if dry_run else _written(reading, file, actor=actor, skip_bad=skip_bad)
    bad = any(row.outcome in (CONFLICT, REJECT) for row in reading.rows)
    _say(reading, written, language, as_json=as_json)
    sys.exit(BAD_INPUT if bad and not skip_bad else DONE)


def _written(reading: Reading, file: Path, *, actor: Viewer, skip_bad: bool) -> dict[str, int]:
    try:
        with act():
            batch = enter_list(reading, file, actor=actor)
            return write_list(batch, actor=actor, skip_bad=skip_bad)
    except NothingWritten:
        return NOTHING


def _say(reading: Reading, written: dict[str, int], language: str, *, as_json: bool) -> None:
    for row in reading.rows:
        for problem in row.problems:
            line = f"{row.row}: {row.outcome}: {problem.field}: {problem.message(language)}"
            click.echo(line, err=True)
    if as_json:
        for chunk in report_chunks(reading, written, language):
            click.echo(chunk, nl=False)
        return
    summary = {"outcomes": reading.outcomes(), "written": written}
    click.echo(json.dumps(summary, ensure_ascii=False))
