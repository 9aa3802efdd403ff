"""The database: one engine, one session for each act, and how a transaction begins.

SQLite's own lazy transactions lose updates without an error, so writers begin with
BEGIN IMMEDIATE; readers begin plainly, which is ten times quicker. On PostgreSQL a transaction
begins in the role that owns nothing and says whose districts it may touch: with nothing said, none.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from flask import has_app_context
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine, MetaData, event, text
from sqlalchemy.orm import DeclarativeBase

IN_TRANSACTION = 2  # libpq's PQTRANS_INTRANS
PRAGMAS = (
    "journal_mode=wal",
    "synchronous=full",
    "foreign_keys=on",
    "busy_timeout=5000",
    "recursive_triggers=on",
    "trusted_schema=off",
    "secure_delete=on",
)
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

APPLICATION_ROLE = "mingcha_app"
NO_DISTRICT, ALL_DISTRICTS = "", "*"
SAY_ROLE_AND_SCOPE = "select set_config('role', %s, true), set_config('mingcha.scope', %s, true)"
SAY_SCOPE = "select set_config('mingcha.scope', %s, true)"


class Base(DeclarativeBase):
    """Base of every model."""

    metadata = MetaData(naming_convention=NAMES)


db = SQLAlchemy(model_class=Base, disable_autonaming=True)
writing: ContextVar[bool] = ContextVar("writing", default=False)
# codes with commas between them; app/row_security.py says who sets it
scope: ContextVar[str] = ContextVar("scope", default=NO_DISTRICT)
owning: ContextVar[bool] = ContextVar("owning", default=False)


@contextmanager
def writes() -> Iterator[None]:
    """Let transactions that begin inside this block take the write lock at once."""
    token = writing.set(True)
    try:
        yield
    finally:
        writing.reset(token)


@contextmanager
def act() -> Iterator[None]:
    """Run one act of a command or job in one transaction: all of it or nothing."""
    with writes():
        db.session.rollback()
        try:
            yield
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise


def prepare(engine: Engine) -> None:
    """Set up connections of `engine`; called once for each office."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_connected)
        event.listen(engine, "begin", _sqlite_begins)
    else:
        event.listen(engine, "connect", _postgresql_connected)
        event.listen(engine, "begin", _postgresql_begins)


def _sqlite_connected(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute("pragma " + pragma)


def _sqlite_begins(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing.get() else "BEGIN")


def _postgresql_connected(connection: Any, _record: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("set time zone 'UTC'")
        cursor.execute("set lock_timeout = '5s'")
    connection.commit()


def _postgresql_begins(connection: Any) -> None:
    """Say role and scope in one statement, below the engine's own events."""
    with connection.connection.cursor() as cursor:
        if owning.get():
            cursor.execute(SAY_SCOPE, (scope.get(),))
        else:
            cursor.execute(SAY_ROLE_AND_SCOPE, (APPLICATION_ROLE, scope.get()))


def plan_each_time() -> None:
    """Let PostgreSQL plan each statement of this transaction by the rows there are by then.

    One that fills empty tables would keep the plans of its first rows to the end: it walks a
    hundred thousand sites for each of a thousand names.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("set local plan_cache_mode = force_custom_plan"))


def say_scope_again() -> None:
    """Tell a transaction that has begun already that its scope is another now."""
    if not has_app_context() or db.engine.dialect.name != "postgresql":
        return
    # a transaction that failed takes no more statements, and the next one begins anew
    session = db.session()
    if session.in_transaction() and session.is_active:
        connection: Any = session.connection().connection
        if connection.dbapi_connection.info.transaction_status == IN_TRANSACTION:
            with connection.cursor() as cursor:
                cursor.execute(SAY_SCOPE, (scope.get(),))
