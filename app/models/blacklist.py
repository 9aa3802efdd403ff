"""Listings on the blacklist, every step they took, and the lists they were taken over from."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base
from app.models.columns import DistrictCode, Moment, PrimaryKey, PublicId, TermColumn
from app.models.files import StoredFile
from app.models.people import Person
from app.models.register import Institution
from inspections.vocabulary import Ending, ListingState, PartyAnswer, SetAsideReason

OPEN = "state in ('draft', 'proposed', 'approved', 'listed')"
COMPLETE = (
    "proposed_by_person is not null and proposed_at is not null and ground is not null "
    "and legal_basis is not null and decision_no is not null and decision_on is not null "
    "and authority is not null and scan_id is not null and notice_served_on is not null "
    "and listed_on is not null and ends_on is not null"
)


class Listing(Base):
    """One entry of the blacklist from draft to end; three different persons bring it out.

    The subject is an institution of the register, or, where there is none, the name and address
    that the decision gives. `scope_code` decides who may see it.
    """

    __tablename__ = "listings"
    __table_args__ = (
        CheckConstraint(
            "approved_by_person is null or approved_by_person <> proposed_by_person",
            name="approver_is_another_person",
        ),
        CheckConstraint(
            "published_by_person is null or (published_by_person <> proposed_by_person "
            "and published_by_person <> approved_by_person)",
            name="publisher_is_a_third_person",
        ),
        CheckConstraint(
            f"state not in ('proposed', 'approved', 'listed') or ({COMPLETE})",
            name="proposed_is_complete",
        ),
        CheckConstraint(
            "state not in ('approved', 'listed', 'removed', 'expired', 'revoked') or "
            "(proposed_by_person is not null and approved_by_person is not null "
            "and approved_at is not null and approved_digest is not null)",
            name="approved_by_a_person",
        ),
        CheckConstraint(
            "state not in ('listed', 'removed', 'expired', 'revoked') or "
            "(published_by_person is not null and published_at is not null "
            "and edition is not null and content_digest = approved_digest)",
            name="published_by_a_person",
        ),
        CheckConstraint(
            "state not in ('rejected', 'withdrawn', 'removed', 'expired', 'revoked') "
            "or ended_on is not null",
            name="ended_on_a_day",
        ),
        CheckConstraint(
            "state not in ('rejected', 'withdrawn', 'removed', 'revoked') or "
            "(end_reason is not null and ended_by_person is not null)",
            name="ended_with_a_reason",
        ),
        CheckConstraint(
            "ending is null or (ending_reason is not null and ending_scan_id is not null "
            "and ending_proposed_by_person is not null and ending_proposed_at is not null "
            "and state in ('listed', 'removed', 'expired', 'revoked'))",
            name="ending_is_documented",
        ),
        CheckConstraint(
            "state not in ('removed', 'revoked') or (ending is not null "
            "and ended_by_person <> ending_proposed_by_person)",
            name="ended_by_two_persons",
        ),
        CheckConstraint(
            "(state <> 'revoked' or (ending = 'set_aside' and ending_category is not null)) "
            "and (state <> 'removed' or ending = 'removal')",
            name="ended_as_proposed",
        ),
        CheckConstraint(
            f"state in ({', '.join(repr(str(state)) for state in ListingState)})",
            name="state_is_known",
        ),
        Index(
            "uq_listings_open_institution",
            "institution_id",
            unique=True,
            sqlite_where=text(OPEN),
            postgresql_where=text(OPEN),
        ),
        Index("ix_listings_institution", "institution_id"),
        Index("ix_listings_scope_state", "scope_code", "state", "id"),
        Index("ix_listings_state_ends", "state", "ends_on"),
        Index("ix_listings_name_key", "name_key"),
        Index("ix_listings_import", "import_id"),
    )

    id: Mapped[PrimaryKey]
    public_id: Mapped[PublicId]
    state: Mapped[ListingState] = mapped_column(
        TermColumn(ListingState), default=ListingState.DRAFT
    )
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institutions.id"))
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200))
    credit_code: Mapped[str | None] = mapped_column(String(18))
    address: Mapped[str | None] = mapped_column(String(300))
    district_code: Mapped[str | None] = mapped_column(String(6))
    scope_code: Mapped[DistrictCode]

    ground: Mapped[str | None] = mapped_column(String(40))
    legal_basis: Mapped[str | None] = mapped_column(String(300))
    decision_no: Mapped[str | None] = mapped_column(String(80))
    decision_on: Mapped[date | None]
    authority: Mapped[str | None] = mapped_column(String(120))
    penalty: Mapped[str | None] = mapped_column(String(300))
    scan_id: Mapped[int | None] = mapped_column(ForeignKey("stored_files.id"))
    notice_served_on: Mapped[date | None]
    answer_due_on: Mapped[date | None]
    answer: Mapped[PartyAnswer | None] = mapped_column(TermColumn(PartyAnswer))
    answer_note: Mapped[str | None] = mapped_column(Text)
    listed_on: Mapped[date | None]
    term_months: Mapped[int | None]
    ends_on: Mapped[date | None]
    content_digest: Mapped[str] = mapped_column(String(64))

    drafted_by_person: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    proposed_by_person: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    proposed_at: Mapped[datetime | None] = mapped_column(Moment)
    approved_by_person: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    approved_at: Mapped[datetime | None] = mapped_column(Moment)
    approved_digest: Mapped[str | None] = mapped_column(String(64))
    published_by_person: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    published_at: Mapped[datetime | None] = mapped_column(Moment)
    edition: Mapped[int | None]
    ended_by_person: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    ended_on: Mapped[date | None]
    end_reason: Mapped[str | None] = mapped_column(String(500))
    closed_edition: Mapped[int | None]

    ending: Mapped[Ending | None] = mapped_column(TermColumn(Ending))
    ending_category: Mapped[SetAsideReason | None] = mapped_column(TermColumn(SetAsideReason))
    ending_reason: Mapped[str | None] = mapped_column(String(500))
    ending_scan_id: Mapped[int | None] = mapped_column(ForeignKey("stored_files.id"))
    ending_proposed_by_person: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    ending_proposed_at: Mapped[datetime | None] = mapped_column(Moment)

    import_id: Mapped[int | None] = mapped_column(ForeignKey("listing_imports.id"))
    import_row: Mapped[int | None]
    import_values: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    institution: Mapped[Institution | None] = relationship()
    scan: Mapped[StoredFile | None] = relationship(foreign_keys=[scan_id])
    ending_scan: Mapped[StoredFile | None] = relationship(foreign_keys=[ending_scan_id])
    source: Mapped["ListingImport | None"] = relationship(back_populates="listings")
    proposer: Mapped[Person | None] = relationship(foreign_keys=[proposed_by_person])
    approver: Mapped[Person | None] = relationship(foreign_keys=[approved_by_person])
    publisher: Mapped[Person | None] = relationship(foreign_keys=[published_by_person])
    ending_proposer: Mapped[Person | None] = relationship(foreign_keys=[ending_proposed_by_person])
    events: Mapped[list["ListingEvent"]] = relationship(
        back_populates="listing", order_by="ListingEvent.id"
    )


class ListingEvent(Base):
    """One step that a listing took: on which day it happened, and when it was recorded."""

    __tablename__ = "listing_events"
    __table_args__ = (Index("ix_listing_events_listing", "listing_id", "id"),)

    id: Mapped[PrimaryKey]
    listing_id: Mapped[int] = mapped_column(ForeignKey("listings.id"))
    step: Mapped[str] = mapped_column(String(40))
    from_state: Mapped[ListingState | None] = mapped_column(TermColumn(ListingState))
    to_state: Mapped[ListingState] = mapped_column(TermColumn(ListingState))
    happened_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    reason: Mapped[str | None] = mapped_column(String(500))

    listing: Mapped[Listing] = relationship(back_populates="events")
    person: Mapped[Person | None] = relationship()


class ListingImport(Base):
    """A list taken over from elsewhere: its digest, its rows as read, and what was written.

    The file itself isn't kept: it may name persons, and `rows` holds those masked.
    """

    __tablename__ = "listing_imports"
    __table_args__ = (Index("ix_listing_imports_sha256", "sha256"),)

    id: Mapped[PrimaryKey]
    public_id: Mapped[PublicId]
    file_name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    encoding: Mapped[str | None] = mapped_column(String(40))
    sheet: Mapped[str | None] = mapped_column(String(100))
    rows_listed: Mapped[int] = mapped_column(default=0)
    persons_set_apart: Mapped[int] = mapped_column(default=0)
    report: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, deferred=True)
    outcomes: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    written: Mapped[dict[str, int] | None] = mapped_column(JSON)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("jobs.id"))
    scope_code: Mapped[DistrictCode]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    read_at: Mapped[datetime] = mapped_column(Moment)
    written_at: Mapped[datetime | None] = mapped_column(Moment)

    listings: Mapped[list[Listing]] = relationship(back_populates="source")
