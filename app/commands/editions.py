"""`blacklist publish`, `serve` and `verify`."""

import os
import sys
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from app import clock
from app.access import Viewer
from app.commands.edges import (
    BAD_INPUT,
    NO,
    actor_named,
    as_json_option,
    as_option,
    needs_no_database,
    say,
    stop,
)
from app.db import act, db
from app.editions.verify import Evidence, Unreadable, checks_of, evidence_from, evidence_in
from app.errors import BadInput, Conflict, Forbidden, NotFound
from app.models.people import Account
from app.public.standalone import FOLDER, command_line
from app.services import editions
from app.services.edition_drafts import discard, prepare_edition
from app.services.overrides import ask_override, confirm_override
from app.services.sessions import viewer_of
from inspections.refusal import Refused

SIGNED_LIST = "/api/v1/blacklist/signed"
LARGEST_DOWNLOAD = 200 * 1024 * 1024


@click.command("publish")
@as_option
@click.option("--override", "reason", metavar="REASON", help="Why a large change is right.")
@click.option("--by", "names", multiple=True, metavar="USER", help="Who agrees; give two.")
@as_json_option
def publish_command(
    as_user: str | None, reason: str | None, names: tuple[str, ...], as_json: bool
) -> None:
    """Sign and put out an edition; without --as the list is signed anew, nothing is added."""
    actor = actor_named(as_user)
    _agree(reason, names, publisher=actor, as_json=as_json)
    editions.settle_shelf()
    draft = None
    try:
        draft = prepare_edition(viewer=actor)
        with act():
            published = editions.publish_edition(draft, actor=actor)
    except Forbidden:
        message = f"{as_user} may not publish"
        stop(NO, {"code": "forbidden", "message": message, "fields": []}, as_json=as_json)
    except Conflict:
        message = "the list changed while the edition was being built: publish again"
        stop(NO, {"code": "changed", "message": message, "fields": []}, as_json=as_json)
    finally:
        if draft is not None:
            discard(draft)
    editions.put_out_edition(published)
    document = {
        "edition": published.number,
        "institutions": published.institutions,
        "listed": published.listed,
        "root": published.root,
        "path": str(published.path),
        "valid_until": published.valid_until,
        "left_out": list(published.left_out),
    }
    text = f"edition {published.number}: {published.listed} listed, in {published.path}"
    say(document, as_json=as_json, text=text)


def _agree(reason: str | None, names: tuple[str, ...], *, publisher: Viewer, as_json: bool) -> None:
    """Let the first named ask and the second confirm, by the services that the pages use."""
    if reason is None and not names:
        return
    viewers = [_named(name) for name in names]
    if len(viewers) != 2:
        raise BadInput("two_persons", "name two persons: --by A --by B")
    one, other = viewers
    try:
        with act():
            asked = ask_override(reason or "", actor=one, scope_code=publisher.district_code)
            confirm_override(asked.public_id, actor=other)
    except Refused as refused:
        if [refusal.code for refusal in refused.refusals] != ["override.change_is_large"]:
            raise
        click.echo("no override is needed: the change is small", err=True)
    except (Forbidden, NotFound):
        message = f"{' and '.join(names)} may not agree to this change"
        stop(NO, {"code": "forbidden", "message": message, "fields": []}, as_json=as_json)


def _named(name: str) -> Viewer:
    account = db.session.scalar(select(Account).where(Account.name == name))
    if account is None or account.disabled_at is not None:
        raise BadInput("no_such_user", f"there is no user {name}")
    return viewer_of(account)


@click.command("serve")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--port", default=8080, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--workers", default=1, show_default=True)
@needs_no_database
@with_appcontext
def serve_command(path: Path, port: int, host: str, workers: int) -> None:
    """Serve the public site from an edition folder alone."""
    error = {"code": "no_edition", "message": f"there is no edition in {path}", "fields": []}
    try:
        evidence = evidence_in(path)
    except Unreadable:
        stop(BAD_INPUT, error, as_json=False)
    broken = [check.name for check in checks_of(evidence, now=clock.now()) if not check.ok]
    if [name for name in broken if name != "edition_is_in_force"]:
        stop(NO, error | {"code": "broken", "message": ", ".join(broken)}, as_json=False)
    click.echo(f"Mingcha: http://{host}:{port}", err=True)
    environment = {**os.environ, FOLDER: str(path.absolute())}
    arguments = command_line(port=port, host=host, workers=workers)
    os.execve(sys.executable, [sys.executable, *arguments], environment)  # noqa: S606


@click.command("verify")
@click.argument("source")
@click.option("--previous", type=click.Path(path_type=Path), help="What you kept earlier.")
@as_json_option
@needs_no_database
@with_appcontext
def verify_command(source: str, previous: Path | None, as_json: bool) -> None:
    """Check a signed list: PATH of a folder or download, or URL of a site."""
    try:
        evidence = _evidence(source)
        earlier = evidence_in(previous) if previous else None
    except Unreadable as error:
        found = {"code": "unreadable", "message": str(error), "fields": []}
        stop(BAD_INPUT, found, as_json=as_json)
    checks = checks_of(evidence, now=clock.now(), previous=earlier)
    is_good = all(check.ok for check in checks)
    document = {
        "ok": is_good,
        "edition": evidence.number,
        "checks": [{"name": check.name, "ok": check.ok} for check in checks],
    }
    lines = [f"{'ok  ' if check.ok else 'FAIL'} {check.name}" for check in checks]
    say(document, as_json=as_json, text="\n".join(lines))
    if not is_good:
        sys.exit(NO)


def _evidence(source: str) -> Evidence:
    if not source.startswith(("http://", "https://")):
        return evidence_in(Path(source))
    address = source if "/api/" in source else source.rstrip("/") + SIGNED_LIST
    try:
        request = Request(address, headers={"Accept": "application/json"})  # noqa: S310
        with urlopen(request, timeout=30) as answer:  # noqa: S310
            data = answer.read(LARGEST_DOWNLOAD + 1)
    except (URLError, OSError, ValueError) as error:
        raise Unreadable(f"{address}: {error}") from error
    if len(data) > LARGEST_DOWNLOAD:
        raise Unreadable(f"{address} is too large")
    return evidence_from(data)
