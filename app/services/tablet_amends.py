"""What a correction from a tablet speaks of: a version that stands, or a record kept apart."""

import json
from dataclasses import dataclass

from sqlalchemy import select

from app import audit, clock
from app.access import Viewer
from app.db import db
from app.errors import BadInput
from app.models.devices import Device, HeldManifest
from app.models.visits import Visit, VisitVersion
from app.queries.tablets import version_by_uuid
from app.services.tablet_manifest import Manifest
from inspections.tablets import HeldState


@dataclass(frozen=True, slots=True)
class Amended:
    """The version that is corrected, None for a first record; and what it takes the place of."""

    version: VisitVersion | None = None
    kept_apart: tuple[HeldManifest, ...] = ()


def amended_by(manifest: Manifest, device: Device, viewer: Viewer) -> Amended:
    """Return what a manifest corrects.

    The office may have refused the corrected record, and its correction too: then the newest one
    stands for all of them. Raises `BadInput` for a record that was never heard of here.
    """
    kept: list[HeldManifest] = []
    uuid = manifest.amends
    while uuid is not None:
        version = version_by_uuid(viewer, uuid)
        if version is not None:
            return Amended(version, tuple(kept))
        records = _kept_apart(uuid, device)
        if not records or records[0] in kept:
            raise BadInput("unknown_record", "the corrected record isn't here")
        kept += records
        uuid = json.loads(records[-1].body)["amends"]
    return Amended(None, tuple(kept))


def _kept_apart(uuid: str, device: Device) -> list[HeldManifest]:
    statement = select(HeldManifest).where(
        HeldManifest.uuid == uuid, HeldManifest.device_id == device.id
    )
    return list(db.session.scalars(statement.order_by(HeldManifest.id)))


def settle_replaced(amended: Amended, visit: Visit, *, reason: str, actor: Viewer) -> None:
    """Note that a correction was entered in the place of what still waits for a decision."""
    for held in amended.kept_apart:
        if held.state is not HeldState.WAITING:
            continue
        held.state, held.reason, held.visit_id = HeldState.REPLACED, reason[:300], visit.id
        held.decided_at, held.decided_by_person = clock.now(), actor.person_id
        db.session.flush()
        audit.record(
            actor,
            "manifest.replaced",
            "device",
            held.device.public_id,
            chain=held.scope_code,
            details={"record": held.public_id, "digest": held.digest},
        )
