"""The schema of this instance: made on first use, never changed behind an office's back."""

import logging
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from flask_migrate import upgrade
from sqlalchemy import inspect
from sqlalchemy.exc import ProgrammingError

from app.db import db
from app.errors import BadInput
from app.row_security import NO_ROLE, as_owner

INSUFFICIENT_PRIVILEGE = "42501"  # PostgreSQL's code
MIGRATIONS = Path(__file__).parent.parent / "migrations"


def head() -> str | None:
    """Return the newest revision that this program knows."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def revision() -> str | None:
    """Return the revision of the database, None when it has none."""
    with as_owner(), db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def bring_up() -> None:
    """Run all pending migrations; raises `BadInput` where the account may not make its role."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    try:
        upgrade(str(MIGRATIONS))
    except ProgrammingError as fault:
        if getattr(fault.orig, "sqlstate", "") != INSUFFICIENT_PRIVILEGE:
            raise
        raise BadInput("role_missing", f"{fault.orig}; {NO_ROLE}") from fault


def ensure() -> None:
    """Make the schema in an empty database; refuse to work on one of another revision."""
    there = revision()
    if there == head():
        return
    if there is None and _is_empty():
        bring_up()
        _tighten()
        return
    raise BadInput(
        "schema_outdated",
        f"the database is at revision {there}, this program needs {head()}: "
        "make a backup, then type: flask --app wsgi db upgrade",
    )


def _is_empty() -> bool:
    with as_owner():
        return not inspect(db.engine).get_table_names()


def _tighten() -> None:
    """Let nobody but the owner read an SQLite file."""
    url = current_app.config["SETTINGS"].database_url
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).chmod(0o600)
