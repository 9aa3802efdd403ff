"""Stored files, served so that a browser can't be talked into running them."""

import logging
from typing import Any

from flask import Blueprint, Response, g, request

from app.errors import NotFound
from app.file_formats import EXTENSIONS
from app.queries.evidence import FoundFile, file_by_public_id
from app.storage import StoredFileMissing, blobs

log = logging.getLogger(__name__)
files = Blueprint("files", __name__)

POLICY = "default-src 'none'; sandbox"
SHOWN_BY_BROWSERS = ("image/jpeg", "image/png")
VIEW_TYPE = "image/jpeg"


@files.get("/desk/files/<public_id>")
def show(public_id: str) -> Any:
    """Send the view copy; `as=thumb` the small one, `as=original` the bytes as they arrived."""
    found = file_by_public_id(g.viewer, public_id)
    wanted = request.args.get("as", "view")
    copy = _copy(found, wanted)
    if copy is not None:
        return _send(copy, VIEW_TYPE, f"mingcha-{public_id}-{wanted}.jpg", attach=False)
    if wanted == "thumb":
        raise NotFound
    name = f"mingcha-{public_id}.{_extension(found.file.media_type)}"
    shown = wanted != "original" and found.file.media_type in SHOWN_BY_BROWSERS
    return _send(found.file.sha256, found.file.media_type, name, attach=not shown)


def _copy(found: FoundFile, wanted: str) -> str | None:
    if found.evidence is None or wanted not in ("view", "thumb"):
        return None
    return found.evidence.thumb_sha256 if wanted == "thumb" else found.evidence.view_sha256


def _extension(media_type: str) -> str:
    return EXTENSIONS.get(media_type, ("bin",))[0]


def _send(digest: str, media_type: str, name: str, *, attach: bool) -> Response:
    try:
        content = blobs().get(digest)
    except StoredFileMissing as missing:
        log.error("stored file %s is missing", digest)
        raise NotFound from missing
    known = media_type if media_type in EXTENSIONS else "application/octet-stream"
    response = Response(content, content_type=known)
    way = "attachment" if attach else "inline"
    response.headers["Content-Disposition"] = f'{way}; filename="{name}"'
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
