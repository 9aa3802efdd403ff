"""Published editions, the append-only log behind them, and the salts of the entries shown."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base
from app.models.columns import DistrictCode, Moment, PrimaryKey, PublicId, TermColumn
from app.models.people import Person
from inspections.vocabulary import OverrideState

OPEN_OVERRIDE = "state in ('asked', 'confirmed')"


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


class PublicationOverride(Base):
    """Two persons' agreement to one large change of the list; `digest` says to which and no other.

    `scope_code` is the area whose publication it is for.
    """

    __tablename__ = "publication_overrides"
    __table_args__ = (
        CheckConstraint(
            "confirmed_by_person is null or confirmed_by_person <> asked_by_person",
            name="another_confirms",
        ),
        CheckConstraint(
            "state not in ('confirmed', 'used') or (confirmed_by_person is not null "
            "and confirmed_at is not null)",
            name="confirmed_by_a_person",
        ),
        CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_by_person is not null)",
            name="withdrawn_by_a_person",
        ),
        CheckConstraint("(state = 'used') = (edition is not null)", name="used_by_an_edition"),
        CheckConstraint(
            f"state in ({', '.join(repr(str(state)) for state in OverrideState)})",
            name="state_is_known",
        ),
        Index(
            "uq_publication_overrides_open",
            "scope_code",
            unique=True,
            sqlite_where=text(OPEN_OVERRIDE),
            postgresql_where=text(OPEN_OVERRIDE),
        ),
        Index("ix_publication_overrides_digest", "digest"),
    )

    id: Mapped[PrimaryKey]
    public_id: Mapped[PublicId]
    scope_code: Mapped[DistrictCode]
    state: Mapped[OverrideState] = mapped_column(TermColumn(OverrideState))
    digest: Mapped[str] = mapped_column(String(64))
    changes: Mapped[int]
    listed_before: Mapped[int]
    reason: Mapped[str] = mapped_column(String(500))
    asked_by_person: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    confirmed_by_person: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_by_person: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    edition: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    asker: Mapped[Person] = relationship(foreign_keys=[asked_by_person])
    confirmer: Mapped[Person | None] = relationship(foreign_keys=[confirmed_by_person])


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
