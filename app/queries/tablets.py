"""Tablets as a viewer may see them: the list, one of them, what was kept apart, what is missing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.access import Viewer
from app.db import db
from app.errors import NotFound
from app.models.devices import (
    Device,
    HeldManifest,
    ManifestFile,
    OfficerKey,
    ReceivedFile,
    VisitManifest,
)
from app.models.register import Institution
from app.models.sites import Site
from app.models.visits import Visit, VisitVersion
from app.queries.paging import Filters, ListState, Page, Sorts, page_of
from app.scope import in_scope
from inspections.tablets import Flag, HeldState

HELD_SORTS: Sorts = {"received": (HeldManifest.received_at,)}
HELD_DEFAULT_SORT = "-received"
HELD_FILTERS: Filters = {"state": set(HeldState)}


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """A tablet with what is outstanding: files of records that were received, and since when."""

    device: Device
    people: Sequence[str]
    files_missing: int
    missing_since: datetime | None
    held: int

    @property
    def waiting_since(self) -> datetime | None:
        """Return since when the tablet holds something that the office lacks."""
        moments = [self.missing_since]
        if self.device.waiting:
            moments.append(self.device.oldest_waiting_at)
        return min((moment for moment in moments if moment), default=None)


def is_known(public_id: str) -> bool:
    """Say whether a tablet goes by this id: only then is there room for a large body."""
    statement = select(Device.id).where(Device.public_id == public_id)
    return db.session.scalar(statement) is not None


def device_by_public_id(viewer: Viewer, public_id: str) -> Device:
    """Return a tablet of the viewer's area; raises `NotFound`."""
    statement = select(Device).where(Device.public_id == public_id)
    found = db.session.scalar(in_scope(statement, viewer, Device.scope_code))
    if found is None:
        raise NotFound
    return found


def device_to_confirm_on(public_id: str) -> Device:
    """Return a tablet in use, for a person who is about to register a key on it."""
    statement = select(Device).where(Device.public_id == public_id, Device.revoked_at.is_(None))
    found = db.session.scalar(statement)
    if found is None:
        raise NotFound
    return found


def device_rows(viewer: Viewer) -> list[DeviceRow]:
    """Return the tablets of the viewer's area: those in use first, the longest unseen on top."""
    statement = in_scope(select(Device), viewer, Device.scope_code).options(
        joinedload(Device.enrolled_by)
    )
    devices = list(db.session.scalars(statement))
    ids = [device.id for device in devices]
    people, missing, held = _people(ids), _missing(ids), _held(ids)
    rows = [
        DeviceRow(
            device, people.get(device.id, ()), *missing.get(device.id, (0, None)),
            held.get(device.id, 0),
        )
        for device in devices
    ]  # fmt: skip
    return sorted(rows, key=_urgency)


def _urgency(row: DeviceRow) -> tuple[bool, bool, float, str]:
    since = row.waiting_since
    seconds = since.timestamp() if since else 0.0
    return (row.device.revoked_at is not None, since is None, seconds, row.device.label)


def _people(ids: Sequence[int]) -> dict[int, list[str]]:
    """Return who confirms on each tablet."""
    statement = (
        select(OfficerKey)
        .where(OfficerKey.device_id.in_(ids), OfficerKey.replaced_at.is_(None))
        .options(joinedload(OfficerKey.person))
        .order_by(OfficerKey.id)
    )
    found: dict[int, list[str]] = {}
    for key in db.session.scalars(statement):
        found.setdefault(key.device_id, []).append(key.person.display)
    return found


def _missing(ids: Sequence[int]) -> dict[int, tuple[int, datetime]]:
    statement = (
        select(ManifestFile.device_id, func.count(), func.min(VisitManifest.received_at))
        .join(VisitManifest, VisitManifest.id == ManifestFile.manifest_id)
        .where(ManifestFile.device_id.in_(ids), ManifestFile.evidence_id.is_(None))
        .group_by(ManifestFile.device_id)
    )
    return {device: (count, since) for device, count, since in db.session.execute(statement)}


def _held(ids: Sequence[int]) -> dict[int, int]:
    statement = (
        select(HeldManifest.device_id, func.count())
        .where(HeldManifest.device_id.in_(ids), HeldManifest.state == HeldState.WAITING)
        .group_by(HeldManifest.device_id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def keys_of(device: Device) -> Sequence[OfficerKey]:
    """Return the keys registered on a tablet, the newest first, replaced ones included."""
    statement = (
        select(OfficerKey)
        .where(OfficerKey.device_id == device.id)
        .options(joinedload(OfficerKey.person))
        .order_by(OfficerKey.id.desc())
    )
    return db.session.scalars(statement).all()


def records_of(device: Device, limit: int = 50) -> Sequence[VisitManifest]:
    """Return what a tablet sent last."""
    statement = (
        select(VisitManifest)
        .where(VisitManifest.device_id == device.id)
        .options(joinedload(VisitManifest.version).joinedload(VisitVersion.visit))
        .order_by(VisitManifest.id.desc())
        .limit(limit)
    )
    return db.session.scalars(statement).all()


def held_page(viewer: Viewer, state: ListState) -> Page[HeldManifest]:
    """Return one page of what was kept apart."""
    statement = in_scope(select(HeldManifest.id), viewer, HeldManifest.scope_code)
    if chosen := state.chosen("state"):
        statement = statement.where(HeldManifest.state == HeldState(chosen))
    return page_of(statement, state, sorts=HELD_SORTS, key=HeldManifest.id, load=_held_rows)


def _held_rows(ids: Sequence[int]) -> dict[int, HeldManifest]:
    statement = select(HeldManifest).where(HeldManifest.id.in_(ids))
    statement = statement.options(joinedload(HeldManifest.device))
    return {row.id: row for row in db.session.scalars(statement)}


def count_held(viewer: Viewer) -> int:
    """Return how many records wait for a person."""
    statement = select(func.count()).select_from(HeldManifest)
    statement = statement.where(HeldManifest.state == HeldState.WAITING)
    return db.session.scalar(in_scope(statement, viewer, HeldManifest.scope_code)) or 0


def held_by_public_id(viewer: Viewer, public_id: str) -> HeldManifest:
    """Return one of them; raises `NotFound` also outside the viewer's area."""
    statement = select(HeldManifest).where(HeldManifest.public_id == public_id)
    statement = statement.options(joinedload(HeldManifest.device))
    found = db.session.scalar(in_scope(statement, viewer, HeldManifest.scope_code))
    if found is None:
        raise NotFound
    return found


def names_of_sites(viewer: Viewer, public_ids: Collection[str]) -> dict[str, str]:
    """Return what places are called, by their ids, as far as the viewer may see them."""
    statement = (
        select(Site.public_id, func.coalesce(Institution.name, Site.label, Site.address))
        .outerjoin(Institution, Institution.id == Site.institution_id)
        .where(Site.public_id.in_(public_ids))
    )
    found = db.session.execute(in_scope(statement, viewer, Site.scope_code))
    return {row[0]: row[1] for row in found if row[1]}


def version_by_uuid(viewer: Viewer, uuid: str) -> VisitVersion | None:
    """Return the locked version under this uuid, where the viewer may see it."""
    statement = (
        select(VisitVersion)
        .join(Visit, Visit.id == VisitVersion.visit_id)
        .where(VisitVersion.uuid == uuid)
        .options(joinedload(VisitVersion.visit))
    )
    return db.session.scalar(in_scope(statement, viewer, Visit.scope_code))


def manifest_of(device: Device, uuid: str) -> VisitManifest | None:
    """Return the manifest that this tablet sent under a uuid and that was entered."""
    statement = select(VisitManifest).where(
        VisitManifest.uuid == uuid, VisitManifest.device_id == device.id
    )
    return db.session.scalar(statement)


def manifest_of_version(version: VisitVersion) -> VisitManifest | None:
    """Return the manifest of a version that came from a tablet."""
    statement = select(VisitManifest).where(VisitManifest.version_id == version.id)
    return db.session.scalar(statement.options(joinedload(VisitManifest.device)))


def missing_files(manifest: VisitManifest) -> list[str]:
    """Return the digests that the manifest lists and that haven't arrived."""
    statement = select(ManifestFile.sha256).where(
        ManifestFile.manifest_id == manifest.id, ManifestFile.evidence_id.is_(None)
    )
    return list(db.session.scalars(statement.order_by(ManifestFile.id)))


def flags_of(manifest: VisitManifest) -> list[Flag]:
    """Return the remarks on a manifest: those of its day, and those that may yet go away."""
    flags = {Flag(code) for code in manifest.flags}
    if _earlier(manifest) != manifest.device_sequence - 1:
        flags.add(Flag.SEQUENCE_GAP)
    if not _previous_is_known(manifest):
        flags.add(Flag.PREVIOUS_UNKNOWN)
    missing = missing_files(manifest)
    if missing and db.session.scalar(
        select(ReceivedFile.id).where(
            ReceivedFile.device_id == manifest.device_id,
            ReceivedFile.sha256.in_(missing),
            ReceivedFile.refused.is_not(None),
        )
    ):
        flags.add(Flag.FILE_REFUSED)
    return [flag for flag in Flag if flag in flags]


def _earlier(manifest: VisitManifest) -> int:
    """Return how many numbers before this one were received, entered or kept apart."""
    numbers = [
        select(model.device_sequence).where(
            model.device_id == manifest.device_id,
            model.device_sequence < manifest.device_sequence,
        )
        for model in (VisitManifest, HeldManifest)
    ]
    both = numbers[0].union(numbers[1]).subquery()
    return db.session.scalar(select(func.count()).select_from(both)) or 0


def _previous_is_known(manifest: VisitManifest) -> bool:
    digest = manifest.version.previous_digest
    if digest is None:
        return manifest.device_sequence == 1
    found = [
        db.session.scalar(
            select(model.id).where(model.device_id == manifest.device_id, model.digest == digest)
        )
        for model in (VisitManifest, HeldManifest)
    ]
    return any(found)
