"""The State Council's notices of working days, as officials entered them; versions are kept."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base
from app.models.columns import Moment, PrimaryKey, PublicId, TermColumn
from app.models.people import Person
from inspections.calendars import NoticeScope

FIRST_VERSION = text("replaces_id is null")


class CalendarNotice(Base):
    """One version of a notice; the database refuses change. A withdrawn one names no days.

    What `replaces_id` points to no longer counts, and is replaced once at most.
    """

    __tablename__ = "calendar_notices"
    __table_args__ = (
        CheckConstraint("replaces_id is null or reason is not null", name="replaced_for_a_reason"),
        CheckConstraint(
            "not is_withdrawn or replaces_id is not null", name="withdrawn_after_entry"
        ),
        Index(
            "ix_calendar_notices_entered_once",
            "year",
            "number",
            unique=True,
            sqlite_where=FIRST_VERSION,
            postgresql_where=FIRST_VERSION,
        ),
    )

    id: Mapped[PrimaryKey]
    public_id: Mapped[PublicId]
    year: Mapped[int]
    scope: Mapped[NoticeScope] = mapped_column(TermColumn(NoticeScope))
    title: Mapped[str] = mapped_column(String(200))
    number: Mapped[str] = mapped_column(String(80))
    published_on: Mapped[date]
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("calendar_notices.id"), unique=True)
    is_withdrawn: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str | None] = mapped_column(Text)
    entered_at: Mapped[datetime] = mapped_column(Moment)
    entered_by_person: Mapped[int] = mapped_column(ForeignKey("persons.id"))

    entered_by: Mapped[Person] = relationship()
    days: Mapped[list["CalendarDay"]] = relationship(order_by="CalendarDay.day")
    replaced_by: Mapped["CalendarNotice | None"] = relationship(
        remote_side=[replaces_id], viewonly=True, uselist=False
    )

    @property
    def off(self) -> tuple[date, ...]:
        """Return the days off that it names."""
        return tuple(one.day for one in self.days if not one.is_worked)

    @property
    def work(self) -> tuple[date, ...]:
        """Return the days that it orders to be worked."""
        return tuple(one.day for one in self.days if one.is_worked)

    @property
    def source(self) -> str:
        """Return title and number in one."""
        return f"{self.title}（{self.number}）"


class CalendarDay(Base):
    """One day that a notice names: off, or worked."""

    __tablename__ = "calendar_days"
    __table_args__ = (UniqueConstraint("notice_id", "day"),)

    id: Mapped[PrimaryKey]
    notice_id: Mapped[int] = mapped_column(ForeignKey("calendar_notices.id"))
    day: Mapped[date]
    is_worked: Mapped[bool]
