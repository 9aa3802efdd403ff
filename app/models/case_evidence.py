"""The evidence of a case and its chain of custody; receipts and refunds; how a penalty is weighed.

What was recorded is never changed: lines and weighing come in versions, the newest counts.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base
from app.models.cases import Case
from app.models.columns import Moment, PrimaryKey, PublicId, TermColumn
from app.models.people import Person
from app.models.visits import EvidenceFile, Visit
from inspections.discretion import Weight
from inspections.evidence import CustodyAct, EvidenceKind
from inspections.illegal_gains import LineKind
from inspections.vocabulary import PenaltyTier


class CaseEvidence(Base):
    """A piece of evidence: a file of a visit, an upload, or an object without a file."""

    __tablename__ = "case_evidence"
    __table_args__ = (
        UniqueConstraint("case_id", "number"),
        UniqueConstraint("case_id", "evidence_id"),
        CheckConstraint("excluded_on is null or exclusion_reason is not null", name="excluded_why"),
        Index("ix_case_evidence_visit", "visit_id"),
    )

    id: Mapped[PrimaryKey]
    public_id: Mapped[PublicId]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    number: Mapped[int]
    kind: Mapped[EvidenceKind] = mapped_column(TermColumn(EvidenceKind))
    title: Mapped[str] = mapped_column(String(200))
    proves: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str | None] = mapped_column(String(300))
    place: Mapped[str | None] = mapped_column(String(300))
    collected_on: Mapped[date]
    is_original: Mapped[bool] = mapped_column(default=True)
    pages: Mapped[int | None]
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visits.id"))
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("evidence_files.id"), index=True)
    excluded_on: Mapped[date | None]
    exclusion_reason: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)
    created_by_person: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))

    case: Mapped[Case] = relationship()
    visit: Mapped[Visit | None] = relationship()
    evidence: Mapped[EvidenceFile | None] = relationship(lazy="joined")
    custody: Mapped[list["CaseCustody"]] = relationship(order_by="CaseCustody.id")


class CaseCustody(Base):
    """What happened to a piece of evidence: who had it from when, and who gave it on."""

    __tablename__ = "case_custody"
    __table_args__ = (Index("ix_case_custody_item", "item_id", "id"),)

    id: Mapped[PrimaryKey]
    item_id: Mapped[int] = mapped_column(ForeignKey("case_evidence.id"))
    deed: Mapped[CustodyAct] = mapped_column(TermColumn(CustodyAct))
    happened_on: Mapped[date]
    from_whom: Mapped[str | None] = mapped_column(String(120))
    to_whom: Mapped[str | None] = mapped_column(String(120))
    note: Mapped[str | None] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))

    person: Mapped[Person | None] = relationship()


class CaseLine(Base):
    """Money received or given back; lines come in batches, the newest counts."""

    __tablename__ = "case_lines"
    __table_args__ = (
        UniqueConstraint("case_id", "batch", "number"),
        CheckConstraint("amount_fen > 0", name="is_an_amount"),
        CheckConstraint(
            "(kind = 'receipt') = (untaught_prepaid is null)", name="refund_says_if_taught"
        ),
    )

    id: Mapped[PrimaryKey]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    batch: Mapped[int]
    number: Mapped[int]
    kind: Mapped[LineKind] = mapped_column(TermColumn(LineKind))
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    untaught_prepaid: Mapped[bool | None]
    received_on: Mapped[date | None]
    note: Mapped[str | None] = mapped_column(String(300))
    saved_at: Mapped[datetime] = mapped_column(Moment)
    saved_by_person: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))


class CaseWeighing(Base):
    """One charge as it was weighed; a weighing is all charges of one batch, the newest counts.

    `rule_reason` says why this rule was picked where several could apply.
    """

    __tablename__ = "case_weighing"
    __table_args__ = (UniqueConstraint("case_id", "batch", "number"),)

    id: Mapped[PrimaryKey]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    batch: Mapped[int]
    number: Mapped[int]
    violation: Mapped[str] = mapped_column(String(40))
    tier: Mapped[PenaltyTier] = mapped_column(TermColumn(PenaltyTier))
    deed: Mapped[str] = mapped_column(String(20), default="1")
    act_on: Mapped[date]
    elements: Mapped[list[Any]] = mapped_column(JSON)
    tier_reasons: Mapped[str] = mapped_column(Text)
    kinds: Mapped[list[Any]] = mapped_column(JSON)
    fine_fen: Mapped[int | None] = mapped_column(BigInteger)
    base_fen: Mapped[int | None] = mapped_column(BigInteger)
    left_to_confiscate_fen: Mapped[int | None] = mapped_column(BigInteger)
    confiscated_fen: Mapped[int | None] = mapped_column(BigInteger)
    weight: Mapped[Weight] = mapped_column(TermColumn(Weight))
    weight_reasons: Mapped[str] = mapped_column(Text)
    grounds: Mapped[list[Any]] = mapped_column(JSON)
    ground_notes: Mapped[dict[str, Any]] = mapped_column(JSON)
    rule_reason: Mapped[str | None] = mapped_column(Text)
    joint_department: Mapped[str | None] = mapped_column(String(120))
    joint_document: Mapped[str | None] = mapped_column(String(120))
    joint_agreed_on: Mapped[date | None]
    saved_at: Mapped[datetime] = mapped_column(Moment)
    saved_by_person: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))

    case: Mapped[Case] = relationship()
