"""The evidence of a case: what a visit brought, what was collected since, and its custody."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app import clock
from app.access import Viewer
from app.db import db
from app.errors import BadInput, NotFound
from app.models.case_evidence import CaseCustody, CaseEvidence
from app.models.cases import Case
from app.models.visits import EvidenceFile, Visit, VisitFile, VisitVersion
from app.permissions import require_permission
from app.services.case_records import locked, note
from app.words import gettext as _
from inspections.evidence import CustodyAct, EvidenceKind, FileRole

PERMISSION = "cases.record_investigation"
KIND_OF_ROLE = {
    FileRole.PHOTO: EvidenceKind.AUDIO_VISUAL,
    FileRole.RECORD: EvidenceKind.SITE_RECORD,
    FileRole.OTHER: EvidenceKind.DOCUMENT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvidence:
    """A piece of evidence as it is entered; an object has no file."""

    kind: EvidenceKind
    title: str
    collected_on: date
    proves: str = ""
    source: str = ""
    place: str = ""
    is_original: bool = True
    pages: int | None = None
    file: EvidenceFile | None = None
    holder: str = ""


def add_evidence(case: Case, wanted: NewEvidence, *, actor: Viewer) -> CaseEvidence:
    """Put a piece of evidence into the case, its custody beginning with who collected it."""
    require_permission(actor, PERMISSION)
    case = locked(case, viewer=actor)
    if not wanted.title.strip():
        raise _bad("title", _("Please fill this in."))
    if wanted.collected_on > clock.today():
        raise _bad("collected_on", _("This day is still to come."))
    row = _add(case, wanted, visit=None, actor=actor)
    note(case, "case.evidence_added", actor=actor, details={"number": row.number, "files": 1})
    return row


def bring_visit(case: Case, visit: Visit, *, actor: Viewer) -> list[CaseEvidence]:
    """Put the photos and records of a visit into the case that aren't there yet."""
    require_permission(actor, PERMISSION)
    case = locked(case, viewer=actor)
    if visit.scope_code != case.scope_code:
        raise NotFound
    there = set(
        db.session.scalars(select(CaseEvidence.evidence_id).where(CaseEvidence.case_id == case.id))
    )
    brought = [
        _add(case, _of_a_visit(file, visit), visit=visit, actor=actor)
        for file in _files_of(visit)
        if file.id not in there and file.role in KIND_OF_ROLE
    ]
    if brought:
        details = {"visit": visit.public_id, "files": len(brought)}
        note(case, "case.evidence_added", actor=actor, details=details)
    return brought


def _files_of(visit: Visit) -> Sequence[EvidenceFile]:
    statement = (
        select(EvidenceFile)
        .join(VisitFile, VisitFile.evidence_id == EvidenceFile.id)
        .join(VisitVersion, VisitVersion.id == VisitFile.version_id)
        .where(VisitVersion.visit_id == visit.id, VisitVersion.number == visit.newest)
        .order_by(VisitFile.id)
    )
    return db.session.scalars(statement).all()


def _of_a_visit(file: EvidenceFile, visit: Visit) -> NewEvidence:
    return NewEvidence(
        kind=KIND_OF_ROLE[file.role],
        title=file.role.zh,
        collected_on=visit.happened_on,
        source="现场检查",
        place=visit.site.address or "",
        file=file,
    )


def _add(case: Case, wanted: NewEvidence, *, visit: Visit | None, actor: Viewer) -> CaseEvidence:
    last = db.session.scalar(
        select(func.max(CaseEvidence.number)).where(CaseEvidence.case_id == case.id)
    )
    moment = clock.now()
    row = CaseEvidence(
        case_id=case.id,
        number=(last or 0) + 1,
        kind=wanted.kind,
        title=wanted.title.strip()[:200],
        proves=wanted.proves.strip() or None,
        source=wanted.source.strip()[:300] or None,
        place=wanted.place.strip()[:300] or None,
        collected_on=wanted.collected_on,
        is_original=wanted.is_original,
        pages=wanted.pages,
        visit=visit,
        evidence=wanted.file,
        created_at=moment,
        created_by_person=actor.person_id,
        custody=[
            CaseCustody(
                deed=CustodyAct.COLLECTED,
                happened_on=wanted.collected_on,
                from_whom=wanted.holder.strip()[:120] or None,
                to_whom=actor.display,
                recorded_at=moment,
                person_id=actor.person_id,
            )
        ],
    )
    db.session.add(row)
    db.session.flush()
    return row


def note_custody(
    row: CaseEvidence,
    deed: CustodyAct,
    *,
    happened_on: date,
    actor: Viewer,
    from_whom: str = "",
    to_whom: str = "",
    remark: str = "",
) -> CaseCustody:
    """Note who has a piece of evidence from now on."""
    require_permission(actor, PERMISSION)
    case = locked(row.case, viewer=actor)
    if deed in (CustodyAct.COLLECTED, CustodyAct.EXCLUDED):
        raise _bad("deed", _("This can't be noted by itself."))
    if not row.collected_on <= happened_on <= clock.today():
        raise _bad("happened_on", _("This day lies before the evidence was collected, or ahead."))
    if not to_whom.strip():
        raise _bad("to_whom", _("Please fill this in."))
    step = CaseCustody(
        item_id=row.id,
        deed=deed,
        happened_on=happened_on,
        from_whom=from_whom.strip()[:120] or None,
        to_whom=to_whom.strip()[:120],
        note=remark.strip() or None,
        recorded_at=clock.now(),
        person_id=actor.person_id,
    )
    db.session.add(step)
    db.session.flush()
    details = {"number": row.number, "deed": deed.value}
    note(case, "case.custody_noted", actor=actor, details=details)
    return step


def exclude_evidence(row: CaseEvidence, *, reason: str, actor: Viewer) -> None:
    """Exclude what was unlawfully obtained: it stays in the file, and proves nothing any more."""
    require_permission(actor, PERMISSION)
    case = locked(row.case, viewer=actor)
    why = reason.strip()
    if not why:
        raise _bad("reason", _("Please fill this in."))
    if row.excluded_on is not None:
        raise _bad("reason", _("This evidence is excluded already."))
    row.excluded_on, row.exclusion_reason = clock.today(), why
    db.session.add(
        CaseCustody(
            item_id=row.id,
            deed=CustodyAct.EXCLUDED,
            happened_on=clock.today(),
            note=why,
            recorded_at=clock.now(),
            person_id=actor.person_id,
        )
    )
    db.session.flush()
    note(case, "case.evidence_excluded", actor=actor, details={"number": row.number})


def titles_of(rows: Iterable[CaseEvidence]) -> list[str]:
    """Return what a report lists: each piece with its number and what it proves."""
    return [
        f"{row.number}. {row.title}" + (f"：{row.proves}" if row.proves else "")
        for row in rows
        if row.excluded_on is None
    ]


def _bad(field: str, message: str) -> BadInput:
    return BadInput("bad_input", message, [{"field": field, "message": message}])
