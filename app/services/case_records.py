"""The row of a case: locked, moved on, its clocks written anew, and each act noted."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select

from app import audit, clock
from app.access import Viewer
from app.db import db
from app.models.cases import Case, CaseClock
from app.queries.case_facts import CaseRecord, case_record
from app.scope import require_scope
from inspections.procedure.clocks import running
from inspections.procedure.decision import OUTCOMES
from inspections.procedure.facts import CaseFacts
from inspections.procedure.groups import AT_REST
from inspections.procedure.terms import CaseState

AT_ONCE = 200
OF_A_CLOCK = ("code", "from_on", "due_on", "warn_on", "state", "provisional", "missing_year")
ENDED = (CaseState.CLOSED, CaseState.ARCHIVED)


def locked(case: Case, *, viewer: Viewer) -> Case:
    """Return the case as it stands now, locked until the act ends.

    The district's audit chain is held before it, as in every other act that writes there.
    """
    require_scope(viewer, case.scope_code)
    audit.hold(case.scope_code)
    statement = select(Case).where(Case.id == case.id).with_for_update(of=Case)
    return db.session.scalars(statement.execution_options(populate_existing=True)).one()


def settle(case: Case, record: CaseRecord) -> None:
    """Write what follows from all entries into the case's row, and its clocks anew."""
    facts = record.facts(clock.today())
    case.state = facts.state or case.state
    _dates(case, facts)
    _penalty(case, facts)
    _write_clocks(case, facts)
    case.updated_at = clock.now()
    db.session.flush()


def _dates(case: Case, facts: CaseFacts) -> None:
    filed, closed = facts.latest("file"), facts.latest("close")
    decided = [act for act in facts.acts if act.step in OUTCOMES]
    case.filed_on = filed.happened_on if filed else None
    case.closed_on = closed.happened_on if closed and facts.state in ENDED else None
    is_decided = facts.decision is not None and bool(decided)
    case.decided_on = decided[-1].happened_on if is_decided else None
    case.outcome = facts.decision.outcome if facts.decision and is_decided else None


def _penalty(case: Case, facts: CaseFacts) -> None:
    content = facts.decision.content if facts.decision else None
    case.fine_fen = content.fine_fen if content else 0
    case.confiscate_fen = content.confiscate_fen if content else 0
    if content and content.violations:
        case.violations = list(content.violations)


def _write_clocks(case: Case, facts: CaseFacts) -> None:
    """Write the running deadlines of a case anew; rows that say the same are left as they are."""
    found = running(facts, facts.today) if facts.state is not None else []
    wanted = {
        (
            one.code,
            one.from_on,
            one.due_on,
            one.warn_on,
            one.state,
            one.end.is_provisional,
            one.end.missing_year,
        )
        for one in found
    }
    columns = [getattr(CaseClock, name) for name in OF_A_CLOCK]
    there = db.session.execute(select(*columns).where(CaseClock.case_id == case.id))
    if {tuple(row) for row in there} != wanted:
        db.session.execute(delete(CaseClock).where(CaseClock.case_id == case.id))
        db.session.add_all(
            CaseClock(
                case_id=case.id,
                scope_code=case.scope_code,
                **dict(zip(OF_A_CLOCK, row, strict=True)),
            )
            for row in sorted(wanted, key=lambda row: (row[2], row[0], row[1]))
        )
    case.due_on = min((one.due_on for one in found), default=None)


def note(case: Case, verb: str, *, actor: Viewer, details: Mapping[str, Any]) -> None:
    """Write an act on a case into the district's audit chain."""
    audit.record(
        actor,
        verb,
        "case",
        case.public_id,
        chain=case.scope_code,
        after=content_of(case),
        details=dict(details),
    )


def content_of(case: Case) -> dict[str, Any]:
    """Return what a case's row says now, to be digested."""
    return {
        "state": case.state.value,
        "number": case.number,
        "title": case.title,
        "party": [case.party_name, case.party_code, case.party_address],
        "violations": list(case.violations),
        "outcome": case.outcome and case.outcome.value,
        "fine_fen": case.fine_fen,
        "confiscate_fen": case.confiscate_fen,
        "decision_number": case.decision_number,
    }


def renew_clocks(*, actor: Viewer, after: int = 0) -> tuple[int, int]:
    """Write the clocks of the next cases after a row anew; return how many, and the last row.

    What lapsed since goes, and what the calendar moved has its new day. Some hundred cases at
    once: others wait for the writer no longer than that takes.
    """
    statement = select(Case).where(Case.state.not_in(AT_REST), Case.id > after)
    cases = db.session.scalars(statement.order_by(Case.id).limit(AT_ONCE)).all()
    for case in cases:
        _write_clocks(case, case_record(case).facts(clock.today()))
    db.session.flush()
    if cases:
        chain = actor.district_code
        details = {"cases": len(cases)}
        audit.record(actor, "clock.renewed", "clock", chain, chain=chain, details=details)
    return len(cases), cases[-1].id if cases else after
