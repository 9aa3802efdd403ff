"""A tablet's files as evidence: joined to the record once record and bytes are both here."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from app import clock
from app.db import db
from app.file_formats import EXTENSIONS
from app.models.devices import Device, ManifestFile, ReceivedFile
from app.models.files import StoredFile
from app.models.sites import Site
from app.models.visits import EvidenceFile, Visit, VisitFile, VisitVersion
from app.services.kept_bytes import require_kept
from app.services.tablet_manifest import ListedFile, moment_of


def evidence_here(
    device: Device,
    files: Sequence[ListedFile],
    *,
    site: Site,
    visit: Visit | None,
    account_id: int | None,
) -> dict[str, EvidenceFile]:
    """Return the evidence for those listed files whose bytes are here, by digest.

    A correction of `visit` keeps the evidence of its earlier versions; a mark is never taken off.
    """
    digests = [one.sha256 for one in files]
    found = _of_earlier_versions(visit, digests) if visit else {}
    received = _received(device, [digest for digest in digests if digest not in found])
    for one in files:
        if one.sha256 in found:
            if one.mark is not None:
                restrict(found[one.sha256], one.mark)
        elif one.sha256 in received:
            found[one.sha256] = evidence_of(
                received[one.sha256],
                one,
                claims=claims_of(one),
                scope_code=site.scope_code,
                account_id=account_id,
            )
    require_kept(found)
    return found


def restrict(evidence: EvidenceFile, mark: Any) -> None:
    """Keep a file from those who don't need it for the case."""
    evidence.mark = mark
    evidence.file.restricted = True


def _received(device: Device, digests: Sequence[str]) -> dict[str, ReceivedFile]:
    if not digests:
        return {}
    statement = select(ReceivedFile).where(
        ReceivedFile.device_id == device.id,
        ReceivedFile.sha256.in_(digests),
        ReceivedFile.refused.is_(None),
    )
    return {row.sha256: row for row in db.session.scalars(statement)}


def _of_earlier_versions(visit: Visit, digests: Sequence[str]) -> dict[str, EvidenceFile]:
    statement = (
        select(StoredFile.sha256, EvidenceFile)
        .join(StoredFile, StoredFile.id == EvidenceFile.file_id)
        .join(VisitFile, VisitFile.evidence_id == EvidenceFile.id)
        .join(VisitVersion, VisitVersion.id == VisitFile.version_id)
        .where(VisitVersion.visit_id == visit.id, StoredFile.sha256.in_(digests))
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def claims_of(listed: ListedFile | ManifestFile) -> dict[str, Any]:
    """Return what the tablet says of a file, in the words of a camera's own claims."""
    place = listed.position if isinstance(listed, ListedFile) else listed
    claims: dict[str, Any] = {}
    if place is not None and place.lng_wgs84 is not None:
        claims |= {"lng_wgs84": place.lng_wgs84, "lat_wgs84": place.lat_wgs84}
    if listed.taken_at:
        local = moment_of(listed.taken_at).astimezone(clock.BUREAU_ZONE)
        claims["taken_at"] = local.isoformat(timespec="seconds")
    return claims


def evidence_of(
    received: ReceivedFile,
    listed: ListedFile | ManifestFile,
    *,
    claims: Mapping[str, Any],
    scope_code: str,
    account_id: int | None,
) -> EvidenceFile:
    """Return a received file as evidence of a record; nothing is stored yet."""
    media_type = received.media_type or ""
    ending = EXTENSIONS.get(media_type, ("bin",))[0]
    return EvidenceFile(
        file=StoredFile(
            sha256=received.sha256,
            size=received.size,
            media_type=media_type,
            original_name=listed.name or f"{listed.role.value}-{received.sha256[:8]}.{ending}",
            district_code=scope_code,
            restricted=listed.mark is not None,
            stored_at=received.received_at,
            stored_by=account_id,
        ),
        role=listed.role,
        mark=listed.mark,
        width=received.width,
        height=received.height,
        claims=dict(claims),
    )
