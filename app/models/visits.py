"""Visits to sites: a row to find them by, their locked documents, answers and evidence."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Double,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base
from app.models.columns import DistrictCode, Moment, PrimaryKey, PublicId, TermColumn
from app.models.files import StoredFile
from app.models.people import Account, Person
from app.models.sites import Site
from inspections.evidence import FileRole, Mark
from inspections.visit_facts import SchoolDay, Signing
from inspections.vocabulary import Answer, InspectionKind, VisitResult


class Visit(Base):
    """One visit to one site, as its newest version says it; versions never change."""

    __tablename__ = "visits"
    __table_args__ = (
        Index("ix_visits_site", "site_id", "happened_on"),
        Index("ix_visits_scope_day", "scope_code", "happened_on"),
        Index("ix_visits_scope_result", "scope_code", "result"),
        Index("ix_visits_scope_kind", "scope_code", "kind"),
    )

    id: Mapped[PrimaryKey]
    public_id: Mapped[PublicId]
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"))
    scope_code: Mapped[DistrictCode]
    kind: Mapped[InspectionKind] = mapped_column(TermColumn(InspectionKind))
    happened_on: Mapped[date]
    result: Mapped[VisitResult] = mapped_column(TermColumn(VisitResult))
    findings: Mapped[int]
    newest: Mapped[int] = mapped_column(default=1)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    site: Mapped[Site] = relationship()
    versions: Mapped[list["VisitVersion"]] = relationship(
        back_populates="visit", order_by="VisitVersion.number"
    )


class VisitVersion(Base):
    """A locked document: what was recorded, by whom, with its digest; the database refuses change.

    `document` is the canonical text's content and `digest` its SHA-256. A correction is a further
    version that names the one it amends. Columns of devices stay empty for entries at the desk.
    """

    __tablename__ = "visit_versions"
    __table_args__ = (
        UniqueConstraint("visit_id", "number"),
        CheckConstraint("author_id <> second_officer_id", name="two_persons"),
        CheckConstraint("number = 1 or reason is not null", name="amended_with_a_reason"),
        Index("ix_visit_versions_author", "author_id"),
        Index("ix_visit_versions_second", "second_officer_id"),
    )

    id: Mapped[PrimaryKey]
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"))
    number: Mapped[int]
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    digest: Mapped[str] = mapped_column(String(64))
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    kind: Mapped[InspectionKind] = mapped_column(TermColumn(InspectionKind))
    happened_on: Mapped[date]
    started_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ground: Mapped[str | None] = mapped_column(String(120))
    sweep: Mapped[str | None] = mapped_column(String(10))
    checklist: Mapped[str] = mapped_column(String(20))
    author_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    author_certificate: Mapped[str] = mapped_column(String(40))
    second_officer_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    second_officer_certificate: Mapped[str] = mapped_column(String(40))
    certificate_shown: Mapped[bool | None]
    result: Mapped[VisitResult] = mapped_column(TermColumn(VisitResult))
    met_name: Mapped[str | None] = mapped_column(String(80))
    met_role: Mapped[str | None] = mapped_column(String(80))
    signing: Mapped[Signing | None] = mapped_column(TermColumn(Signing))
    signing_note: Mapped[str | None] = mapped_column(String(300))
    school_day: Mapped[SchoolDay | None] = mapped_column(TermColumn(SchoolDay))
    stages: Mapped[str | None] = mapped_column(String(100))
    trainees_present: Mapped[int | None]
    other_findings: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    amends: Mapped[str | None] = mapped_column(String(36))
    reason: Mapped[str | None] = mapped_column(String(300))
    source: Mapped[str] = mapped_column(String(20))
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    device: Mapped[str | None] = mapped_column(String(40))
    device_sequence: Mapped[int | None] = mapped_column(BigInteger)
    previous_digest: Mapped[str | None] = mapped_column(String(64))
    lng_wgs84: Mapped[float | None] = mapped_column(Double)
    lat_wgs84: Mapped[float | None] = mapped_column(Double)
    receipt: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    receipt_signature: Mapped[str | None] = mapped_column(String(120))

    visit: Mapped[Visit] = relationship(back_populates="versions")
    author: Mapped[Person] = relationship(foreign_keys=[author_id])
    second_officer: Mapped[Person] = relationship(foreign_keys=[second_officer_id])
    account: Mapped[Account | None] = relationship()
    answers: Mapped[list["VisitAnswer"]] = relationship(order_by="VisitAnswer.id")
    files: Mapped[list["VisitFile"]] = relationship(order_by="VisitFile.id")


class VisitAnswer(Base):
    """The answer to one item in one version."""

    __tablename__ = "visit_answers"
    __table_args__ = (
        UniqueConstraint("version_id", "item"),
        Index("ix_visit_answers_item", "item", "answer"),
    )

    id: Mapped[PrimaryKey]
    version_id: Mapped[int] = mapped_column(ForeignKey("visit_versions.id"))
    item: Mapped[str] = mapped_column(String(40))
    answer: Mapped[Answer] = mapped_column(TermColumn(Answer))
    seen: Mapped[str | None] = mapped_column(Text)


class EvidenceFile(Base):
    """What is known of a stored picture or paper; its own claims prove nothing."""

    __tablename__ = "evidence_files"

    id: Mapped[PrimaryKey]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_files.id"), unique=True)
    role: Mapped[FileRole] = mapped_column(TermColumn(FileRole))
    mark: Mapped[Mark | None] = mapped_column(TermColumn(Mark))
    width: Mapped[int | None]
    height: Mapped[int | None]
    view_sha256: Mapped[str | None] = mapped_column(String(64))
    thumb_sha256: Mapped[str | None] = mapped_column(String(64))
    claims: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    file: Mapped[StoredFile] = relationship(lazy="joined")


class VisitFile(Base):
    """A file that a version lists."""

    __tablename__ = "visit_files"
    __table_args__ = (UniqueConstraint("version_id", "evidence_id"),)

    id: Mapped[PrimaryKey]
    version_id: Mapped[int] = mapped_column(ForeignKey("visit_versions.id"))
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence_files.id"), index=True)

    evidence: Mapped[EvidenceFile] = relationship(lazy="joined")


class PendingFile(Base):
    """A file that arrived with a form which isn't complete yet: kept for the one who sent it."""

    __tablename__ = "pending_files"
    __table_args__ = (Index("ix_pending_files_draft", "account_id", "draft"),)

    id: Mapped[PrimaryKey]
    draft: Mapped[str] = mapped_column(String(10))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"))
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence_files.id"), unique=True)
    arrived_at: Mapped[datetime] = mapped_column(Moment)

    evidence: Mapped[EvidenceFile] = relationship(lazy="joined")
