"""Earlier decided cases of the same kind, to stand beside a penalty that is weighed."""

from dataclasses import dataclass

from sqlalchemy import func, select

from app.access import Viewer
from app.db import db
from app.models.case_evidence import CaseWeighing
from app.models.cases import Case
from app.scope import visible
from inspections.procedure.terms import Outcome
from inspections.vocabulary import PenaltyTier

MOST = 12


@dataclass(frozen=True, slots=True)
class EarlierCase:
    """One decided case: its number or title, its fine, and the gains that it followed from."""

    public_id: str
    title: str
    fine_fen: int
    base_fen: int | None


def earlier_cases(
    viewer: Viewer, violation: str, tier: PenaltyTier, *, besides: Case | None = None
) -> list[EarlierCase]:
    """Return the newest decided cases on this violation and tier in which a fine was imposed."""
    newest = (
        select(CaseWeighing.case_id, func.max(CaseWeighing.batch).label("batch"))
        .where(CaseWeighing.violation == violation)
        .group_by(CaseWeighing.case_id)
        .subquery()
    )
    statement = (
        select(
            Case.public_id,
            Case.decision_number,
            Case.number,
            Case.title,
            CaseWeighing.fine_fen,
            CaseWeighing.base_fen,
        )
        .join(newest, newest.c.case_id == Case.id)
        .join(
            CaseWeighing,
            (CaseWeighing.case_id == newest.c.case_id) & (CaseWeighing.batch == newest.c.batch),
        )
        .where(
            visible(viewer, Case.scope_code),
            Case.outcome == Outcome.PENALTY,
            Case.decided_on.is_not(None),
            CaseWeighing.violation == violation,
            CaseWeighing.tier == tier,
            CaseWeighing.fine_fen > 0,
        )
        .order_by(Case.decided_on.desc(), Case.id.desc())
        .limit(MOST)
    )
    if besides is not None:
        statement = statement.where(Case.id != besides.id)
    return [
        EarlierCase(public_id, decision or number or title, fine or 0, base)
        for public_id, decision, number, title, fine, base in db.session.execute(statement)
    ]
