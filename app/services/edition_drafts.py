"""An edition before it is signed: what it lists, in a folder built without a lock."""

import secrets
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask import current_app

from app import clock
from app.access import Viewer
from app.db import db
from app.editions import shelf
from app.editions.builder import Content, Order, build_content
from app.editions.header import Key
from app.models.blacklist import Listing
from app.permissions import require_permission
from app.queries import editions as queries
from app.queries.edition_changes import change_set
from app.queries.listing_facts import facts_of
from app.queries.publication import listed_next, listings_to_publish, set_aside_reasons
from app.signing import signer
from inspections.blacklist import PUBLISH
from inspections.blacklist import refusals as step_refusals
from inspections.editions import SALT_BYTES
from inspections.refusal import Refusal, Refused
from inspections.verdicts import PublicFacts
from maps import districts

PERMISSION = "blacklist.publish"


@dataclass(frozen=True, slots=True)
class Draft:
    """An edition built but not signed: its folder, what it lists, and what was left out and why.

    `change_digest` says what it changes, for two persons to agree to.
    """

    folder: Path
    order: Order
    content: Content
    added: tuple[str, ...]
    left_out: tuple[tuple[str, tuple[Refusal, ...]], ...]
    change_digest: str


def prepare_edition(*, viewer: Viewer) -> Draft:
    """Read the register and build the next edition's folder; writes no row and takes no lock.

    Approved entries that this person may not bring out are left out and named. Raises `Refused`
    when entries wait and none of them may be brought out by this person.
    """
    if not viewer.is_system:  # which brings the same list out anew, before it grows old
        require_permission(viewer, PERMISSION)
    added, left_out = _publishable(viewer)
    if left_out and not added:
        raise Refused([refusal for _, reasons in left_out for refusal in reasons])
    listings = listed_next(added)
    order = _order(listings)
    folder = shelf.draft_folder(editions_folder(), order.number)
    content = build_content(folder, _records(listings), order)
    digest = change_set(added).digest
    names = tuple(listing.public_id for listing in added)
    db.session.rollback()
    return Draft(folder, order, content, names, tuple(left_out), digest)


def discard(draft: Draft) -> None:
    """Remove a draft that won't be signed."""
    shutil.rmtree(draft.folder, ignore_errors=True)


def editions_folder() -> Path:
    """Return the folder in which this office's editions stand."""
    folder: Path = current_app.config["SETTINGS"].editions
    return folder


def _publishable(viewer: Viewer) -> tuple[list[Listing], list[tuple[str, tuple[Refusal, ...]]]]:
    """Return what this person may bring out; a system's re-issue brings out nothing new."""
    if viewer.is_system:
        return [], []
    added, left_out = [], []
    for listing in listings_to_publish(viewer):
        against = step_refusals(PUBLISH, facts_of(listing, actor=viewer, today=clock.today()))
        if against:
            left_out.append((listing.public_id, tuple(against)))
        else:
            added.append(listing)
    return added, left_out


def _records(listings: list[Listing]) -> Iterator[PublicFacts]:
    yield from queries.institutions_for(queries.by_institution(listings))
    yield from queries.places_without_institution(listings)


def _order(listings: Sequence[Listing]) -> Order:
    settings = current_app.config["SETTINGS"]
    last, now = queries.last_edition(), clock.now()
    own = signer(settings.keys, "edition")
    salts = queries.salts()
    code = settings.office_district
    return Order(
        number=(last.number if last else 0) + 1,
        list_name=f"mingcha/{code}/blacklist",
        area={
            "code": code,
            "zh": districts.name(code, "zh"),
            "en": districts.name(code, "en"),
        },
        office={
            "zh": settings.bureau_zh,
            "en": settings.bureau_en,
            "hotline": settings.hotline,
            "public_url": settings.public_url,
            "map_review_number": settings.map_review_number,
        },
        boundaries=settings.boundaries,
        day=clock.today(),
        signed_at=now,
        valid_until=now + timedelta(hours=settings.edition_hours),
        key=Key(own.key_id, own.public_bytes, own.sign),
        salts={
            row.public_id: salts.get(row.public_id) or secrets.token_bytes(SALT_BYTES)
            for row in listings
        },
        leaves=queries.log_leaves(),
        history=queries.earlier_headers(),
        set_aside=set_aside_reasons(),
    )
