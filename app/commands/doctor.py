"""`doctor`: is this office safe to run?"""

import sys

import click

from app.commands.edges import DONE, NO, as_json_option, say
from app.services.readiness import findings


@click.command("doctor")
@as_json_option
def doctor(as_json: bool) -> None:
    """List everything that was looked at and what is unsafe."""
    found = findings()
    ok = all(finding.ok for finding in found)
    checks = [{"name": item.name, "ok": item.ok, "detail": item.detail} for item in found]
    lines = [
        f"{'ok  ' if item.ok else 'FAIL'} {item.name} {item.detail}".rstrip() for item in found
    ]
    say({"ok": ok, "checks": checks}, as_json=as_json, text="\n".join(lines))
    sys.exit(DONE if ok else NO)
