"""Keeps SQLite's index of search words in step with the register, in the same transaction.

SQLite 3.40 lets no trigger write to a full-text table while `trusted_schema` is off. So triggers
note which rows changed, whoever changes them, and the session settles the notes before it commits.
On PostgreSQL triggers write the index themselves.
"""

from typing import Any

from sqlalchemy import Engine, event, text
from sqlalchemy.orm import Session

ANY_NOTE = text("select 1 from institutions_search_notes limit 1")
SETTLE = (
    text(
        "insert into institutions_search(institutions_search, rowid, search_grams) "
        "select 'delete', id, old from institutions_search_notes where old is not null"
    ),
    text(
        "insert into institutions_search(rowid, search_grams) "
        "select i.id, i.search_grams from institutions i "
        "join institutions_search_notes n on n.id = i.id"
    ),
    text("delete from institutions_search_notes"),
)


def keep_search_index(engine: Engine, session: Any) -> None:
    """Settle the notes of `session` before each commit, where the database is SQLite.

    All offices of a process share the session: the second one adds nothing.
    """
    known = event.contains(session, "before_commit", _settle_before_commit)
    if engine.dialect.name == "sqlite" and not known:
        event.listen(session, "before_commit", _settle_before_commit)


def _settle_before_commit(session: Session) -> None:
    if session.in_nested_transaction():
        return  # the outer commit does it for all
    session.flush()
    if session.in_nested_transaction():
        return
    if session.in_transaction() and session.get_bind().dialect.name == "sqlite":
        settle(session)


def settle(session: Session) -> None:
    """Bring the index up to date with every row that changed since the last time."""
    if session.scalar(ANY_NOTE) is None:
        return
    for statement in SETTLE:
        session.execute(statement)
