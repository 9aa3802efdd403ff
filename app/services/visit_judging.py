"""What is known of a visit when its record is judged: officers, checklist, files, the moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app import clock
from app.db import db
from app.errors import BadInput
from app.models.people import Person
from app.models.sites import Site
from app.models.visits import EvidenceFile
from app.queries.sweeps import officer_facts
from app.services.visit_documents import NewVisit, Sealed
from app.services.visit_sweeps import recused_from, sweep_named, sweep_of_visit
from inspections.checklists import Checklist, checklist_for, checklist_on
from inspections.evidence import FileRole
from inspections.refusal import Refused
from inspections.visit_facts import VisitFacts
from inspections.visits import refusals
from inspections.vocabulary import Answer, VisitResult


@dataclass(frozen=True, slots=True)
class Judged:
    """A record against which nothing stands: its facts, its officers, and what follows."""

    facts: VisitFacts
    officers: Sequence[Person]
    result: VisitResult
    findings: int
    recorded_at: datetime


def items_asked(site: Site, day: date) -> Checklist:
    """Return the items to be answered for a visit of this site on `day`."""
    institution = site.institution
    return checklist_for(
        day,
        subject_class=institution.subject_class if institution else None,
        delivery_mode=institution.delivery_mode if institution else None,
    )


def judge(
    site: Site,
    wanted: NewVisit,
    evidence: Sequence[EvidenceFile],
    *,
    sealed: Sealed | None = None,
    reason: str = "",
    amends: bool = False,
) -> Judged:
    """Return what follows from a record; raises `Refused` with every reason against it."""
    moment = clock.now()
    officers = officers_named([wanted.author, wanted.second_officer])
    facts = _facts(
        site,
        wanted,
        evidence,
        officers,
        sealed=sealed,
        reason=reason,
        amends=amends,
        moment=max(moment, sealed.claims_now) if sealed else moment,
    )
    found = refusals(facts)
    if found or facts.result is None:
        raise Refused(found)
    count = len(facts.items_answered(Answer.NO)) + bool(facts.other_findings)
    return Judged(facts, officers, facts.result, count, moment)


def officers_named(named: Sequence[str]) -> list[Person]:
    """Return the persons of these ids in the order given; one named twice comes once."""
    codes = [code for code in named if code]
    statement = select(Person).where(Person.public_id.in_(codes))
    statement = statement.options(selectinload(Person.certificates))
    found = {person.public_id: person for person in db.session.scalars(statement)}
    if set(codes) - set(found):
        raise BadInput("unknown_officer", "no such officer")
    return [found[code] for code in dict.fromkeys(codes)]


def _facts(
    site: Site,
    wanted: NewVisit,
    evidence: Sequence[EvidenceFile],
    officers: Sequence[Person],
    *,
    sealed: Sealed | None,
    reason: str,
    amends: bool,
    moment: datetime,
) -> VisitFacts:
    # a tablet's files may still be on their way: what its manifest lists counts
    roles = sealed.roles if sealed else [one.role for one in evidence]
    return VisitFacts(
        kind=wanted.kind,
        happened_on=wanted.happened_on,
        recorded_on=clock.local_day(moment),
        recorded_at=moment,
        officers=tuple(officer_facts(person) for person in officers),
        checklist=_checklist(site, wanted),
        started_at=wanted.started_at,
        ended_at=wanted.ended_at,
        ground=wanted.ground or "",
        result=wanted.result,
        answers=wanted.answers,
        other_findings=wanted.other_findings or "",
        note=wanted.note or "",
        certificate_shown=wanted.certificate_shown,
        met_name=wanted.met_name or "",
        signing=wanted.signing,
        signing_note=wanted.signing_note or "",
        photos=sum(role is FileRole.PHOTO for role in roles),
        records=sum(role is FileRole.RECORD for role in roles),
        is_drawn=sealed is not None and sealed.is_drawn,
        amends=amends,
        reason=reason,
        sweep=sweep_of_visit(sweep_named(wanted.sweep), site),
        recused=recused_from(site, officers),
        rechecked=tuple(
            answer.corrected for recheck in wanted.rechecks for answer in recheck.answers
        ),
    )


def _checklist(site: Site, wanted: NewVisit) -> Checklist:
    """Return the items asked, and whatever else in force that day was answered."""
    whole, asked = checklist_on(wanted.happened_on), items_asked(site, wanted.happened_on)
    codes = {item.code for item in asked.items} | set(wanted.answers)
    unknown = codes - {item.code for item in whole.items}
    if unknown:
        raise BadInput("unknown_item", "not an item of that day's checklist")
    if wanted.checklist not in ("", whole.version):
        raise BadInput("unknown_checklist", "not the checklist in force that day")
    return Checklist(whole.version, tuple(item for item in whole.items if item.code in codes))
