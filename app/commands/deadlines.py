"""`deadlines due`: every deadline that runs in a case, the nearest first."""

from typing import Any

import click
from flask.cli import AppGroup

from app.commands.edges import actor_named, as_json_option, as_option, say
from app.errors import BadInput
from app.queries.case_clocks import DEFAULT_SORT, DueClock, all_clocks
from app.queries.paging import ListState
from inspections.procedure.groups import DueWindow

deadlines = AppGroup("deadlines", help="Deadlines of cases.")


@deadlines.command("due")
@click.option("--window", metavar="WINDOW", help="overdue, today, week or later; all without it.")
@as_option
@as_json_option
def due_command(window: str | None, as_user: str | None, as_json: bool) -> None:
    """Print the deadlines that run."""
    if window is not None and window not in set(DueWindow):
        fault = {"field": "window", "message": "is one of " + ", ".join(DueWindow)}
        raise BadInput("bad_input", "--window can't be taken", [fault])
    filters = {"due": window} if window else {}
    state = ListState("", sort=DEFAULT_SORT, default=DEFAULT_SORT, filters=filters)
    rows = [_row(one) for one in all_clocks(actor_named(as_user), state)]
    say(rows, as_json=as_json, text="\n".join(_line(row) for row in rows))


def _row(one: DueClock) -> dict[str, Any]:
    return {
        "code": one.row.code,
        "due_on": one.row.due_on.isoformat(),
        "working_days_left": one.working_days_left,
        "case": one.case.public_id,
        "owner": one.owner,
        "district_code": one.row.scope_code,
        "provisional": one.row.provisional,
    }


def _line(row: dict[str, Any]) -> str:
    mark = " (provisional)" if row["provisional"] else ""
    return f"{row['due_on']} {row['code']} {row['case']} {row['owner']}{mark}"
