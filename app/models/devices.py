"""Tablets, the keys of their officers, what they sent as evidence, and what was kept apart."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Double,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base
from app.models.columns import DistrictCode, Moment, PrimaryKey, PublicId, TermColumn
from app.models.people import Person
from app.models.visits import EvidenceFile, Visit, VisitVersion
from inspections.evidence import FileRole, Mark
from inspections.tablets import HeldFor, HeldState


class Device(Base):
    """An enrolled tablet: it acts for the author that a record names, within its district.

    `waiting` and `oldest_waiting_at` are what the tablet last said it still holds.
    """

    __tablename__ = "devices"
    __table_args__ = (Index("ix_devices_scope", "scope_code"),)

    id: Mapped[PrimaryKey]
    public_id: Mapped[PublicId]
    label: Mapped[str] = mapped_column(String(80))
    public_key: Mapped[dict[str, Any]] = mapped_column(JSON)
    scope_code: Mapped[DistrictCode]
    enrolled_by_person: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    enrolled_at: Mapped[datetime] = mapped_column(Moment)
    last_seen_at: Mapped[datetime | None] = mapped_column(Moment)
    waiting: Mapped[int | None]
    oldest_waiting_at: Mapped[datetime | None] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    revoked_by_person: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    revoke_reason: Mapped[str | None] = mapped_column(String(300))

    enrolled_by: Mapped[Person] = relationship(foreign_keys=[enrolled_by_person])
    revoked_by: Mapped[Person | None] = relationship(foreign_keys=[revoked_by_person])


class OfficerKey(Base):
    """The key with which a person confirms records on a tablet; a newer one replaces it."""

    __tablename__ = "officer_keys"
    __table_args__ = (
        Index(
            "uq_officer_keys_current",
            "device_id",
            "person_id",
            unique=True,
            sqlite_where=text("replaced_at is null"),
            postgresql_where=text("replaced_at is null"),
        ),
        Index("ix_officer_keys_person", "person_id"),
    )

    id: Mapped[PrimaryKey]
    public_id: Mapped[PublicId]
    device_id: Mapped[int] = mapped_column(ForeignKey("devices.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    public_key: Mapped[dict[str, Any]] = mapped_column(JSON)
    registered_at: Mapped[datetime] = mapped_column(Moment)
    replaced_at: Mapped[datetime | None] = mapped_column(Moment)

    device: Mapped[Device] = relationship()
    person: Mapped[Person] = relationship()


class VisitManifest(Base):
    """The manifest of a locked version as it was sent, with the signature of its first sending.

    `answer` is what the tablet was told: the same bytes for every repetition. `flags` are the
    remarks that can't change any more.
    """

    __tablename__ = "visit_manifests"
    __table_args__ = (
        UniqueConstraint("scope_code", "received_on", "running"),
        Index("ix_visit_manifests_device", "device_id", "device_sequence"),
        Index("ix_visit_manifests_digest", "digest"),
    )

    id: Mapped[PrimaryKey]
    version_id: Mapped[int] = mapped_column(ForeignKey("visit_versions.id"), unique=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("devices.id"))
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    scope_code: Mapped[DistrictCode]
    digest: Mapped[str] = mapped_column(String(64))
    device_sequence: Mapped[int] = mapped_column(BigInteger)
    body: Mapped[str] = mapped_column(Text)
    path: Mapped[str] = mapped_column(String(200))
    signed_at: Mapped[str] = mapped_column(String(40))
    signature: Mapped[str] = mapped_column(String(120))
    received_at: Mapped[datetime] = mapped_column(Moment)
    received_on: Mapped[date]
    running: Mapped[int]
    flags: Mapped[list[str]] = mapped_column(JSON)
    answer: Mapped[str] = mapped_column(Text)

    version: Mapped[VisitVersion] = relationship()
    device: Mapped[Device] = relationship()
    files: Mapped[list["ManifestFile"]] = relationship(order_by="ManifestFile.id")

    @property
    def number(self) -> str:
        """Return the short number that people say: month, day and a running number."""
        return f"{self.received_on:%m%d}-{self.running:04d}"


class ReceivedFile(Base):
    """A file that a tablet sent, stored under its digest, with its receipt; or refused, and why."""

    __tablename__ = "received_files"
    __table_args__ = (
        UniqueConstraint("device_id", "sha256"),
        Index("ix_received_files_sha256", "sha256"),
    )

    id: Mapped[PrimaryKey]
    device_id: Mapped[int] = mapped_column(ForeignKey("devices.id"))
    scope_code: Mapped[DistrictCode]
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    media_type: Mapped[str | None] = mapped_column(String(80))
    width: Mapped[int | None]
    height: Mapped[int | None]
    received_at: Mapped[datetime] = mapped_column(Moment)
    refused: Mapped[str | None] = mapped_column(String(40))
    answer: Mapped[str | None] = mapped_column(Text)


class ManifestFile(Base):
    """A file that a manifest lists, and the evidence it became once both are here."""

    __tablename__ = "manifest_files"
    __table_args__ = (
        UniqueConstraint("manifest_id", "sha256"),
        Index("ix_manifest_files_device", "device_id", "sha256"),
    )

    id: Mapped[PrimaryKey]
    manifest_id: Mapped[int] = mapped_column(ForeignKey("visit_manifests.id"))
    device_id: Mapped[int] = mapped_column(ForeignKey("devices.id"))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    role: Mapped[FileRole] = mapped_column(TermColumn(FileRole))
    mark: Mapped[Mark | None] = mapped_column(TermColumn(Mark))
    item: Mapped[str | None] = mapped_column(String(40))
    name: Mapped[str | None] = mapped_column(String(80))
    taken_at: Mapped[str | None] = mapped_column(String(40))
    lng_wgs84: Mapped[float | None] = mapped_column(Double)
    lat_wgs84: Mapped[float | None] = mapped_column(Double)
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("evidence_files.id"))

    manifest: Mapped[VisitManifest] = relationship(back_populates="files")
    evidence: Mapped[EvidenceFile | None] = relationship()


class HeldManifest(Base):
    """A record that a tablet sent and that wasn't entered: kept as it came, for a person."""

    __tablename__ = "held_manifests"
    __table_args__ = (
        UniqueConstraint("device_id", "uuid", "digest"),
        Index("ix_held_manifests_scope", "scope_code", "state"),
    )

    id: Mapped[PrimaryKey]
    public_id: Mapped[PublicId]
    device_id: Mapped[int] = mapped_column(ForeignKey("devices.id"))
    scope_code: Mapped[DistrictCode]
    uuid: Mapped[str] = mapped_column(String(36))
    digest: Mapped[str] = mapped_column(String(64))
    device_sequence: Mapped[int] = mapped_column(BigInteger)
    held_for: Mapped[HeldFor] = mapped_column(TermColumn(HeldFor))
    refusals: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    body: Mapped[str] = mapped_column(Text)
    path: Mapped[str] = mapped_column(String(200))
    signed_at: Mapped[str] = mapped_column(String(40))
    signature: Mapped[str] = mapped_column(String(120))
    received_at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[HeldState] = mapped_column(TermColumn(HeldState), default=HeldState.WAITING)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by_person: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    reason: Mapped[str | None] = mapped_column(String(300))
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visits.id"))

    device: Mapped[Device] = relationship()
    decided_by: Mapped[Person | None] = relationship()
    visit: Mapped[Visit | None] = relationship()
