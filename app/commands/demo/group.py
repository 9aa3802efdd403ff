"""`demo register | load`: an invented register, and a bureau played with it."""

import sys
from datetime import datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app import clock
from app.commands.demo.checks import faults_in
from app.commands.demo.files import ENCODINGS, write_rows
from app.commands.demo.load import is_loaded, load_file, load_invented
from app.commands.demo.places import places_in
from app.commands.demo.rows import MOST_ROWS, Row, Wish, invented_rows
from app.commands.demo.unfinished import interrupted, marked, was_interrupted
from app.commands.edges import BAD_INPUT, reports_errors
from app.errors import BadInput
from maps.boundaries import Boundaries, boundaries_from, home_boundaries

demo = AppGroup("demo", help="Invented data for demonstration and tests.")
SHOWN = 20
DAY = click.DateTime(["%Y-%m-%d"])
SHARE = click.FloatRange(0, 1)


@demo.command("register")
@click.option("-n", "--rows", type=click.IntRange(1, MOST_ROWS), default=1000, show_default=True)
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, writable=True, path_type=Path), required=True
)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--blacklist", type=SHARE, default=0.02, show_default=True)
@click.option("--unlicensed", type=SHARE, default=0.04, show_default=True)
@click.option("--lookalikes", type=SHARE, default=0.05, show_default=True)
@click.option("--as-of", type=DAY, help="The day on which licences count; today by default.")
@click.option("--encoding", type=click.Choice(ENCODINGS), default="utf-8", show_default=True)
@click.option("--verify", is_flag=True, help="Check every row before the file is written.")
@reports_errors
def register(
    rows: int,
    output: Path,
    seed: int,
    blacklist: float,
    unlicensed: float,
    lookalikes: float,
    as_of: datetime | None,
    encoding: str,
    verify: bool,
) -> None:
    """Write an invented register as CSV; the same options and day give the same bytes."""
    wish = Wish(
        rows=rows,
        as_of=as_of.date() if as_of else clock.today(),
        seed=seed,
        blacklist=blacklist,
        unlicensed=unlicensed,
        lookalikes=lookalikes,
    )
    boundaries = _boundaries()
    made = invented_rows(wish, places_in(boundaries))
    if verify:
        made = iter(_verified(list(made), boundaries))
    write_rows(made, output, encoding=encoding)
    click.echo(f"{rows} invented institutions as of {wish.as_of} in {output}", err=True)


@demo.command("load")
@click.option("--institutions", type=click.IntRange(1, MOST_ROWS), default=1500, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option(
    "--register",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file in the generator's columns, in place of an invented register.",
)
@reports_errors
def load(institutions: int, seed: int, file: Path | None) -> None:
    """Load a demo bureau through the services; a second time changes nothing."""
    if not current_app.config["SETTINGS"].demo:
        raise BadInput("demo_mode_only", "demo load works with MINGCHA_DEMO=1 only")
    instance = current_app.config["SETTINGS"].instance
    if was_interrupted(instance):
        raise interrupted()
    if is_loaded():
        click.echo("institutions are registered already: nothing was changed", err=True)
        return
    with marked(instance):
        if file is not None:
            loaded = load_file(file, say=_say)
        else:
            wish = Wish(rows=institutions, as_of=clock.today(), seed=seed)
            loaded = load_invented(wish, boundaries=_boundaries(), say=_say)
    for line in loaded.refused[:SHOWN]:
        _say(f"not listed: {line}")
    _say(f"{loaded.institutions} institutions, {loaded.listed} listed, {loaded.visits} visits")


def _say(text: str) -> None:
    click.echo(text, err=True)


def _boundaries() -> Boundaries:
    path = current_app.config["SETTINGS"].boundaries
    return boundaries_from(path) if path else home_boundaries()


def _verified(rows: list[Row], boundaries: Boundaries) -> list[Row]:
    faults = faults_in(rows, boundaries)
    for fault in faults[:20]:
        click.echo(fault, err=True)
    if faults:
        sys.exit(BAD_INPUT)
    click.echo(f"{len(rows)} rows checked: no fault", err=True)
    return rows
