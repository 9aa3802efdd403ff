"""The numbers of papers: one running number for each kind, year and office, without gaps."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base
from app.models.columns import DistrictCode, Moment, PrimaryKey, TermColumn
from inspections.vocabulary import NumberState, PaperKind


class PaperSeries(Base):
    """How far the numbers of one kind, year and office have come; its row is the lock."""

    __tablename__ = "paper_series"
    __table_args__ = (
        UniqueConstraint("kind", "year", "office"),
        CheckConstraint("last > 0", name="begins_with_one"),
    )

    id: Mapped[PrimaryKey]
    kind: Mapped[PaperKind] = mapped_column(TermColumn(PaperKind))
    year: Mapped[int]
    office: Mapped[DistrictCode]
    last: Mapped[int]


class PaperNumber(Base):
    """A number that a paper carries, or carried before it was given up."""

    __tablename__ = "paper_numbers"
    __table_args__ = (
        UniqueConstraint("kind", "year", "office", "number"),
        CheckConstraint("(state = 'void') = (void_reason is not null)", name="void_for_a_reason"),
    )

    id: Mapped[PrimaryKey]
    kind: Mapped[PaperKind] = mapped_column(TermColumn(PaperKind))
    year: Mapped[int]
    office: Mapped[DistrictCode]
    number: Mapped[int]
    text: Mapped[str] = mapped_column(String(80), unique=True)
    state: Mapped[NumberState] = mapped_column(TermColumn(NumberState))
    void_reason: Mapped[str | None] = mapped_column(String(300))
    given_at: Mapped[datetime] = mapped_column(Moment)
    given_by_person: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
