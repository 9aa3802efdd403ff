"""Orders to correct: what is ordered of whom, item by item, and every step that was taken."""

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
from app.models.columns import DistrictCode, Moment, PrimaryKey, PublicId, TermColumn
from app.models.people import Person
from app.models.register import Institution
from app.models.sites import Site
from app.models.visits import EvidenceFile, Visit
from inspections.vocabulary import (
    Corrected,
    OrderState,
    OrderVariant,
    PartyType,
    ServiceMethod,
)


class Order(Base):
    """An order to correct, from the findings of a visit.

    `due_on` is the day that holds now, `first_due_on` the one that was ordered; for a stop at once
    both come with the service. `outcome` is what the newest re-check found. `extension_until` is
    the day that an application asks for, as long as nobody has decided on it.
    """

    __tablename__ = "orders"
    __table_args__ = (
        CheckConstraint(
            "state in ('draft', 'withdrawn') or number is not null", name="issued_with_a_number"
        ),
        CheckConstraint(
            "state in ('draft', 'issued', 'withdrawn')"
            " or (counts_on is not null and due_on is not null)",
            name="runs_from_its_service",
        ),
        CheckConstraint(
            "state <> 'closed' or (outcome is not null and outcome = 'yes')",
            name="closed_when_corrected",
        ),
        CheckConstraint(
            "state <> 'escalated' or (outcome is not null and outcome <> 'yes')",
            name="escalated_for_a_lack",
        ),
        CheckConstraint("first_officer_id <> second_officer_id", name="two_persons"),
        CheckConstraint("refund_fen is null or refund_fen > 0", name="refund_is_an_amount"),
        Index("ix_orders_scope_state", "scope_code", "state"),
        Index("ix_orders_scope_due", "scope_code", "due_on"),
        Index("ix_orders_site", "site_id", "state"),
        Index("ix_orders_institution", "institution_id"),
        Index("ix_orders_visit", "visit_id"),
    )

    id: Mapped[PrimaryKey]
    public_id: Mapped[PublicId]
    scope_code: Mapped[DistrictCode]
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"))
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"))
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institutions.id"))
    variant: Mapped[OrderVariant] = mapped_column(TermColumn(OrderVariant))
    state: Mapped[OrderState] = mapped_column(TermColumn(OrderState))
    number: Mapped[str | None] = mapped_column(String(80), unique=True)
    party_name: Mapped[str] = mapped_column(String(200))
    party_type: Mapped[PartyType | None] = mapped_column(TermColumn(PartyType))
    party_code: Mapped[str | None] = mapped_column(String(60))
    party_representative: Mapped[str | None] = mapped_column(String(80))
    party_address: Mapped[str | None] = mapped_column(String(300))
    party_phone: Mapped[str | None] = mapped_column(String(60))
    refund_fen: Mapped[int | None] = mapped_column(BigInteger)
    recheck_how: Mapped[str] = mapped_column(Text)
    first_due_on: Mapped[date | None]
    due_on: Mapped[date | None]
    issued_on: Mapped[date | None]
    first_officer_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    first_officer_certificate: Mapped[str | None] = mapped_column(String(40))
    second_officer_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    second_officer_certificate: Mapped[str | None] = mapped_column(String(40))
    served_on: Mapped[date | None]
    counts_on: Mapped[date | None]
    extension_until: Mapped[date | None]
    outcome: Mapped[Corrected | None] = mapped_column(TermColumn(Corrected))
    drafted_by_person: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    visit: Mapped[Visit] = relationship()
    site: Mapped[Site] = relationship()
    institution: Mapped[Institution | None] = relationship()
    first_officer: Mapped[Person | None] = relationship(foreign_keys=[first_officer_id])
    second_officer: Mapped[Person | None] = relationship(foreign_keys=[second_officer_id])
    drafter: Mapped[Person] = relationship(foreign_keys=[drafted_by_person])
    items: Mapped[list["OrderItem"]] = relationship(
        order_by="OrderItem.number", cascade="all, delete-orphan"
    )
    steps: Mapped[list["OrderStep"]] = relationship(order_by="OrderStep.id", back_populates="order")


class OrderItem(Base):
    """What is wrong, the rule that it breaks, and what is to be corrected.

    `checklist_item` and `violation` are the codes that it came from; the last item of an order
    that demands money back is `is_refund`.
    """

    __tablename__ = "order_items"
    __table_args__ = (UniqueConstraint("order_id", "number"),)

    id: Mapped[PrimaryKey]
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    number: Mapped[int]
    wrong: Mapped[str] = mapped_column(Text)
    rule: Mapped[str] = mapped_column(Text)
    to_correct: Mapped[str] = mapped_column(Text)
    checklist_item: Mapped[str | None] = mapped_column(String(40))
    violation: Mapped[str | None] = mapped_column(String(40))
    is_refund: Mapped[bool] = mapped_column(default=False)


class OrderStep(Base):
    """One step of an order as it was recorded; the database refuses change.

    A lead that follows from an order hangs on its step `escalate`. `until` is the day asked for,
    granted or refused; `counts_on` that of a service; `visit_id` the visit of a re-check.
    """

    __tablename__ = "order_steps"
    __table_args__ = (
        CheckConstraint("first_officer_id <> second_officer_id", name="two_persons"),
        CheckConstraint("step <> 'escalate' or reason is not null", name="escalated_with_a_reason"),
        CheckConstraint("step <> 'recheck' or visit_id is not null", name="rechecked_in_a_visit"),
        Index("ix_order_steps_order", "order_id", "id"),
        Index("ix_order_steps_visit", "visit_id"),
    )

    id: Mapped[PrimaryKey]
    public_id: Mapped[PublicId]
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    step: Mapped[str] = mapped_column(String(32))
    from_state: Mapped[OrderState] = mapped_column(TermColumn(OrderState))
    to_state: Mapped[OrderState] = mapped_column(TermColumn(OrderState))
    happened_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    first_officer_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    second_officer_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    reason: Mapped[str | None] = mapped_column(Text)
    method: Mapped[ServiceMethod | None] = mapped_column(TermColumn(ServiceMethod))
    receiver: Mapped[str | None] = mapped_column(String(120))
    counts_on: Mapped[date | None]
    until: Mapped[date | None]
    outcome: Mapped[Corrected | None] = mapped_column(TermColumn(Corrected))
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visits.id"))

    order: Mapped[Order] = relationship(back_populates="steps")
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    first_officer: Mapped[Person | None] = relationship(foreign_keys=[first_officer_id])
    second_officer: Mapped[Person | None] = relationship(foreign_keys=[second_officer_id])
    visit: Mapped[Visit | None] = relationship()
    files: Mapped[list["OrderFile"]] = relationship(order_by="OrderFile.id")
    answers: Mapped[list["OrderAnswer"]] = relationship(order_by="OrderAnswer.id")


class OrderFile(Base):
    """A file that a step lists: the proof of a service, the photos of a report."""

    __tablename__ = "order_files"
    __table_args__ = (UniqueConstraint("step_id", "evidence_id"),)

    id: Mapped[PrimaryKey]
    step_id: Mapped[int] = mapped_column(ForeignKey("order_steps.id"))
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence_files.id"), index=True)

    evidence: Mapped[EvidenceFile] = relationship(lazy="joined")


class OrderAnswer(Base):
    """What a re-check found of one item; `files` are digests of files of its visit."""

    __tablename__ = "order_answers"
    __table_args__ = (UniqueConstraint("step_id", "item"),)

    id: Mapped[PrimaryKey]
    step_id: Mapped[int] = mapped_column(ForeignKey("order_steps.id"))
    item: Mapped[int]
    corrected: Mapped[Corrected] = mapped_column(TermColumn(Corrected))
    note: Mapped[str | None] = mapped_column(Text)
    files: Mapped[list[Any]] = mapped_column(JSON)
