"""A step that was judged, written down: its row, files, papers with numbers, clocks, the event."""

from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from app import clock
from app.access import Viewer
from app.db import db
from app.errors import Conflict
from app.models.cases import Case, CaseFile, CasePaper, CaseStep
from app.models.visits import PendingFile
from app.queries.case_facts import CaseRecord
from app.services.case_entries import Prepared, StepFile, days_late
from app.services.case_papers import bind_papers
from app.services.case_records import content_of, note, settle
from inspections.procedure.entries import entry_to_json
from inspections.procedure.facts import CaseFacts
from inspections.procedure.judging import remarks
from inspections.procedure.stages import STEPS
from inspections.serving import counts_on

DECISIONS = ("penalty_decision", "no_penalty_decision", "not_established_decision")
FILING_FORM = "filing_form"


def write_step(
    case: Case,
    record: CaseRecord,
    ready: Prepared,
    files: Sequence[StepFile],
    *,
    asked: CaseFacts,
    actor: Viewer,
) -> CaseStep:
    """Write one step and move the case on; raises `Conflict` when another came before it."""
    step, left = STEPS[ready.entry.act.step], case.state
    told = [one.code for one in remarks(step, asked)]
    row, after, papers = add_row(case, record, ready, files, remarked=told, actor=actor)
    settle(case, after)
    _use(files)
    details = {
        "step": step.code,
        "from": left.value if record.entries else None,
        "to": case.state.value,
        "happened_on": row.happened_on.isoformat(),
        "late": row.late,
        "files": len(files),
        "papers": [paper.number for paper in papers if paper.number],
    }
    note(case, step.audit_verb, actor=actor, details=details)
    return row


def add_row(
    case: Case,
    record: CaseRecord,
    ready: Prepared,
    files: Sequence[StepFile],
    *,
    actor: Viewer,
    remarked: Sequence[str] = (),
) -> tuple[CaseStep, CaseRecord, list[CasePaper]]:
    """Write the row of a step with its files and papers; return all, and the record after it."""
    after = record.with_entry(ready.entry)
    row = _row(case, record, ready, files, remarked=list(remarked))
    today = clock.today()
    row.from_state = record.facts(today).state
    row.to_state = after.facts(today).state
    db.session.add(row)
    try:
        db.session.flush()
    except IntegrityError as error:  # another step has taken this number of the case
        step = STEPS[row.step]
        raise Conflict(theirs=content_of(case), yours={"step": step.word("en")}) from error
    papers = bind_papers(case, row, ready.entry.act.papers, files, actor=actor)
    _take_numbers(case, papers)
    _name_officers(case, ready, after)
    return row, after, papers


def _row(
    case: Case,
    record: CaseRecord,
    ready: Prepared,
    files: Sequence[StepFile],
    *,
    remarked: list[str],
) -> CaseStep:
    act = ready.entry.act
    officers = [ready.row(officer.person) for officer in act.officers[:2]]
    first, second = (*officers, None, None)[:2]
    proposer, approver = ready.row(act.proposed_by), ready.row(act.approved_by)
    method = act.service.method if act.service else None
    numbers = [one.certificate_on(act.happened_on) for one in act.officers[:2]]
    certificates = [one.number if one else None for one in numbers]
    recorded_at = clock.now()
    me = ready.row(act.entered_by)
    return CaseStep(
        case_id=case.id,
        number=len(record.entries) + 1,
        step=act.step,
        happened_on=act.happened_on,
        recorded_at=recorded_at,
        late=days_late(act.happened_on, act.recorded_on),
        on_paper=ready.entry.on_paper,
        person_id=me.id if me else None,
        first_officer_id=first.id if first else None,
        first_officer_certificate=(*certificates, None)[0],
        second_officer_id=second.id if second else None,
        second_officer_certificate=(*certificates, None, None)[1],
        proposer_id=proposer.id if proposer else None,
        approver_id=approver.id if approver else None,
        approver_name=act.approved_by[:80] if act.approved_by and approver is None else None,
        approved_on_paper=act.approved_on_paper,
        reason=act.reason or None,
        method=method,
        receiver=(act.service.receiver.strip() or None) if act.service else None,
        counts_on=counts_on(method, act.happened_on) if method else None,
        remarks=remarked,
        entry=entry_to_json(ready.entry),
        files=[CaseFile(evidence=one.evidence, paper=one.paper) for one in files],
    )


def _take_numbers(case: Case, papers: Sequence[CasePaper]) -> None:
    for paper in papers:
        if paper.kind == FILING_FORM:
            case.number = paper.number
        if paper.kind in DECISIONS:
            case.decision_number = paper.number


def _name_officers(case: Case, ready: Prepared, after: CaseRecord) -> None:
    """Keep the first two investigators as those who handle the case."""
    named = after.facts(clock.today()).investigators[:2]
    rows = [ready.row(one) for one in named]
    if len(named) == len(rows) > 0 and all(rows):
        ids = [row.id for row in rows if row is not None]
        case.first_officer_id, case.second_officer_id = (*ids, None)[:2]


def _use(files: Sequence[StepFile]) -> None:
    """Take the files out of the form that they came with: they belong to the step now."""
    ids = [one.evidence.id for one in files]
    if ids:
        db.session.execute(delete(PendingFile).where(PendingFile.evidence_id.in_(ids)))
