"""Sweeps: planned, approved on paper, opened, and closed when no site is blank."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from app import audit, clock
from app.access import Viewer
from app.db import db
from app.errors import BadInput, Conflict
from app.models.files import StoredFile
from app.models.sweeps import Sweep, SweepDistrict, SweepExtension
from app.permissions import require_permission
from app.queries.sweep_facts import sweep_facts
from app.queries.sweep_tablets import holding_tablets
from app.queries.sweeps import coverage
from app.scope import require_scope
from app.services.sweep_sites import draw_sites
from app.words import gettext as _
from inspections.refusal import Refused
from inspections.steps import Step
from inspections.sweep_facts import ExtensionFacts, SweepFacts, SweepState
from inspections.sweeps import APPROVE, CANCEL, CLOSE, EXTEND, OPEN, SIGN, refusals
from maps import districts


@dataclass(frozen=True, slots=True)
class Plan:
    """What a plan says; `districts` are codes in the planner's area, each with institutions."""

    title: str
    legal_basis: str
    departments: tuple[str, ...]
    checklist: str
    starts_on: date
    ends_on: date
    districts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Approval:
    """What the approving paper says."""

    plan_no: str
    authority: str
    approved_on: date


@dataclass(frozen=True, slots=True)
class Extension:
    """A later last day, why, and what the paper says that approves it."""

    until: date
    reason: str
    approval: Approval


def plan_sweep(plan: Plan, *, actor: Viewer) -> Sweep:
    """Write a plan down and draw its sites from the register; nothing is visited yet."""
    require_permission(actor, "sweeps.create")
    _check_districts(plan.districts, actor)
    moment = clock.now()
    sweep = Sweep(
        **_columns(plan),
        scope_code=actor.district_code,
        state=SweepState.DRAFT,
        planner_person=actor.person_id,
        created_at=moment,
        updated_at=moment,
    )
    sweep.districts = [SweepDistrict(district_code=code) for code in plan.districts]
    db.session.add(sweep)
    db.session.flush()
    drawn = draw_sites(sweep, actor=actor)
    _note(sweep, "sweep.planned", actor=actor, details={"sites": drawn})
    return sweep


def edit_plan(sweep: Sweep, plan: Plan, *, based_on: int, actor: Viewer) -> None:
    """Change a plan that isn't approved yet; raises `Conflict` when somebody else changed it."""
    require_permission(actor, "sweeps.update")
    require_scope(actor, sweep.scope_code)
    _check_districts(plan.districts, actor)
    if sweep.state is not SweepState.DRAFT:
        raise BadInput("plan_is_fixed", _("An approved plan is not changed."))
    if sweep.version != based_on:
        raise Conflict(theirs=asdict(plan_of(sweep)), yours=asdict(plan))
    before = asdict(plan_of(sweep))
    for name, value in _columns(plan).items():
        setattr(sweep, name, value)
    known = {row.district_code for row in sweep.districts}
    sweep.districts = [row for row in sweep.districts if row.district_code in plan.districts] + [
        SweepDistrict(district_code=code) for code in plan.districts if code not in known
    ]
    sweep.updated_at = clock.now()
    db.session.flush()
    drawn = draw_sites(sweep, actor=actor)
    _note(sweep, "sweep.changed", actor=actor, before=before, details={"sites": drawn})


def approve_plan(sweep: Sweep, approval: Approval, paper: StoredFile, *, actor: Viewer) -> None:
    """Enter the approval with its paper; raises `Refused` with every reason against it."""
    sweep.plan_no, sweep.approving_authority = approval.plan_no, approval.authority
    sweep.approved_on, sweep.plan_paper_id = approval.approved_on, paper.id
    _take(sweep, APPROVE, actor=actor, approver=str(actor.person_id))
    sweep.approved_by_person = actor.person_id
    _finish(sweep, APPROVE, actor=actor)


def note_publication(sweep: Sweep, *, filed_on: date, published_on: date, actor: Viewer) -> None:
    """Write down when the approved plan was filed and when it was published."""
    require_permission(actor, "sweeps.note_publication")
    require_scope(actor, sweep.scope_code)
    if sweep.state is not SweepState.APPROVED:
        raise BadInput("plan_is_not_approved", _("Only an approved plan is filed and published."))
    sweep.filed_on, sweep.published_on = filed_on, published_on
    sweep.updated_at = clock.now()
    _note(
        sweep,
        "sweep.filed",
        actor=actor,
        details={"filed_on": filed_on.isoformat(), "published_on": published_on.isoformat()},
    )


def open_sweep(sweep: Sweep, *, actor: Viewer) -> None:
    """Fix the sites as the register has them today, and open; raises `Refused`."""
    if sweep.state is SweepState.APPROVED:
        draw_sites(sweep, actor=actor)
    _take(sweep, OPEN, actor=actor)
    sweep.opened_at = clock.now()
    _finish(sweep, OPEN, actor=actor)


def extend_sweep(sweep: Sweep, extension: Extension, paper: StoredFile, *, actor: Viewer) -> None:
    """Set a later last day of an open sweep, as approved on paper; raises `Refused`."""
    said = extension.approval
    facts = ExtensionFacts(
        until=extension.until,
        plan_no=said.plan_no,
        approving_authority=said.authority,
        approved_on=said.approved_on,
        has_paper=True,
    )
    _take(sweep, EXTEND, actor=actor, extension=facts, reason=extension.reason)
    before = asdict(plan_of(sweep))
    sweep.extensions.append(
        SweepExtension(
            ended_on=sweep.ends_on,
            until=extension.until,
            reason=extension.reason.strip(),
            plan_no=said.plan_no,
            approving_authority=said.authority,
            approved_on=said.approved_on,
            paper_id=paper.id,
            entered_by_person=actor.person_id,
            entered_at=clock.now(),
        )
    )
    sweep.ends_on = extension.until
    days = {"ended_on": before["ends_on"].isoformat(), "until": extension.until.isoformat()}
    _finish(sweep, EXTEND, actor=actor, before=before, more=days)


def keep_signed_statement(
    sweep: Sweep, paper: StoredFile, *, signed_on: date, actor: Viewer
) -> None:
    """Keep the scan of the closing statement as it was signed by hand; raises `Refused`."""
    _take(sweep, SIGN, actor=actor, signed_on=signed_on)
    sweep.statement_paper_id, sweep.statement_signed_on = paper.id, signed_on
    signed = {"signed_on": signed_on.isoformat(), "sha256": paper.sha256}
    _finish(sweep, SIGN, actor=actor, more=signed)


def close_sweep(
    sweep: Sweep,
    *,
    stated: tuple[int, int],
    holding_read: Sequence[str] = (),
    actor: Viewer,
) -> None:
    """Close with the sums that the signer read (reached, of how many); raises `Refused`.

    `holding_read` names the tablets of which the signer read that they still hold something.
    """
    _take(sweep, CLOSE, actor=actor, stated=stated, holding_read=tuple(holding_read))
    holding = {"holding": "; ".join(one.name for one in holding_tablets(sweep))}
    statement = statement_of(sweep, actor)
    sweep.statement = statement
    sweep.statement_digest = hashlib.sha256(audit.canonical(statement)).hexdigest()
    sweep.closed_at, sweep.closed_by_person = clock.now(), actor.person_id
    _finish(sweep, CLOSE, actor=actor, more=holding)


def cancel_sweep(sweep: Sweep, *, reason: str, actor: Viewer) -> None:
    """Give a sweep up before any visit was made in it."""
    _take(sweep, CANCEL, actor=actor, reason=reason)
    sweep.reason = reason.strip()
    _finish(sweep, CANCEL, actor=actor)


def statement_of(sweep: Sweep, viewer: Viewer) -> dict[str, Any]:
    """Return the sums of the closing statement, as they are signed."""
    found = coverage(sweep, viewer)
    return {
        "sweep": sweep.public_id,
        "title": sweep.title,
        "plan_no": sweep.plan_no,
        "sites": found.whole.sites,
        "planned": found.planned,
        "found": found.found,
        "reached": found.whole.reached,
        "outcomes": {outcome.value: count for outcome, count in found.outcomes.items()},
        "results": {result.value: count for result, count in found.results.items()},
        "findings": found.findings,
        "first_day": sweep.starts_on.isoformat(),
        "last_day": sweep.ends_on.isoformat(),
        "districts": {
            code: {outcome.value: count for outcome, count in counts.items()}
            for code, counts in found.outcomes_by_district.items()
        },
    }


def plan_of(sweep: Sweep) -> Plan:
    """Return what the plan of a sweep says now."""
    return Plan(
        title=sweep.title,
        legal_basis=sweep.legal_basis,
        departments=tuple(sweep.departments),
        checklist=sweep.checklist,
        starts_on=sweep.starts_on,
        ends_on=sweep.ends_on,
        districts=tuple(row.district_code for row in sweep.districts),
    )


def facts_for(sweep: Sweep, **more: object) -> SweepFacts:
    """Return the facts that page, command and service ask the rules with."""
    return sweep_facts(sweep, today=clock.today(), **more)


def _take(sweep: Sweep, step: Step[SweepFacts], *, actor: Viewer, **more: object) -> None:
    require_permission(actor, step.permission)
    require_scope(actor, sweep.scope_code)
    found = refusals(step, facts_for(sweep, **more))
    if found:
        db.session.expire(sweep)
        raise Refused(found)


def _finish(
    sweep: Sweep,
    step: Step[SweepFacts],
    *,
    actor: Viewer,
    before: Any = None,
    more: dict[str, str] | None = None,
) -> None:
    left = sweep.state
    sweep.state = SweepState(step.to_state)
    sweep.updated_at = clock.now()
    db.session.flush()
    details = {"from": left.value, "to": sweep.state.value, "digest": sweep.statement_digest}
    _note(sweep, step.audit_verb, actor=actor, before=before, details={**details, **(more or {})})


def _note(sweep: Sweep, verb: str, *, actor: Viewer, before: Any = None, details: Any) -> None:
    audit.record(
        actor,
        verb,
        "sweep",
        sweep.public_id,
        chain=sweep.scope_code,
        before=before,
        after=asdict(plan_of(sweep)),
        details=details,
    )


def _columns(plan: Plan) -> dict[str, Any]:
    return {
        "title": plan.title,
        "legal_basis": plan.legal_basis,
        "departments": list(plan.departments),
        "checklist": plan.checklist,
        "starts_on": plan.starts_on,
        "ends_on": plan.ends_on,
    }


def _check_districts(codes: Sequence[str], actor: Viewer) -> None:
    for code in codes:
        require_scope(actor, code)
    if not codes or not all(districts.is_district(code) for code in codes):
        message = _("Name the districts in which sites are to be visited.")
        raise BadInput("districts", message, [{"field": "districts", "message": message}])
