"""Stored files as a viewer may see them: through scope, restricted ones by few."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.access import Viewer
from app.db import db
from app.errors import Forbidden, NotFound
from app.models.files import StoredFile
from app.models.sites import Site
from app.models.visits import EvidenceFile, PendingFile
from app.scope import in_scope
from inspections.vocabulary import Role

# who needs pictures of children, lists of pupils and dwellings for a case
SEES_RESTRICTED = (Role.OFFICER, Role.REVIEWER, Role.APPROVER)


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A stored file and, where it is evidence, its copies."""

    file: StoredFile
    evidence: EvidenceFile | None


def file_by_public_id(viewer: Viewer, public_id: str) -> FoundFile:
    """Return a file; raises `NotFound` out of scope, `Forbidden` where it is restricted."""
    statement = select(StoredFile, EvidenceFile).outerjoin(
        EvidenceFile, EvidenceFile.file_id == StoredFile.id
    )
    statement = statement.where(StoredFile.public_id == public_id)
    row = db.session.execute(in_scope(statement, viewer, StoredFile.district_code)).first()
    if row is None:
        raise NotFound
    if not may_see(viewer, row[0]):
        raise Forbidden
    return FoundFile(row[0], row[1])


def may_see(viewer: Viewer, file: StoredFile) -> bool:
    """Say whether the viewer, who has the file in scope, may open it."""
    return not file.restricted or viewer.holds(*SEES_RESTRICTED)


def pending_files(viewer: Viewer, site: Site, draft: str) -> Sequence[PendingFile]:
    """Return what the viewer sent with a form that isn't entered yet."""
    statement = select(PendingFile).where(
        PendingFile.account_id == viewer.account_id,
        PendingFile.site_id == site.id,
        PendingFile.draft == draft,
    )
    return db.session.scalars(statement.order_by(PendingFile.id)).all()


def open_draft(viewer: Viewer, site: Site) -> str | None:
    """Return the viewer's newest draft for a site that holds files."""
    statement = select(PendingFile.draft).where(
        PendingFile.account_id == viewer.account_id, PendingFile.site_id == site.id
    )
    return db.session.scalar(statement.order_by(PendingFile.id.desc()).limit(1))
