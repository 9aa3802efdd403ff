"""Published editions, the append-only log behind them, and the salts of the entries shown."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base
from app.models.columns import Moment


class PublishedEdition(Base):
    """One signed edition; its content lies in a folder, its header stays for ever.

    An override of the publication guard names two persons beside the one who publishes.
    """

    __tablename__ = "editions"
    __table_args__ = (
        CheckConstraint(
            "(override_reason is null and override_person_a is null and override_person_b is null) "
            "or (override_reason is not null and override_person_a is not null "
            "and override_person_b is not null and override_person_a <> override_person_b)",
            name="overridden_by_two_persons",
        ),
        CheckConstraint(
            "published_by_person is null or ((override_person_a is null "
            "or override_person_a <> published_by_person) and (override_person_b is null "
            "or override_person_b <> published_by_person))",
            name="override_is_not_the_publishers",
        ),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    header: Mapped[str] = mapped_column(Text)
    root: Mapped[str] = mapped_column(String(64))
    log_size: Mapped[int]
    log_root: Mapped[str] = mapped_column(String(64))
    institutions: Mapped[int]
    listed: Mapped[int]
    changes: Mapped[int]
    signed_at: Mapped[datetime] = mapped_column(Moment)
    valid_until: Mapped[datetime] = mapped_column(Moment)
    published_by_person: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    override_reason: Mapped[str | None] = mapped_column(String(500))
    override_person_a: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    override_person_b: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))


class EditionLeaf(Base):
    """One leaf of the public log, as its bytes were signed; the database refuses any change."""

    __tablename__ = "edition_leaves"
    __table_args__ = (Index("ix_edition_leaves_edition", "edition"),)

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    edition: Mapped[int] = mapped_column(ForeignKey("editions.number"))
    data: Mapped[str] = mapped_column(Text)


class EntrySalt(Base):
    """The salt of an entry that is shown; deleted when the entry is closed."""

    __tablename__ = "entry_salts"

    entry: Mapped[str] = mapped_column(String(10), primary_key=True)
    salt: Mapped[bytes] = mapped_column(LargeBinary(16))
