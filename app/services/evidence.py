"""Evidence files: hashed and stored as they arrive, told apart before anything decodes them."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from sqlalchemy import delete, select

from app import audit, clock
from app.access import Viewer
from app.db import db
from app.file_formats import MOST_BYTES, FileFormat, HostileFile, read_format
from app.models.files import StoredFile
from app.models.sites import Site
from app.models.visits import EvidenceFile, PendingFile
from app.pictures import PictureViews, UndecodablePicture, views_of
from app.services.kept_bytes import require_kept
from app.storage import blobs
from inspections.evidence import FileRole, Mark
from inspections.names import unfit_character

MOST_FILES = 200
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as a form or a tablet sends it; its name is only what the sender calls it."""

    name: str
    stream: BinaryIO
    role: FileRole
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class ArrivedFile:
    """A file whose bytes are stored under their digest; no row knows it yet."""

    name: str
    role: FileRole
    mark: Mark | None
    sha256: str
    size: int
    format: FileFormat
    view_sha256: str | None
    thumb_sha256: str | None
    claims: dict[str, Any]


@dataclass(frozen=True, slots=True)
class FileProblem:
    """A file that wasn't taken, and why (a code of `HostileFile`, `undecodable` or `too_many`)."""

    name: str
    role: FileRole
    code: str


def receive(
    uploads: Iterable[Upload], *, already: int = 0
) -> tuple[list[ArrivedFile], list[FileProblem]]:
    """Store the bytes of good files and say what is wrong with the others, one at a time.

    This takes time and touches no row: call it with no transaction open, SQLite has one writer.
    """
    arrived: list[ArrivedFile] = []
    problems: list[FileProblem] = []
    for upload in uploads:
        name = clean_name(upload.name)
        try:
            if already + len(arrived) >= MOST_FILES:
                raise HostileFile("too_many")
            arrived.append(_receive(upload, name))
        except HostileFile as hostile:
            problems.append(FileProblem(name, upload.role, hostile.code))
        except UndecodablePicture:
            problems.append(FileProblem(name, upload.role, "undecodable"))
    return arrived, problems


def _receive(upload: Upload, name: str) -> ArrivedFile:
    content = upload.stream.read(MOST_BYTES + 1)
    digest = hashlib.sha256(content).hexdigest()
    found = read_format(content, upload.name)
    if upload.role is FileRole.PHOTO and not found.media_type.startswith("image/"):
        raise HostileFile("not_a_picture")
    views = views_of(content) if found.is_picture else None
    if blobs().put(content) != digest:
        raise HostileFile("damaged")
    return ArrivedFile(
        name=name,
        role=upload.role,
        mark=upload.mark,
        sha256=digest,
        size=len(content),
        format=found,
        view_sha256=blobs().put(views.view) if views else None,
        thumb_sha256=blobs().put(views.thumb) if views else None,
        claims=_claims(views),
    )


def _claims(views: PictureViews | None) -> dict[str, Any]:
    return dict(views.claims) if views else {}


def clean_name(name: str) -> str:
    """Return a name that can be shown: no folders, no control or direction signs, not too long."""
    last = PurePosixPath(name.replace("\\", "/")).name
    shown = "".join(sign for sign in last if not unfit_character(sign)).strip()
    return shown[-LONGEST_NAME:] or "?"


def keep_pending(
    arrived: Sequence[ArrivedFile], *, site: Site, draft: str, actor: Viewer
) -> list[PendingFile]:
    """Keep files for a form that isn't complete yet; the same bytes twice are one photo or paper.

    Given as a photo and as a paper they are both; where one of them is restricted, so is the other.
    """
    rows = _pending_rows(site=site, draft=draft, actor=actor)
    there = {(row.evidence.file.sha256, row.evidence.role) for row in rows}
    marks = {row.evidence.file.sha256: row.evidence.mark for row in rows if row.evidence.mark}
    marks |= {one.sha256: one.mark for one in arrived if one.mark}
    for row in rows:
        row.evidence.mark = marks.get(row.evidence.file.sha256)
        row.evidence.file.restricted = row.evidence.mark is not None
    kept = []
    for one in (replace(each, mark=marks.get(each.sha256)) for each in arrived):
        if (one.sha256, one.role) in there:
            continue
        there.add((one.sha256, one.role))
        kept.append(
            PendingFile(
                draft=draft,
                account_id=actor.account_id or 0,
                site_id=site.id,
                evidence=_evidence(one, scope_code=site.scope_code, actor=actor),
                arrived_at=clock.now(),
            )
        )
    if kept:
        db.session.add_all(kept)
        db.session.flush()
        _record("evidence.received", kept, site=site, actor=actor)
    return kept


def _record(verb: str, rows: Sequence[PendingFile], *, site: Site, actor: Viewer) -> None:
    digests = [row.evidence.file.sha256 for row in rows]
    details = {"files": digests}
    audit.record(actor, verb, "site", site.public_id, chain=site.scope_code, details=details)


def keep(arrived: ArrivedFile, *, site: Site, actor: Viewer) -> EvidenceFile:
    """Keep one file for a record that is entered in the same act."""
    evidence = _evidence(arrived, scope_code=site.scope_code, actor=actor)
    db.session.add(evidence)
    db.session.flush()
    audit.record(
        actor,
        "evidence.received",
        "site",
        site.public_id,
        chain=site.scope_code,
        details={"files": [arrived.sha256]},
    )
    return evidence


def keep_for_district(arrived: ArrivedFile, *, scope_code: str, actor: Viewer) -> EvidenceFile:
    """Keep one file of a case for a record that is entered in the same act."""
    evidence = _evidence(arrived, scope_code=scope_code, actor=actor)
    db.session.add(evidence)
    db.session.flush()
    audit.record(
        actor,
        "evidence.received",
        "file",
        evidence.file.public_id,
        chain=scope_code,
        details={"files": [arrived.sha256]},
    )
    return evidence


def _evidence(arrived: ArrivedFile, *, scope_code: str, actor: Viewer) -> EvidenceFile:
    require_kept([arrived.sha256, arrived.view_sha256, arrived.thumb_sha256])
    return EvidenceFile(
        file=StoredFile(
            sha256=arrived.sha256,
            size=arrived.size,
            media_type=arrived.format.media_type,
            original_name=arrived.name,
            district_code=scope_code,
            restricted=arrived.mark is not None,
            stored_at=clock.now(),
            stored_by=actor.account_id,
        ),
        role=arrived.role,
        mark=arrived.mark,
        width=arrived.format.width,
        height=arrived.format.height,
        view_sha256=arrived.view_sha256,
        thumb_sha256=arrived.thumb_sha256,
        claims=arrived.claims,
    )


def _pending_rows(*, site: Site, draft: str, actor: Viewer) -> Sequence[PendingFile]:
    statement = select(PendingFile).where(
        PendingFile.account_id == actor.account_id,
        PendingFile.draft == draft,
        PendingFile.site_id == site.id,
    )
    return db.session.scalars(statement.order_by(PendingFile.id)).all()


def drop_pending(files: Iterable[str], *, site: Site, draft: str, actor: Viewer) -> None:
    """Take files out of a form before it is entered; their bytes stay in the store."""
    wanted = set(files)
    rows = _pending_rows(site=site, draft=draft, actor=actor)
    gone = [row for row in rows if row.evidence.file.public_id in wanted]
    if gone:
        _record("evidence.dropped", gone, site=site, actor=actor)
        ids = [row.id for row in gone]
        db.session.execute(delete(PendingFile).where(PendingFile.id.in_(ids)))
        db.session.expire_all()


def move_pending(*, site: Site, source: str, draft: str, actor: Viewer) -> None:
    """Take the files of one form over into another one of the same person and place."""
    rows = _pending_rows(site=site, draft=source, actor=actor)
    for row in rows:
        row.draft = draft
    if rows:
        db.session.flush()
        _record("evidence.moved", rows, site=site, actor=actor)


def mark_pending(marks: dict[str, Mark | None], *, site: Site, draft: str, actor: Viewer) -> None:
    """Restrict files of a form, or free them again, while nothing is locked yet."""
    rows = _pending_rows(site=site, draft=draft, actor=actor)
    changed = [
        row
        for row in rows
        if row.evidence.file.public_id in marks
        and row.evidence.mark is not marks[row.evidence.file.public_id]
    ]
    for row in changed:
        row.evidence.mark = marks[row.evidence.file.public_id]
        row.evidence.file.restricted = row.evidence.mark is not None
    if changed:
        db.session.flush()
        _record("evidence.marked", changed, site=site, actor=actor)
