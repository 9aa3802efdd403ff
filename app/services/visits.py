"""Visits: entered once as a locked document, corrected only by a further version with a reason."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import selectinload

from app import audit, clock
from app.access import Viewer
from app.db import db
from app.errors import BadInput, Conflict
from app.models.people import Person
from app.models.sites import Site
from app.models.visits import (
    EvidenceFile,
    PendingFile,
    Visit,
    VisitAnswer,
    VisitFile,
    VisitVersion,
)
from app.queries.sweeps import officer_facts
from app.scope import require_scope
from app.services.sweep_sites import settle
from app.services.visit_documents import (
    NewVisit,
    answers_of,
    comparable,
    document_of,
    says_the_same,
)
from app.services.visit_sweeps import recused_from, sweep_named, sweep_of_visit
from inspections.checklists import Checklist, checklist_for, checklist_on
from inspections.evidence import FileRole
from inspections.refusal import Refused
from inspections.visit_facts import OfficerFacts, VisitFacts
from inspections.visits import refusals
from inspections.vocabulary import Answer, VisitResult

DESK = "desk"


class AlreadyEntered(Exception):
    """This very record is locked already; `visit` is where it stands."""

    def __init__(self, visit: Visit) -> None:
        super().__init__("entered already")
        self.visit = visit


class EnteredOtherwise(Exception):
    """Another record is locked under this uuid; what was sent now isn't in it."""

    def __init__(self, visit: Visit) -> None:
        super().__init__("entered otherwise")
        self.visit = visit


def items_asked(site: Site, day: date) -> Checklist:
    """Return the items to be answered for a visit of this site on `day`."""
    institution = site.institution
    return checklist_for(
        day,
        subject_class=institution.subject_class if institution else None,
        delivery_mode=institution.delivery_mode if institution else None,
    )


def enter_visit(
    site: Site, wanted: NewVisit, evidence: Sequence[EvidenceFile], *, actor: Viewer
) -> Visit:
    """Lock the record of a visit; raises `Refused` with every reason against it.

    Raises `AlreadyEntered` where it is there, however often it is sent, and `EnteredOtherwise`
    where its uuid belongs to a record that says something else: neither is ever dropped.
    """
    require_scope(actor, site.scope_code)
    _refuse_twice(site, wanted, evidence)
    officers = _officers(wanted)
    facts = _facts(site, wanted, evidence, officers)
    visit = Visit(
        site=site,
        scope_code=site.scope_code,
        kind=wanted.kind,
        happened_on=wanted.happened_on,
        result=_result(facts),
        findings=_findings(facts),
        recorded_at=facts.recorded_at,
        newest=1,
    )
    version = _version(visit, wanted, facts, evidence, officers=officers, actor=actor)
    try:
        with db.session.begin_nested():
            db.session.add(visit)
            _finish(visit, version, evidence)
    except IntegrityError:
        _refuse_twice(site, wanted, evidence)
        raise
    _record("visit.entered", visit, version, evidence, actor=actor)
    _settle(visit, wanted, actor=actor)
    return visit


def amend_visit(
    visit: Visit,
    wanted: NewVisit,
    evidence: Sequence[EvidenceFile],
    *,
    reason: str,
    based_on: int,
    actor: Viewer,
) -> Visit:
    """Lock a further version, with its reason; the earlier ones stay as they are.

    Raises `Conflict` when somebody else amended the visit since version `based_on`.
    """
    require_scope(actor, visit.scope_code)
    visit = db.session.scalars(
        select(Visit)
        .where(Visit.id == visit.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    before = visit.versions[-1]
    wanted = replace(wanted, sweep=before.sweep or "")
    officers = _officers(wanted)
    facts = _facts(visit.site, wanted, evidence, officers, reason=reason, amends=True)
    if visit.newest != based_on:
        raise Conflict(theirs=comparable(before.document), yours=comparable(answers_of(wanted)))
    visit.result = _result(facts)
    visit.kind, visit.happened_on = wanted.kind, wanted.happened_on
    visit.findings, visit.newest = _findings(facts), before.number + 1
    version = _version(
        visit, wanted, facts, evidence, officers=officers, actor=actor, before=before
    )
    _finish(visit, version, evidence)
    _record("visit.amended", visit, version, evidence, actor=actor, before=before)
    _settle(visit, wanted, actor=actor)
    return visit


def _settle(visit: Visit, wanted: NewVisit, *, actor: Viewer) -> None:
    """Write the outcome into the sweep that the visit was made in."""
    sweep = sweep_named(wanted.sweep)
    if sweep is not None:
        settle(sweep, visit, actor=actor)


def _refuse_twice(site: Site, wanted: NewVisit, evidence: Sequence[EvidenceFile]) -> None:
    if not wanted.uuid:
        return
    there = db.session.scalar(select(VisitVersion).where(VisitVersion.uuid == wanted.uuid))
    if there is None:
        return
    if says_the_same(there.document, site, wanted, evidence):
        raise AlreadyEntered(there.visit)
    raise EnteredOtherwise(there.visit)


def _result(facts: VisitFacts) -> VisitResult:
    """Return the result of a record that nothing stands against."""
    found = refusals(facts)
    if found or facts.result is None:
        raise Refused(found)
    return facts.result


def _officers(wanted: NewVisit) -> list[Person]:
    """Return the persons in the order given; one person named twice comes once."""
    codes = [code for code in (wanted.author, wanted.second_officer) if code]
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
    reason: str = "",
    amends: bool = False,
) -> VisitFacts:
    moment = clock.now()
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
        photos=sum(one.role is FileRole.PHOTO for one in evidence),
        records=sum(one.role is FileRole.RECORD for one in evidence),
        amends=amends,
        reason=reason,
        sweep=sweep_of_visit(sweep_named(wanted.sweep), site),
        recused=recused_from(site, officers),
    )


def _checklist(site: Site, wanted: NewVisit) -> Checklist:
    """Return the items asked, and whatever else in force that day was answered."""
    whole, asked = checklist_on(wanted.happened_on), items_asked(site, wanted.happened_on)
    codes = {item.code for item in asked.items} | set(wanted.answers)
    unknown = codes - {item.code for item in whole.items}
    if unknown:
        raise BadInput("unknown_item", "not an item of that day's checklist")
    return Checklist(whole.version, tuple(item for item in whole.items if item.code in codes))


def _findings(facts: VisitFacts) -> int:
    return len(facts.items_answered(Answer.NO)) + bool(facts.other_findings)


def _version(
    visit: Visit,
    wanted: NewVisit,
    facts: VisitFacts,
    evidence: Sequence[EvidenceFile],
    *,
    officers: Sequence[Person],
    actor: Viewer,
    before: VisitVersion | None = None,
) -> VisitVersion:
    numbers = [_certificate(officer, wanted.happened_on) for officer in facts.officers]
    identity = wanted.uuid or str(uuid.uuid4())
    document = document_of(visit, wanted, facts, evidence, identity, numbers, before)
    return VisitVersion(
        visit=visit,
        number=visit.newest,
        uuid=identity,
        digest=hashlib.sha256(audit.canonical(document)).hexdigest(),
        document=document,
        kind=wanted.kind,
        happened_on=wanted.happened_on,
        started_at=wanted.started_at,
        ended_at=wanted.ended_at,
        ground=wanted.ground,
        sweep=wanted.sweep or None,
        checklist=facts.checklist.version,
        author=officers[0],
        author_certificate=numbers[0],
        second_officer=officers[1],
        second_officer_certificate=numbers[1],
        certificate_shown=wanted.certificate_shown,
        result=facts.result,
        met_name=wanted.met_name,
        met_role=wanted.met_role,
        signing=wanted.signing,
        signing_note=wanted.signing_note,
        school_day=wanted.school_day,
        stages=wanted.stages,
        trainees_present=wanted.trainees_present,
        other_findings=wanted.other_findings,
        note=wanted.note,
        amends=before.uuid if before else None,
        reason=facts.reason.strip() or None,
        source=DESK,
        recorded_at=facts.recorded_at,
        account_id=actor.account_id,
    )


def _certificate(officer: OfficerFacts, day: date) -> str:
    certificate = officer.certificate_on(day)
    return certificate.number if certificate else ""


def _finish(visit: Visit, version: VisitVersion, evidence: Sequence[EvidenceFile]) -> None:
    answers = version.document["answers"]
    version.answers = [VisitAnswer(**given) for given in answers]
    version.files = [VisitFile(evidence=one) for one in evidence]
    db.session.add(version)
    db.session.flush()
    ids = [one.id for one in evidence]
    db.session.execute(delete(PendingFile).where(PendingFile.evidence_id.in_(ids)))


def _record(
    verb: str,
    visit: Visit,
    version: VisitVersion,
    evidence: Sequence[EvidenceFile],
    *,
    actor: Viewer,
    before: VisitVersion | None = None,
) -> None:
    audit.record(
        actor,
        verb,
        "visit",
        visit.public_id,
        chain=visit.scope_code,
        before=before.document if before else None,
        after=version.document,
        details={
            "version": version.number,
            "result": visit.result,
            "findings": visit.findings,
            "files": len(evidence),
            "digest": version.digest,
        },
    )
