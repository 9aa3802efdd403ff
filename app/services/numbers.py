"""Numbers of papers: the next one of a kind, year and office, without gaps and never twice."""

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from app import audit, clock
from app.access import Viewer
from app.db import db
from app.errors import NotFound
from app.models.papers import PaperNumber, PaperSeries
from app.papers.offices import office_book
from app.scope import require_scope
from inspections.paper_numbers import number_text
from inspections.vocabulary import NumberState, PaperKind


def take_number(kind: PaperKind, *, year: int, office: str, actor: Viewer) -> PaperNumber:
    """Give the next number to a paper that is made in this act.

    The series is locked until the act ends: what is rolled back was never given, so no gap is
    left. The district's audit chain is held first, as in every other act that writes there, so
    that two acts never wait for each other.
    """
    require_scope(actor, office)
    audit.hold(office)
    number, book = _next(kind, year, office), office_book()
    row = PaperNumber(
        kind=kind,
        year=year,
        office=office,
        number=number,
        text=number_text(
            book.short_name(office), kind, year=year, number=number, words=book.numbers
        ),
        state=NumberState.USED,
        given_at=clock.now(),
        given_by_person=actor.person_id,
    )
    db.session.add(row)
    db.session.flush()
    _note(row, "paper.numbered", actor=actor)
    return row


def void_number(text: str, *, reason: str, actor: Viewer) -> PaperNumber:
    """Note that a paper was given up; its number stays taken."""
    row = db.session.scalar(select(PaperNumber).where(PaperNumber.text == text))
    if row is None:
        raise NotFound
    require_scope(actor, row.office)
    row.state, row.void_reason = NumberState.VOID, reason[:300]
    db.session.flush()
    _note(row, "paper.number_voided", actor=actor)
    return row


def _next(kind: PaperKind, year: int, office: str) -> int:
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    first = {"kind": kind, "year": year, "office": office, "last": 1}
    statement = dialect.insert(PaperSeries).values(first)
    statement = statement.on_conflict_do_update(
        index_elements=["kind", "year", "office"], set_={"last": PaperSeries.last + 1}
    )
    return int(db.session.execute(statement.returning(PaperSeries.last)).scalar_one())


def _note(row: PaperNumber, verb: str, *, actor: Viewer) -> None:
    audit.record(
        actor,
        verb,
        "paper",
        row.text,
        chain=row.office,
        details={"kind": row.kind, "year": row.year, "number": row.number, "state": row.state},
    )
