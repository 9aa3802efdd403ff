"""Local instruments: discretion standards, and the amounts from which a hearing is due."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
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
from inspections.standards import BandStep
from inspections.vocabulary import PenaltyTier

STANDS = text("withdrawn_at is null")


class LocalInstrument(Base):
    """A local instrument as it was entered; only its comparison and its end are added later.

    It holds in `district_code` and below. Until a second person has compared it with the official
    text (`compared_at`) it is shown as unverified.
    """

    __tablename__ = "local_instruments"
    __table_args__ = (
        CheckConstraint(
            "compared_by_person is null or compared_by_person <> entered_by_person",
            name="compared_by_another",
        ),
        CheckConstraint(
            "(withdrawn_at is null) = (withdrawal_reason is null)", name="withdrawn_for_a_reason"
        ),
        CheckConstraint("valid_to is null or valid_to >= valid_from", name="days_in_order"),
        Index(
            "ix_local_instruments_entered_once",
            "district_code",
            "number",
            unique=True,
            sqlite_where=STANDS,
            postgresql_where=STANDS,
        ),
    )

    id: Mapped[PrimaryKey]
    public_id: Mapped[PublicId]
    district_code: Mapped[DistrictCode]
    title: Mapped[str] = mapped_column(String(200))
    number: Mapped[str] = mapped_column(String(80))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    fine_person_fen: Mapped[int | None] = mapped_column(BigInteger)
    fine_self_employed_fen: Mapped[int | None] = mapped_column(BigInteger)
    fine_organisation_fen: Mapped[int | None] = mapped_column(BigInteger)
    confiscation_fen: Mapped[int | None] = mapped_column(BigInteger)
    goods_fen: Mapped[int | None] = mapped_column(BigInteger)
    entered_at: Mapped[datetime] = mapped_column(Moment)
    entered_by_person: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    compared_at: Mapped[datetime | None] = mapped_column(Moment)
    compared_by_person: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_by_person: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    withdrawal_reason: Mapped[str | None] = mapped_column(Text)

    entered_by: Mapped[Person] = relationship(foreign_keys=[entered_by_person])
    compared_by: Mapped[Person | None] = relationship(foreign_keys=[compared_by_person])
    withdrawn_by: Mapped[Person | None] = relationship(foreign_keys=[withdrawn_by_person])
    bands: Mapped[list["DiscretionBand"]] = relationship(
        order_by="DiscretionBand.number", back_populates="instrument"
    )

    @property
    def is_unverified(self) -> bool:
        """Say whether nobody has compared it with the official text yet."""
        return self.compared_at is None


class DiscretionBand(Base):
    """One row of a standard: amounts in fen, or multiples of the gains in percent."""

    __tablename__ = "discretion_bands"
    __table_args__ = (
        UniqueConstraint("instrument_id", "number"),
        CheckConstraint("(min_fen is null) = (max_fen is null)", name="amounts_in_pairs"),
        CheckConstraint("(min_percent is null) = (max_percent is null)", name="multiples_in_pairs"),
        Index("ix_discretion_bands_violation", "violation"),
    )

    id: Mapped[PrimaryKey]
    instrument_id: Mapped[int] = mapped_column(ForeignKey("local_instruments.id"))
    number: Mapped[int]
    violation: Mapped[str] = mapped_column(String(40))
    tier: Mapped[PenaltyTier] = mapped_column(TermColumn(PenaltyTier))
    step: Mapped[BandStep] = mapped_column(TermColumn(BandStep))
    circumstances: Mapped[str] = mapped_column(Text)
    min_fen: Mapped[int | None] = mapped_column(BigInteger)
    max_fen: Mapped[int | None] = mapped_column(BigInteger)
    min_percent: Mapped[int | None]
    max_percent: Mapped[int | None]

    instrument: Mapped[LocalInstrument] = relationship(back_populates="bands")
