"""What an edition is made of, read from the database: facts of the register, the log, the salts."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from app.db import db
from app.models.blacklist import Listing
from app.models.editions import EditionLeaf, EntrySalt, PublishedEdition
from app.models.register import Institution, RegisterChange
from app.models.sites import Site
from app.queries.publication import (
    ENDED_AFTER_LISTING,
    public_listing_facts,
    public_place_facts,
)
from inspections.licences import LicenceFacts
from inspections.verdicts import ListingFacts, Premises, PublicFacts
from inspections.vocabulary import ListingState
from maps import districts

BATCH = 2000


def last_edition() -> PublishedEdition | None:
    """Return the newest edition, or None before the first."""
    return db.session.scalar(
        select(PublishedEdition).order_by(PublishedEdition.number.desc()).limit(1)
    )


def log_leaves() -> list[bytes]:
    """Return the leaves of the public log, in order."""
    rows = db.session.scalars(select(EditionLeaf.data).order_by(EditionLeaf.position))
    return [data.encode() for data in rows]


def earlier_headers() -> list[str]:
    """Return the headers of all editions as signed, one line each, oldest first."""
    headers = db.session.scalars(select(PublishedEdition.header).order_by(PublishedEdition.number))
    return [" ".join(header.split("\n")) for header in headers]


def salts() -> dict[str, bytes]:
    """Return the salts of the entries that are shown."""
    rows = db.session.execute(select(EntrySalt.entry, EntrySalt.salt))
    return {entry: bytes(salt) for entry, salt in rows}


def shown_entries() -> frozenset[str]:
    """Return the entries that stand in the edition that is out."""
    statement = select(Listing.public_id).where(
        Listing.published_by_person.is_not(None),
        Listing.closed_edition.is_(None),
        Listing.state.in_((ListingState.LISTED, *ENDED_AFTER_LISTING)),
    )
    return frozenset(db.session.scalars(statement))


def has_ended_entries(day: date) -> bool:
    """Say whether the term of a listed entry is over."""
    statement = select(Listing.id).where(
        Listing.state == ListingState.LISTED, Listing.ends_on < day
    )
    return db.session.scalar(statement.limit(1)) is not None


def institutions_for(listings: Mapping[int, Listing]) -> Iterator[PublicFacts]:
    """Yield the public facts of every institution, with the listing of those that have one.

    Rows are read by some thousands: 100,000 institutions never stand in memory at once.
    """
    last_id = 0
    statement = select(*_COLUMNS).order_by(Institution.id).limit(BATCH)
    while rows := db.session.execute(statement.where(Institution.id > last_id)).all():
        ids = [row.id for row in rows]
        places, former = _places_of(ids), _former_names_of(ids)
        for row in rows:
            listing = listings.get(row.id)
            yield _facts(
                row,
                premises=places.get(row.id, ()),
                former_names=former.get(row.id, ()),
                listing=public_listing_facts(listing) if listing else None,
            )
        last_id = ids[-1]


def listed_institutions(listings: Mapping[int, Listing]) -> Iterator[PublicFacts]:
    """Yield the public facts of listed institutions alone."""
    ids = sorted(listings)
    for start in range(0, len(ids), BATCH):
        part = ids[start : start + BATCH]
        former = _former_names_of(part)
        places = _places_of(part)
        for row in db.session.execute(select(*_COLUMNS).where(Institution.id.in_(part))):
            yield _facts(
                row,
                premises=places.get(row.id, ()),
                former_names=former.get(row.id, ()),
                listing=public_listing_facts(listings[row.id]),
            )


def by_institution(listings: Sequence[Listing]) -> dict[int, Listing]:
    """Return the listings of institutions of the register, by the institution's key."""
    return {row.institution_id: row for row in listings if row.institution_id is not None}


def entry_records(listings: Sequence[Listing]) -> Iterator[PublicFacts]:
    """Yield the public facts behind some listings, whether or not they are on the register."""
    yield from listed_institutions(by_institution(listings))
    yield from places_without_institution(listings)


def places_without_institution(listings: Sequence[Listing]) -> Iterator[PublicFacts]:
    """Yield the public facts of listed places that are on no register."""
    for listing in listings:
        if listing.institution_id is None:
            yield public_place_facts(listing)


_COLUMNS = (
    Institution.id,
    Institution.public_id,
    Institution.name,
    Institution.short_name,
    Institution.credit_code,
    Institution.legal_form,
    Institution.licence_no,
    Institution.licence_issued,
    Institution.licence_expires,
    Institution.licence_status,
    Institution.renewal_pending,
    Institution.stop_enrolling,
    Institution.subject_class,
    Institution.subject_group,
    Institution.subjects,
    Institution.stages,
    Institution.delivery_mode,
    Institution.district_code,
)


def _facts(
    row: Any,
    *,
    premises: tuple[Premises, ...],
    former_names: tuple[str, ...],
    listing: ListingFacts | None,
) -> PublicFacts:
    code = row.district_code
    return PublicFacts(
        id=row.public_id,
        name=row.name,
        former_names=former_names,
        short_name=row.short_name,
        credit_code=row.credit_code,
        licence=LicenceFacts(
            number=row.licence_no,
            issued_on=row.licence_issued,
            expires_on=row.licence_expires,
            status=row.licence_status,
            renewal_pending=row.renewal_pending,
            stop_enrolling=row.stop_enrolling,
        ),
        district_code=code,
        district_zh=districts.name(code, "zh") if code else "",
        district_en=districts.name(code, "en") if code else "",
        address=premises[0].address if premises else None,
        premises=premises,
        subject_group=row.subject_group,
        subject_class=row.subject_class,
        subjects=row.subjects,
        stages=row.stages,
        legal_form=row.legal_form,
        delivery_mode=row.delivery_mode,
        listing=listing,
    )


def _places_of(ids: list[int]) -> dict[int, tuple[Premises, ...]]:
    """Return the open premises of some institutions, the main one first."""
    statement = (
        select(Site.institution_id, Site.address, Site.lng_wgs84, Site.lat_wgs84, Site.is_main)
        .where(Site.institution_id.between(ids[0], ids[-1]), Site.closed_at.is_(None))
        .order_by(Site.institution_id, Site.is_main.desc(), Site.id)
    )
    found: dict[int, list[Premises]] = defaultdict(list)
    for institution, address, lng, lat, is_main in db.session.execute(statement):
        if address:
            found[institution].append(Premises(address, lng, lat, is_main))
    return {institution: tuple(places) for institution, places in found.items()}


def _former_names_of(ids: list[int]) -> dict[int, tuple[str, ...]]:
    """Return the former names of some institutions, the newest first, each once."""
    statement = (
        select(RegisterChange.institution_id, RegisterChange.old)
        .where(
            RegisterChange.institution_id.between(ids[0], ids[-1]),
            RegisterChange.field == "name",
            RegisterChange.old.is_not(None),
        )
        .order_by(RegisterChange.id.desc())
    )
    found: dict[int, dict[str, None]] = defaultdict(dict)
    for institution, old in db.session.execute(statement):
        found[institution][old] = None
    return {institution: tuple(names) for institution, names in found.items()}
