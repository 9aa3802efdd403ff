"""Rows that name stored bytes, and the purge that removes bytes: never both at one moment.

On SQLite the one writer sees to that. On PostgreSQL a lock does: many may name, one may remove.
"""

from collections.abc import Iterable

from sqlalchemy import text

from app.db import db
from app.errors import BadInput
from app.storage import blobs
from app.words import gettext as _

LOCK = 7_260_113


def require_kept(digests: Iterable[str | None]) -> None:
    """Hold off the purge until the commit; raises `BadInput` for bytes that it took before."""
    if db.engine.dialect.name == "postgresql":
        db.session.scalar(text(f"select pg_advisory_xact_lock_shared({LOCK})"))
    if not all(blobs().has(digest) for digest in digests if digest):
        raise BadInput("file_gone", _("The file was not kept. Please choose it once more."))


def alone_with_the_store() -> None:
    """Wait until nobody is entering a row that names bytes, and hold off those who come."""
    if db.engine.dialect.name == "postgresql":
        db.session.scalar(text(f"select pg_advisory_xact_lock({LOCK})"))
