"""Steps put forward for approval: filled in by one person, approved and so taken by another."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from app import audit, clock
from app.access import Viewer
from app.db import db
from app.errors import BadInput, Conflict, Forbidden, NotFound
from app.models.cases import Case, CaseProposal, CaseStep
from app.models.people import Person
from app.permissions import require_permission
from app.services.case_entries import StepFile
from app.services.case_records import content_of, locked, note
from app.services.cases import BEGINNINGS, take_step
from app.words import gettext as _
from app.words import language
from inspections.procedure.entries import fields_for
from inspections.procedure.given import BadGiven, read_given
from inspections.procedure.stages import STEPS
from inspections.procedure.terms import ProposalState
from inspections.vocabulary import Role

Values = Mapping[str, str | Sequence[str]]
# what the approver says, never the one who proposes
OF_THE_APPROVER = ("approved_by", "approved_on_paper", "proposed_by")
PROPOSERS = (Role.OFFICER, Role.APPROVER)


def propose_step(case: Case, code: str, values: Values, *, actor: Viewer) -> CaseProposal:
    """Put a step forward as it is filled in; raises BadGiven with every fault at its field."""
    step = STEPS.get(code)
    names = {field.name for field in fields_for(code)} if step else set()
    if step is None or code in BEGINNINGS or "approved_by" not in names:
        raise NotFound
    require_permission(actor, step.permission)
    if not actor.holds(*PROPOSERS):
        raise Forbidden
    kept: dict[str, Any] = {
        name: value for name, value in values.items() if name not in OF_THE_APPROVER
    }
    read_given(code, kept)
    case = locked(case, viewer=actor)
    row = CaseProposal(
        case_id=case.id,
        scope_code=case.scope_code,
        step=code,
        state=ProposalState.WAITING,
        given=kept,
        digest=_digest(kept),
        case_version=case.version,
        person_id=actor.person_id,
        proposed_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    details = {"step": code, "digest": row.digest}
    note(case, "case.step_proposed", actor=actor, details=details)
    return row


def approve_proposal(
    row: CaseProposal, *, seen: str, actor: Viewer, files: Sequence[StepFile] = ()
) -> CaseStep:
    """Take the step that was put forward; raises `Refused`, and `Conflict` where it isn't as seen.

    `seen` is the digest of what the approver read. A step taken since voids the proposal: it was
    made of another state of the case.
    """
    case, proposer = _open(row, actor)
    if seen != row.digest or _digest(row.given) != row.digest or row.case_version != case.version:
        raise Conflict(theirs=content_of(case), yours={"step": STEPS[row.step].word("en")})
    try:
        given = read_given(row.step, {**row.given, "proposed_by": proposer.public_id})
    except BadGiven as bad:
        faults = [{"field": one.field, "message": one.fault.word(language())} for one in bad.faults]
        raise BadInput("bad_input", _("Some fields can't be taken."), faults) from bad
    step = take_step(case, row.step, given, actor=actor, files=files)
    row.step_id = step.id
    _settle(row, ProposalState.TAKEN, actor=actor)
    return step


def reject_proposal(row: CaseProposal, *, reason: str, actor: Viewer) -> None:
    """Don't approve what was put forward, with a reason; the proposer may do so too, as taken back.

    The step stays open.
    """
    _case, proposer = _open(row, actor)
    why = reason.strip()
    if not why:
        message = _("Please fill this in.")
        raise BadInput("bad_input", message, [{"field": "reason", "message": message}])
    is_own = proposer.id == actor.person_id
    row.reason = why
    _settle(row, ProposalState.WITHDRAWN if is_own else ProposalState.REJECTED, actor=actor)


def _open(row: CaseProposal, actor: Viewer) -> tuple[Case, Person]:
    require_permission(actor, STEPS[row.step].permission)
    case = db.session.get(Case, row.case_id)
    proposer = db.session.get(Person, row.person_id)
    if case is None or proposer is None:
        raise NotFound
    case = locked(case, viewer=actor)
    db.session.refresh(row)
    if row.state is not ProposalState.WAITING:
        raise Conflict(theirs={"state": row.state.word("en")}, yours={})
    return case, proposer


def _settle(row: CaseProposal, state: ProposalState, *, actor: Viewer) -> None:
    row.settled_by_person, row.settled_at = actor.person_id, clock.now()
    row.state = state
    db.session.flush()
    note(row.case, "case.proposal_settled", actor=actor, details={"state": state.value})


def _digest(values: Mapping[str, Any]) -> str:
    return hashlib.sha256(audit.canonical(values)).hexdigest()
