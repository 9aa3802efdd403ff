"""What every command shares: one JSON document on stdout, words on stderr, exit codes 0, 1, 2."""

import json
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn

import click
from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from app.access import Viewer, system
from app.db import db
from app.errors import BadInput, NotFound
from app.models.people import Account
from app.services.sessions import viewer_of
from inspections.refusal import Refused

DONE, NO, BAD_INPUT = 0, 1, 2


def say(document: Any, *, as_json: bool, text: str) -> None:
    """Print the result: one JSON document, or the sentence for a person."""
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False, default=str))
    else:
        click.echo(text)


def stop(code: int, error: dict[str, Any], *, as_json: bool) -> NoReturn:
    """End with an exit code; the error goes to stderr and, as JSON, to stdout."""
    click.echo(f"{error['code']}: {error['message']}", err=True)
    for field in error.get("fields", []):
        click.echo(f"  {field['field']}: {field['message']}", err=True)
    if as_json:
        click.echo(json.dumps({"error": error}, ensure_ascii=False, default=str))
    sys.exit(code)


def reports_errors(command: Callable[..., Any]) -> Callable[..., Any]:
    """Turn what the services raise into exit codes; nothing is written on any of them."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        as_json = bool(kwargs.get("as_json"))
        try:
            return command(*args, **kwargs)
        except BadInput as bad:
            error = {"code": bad.code, "message": str(bad), "fields": bad.fields}
            stop(BAD_INPUT, error, as_json=as_json)
        except NotFound:
            error = {"code": "not_found", "message": "there is no such thing", "fields": []}
            stop(BAD_INPUT, error, as_json=as_json)
        except Refused as refused:
            fields = [
                {"field": refusal.code, "message": refusal.about or str(refusal.until or "")}
                for refusal in refused.refusals
            ]
            error = {"code": "refused", "message": str(refused), "fields": fields}
            stop(NO, error, as_json=as_json)
        except OperationalError as away:
            said = str(away.orig).strip().split("\n")[0]
            error = {"code": "database_away", "message": said, "fields": []}
            stop(BAD_INPUT, error, as_json=as_json)

    return run


def actor_named(name: str | None) -> Viewer:
    """Return who a command acts as: the system, or with `--as` (demo mode only) a person."""
    settings = current_app.config["SETTINGS"]
    if name is None:
        return system(settings.office_district)
    if not settings.demo:
        raise BadInput("as_needs_demo", "--as works in demo mode only")
    account = db.session.scalar(select(Account).where(Account.name == name))
    if account is None:
        raise BadInput("no_such_user", f"there is no user {name}")
    return viewer_of(account)


as_json_option = click.option("--json", "as_json", is_flag=True, help="One JSON document.")
as_option = click.option("--as", "as_user", metavar="USER", help="Act as USER (demo mode).")


def needs_no_database(command: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a command that runs without any database, from files alone."""
    command.needs_no_database = True  # type: ignore[attr-defined]
    return command
