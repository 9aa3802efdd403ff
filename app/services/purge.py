"""Files of forms never sent off, and of imports unreadable or discarded: gone in a day."""

from collections.abc import Iterable
from datetime import timedelta

from flask import current_app
from sqlalchemy import delete, or_, select

from app import audit, clock
from app.access import Viewer, system
from app.db import act, db
from app.models.case_evidence import CaseEvidence
from app.models.cases import CaseFile, CasePaper
from app.models.devices import ReceivedFile
from app.models.files import StoredFile
from app.models.imports import ImportRow, ImportRun, ImportState
from app.models.orders import OrderFile
from app.models.visits import EvidenceFile, PendingFile, VisitFile
from app.services.kept_bytes import alone_with_the_store
from app.storage import blobs

KEPT = timedelta(days=1)
AT_ONCE = 500


def purge() -> None:
    """Purge once an hour; the bytes go in a second act, so that no row ever lacks its own."""
    if clock.now().minute:
        return
    actor = system(current_app.config["SETTINGS"].office_district)
    with act():
        digests = [*purge_evidence(actor=actor), *purge_imports(actor=actor)]
    with act():
        remove_unnamed(digests)


def purge_evidence(*, actor: Viewer) -> list[str]:
    """Remove evidence that no record lists after a day; return the digests it named."""
    by_visit = select(VisitFile.id).where(VisitFile.evidence_id == EvidenceFile.id).exists()
    by_order = select(OrderFile.id).where(OrderFile.evidence_id == EvidenceFile.id).exists()
    of_cases = (CaseFile, CaseEvidence, CasePaper)
    by_case = [
        select(one.id).where(one.evidence_id == EvidenceFile.id).exists() for one in of_cases
    ]
    statement = select(EvidenceFile).join(StoredFile, StoredFile.id == EvidenceFile.file_id)
    statement = statement.where(StoredFile.stored_at < clock.now() - KEPT, ~by_visit, ~by_order)
    statement = statement.where(*(~one for one in by_case))
    rows = db.session.scalars(statement.order_by(EvidenceFile.id).limit(AT_ONCE)).all()
    for row in rows:
        audit.record(
            actor,
            "evidence.purged",
            "file",
            row.file.public_id,
            chain=row.file.district_code,
            details={"sha256": row.file.sha256},
        )
    ids, files = [row.id for row in rows], [row.file_id for row in rows]
    named = [(row.file.sha256, row.view_sha256, row.thumb_sha256) for row in rows]
    db.session.execute(delete(PendingFile).where(PendingFile.evidence_id.in_(ids)))
    db.session.execute(delete(EvidenceFile).where(EvidenceFile.id.in_(ids)))
    db.session.execute(delete(StoredFile).where(StoredFile.id.in_(files)))
    return [digest for digests in named for digest in digests if digest]


def purge_imports(*, actor: Viewer) -> list[str]:
    """Remove unreadable and discarded imports after a day; return the digests they named."""
    statement = select(ImportRun).where(
        ImportRun.state.in_((ImportState.UNREADABLE, ImportState.DISCARDED)),
        ImportRun.created_at < clock.now() - KEPT,
    )
    runs = db.session.scalars(statement.order_by(ImportRun.id).limit(AT_ONCE)).all()
    for run in runs:
        audit.record(
            actor,
            "import.purged",
            "import",
            run.public_id,
            chain=run.district_code,
            details={"sha256": run.file.sha256},
        )
    ids, files = [run.id for run in runs], [run.file_id for run in runs]
    digests = [run.file.sha256 for run in runs]
    db.session.execute(delete(ImportRow).where(ImportRow.import_id.in_(ids)))
    db.session.execute(delete(ImportRun).where(ImportRun.id.in_(ids)))
    db.session.execute(delete(StoredFile).where(StoredFile.id.in_(files)))
    return digests


def remove_unnamed(digests: Iterable[str]) -> None:
    """Remove bytes that no row names any more, while nobody enters a row that would."""
    alone_with_the_store()
    for digest in sorted(set(digests)):
        views = or_(EvidenceFile.view_sha256 == digest, EvidenceFile.thumb_sha256 == digest)
        naming = (
            select(StoredFile.id).where(StoredFile.sha256 == digest),
            select(EvidenceFile.id).where(views),
            select(ReceivedFile.id).where(ReceivedFile.sha256 == digest),
        )
        if not any(db.session.scalar(rows.limit(1)) for rows in naming):
            blobs().remove(digest)
