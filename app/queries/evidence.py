"""Evidence as a viewer may see it: through scope, restricted files by few."""

from collections.abc import Sequence

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
# of which view copies can be made
SHOWN = ("image/jpeg", "image/png")


def file_by_public_id(viewer: Viewer, public_id: str) -> EvidenceFile:
    """Return a file of evidence; `NotFound` out of scope, `Forbidden` where it is restricted.

    Other stored files (imports, scans of decisions) are served by the pages they belong to.
    """
    statement = select(EvidenceFile).join(StoredFile, StoredFile.id == EvidenceFile.file_id)
    statement = statement.where(StoredFile.public_id == public_id)
    found = db.session.scalar(in_scope(statement, viewer, StoredFile.district_code))
    if found is None:
        raise NotFound
    if not may_see(viewer, found.file):
        raise Forbidden
    return found


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


def files_of_other_forms(viewer: Viewer, site: Site, draft: str) -> Sequence[PendingFile]:
    """Return what the viewer sent for this place with other forms, none of them entered yet."""
    statement = select(PendingFile).where(
        PendingFile.account_id == viewer.account_id,
        PendingFile.site_id == site.id,
        PendingFile.draft != draft,
    )
    return db.session.scalars(statement.order_by(PendingFile.id)).all()


def pictures_without_views(limit: int) -> list[tuple[int, str]]:
    """Return the pictures, by row and digest, of which no copies were made or tried yet."""
    statement = (
        select(EvidenceFile.id, StoredFile.sha256)
        .join(StoredFile, StoredFile.id == EvidenceFile.file_id)
        .where(
            EvidenceFile.view_sha256.is_(None),
            EvidenceFile.thumb_sha256.is_(None),
            StoredFile.media_type.in_(SHOWN),
        )
        .order_by(EvidenceFile.id)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in db.session.execute(statement)]
