"""The papers of a case: numbered once, bound to their step, void when they are given up."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from app import clock
from app.access import Viewer
from app.db import db
from app.errors import BadInput, NotFound
from app.models.cases import Case, CasePaper, CaseStep
from app.models.visits import EvidenceFile
from app.permissions import require_permission
from app.services.case_entries import StepFile
from app.services.case_records import locked, note
from app.services.numbers import take_number, void_number
from app.words import gettext as _
from inspections.procedure.entries import MADE_HERE
from inspections.procedure.stages import STEPS
from inspections.vocabulary import NumberState, PaperKind

NUMBERED = {kind.value: kind for kind in PaperKind}


def number_paper(case: Case, kind: str, *, dated_on: date, actor: Viewer) -> CasePaper:
    """Make a paper of the case before its step is taken: it is numbered now, once."""
    require_permission(actor, _permission(kind))
    case = locked(case, viewer=actor)
    waiting = _waiting(case, kind)
    if waiting is not None:
        return waiting
    number = _next_number(case, kind, dated_on, actor)
    paper = _new(case, kind, number, dated_on=dated_on, actor=actor)
    note(case, "case.paper_numbered", actor=actor, details={"kind": kind, "number": paper.number})
    return paper


def void_paper(paper: CasePaper, *, reason: str, actor: Viewer) -> None:
    """Give a paper up that no step rests on; its number stays, as void."""
    require_permission(actor, _permission(paper.kind))
    case = db.session.get(Case, paper.case_id)
    if case is None:
        raise NotFound
    case = locked(case, viewer=actor)
    why = reason.strip()
    if not why:
        message = _("Please fill this in.")
        raise BadInput("bad_input", message, [{"field": "reason", "message": message}])
    if paper.step_id is not None or paper.state is NumberState.VOID:
        raise BadInput("paper_is_in_use", _("A step rests on this paper, or it is void already."))
    paper.state, paper.void_reason = NumberState.VOID, why[:300]
    if paper.number:
        void_number(paper.number, reason=why, actor=actor)
    note(case, "case.paper_voided", actor=actor, details={"kind": paper.kind})


def bind_papers(
    case: Case, step: CaseStep, papers: Sequence[str], files: Sequence[StepFile], *, actor: Viewer
) -> list[CasePaper]:
    """Keep the papers of a step: what was numbered before is taken, the rest is made now."""
    scans: dict[str, EvidenceFile] = {}
    for one in files:
        scans.setdefault(one.paper, one.evidence)
    bound = []
    for kind in papers:
        paper = _waiting(case, kind) or _new(
            case, kind, _number_of(step, case, kind, actor), dated_on=step.happened_on, actor=actor
        )
        paper.made_here = kind not in scans
        paper.step_id = step.id
        paper.evidence_id = scans[kind].id if kind in scans else None
        bound.append(paper)
    db.session.flush()
    return bound


def _waiting(case: Case, kind: str) -> CasePaper | None:
    """Return the paper of this kind that was numbered and that no step has taken yet."""
    statement = select(CasePaper).where(
        CasePaper.case_id == case.id,
        CasePaper.kind == kind,
        CasePaper.step_id.is_(None),
        CasePaper.state == NumberState.USED,
    )
    return db.session.scalars(statement.order_by(CasePaper.id.desc()).limit(1)).first()


def _number_of(step: CaseStep, case: Case, kind: str, actor: Viewer) -> str | None:
    """Return the next number of the kind; what was done on paper has its own."""
    return None if step.on_paper else _next_number(case, kind, step.happened_on, actor)


def _next_number(case: Case, kind: str, dated_on: date, actor: Viewer) -> str | None:
    if kind not in NUMBERED:
        return None
    return take_number(NUMBERED[kind], year=dated_on.year, office=case.scope_code, actor=actor).text


def _new(case: Case, kind: str, number: str | None, *, dated_on: date, actor: Viewer) -> CasePaper:
    paper = CasePaper(
        case_id=case.id,
        kind=kind,
        number=number,
        dated_on=dated_on,
        made_here=True,
        state=NumberState.USED,
        created_at=clock.now(),
        created_by_person=actor.person_id,
    )
    db.session.add(paper)
    db.session.flush()
    return paper


def _permission(kind: str) -> str:
    """Return the permission of the first step that the paper comes with."""
    found = next((step for step in STEPS.values() if kind in step.papers), None)
    if found is None or kind not in MADE_HERE:
        raise NotFound
    return found.permission
