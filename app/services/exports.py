"""Lists that leave the office as files: who took what, how much of it and by which filter."""

import hashlib
from collections.abc import Mapping

from app import audit
from app.access import Viewer
from app.models.audit import AuditEvent


def record_export(
    *, noun: str, kind: str, rows: int, arguments: Mapping[str, str], actor: Viewer
) -> AuditEvent:
    """Note an export; the filter only as a digest, since what was searched for may be a name."""
    asked = hashlib.sha256(audit.canonical(dict(arguments))).hexdigest()
    return audit.record(
        actor,
        "list.exported",
        "list",
        noun,
        chain=actor.district_code,
        details={"rows": rows, "format": kind, "filter": asked},
    )
