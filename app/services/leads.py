"""Leads: from a visit, from an order that wasn't obeyed, or by hand; each becomes a case's row."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import select

from app import clock
from app.access import Viewer
from app.db import db
from app.errors import BadInput
from app.models.cases import Case
from app.models.orders import OrderStep
from app.models.register import Institution
from app.models.sites import Site
from app.models.visits import Visit
from app.permissions import require_permission
from app.queries.case_facts import case_record
from app.scope import require_scope
from app.services.case_entries import StepFile, prepared
from app.services.case_writing import write_step
from app.words import gettext as _
from inspections.orders import ESCALATE
from inspections.procedure.given import Given
from inspections.procedure.judging import refusals
from inspections.procedure.said import LeadSaid
from inspections.procedure.stages import STEPS
from inspections.procedure.terms import CaseState, LeadSource
from inspections.refusal import Refused
from inspections.violations import violations
from inspections.vocabulary import PartyType

RECEIVE = STEPS["receive_lead"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLead:
    """What a lead says; the party may still be unknown."""

    title: str
    source: LeadSource
    summary: str
    received_on: date
    scope_code: str = ""
    party_name: str | None = None
    party_type: PartyType | None = None
    party_code: str | None = None
    party_representative: str | None = None
    party_address: str | None = None
    party_phone: str | None = None
    violations: tuple[str, ...] = ()
    acted_from: date | None = None
    acted_until: date | None = None
    is_continuing: bool = False
    discovered_on: date | None = None
    harm_to_life_health_finance: bool = False
    institution: Institution | None = field(default=None, compare=False)
    site: Site | None = field(default=None, compare=False)


def receive_lead(wanted: NewLead, *, actor: Viewer, files: Sequence[StepFile] = ()) -> Case:
    """Enter a lead by hand: a tip, a transfer, a letter; raises `Refused`."""
    return _receive(wanted, Case(), files, actor=actor)


def lead_from_visit(
    visit: Visit, wanted: NewLead, *, actor: Viewer, files: Sequence[StepFile] = ()
) -> Case:
    """Enter a lead from what a visit found; raises `Refused`."""
    wanted = replace(wanted, scope_code=visit.scope_code, source=LeadSource.INSPECTION)
    return _receive(wanted, Case(visit=visit), files, actor=actor)


def lead_from_order(
    step: OrderStep, wanted: NewLead, *, actor: Viewer, files: Sequence[StepFile] = ()
) -> Case:
    """Enter a lead from an order to correct that was escalated; one follows from each."""
    if step.step != ESCALATE.code:
        raise BadInput("not_escalated", _("Only an order that was escalated leads to a case."))
    known = db.session.scalar(select(Case.public_id).where(Case.order_step_id == step.id))
    if known is not None:
        raise BadInput("lead_is_there", _("A lead was entered from this order already."))
    wanted = replace(wanted, scope_code=step.order.scope_code, source=LeadSource.ORDER)
    return _receive(wanted, Case(order_step=step, visit=step.order.visit), files, actor=actor)


def _receive(wanted: NewLead, case: Case, files: Sequence[StepFile], *, actor: Viewer) -> Case:
    require_permission(actor, RECEIVE.permission)
    require_scope(actor, wanted.scope_code)
    _check(wanted)
    fill(case, wanted)
    db.session.add(case)
    db.session.flush()
    given = Given(
        happened_on=wanted.received_on,
        made=() if any(one.paper == "lead_register" for one in files) else ("lead_register",),
        said=LeadSaid(
            source=wanted.source,
            summary=wanted.summary,
            discovered_on=wanted.discovered_on,
            act_ended_on=wanted.acted_until,
            is_continuing=wanted.is_continuing,
            harm_to_life_health_finance=wanted.harm_to_life_health_finance,
        ),
    )
    record, today = case_record(case), clock.today()
    ready = prepared(case, RECEIVE.code, given, files, record.facts(today), viewer=actor)
    asked = record.asked(ready.entry, today)
    found = refusals(RECEIVE, asked)
    if found:
        raise Refused(found)
    write_step(case, record, ready, files, asked=asked, actor=actor)
    return case


def fill(case: Case, wanted: NewLead) -> None:
    """Write what a lead says into the case's row."""
    moment = clock.now()
    for name in OF_THE_ROW:
        setattr(case, name, getattr(wanted, name))
    case.violations = list(wanted.violations)
    case.institution, case.site = wanted.institution, wanted.site
    case.state = CaseState.LEAD_RECEIVED
    case.created_at = case.updated_at = moment


OF_THE_ROW = (
    "scope_code",
    "source",
    "title",
    "summary",
    "party_name",
    "party_type",
    "party_code",
    "party_representative",
    "party_address",
    "party_phone",
    "acted_from",
    "acted_until",
    "received_on",
)


def _check(wanted: NewLead) -> None:
    faults = []
    if not wanted.title.strip():
        faults.append({"field": "title", "message": _("Please fill this in.")})
    if not wanted.summary.strip():
        faults.append({"field": "summary", "message": _("Please fill this in.")})
    if set(wanted.violations) - set(violations()):
        faults.append({"field": "violations", "message": _("This violation isn't known.")})
    first, last = wanted.acted_from, wanted.acted_until
    if first and last and last < first:
        message = _("The act can't end before it began.")
        faults.append({"field": "acted_until", "message": message})
    if faults:
        raise BadInput("bad_lead", _("Some fields can't be taken."), faults)
