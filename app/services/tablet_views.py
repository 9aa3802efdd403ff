"""View copies of pictures that tablets sent: made in the minute after, none holds up a receipt."""

from flask import current_app

from app import audit
from app.access import Viewer, system
from app.db import act, db
from app.models.visits import EvidenceFile
from app.pictures import PictureViews, UndecodablePicture, views_of
from app.queries.evidence import pictures_without_views
from app.services.kept_bytes import require_kept
from app.storage import StoredFileDamaged, StoredFileMissing, blobs

AT_ONCE = 200
# a picture that can't be decoded stays evidence as it came; nobody tries it again
NONE_POSSIBLE = ""


def make_views() -> None:
    """Make the copies that are missing, one picture and one act after another."""
    actor = system(current_app.config["SETTINGS"].office_district)
    waiting = pictures_without_views(AT_ONCE)
    db.session.rollback()
    for evidence_id, digest in waiting:
        views = _views(digest)
        copies = (blobs().put(views.view), blobs().put(views.thumb)) if views else None
        with act():
            keep_views(evidence_id, views, copies, actor=actor)


def _views(digest: str) -> PictureViews | None:
    try:
        return views_of(blobs().get(digest))
    except (UndecodablePicture, StoredFileMissing, StoredFileDamaged):
        return None


def keep_views(
    evidence_id: int,
    views: PictureViews | None,
    copies: tuple[str, str] | None,
    *,
    actor: Viewer,
) -> None:
    """Name the copies beside their picture, and what the picture claims of itself."""
    evidence = db.session.get_one(EvidenceFile, evidence_id)
    if views is None or copies is None:
        evidence.thumb_sha256 = NONE_POSSIBLE
        audit.record(
            actor,
            "evidence.undecodable",
            "file",
            evidence.file.public_id,
            chain=evidence.file.district_code,
        )
        return
    require_kept(copies)
    evidence.view_sha256, evidence.thumb_sha256 = copies
    # what the tablet said when it took the picture stands before what is written in the file
    evidence.claims = {**views.claims, **evidence.claims}
