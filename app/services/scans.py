"""Scans of signed papers: PDF, JPEG or PNG by their bytes, kept as they came."""

from app import audit, clock
from app.access import Viewer
from app.db import db
from app.errors import BadInput
from app.file_formats import HostileFile, read_format
from app.models.files import StoredFile
from app.services.evidence import clean_name
from app.services.kept_bytes import require_kept
from app.storage import blobs
from app.words import gettext as _

KINDS = ("application/pdf", "image/jpeg", "image/png")


def store_scan(
    content: bytes, *, name: str, scope_code: str, actor: Viewer, field: str = "scan"
) -> StoredFile:
    """Keep a scan; raises `BadInput` at the field for what is empty, too large or not a scan."""
    try:
        found = read_format(content, name)
    except HostileFile as hostile:
        raise _bad(field, _sentence(hostile.code)) from hostile
    if found.media_type not in KINDS:
        raise _bad(field, _sentence("unknown"))
    stored = StoredFile(
        sha256=blobs().put(content),
        size=len(content),
        media_type=found.media_type,
        original_name=clean_name(name),
        district_code=scope_code,
        stored_at=clock.now(),
        stored_by=actor.account_id,
    )
    require_kept([stored.sha256])
    db.session.add(stored)
    db.session.flush()
    audit.record(
        actor,
        "scan.stored",
        "file",
        stored.public_id,
        chain=scope_code,
        details={"sha256": stored.sha256},
    )
    return stored


def _sentence(code: str) -> str:
    known = {
        "empty": _("The file is empty."),
        "too_large": _("The file is larger than 25 MB."),
        "too_many_pixels": _("The picture has more than 50 million pixels. Scan it at 300 dpi."),
        "wrong_extension": _("The file's name says another kind than its content."),
    }
    return str(known.get(code) or _("This is no sound PDF, JPEG or PNG. Please scan it once more."))


def _bad(field: str, message: str) -> BadInput:
    return BadInput("bad_scan", message, [{"field": field, "message": message}])
