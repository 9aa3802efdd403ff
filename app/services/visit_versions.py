"""A version of a visit as a row: its document locked, its answers and files beside it."""

import hashlib
import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete, insert

from app import audit
from app.access import Viewer
from app.db import db
from app.models.visits import (
    EvidenceFile,
    PendingFile,
    Visit,
    VisitAnswer,
    VisitFile,
    VisitVersion,
)
from app.services.visit_documents import NewVisit, Sealed, document_of
from app.services.visit_judging import Judged
from inspections.visit_facts import OfficerFacts

DESK, TABLET = "desk", "tablet"


def new_version(
    visit: Visit,
    wanted: NewVisit,
    judged: Judged,
    evidence: Sequence[EvidenceFile],
    *,
    account_id: int | None,
    sealed: Sealed | None = None,
    before: VisitVersion | None = None,
) -> VisitVersion:
    """Return the next version of a visit, with its document and digest; nothing is stored yet."""
    facts, officers = judged.facts, judged.officers
    numbers = [_certificate(officer, wanted.happened_on) for officer in facts.officers]
    identity = wanted.uuid or str(uuid.uuid4())
    document = (
        sealed.document
        if sealed
        else document_of(visit, wanted, facts, evidence, identity, numbers, before)
    )
    return VisitVersion(
        visit=visit,
        number=visit.newest,
        uuid=identity,
        digest=sealed.digest if sealed else _digest(document),
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
        source=TABLET if sealed else DESK,
        recorded_at=judged.recorded_at,
        account_id=account_id,
        **(_of_the_device(sealed) if sealed else {}),
    )


def _of_the_device(sealed: Sealed) -> dict[str, Any]:
    lng, lat = sealed.position or (None, None)
    return {
        "device": sealed.device,
        "device_sequence": sealed.sequence,
        "previous_digest": sealed.previous_digest,
        "lng_wgs84": lng,
        "lat_wgs84": lat,
    }


def _digest(document: dict[str, Any]) -> str:
    return hashlib.sha256(audit.canonical(document)).hexdigest()


def _certificate(officer: OfficerFacts, day: date) -> str:
    certificate = officer.certificate_on(day)
    return certificate.number if certificate else ""


def lock(
    verb: str,
    version: VisitVersion,
    evidence: Sequence[EvidenceFile],
    *,
    actor: Viewer,
    before: VisitVersion | None = None,
) -> None:
    """Store a version with its answers and files; from here on the database refuses change."""
    visit = version.visit
    version.files = [VisitFile(evidence=one) for one in evidence]
    db.session.add(version)
    db.session.flush()
    # one statement for all of them: forty single ones would take half of the time of a record
    answers = [
        {"version_id": version.id, "seen": None, **given} for given in version.document["answers"]
    ]
    if answers:
        db.session.execute(insert(VisitAnswer), answers)
    ids = [one.id for one in evidence]
    if ids:
        db.session.execute(delete(PendingFile).where(PendingFile.evidence_id.in_(ids)))
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
            "files": len(version.document["files"]),
            "digest": version.digest,
        },
    )
