"""The audit trail: one append-only hash chain for each district."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base
from app.models.columns import DistrictCode, Moment, PrimaryKey


class AuditEvent(Base):
    """One recorded act; the database refuses to change or delete it."""

    __tablename__ = "audit_events"
    __table_args__ = (
        UniqueConstraint("chain", "sequence"),
        Index("ix_audit_events_object", "object_type", "object_id"),
        Index("ix_audit_events_at", "at"),
        Index("ix_audit_events_chain_at", "chain", "at"),
    )

    id: Mapped[PrimaryKey]
    chain: Mapped[DistrictCode]
    sequence: Mapped[int]
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    roles: Mapped[str] = mapped_column(String(200))
    verb: Mapped[str] = mapped_column(String(60))
    object_type: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[str] = mapped_column(String(40))
    before_digest: Mapped[str | None] = mapped_column(String(64))
    after_digest: Mapped[str | None] = mapped_column(String(64))
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class AuditHead(Base):
    """The newest event of a chain; locked while the next one is written.

    `acts` counts the events that are about records, not about who signs in: what is kept in memory
    of the records holds as long as the sum over all chains stays.
    """

    __tablename__ = "audit_heads"

    chain: Mapped[DistrictCode] = mapped_column(primary_key=True)
    sequence: Mapped[int]
    acts: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
