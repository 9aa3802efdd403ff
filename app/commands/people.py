"""`users create | disable | list`."""

import sys
from datetime import date
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select

from app.access import system
from app.commands.edges import as_json_option, reports_errors, say
from app.db import act, db
from app.errors import BadInput
from app.models.people import Account
from app.services.demo_people import create_demo_people
from app.services.people import NewAccount, create_account, disable_account
from inspections.vocabulary import Role

users = AppGroup("users", help="Accounts: create, disable, list.")
DAY = click.DateTime(["%Y-%m-%d"])


@users.command("create")
@click.argument("name")
@click.option("--display", required=True)
@click.option("--roles", required=True, help="Comma-separated.")
@click.option("--district", "district_code", required=True)
@click.option("--certificate")
@click.option("--certificate-until", type=DAY)
@click.option("--person", help="Public id of a person who has an account already.")
@click.option("--password-file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_json_option
@reports_errors
def create(
    name: str,
    display: str,
    roles: str,
    district_code: str,
    certificate: str | None,
    certificate_until: date | None,
    person: str | None,
    password_file: Path | None,
    as_json: bool,
) -> None:
    """Create an account; the password comes from the file or from the prompt."""
    wanted = NewAccount(
        name=name,
        display=display,
        roles=_roles(roles),
        district_code=district_code,
        password=_password(password_file),
        person=person,
        certificate=certificate,
        certificate_until=certificate_until.date() if certificate_until else None,
    )
    with act():
        account = create_account(
            wanted, actor=system(current_app.config["SETTINGS"].office_district)
        )
        document = described(account)
    say(document, as_json=as_json, text=f"{name} can sign in")


def _roles(text: str) -> list[Role]:
    try:
        return [Role(part.strip()) for part in text.split(",") if part.strip()]
    except ValueError as unknown:
        known = ", ".join(role.value for role in Role)
        field = {"field": "roles", "message": f"one of {known}"}
        raise BadInput("bad_account", str(unknown), [field]) from unknown


def _password(file: Path | None) -> str:
    if file is not None:
        return file.read_text("utf-8").rstrip("\r\n")
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    typed: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return typed


@users.command("disable")
@click.argument("name")
@as_json_option
@reports_errors
def disable(name: str, as_json: bool) -> None:
    """Close an account and end its sessions."""
    with act():
        account = disable_account(
            name, actor=system(current_app.config["SETTINGS"].office_district)
        )
        document = described(account)
    say(document, as_json=as_json, text=f"{name} is closed")


@users.command("demo")
@as_json_option
@reports_errors
def add_demo_people(as_json: bool) -> None:
    """Create the demo people, without any other demo data (demo mode only)."""
    if not current_app.config["SETTINGS"].demo:
        raise BadInput("demo_only", "demo people exist in demo mode only")
    with act():
        names = [account.name for account in create_demo_people()]
    say({"created": names}, as_json=as_json, text=" ".join(names))


@users.command("list")
@as_json_option
def list_users(as_json: bool) -> None:
    """List all accounts."""
    accounts = db.session.scalars(select(Account).order_by(Account.name)).all()
    lines = [f"{item.name}\t{item.person.display}\t{item.district_code}" for item in accounts]
    say([described(item) for item in accounts], as_json=as_json, text="\n".join(lines))


def described(account: Account) -> dict[str, object]:
    """Return an account as the commands print it."""
    return {
        "id": account.public_id,
        "name": account.name,
        "display": account.person.display,
        "person": account.person.public_id,
        "roles": sorted(account.roles),
        "district_code": account.district_code,
        "disabled": account.disabled_at is not None,
        "demo": account.demo,
    }
