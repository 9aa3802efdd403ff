"""A file as a tablet sends it: judged as at the desk, kept under its digest, receipted for good."""

import hashlib

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import audit, clock
from app.access import Viewer
from app.db import db
from app.file_formats import FileFormat, HostileFile, read_format
from app.models.devices import Device, ManifestFile, ReceivedFile, VisitManifest
from app.models.visits import EvidenceFile, VisitFile, VisitVersion
from app.services.kept_bytes import require_kept
from app.services.tablet_evidence import claims_of, evidence_of, restrict
from app.services.tablet_receipts import iso, signed_receipt
from app.services.visit_versions import DESK
from app.storage import blobs
from inspections.evidence import FileRole

PICTURES_ONLY = (FileRole.PHOTO, FileRole.SIGNATURE)


class DigestMismatch(Exception):
    """The bytes have another digest than the one they were sent under."""

    def __init__(self, sent: str, found: str) -> None:
        super().__init__("digest mismatch")
        self.sent = sent
        self.found = found


class FileRefused(Exception):
    """A file that isn't taken, with the code of `HostileFile`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def judge_file(content: bytes, digest: str) -> FileFormat:
    """Store the bytes of a sound file; touches no row, so no transaction is open meanwhile.

    Raises `DigestMismatch` and `HostileFile`. View copies are made later, by a child process: the
    tablet isn't kept waiting for them.
    """
    found = hashlib.sha256(content).hexdigest()
    if found != digest:
        raise DigestMismatch(digest, found)
    judged = read_format(content, "")
    if blobs().put(content) != digest:
        raise HostileFile("damaged")
    return judged


def keep_file(
    device: Device, digest: str, size: int, judged: FileFormat, *, actor: Viewer
) -> tuple[ReceivedFile, bool]:
    """Keep a file and join it to the records that list it; return it and whether it is new.

    The tablet's row is locked by the caller. Raises `FileRefused` where records call it a photo
    and it is none.
    """
    there = _there(device, digest)
    if there is not None and there.refused is None:
        return there, False
    if not judged.media_type.startswith("image/") and _is_called_a_picture(device, digest):
        raise FileRefused("not_a_picture")
    require_kept([digest])
    moment = clock.now()
    received = there or ReceivedFile(device_id=device.id, sha256=digest)
    received.scope_code, received.size, received.refused = device.scope_code, size, None
    received.media_type = judged.media_type
    received.width, received.height = judged.width, judged.height
    received.received_at = moment
    received.answer = signed_receipt({"file": digest, "bytes": size, "received_at": iso(moment)})
    db.session.add(received)
    db.session.flush()
    _join(device, received)
    audit.record(
        actor,
        "evidence.received",
        "device",
        device.public_id,
        chain=device.scope_code,
        details={"files": [digest]},
    )
    return received, True


def _join(device: Device, received: ReceivedFile) -> None:
    """Join a file that arrived to the records that list it."""
    statement = (
        select(ManifestFile)
        .where(
            ManifestFile.device_id == device.id,
            ManifestFile.sha256 == received.sha256,
            ManifestFile.evidence_id.is_(None),
        )
        .options(joinedload(ManifestFile.manifest).joinedload(VisitManifest.version))
        .order_by(ManifestFile.id)
    )
    rows = db.session.scalars(statement).all()
    by_visit: dict[int, EvidenceFile] = {}
    for row in rows:
        version = row.manifest.version
        evidence = by_visit.get(version.visit_id)
        if evidence is None:
            evidence = by_visit[version.visit_id] = evidence_of(
                received,
                row,
                claims=claims_of(row),
                scope_code=row.manifest.scope_code,
                account_id=version.account_id,
            )
        elif row.mark is not None:
            restrict(evidence, row.mark)
        row.evidence = evidence
        db.session.add_all(_entries(version, evidence))
        db.session.flush()


def _entries(version: VisitVersion, evidence: EvidenceFile) -> list[VisitFile]:
    """Return the lines for the version itself and for corrections made at the desk since."""
    statement = select(VisitVersion.id).where(
        VisitVersion.visit_id == version.visit_id,
        VisitVersion.number > version.number,
        VisitVersion.source == DESK,
    )
    ids = [version.id, *db.session.scalars(statement)]
    return [VisitFile(version_id=one, evidence=evidence) for one in ids]


def note_refusal(device: Device, digest: str, size: int, code: str, *, actor: Viewer) -> None:
    """Keep that a file wasn't taken, and why: its record shows it."""
    there = _there(device, digest)
    if there is not None:
        return
    refused = ReceivedFile(
        device_id=device.id,
        scope_code=device.scope_code,
        sha256=digest,
        size=size,
        received_at=clock.now(),
        refused=code,
    )
    db.session.add(refused)
    db.session.flush()
    audit.record(
        actor,
        "evidence.refused",
        "device",
        device.public_id,
        chain=device.scope_code,
        details={"file": digest, "code": code},
    )


def _there(device: Device, digest: str) -> ReceivedFile | None:
    statement = select(ReceivedFile).where(
        ReceivedFile.device_id == device.id, ReceivedFile.sha256 == digest
    )
    return db.session.scalar(statement)


def _is_called_a_picture(device: Device, digest: str) -> bool:
    statement = select(ManifestFile.id).where(
        ManifestFile.device_id == device.id,
        ManifestFile.sha256 == digest,
        ManifestFile.role.in_(PICTURES_ONLY),
    )
    return db.session.scalar(statement.limit(1)) is not None
