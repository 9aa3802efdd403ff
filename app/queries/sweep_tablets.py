"""Which tablets still hold something of a sweep: unsent, incomplete or undecided records."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select

from app.db import db
from app.models.devices import Device, HeldManifest, ManifestFile, OfficerKey, VisitManifest
from app.models.sweeps import Sweep, SweepOfficer
from app.models.visits import VisitVersion
from inspections.tablets import HeldState


@dataclass(frozen=True, slots=True)
class HoldingTablet:
    """A tablet with what it said last that it holds, and what the office lacks or hasn't decided.

    What a tablet says isn't told apart by sweeps: it counts where an officer of a team uses it.
    """

    device: Device
    unsent: int
    files_missing: int
    undecided: int

    @property
    def name(self) -> str:
        """Return what tells it from every other tablet."""
        return f"{self.device.label} {self.device.public_id}"


def holding_tablets(sweep: Sweep) -> list[HoldingTablet]:
    """Return the tablets on which somebody should look before a sweep is closed."""
    unsent, missing, undecided = _unsent(sweep), _missing(sweep), _undecided(sweep)
    statement = select(Device).where(Device.id.in_({*unsent, *missing, *undecided}))
    return [
        HoldingTablet(one, unsent.get(one.id, 0), missing.get(one.id, 0), undecided.get(one.id, 0))
        for one in db.session.scalars(statement.order_by(Device.label, Device.id))
    ]


def _unsent(sweep: Sweep) -> dict[int, int]:
    of_a_team = (
        select(OfficerKey.device_id)
        .join(SweepOfficer, SweepOfficer.person_id == OfficerKey.person_id)
        .where(SweepOfficer.sweep_id == sweep.id, OfficerKey.replaced_at.is_(None))
    )
    statement = select(Device.id, Device.waiting).where(
        Device.waiting > 0, Device.revoked_at.is_(None), Device.id.in_(of_a_team)
    )
    return _counted(db.session.execute(statement))


def _missing(sweep: Sweep) -> dict[int, int]:
    statement = (
        select(VisitManifest.device_id, func.count())
        .join(ManifestFile, ManifestFile.manifest_id == VisitManifest.id)
        .join(VisitVersion, VisitVersion.id == VisitManifest.version_id)
        .where(VisitVersion.sweep == sweep.public_id, ManifestFile.evidence_id.is_(None))
        .group_by(VisitManifest.device_id)
    )
    return _counted(db.session.execute(statement))


def _undecided(sweep: Sweep) -> dict[int, int]:
    # the body is canonical JSON, so the sweep stands in it in this one spelling
    named = f'"sweep":"{sweep.public_id}"'
    statement = (
        select(HeldManifest.device_id, func.count())
        .where(HeldManifest.state == HeldState.WAITING, HeldManifest.body.contains(named))
        .group_by(HeldManifest.device_id)
    )
    return _counted(db.session.execute(statement))


def _counted(rows: Iterable[tuple[int, int | None]]) -> dict[int, int]:
    return {device: count or 0 for device, count in rows}
