"""Whose rows a transaction may touch on PostgreSQL, said at the edges and nowhere else.

Row-level security is the second fence behind app/scope.py: a query that forgets its filter finds no
foreign row. SQLite has none; there the filter stands alone. docs/decisions/0010 says why it is so.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import Token
from typing import Any, TypeVar

from sqlalchemy import TextClause, text

from app.access import Viewer
from app.db import (
    ALL_DISTRICTS,
    APPLICATION_ROLE,
    NO_DISTRICT,
    db,
    owning,
    say_scope_again,
    scope,
)
from app.scope import scope_text

Item = TypeVar("Item")
# every other table of the models has a policy; the reason is why none is needed here
WITHOUT_POLICY = {
    "accounts": "read before anybody is known, and named beside their acts in every district",
    "calendar_days": "the State Council's calendar holds in every district",
    "calendar_notices": "the State Council's calendar holds in every district",
    "certificates": "officers of two districts may visit together",
    "devices": "read before anybody is known: a tablet says by its signature who it is",
    "edition_leaves": "the public log",
    "discretion_bands": "published law, read in every district below its area",
    "editions": "headers that everybody may fetch",
    "entry_salts": "says nothing without the entry, which has a policy",
    "local_instruments": "published law, read in every district below its area",
    "officer_keys": "public keys, asked for before anybody is known",
    "persons": "named beside their acts in every district",
    "role_grants": "read before anybody is known",
    "sweep_districts": "what a sweep covers is published with its plan",
    "sign_in_throttles": "counts tries of people who aren't known",
    "signed_in_sessions": "says who is asking",
}
# what the application may never change or delete, whoever asks
APPEND_ONLY = (
    "audit_events",
    "calendar_days",
    "calendar_notices",
    "case_custody",
    "case_files",
    "case_lines",
    "case_steps",
    "case_weighing",
    "discretion_bands",
    "edition_leaves",
    "editions",
    "listing_events",
    "order_answers",
    "order_files",
    "order_steps",
    "register_changes",
    "visit_answers",
    "visit_files",
    "visit_manifests",
    "visit_versions",
)


def nobody_yet() -> Token[str]:
    """Begin a request: until somebody is known, no row of any district is seen."""
    return scope.set(NO_DISTRICT)


def admit(viewer: Viewer) -> None:
    """Let the rest of a request touch the viewer's area and nothing else."""
    scope.set(scope_text(viewer))
    say_scope_again()


def admit_system() -> None:
    """Let a page that needs no sign-in do its work: it shows no rows of the register."""
    scope.set(ALL_DISTRICTS)
    say_scope_again()


@contextmanager
def acting_for(viewer: Viewer) -> Iterator[None]:
    """Touch the viewer's area and nothing else inside this block."""
    yield from _scoped(scope_text(viewer))


@contextmanager
def as_system() -> Iterator[None]:
    """Touch all districts: commands, jobs and what runs every minute."""
    yield from _scoped(ALL_DISTRICTS)


@contextmanager
def across_districts() -> Iterator[None]:
    """Look beyond the viewer's area for an answer that shows no foreign row to the viewer."""
    yield from _scoped(ALL_DISTRICTS)


def _scoped(wanted: str) -> Iterator[None]:
    token = scope.set(wanted)
    say_scope_again()
    try:
        yield
    finally:
        scope.reset(token)
        say_scope_again()


@contextmanager
def as_owner() -> Iterator[None]:
    """Let transactions that begin inside this block keep the account they connected with."""
    whole, own = scope.set(ALL_DISTRICTS), owning.set(True)
    try:
        yield
    finally:
        owning.reset(own)
        scope.reset(whole)


def keeping_scope(items: Iterable[Item]) -> Iterator[Item]:
    """Read each item in the scope of now: a download is read after its request has ended."""
    return _each_in(scope.get(), iter(items))


def _each_in(said: str, items: Iterator[Item]) -> Iterator[Item]:
    while True:
        token = scope.set(said)
        try:
            item = next(items)
        except StopIteration:
            return
        finally:
            scope.reset(token)
        yield item


FAULTS = {
    "row-level security is forced on every table of a district": """
        select relname from pg_class where relkind = 'r' and relname = any(:scoped) and not
        (relrowsecurity and relforcerowsecurity
        and exists (select from pg_policy where polrelid = pg_class.oid))""",
    "the application role is bound": """
        select rolname from pg_roles where rolname = :role
        and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)""",
    "the application role owns nothing": """
        select relname from pg_class join pg_roles on pg_roles.oid = relowner
        where rolname = :role""",
    "the application may use every table": """
        select relname from pg_class where relkind = 'r' and relname = any(:tables)
        and not (has_table_privilege(:role, oid, 'select')
        and has_table_privilege(:role, oid, 'insert'))""",
    "audit and log tables are closed to changes": """
        select relname from pg_class where relkind = 'r' and relname = any(:append_only)
        and has_table_privilege(:role, oid, 'update, delete, truncate')""",
    "no table can be emptied": """
        select relname from pg_class where relkind = 'r' and relname = any(:tables)
        and has_table_privilege(:role, oid, 'truncate')""",
}
ROLE_IS_THERE = """
    select exists (select from pg_roles where rolname = :role)
    and pg_has_role(session_user, :role, 'member')"""
NO_ROLE = (
    f"the account that connects must be a member of {APPLICATION_ROLE}; as its administrator: "
    f"create role {APPLICATION_ROLE} nologin; grant {APPLICATION_ROLE} to ACCOUNT"
)


def faults() -> list[tuple[str, str]]:
    """Return every promise about roles, policies and grants with what breaks it, or ""."""
    tables = sorted(db.metadata.tables)
    given: dict[str, Any] = {
        "role": APPLICATION_ROLE,
        "tables": tables,
        "scoped": [name for name in tables if name not in WITHOUT_POLICY],
        "append_only": list(APPEND_ONLY),
    }
    with as_owner(), db.engine.connect() as connection:
        if not connection.scalar(text(ROLE_IS_THERE), given):
            return [("the application role can be taken", NO_ROLE)]
        found = [
            (promise, ", ".join(sorted(connection.scalars(_bound(query, given)))))
            for promise, query in FAULTS.items()
        ]
    with db.engine.connect() as connection:
        role = connection.scalar(text("select current_user")) or ""
    return [*found, ("transactions run in the application role", _other_than(role))]


def _bound(query: str, given: dict[str, Any]) -> TextClause:
    statement = text(query)
    names = statement.compile().params
    return statement.bindparams(**{name: given[name] for name in names})


def _other_than(role: str) -> str:
    return "" if role == APPLICATION_ROLE else role
