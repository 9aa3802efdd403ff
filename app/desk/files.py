"""Files of evidence, served so that a browser can't be talked into running them."""

import logging
from typing import Any

from flask import Blueprint, Response, g, request

from app.errors import NotFound
from app.file_formats import EXTENSIONS
from app.queries.evidence import file_by_public_id
from app.storage import StoredFileMissing, blobs

log = logging.getLogger(__name__)
files = Blueprint("files", __name__)

POLICY = "default-src 'none'; sandbox"
VIEW_TYPE = "image/jpeg"


@files.get("/desk/files/<public_id>")
def show(public_id: str) -> Any:
    """Send the view copy; `as=thumb` the small one, `as=original` the bytes as they arrived."""
    evidence = file_by_public_id(g.viewer, public_id)
    wanted = request.args.get("as", "view")
    copies = {"view": evidence.view_sha256, "thumb": evidence.thumb_sha256}
    copy = copies.get(wanted)
    if copy:
        return _send(copy, VIEW_TYPE, f"mingcha-{public_id}-{wanted}.jpg", attach=False)
    if wanted == "thumb":
        raise NotFound
    name = f"mingcha-{public_id}.{_extension(evidence.file.media_type)}"
    return _send(evidence.file.sha256, evidence.file.media_type, name, attach=True)


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
