"""`sweeps coverage ID`: what a sweep has reached and what is still missing."""

from typing import Any

import click
from flask.cli import AppGroup

from app import clock
from app.commands.edges import actor_named, as_json_option, as_option, say
from app.models.sweeps import Sweep
from app.queries import sweeps as queries
from app.queries.sweep_sites import missing_sites, name_of
from inspections.coverage import Coverage, Share
from maps import districts

sweeps = AppGroup("sweeps", help="Sweeps (拉网式检查).")


@sweeps.command("coverage")
@click.argument("public_id", metavar="ID")
@as_option
@as_json_option
def coverage_command(public_id: str, as_user: str | None, as_json: bool) -> None:
    """Print the coverage of the sweep ID: counts by district, street, team and day."""
    viewer = actor_named(as_user)
    sweep = queries.sweep_by_public_id(viewer, public_id)
    found = queries.coverage(sweep, viewer)
    document = _document(sweep, found)
    document["missing_sites"] = [
        {
            "site": row.site.public_id,
            "name": name_of(row),
            "address": row.site.address,
            "district": row.scope_code,
            "team": row.team.number if row.team else None,
        }
        for row in missing_sites(sweep, viewer)
    ]
    whole = found.whole
    text = f"{whole.reached} of {whole.sites} reached ({whole.percent} %), {whole.missing} missing"
    say(document, as_json=as_json, text=text)


def _document(sweep: Sweep, found: Coverage) -> dict[str, Any]:
    due = found.done_by(clock.today())
    return {
        "sweep": sweep.public_id,
        "title": sweep.title,
        "state": sweep.state.value,
        "sites": found.whole.sites,
        "reached": found.whole.reached,
        "missing": found.whole.missing,
        "planned": found.planned,
        "found": found.found,
        "outcomes": {outcome.value: count for outcome, count in found.outcomes.items()},
        "results": {result.value: count for result, count in found.results.items()},
        "findings": found.findings,
        "districts": [
            {**_share(share), "name": districts.name(share.key)} for share in found.districts
        ],
        "streets": [_share(share) for share in found.streets],
        "teams": [_share(share) for share in found.teams],
        "days": [{"day": day.isoformat(), "reached": count} for day, count in found.days],
        "pace": round(found.pace, 2),
        "done_on": due.on.isoformat() if due else None,
        "provisional": due.is_provisional if due else False,
    }


def _share(share: Share) -> dict[str, Any]:
    return {
        "key": share.key,
        "sites": share.sites,
        "reached": share.reached,
        "missing": share.missing,
    }
