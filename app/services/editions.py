"""Publishing an edition: prepared without a lock, signed in one act, put out after the commit.

draft = prepare_edition(viewer=actor)
with act():
    published = publish_edition(draft, actor=actor, override=None)
put_out_edition(published)
"""

import secrets
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import delete

from app import audit, clock
from app.access import Viewer
from app.db import db
from app.editions import shelf
from app.editions.builder import Built, Content, Order, build_content, sign_edition
from app.editions.header import Header, Key
from app.errors import Conflict, Forbidden
from app.models.blacklist import Listing
from app.models.editions import EditionLeaf, EntrySalt, PublishedEdition
from app.permissions import access_for
from app.queries import editions as queries
from app.queries.blacklist import facts_of
from app.queries.publication import listed_now, listings_to_close, listings_to_publish
from app.services.blacklist import close_ended, expire_listings, publish_listing
from app.signing import signer
from inspections.blacklist import PUBLISH
from inspections.blacklist import refusals as step_refusals
from inspections.editions import SALT_BYTES, changes, commitment, fold
from inspections.merkle import leaf_hash, tree_root
from inspections.publication import PublicationFacts, refusals
from inspections.refusal import Refusal, Refused
from inspections.verdicts import PublicFacts, entry_fields
from maps import districts

REISSUE_AFTER = timedelta(hours=24)
PERMISSION = "blacklist.publish"


@dataclass(frozen=True, slots=True)
class Override:
    """Two persons' agreement to a large change, with their reason."""

    reason: str
    persons: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """An edition built but not signed: its folder, what it lists, and what was left out and why."""

    folder: Path
    order: Order
    content: Content
    added: tuple[str, ...]
    left_out: tuple[tuple[str, tuple[Refusal, ...]], ...]


@dataclass(frozen=True, slots=True)
class Published:
    """A signed edition, ready to be put out."""

    number: int
    institutions: int
    listed: int
    root: str
    valid_until: str
    path: Path
    left_out: tuple[str, ...]


def prepare_edition(*, viewer: Viewer) -> Draft:
    """Read the register and build the next edition's folder; writes no row and takes no lock.

    Approved entries that this person may not bring out are left out and named. Raises `Refused`
    when entries wait and none of them may be brought out by this person.
    """
    _require_permission(viewer)
    added, left_out = _publishable(viewer)
    if left_out and not added:
        raise Refused([refusal for _, reasons in left_out for refusal in reasons])
    listings = _listed_next(added)
    order = _order(listings)
    folder = shelf.draft_folder(_editions(), order.number)
    content = build_content(folder, _records(listings), order)
    names = tuple(listing.public_id for listing in added)
    db.session.rollback()
    return Draft(folder, order, content, names, tuple(left_out))


def publish_edition(draft: Draft, *, actor: Viewer, override: Override | None = None) -> Published:
    """Sign the edition and store it with its log, its salts and what became of its entries.

    Raises `Refused` with every reason against it, and `Conflict` when the list changed meanwhile.
    """
    last = queries.last_edition()
    if draft.order.number != (last.number if last else 0) + 1:
        raise Conflict(theirs={"edition": last.number if last else 0}, yours={})
    against = refusals(_facts(draft, last, actor=actor, override=override))
    if against:
        raise Refused(against)
    expire_listings(actor=actor)
    for row in _approved(draft.added, actor):
        publish_listing(row, actor=actor, edition=draft.order.number)
    close_ended(actor=actor, edition=draft.order.number)
    _require_unchanged(draft)
    built = sign_edition(draft.folder, draft.content, draft.order)
    edition = _stored(built, draft, actor=actor, override=override)
    path = shelf.put_on_shelf(draft.folder, draft.order.number)
    audit.record(
        actor,
        "edition.published",
        "edition",
        str(edition.number),
        chain=actor.district_code,
        after={"header": built.header.digest},
        details={
            "root": edition.root,
            "listed": edition.listed,
            "changes": edition.changes,
            "overridden": override is not None,
        },
    )
    return Published(
        number=edition.number,
        institutions=edition.institutions,
        listed=edition.listed,
        root=edition.root,
        valid_until=built.header.values["valid_until"],
        path=path,
        left_out=tuple(entry for entry, _ in draft.left_out),
    )


def put_out_edition(published: Published) -> None:
    """Show the edition to everyone; called after the commit."""
    shelf.put_out(_editions(), published.number)


def settle_shelf() -> None:
    """Put out what was committed before a crash: the database decides which edition is out."""
    last = queries.last_edition()
    if last and shelf.current_number(_editions()) < last.number:
        stored = shelf.stored_header(_editions(), last.number)
        if stored and stored == Header.read(last.header):
            shelf.put_out(_editions(), last.number)


def is_reissue_due() -> bool:
    """Say whether the list should be signed anew: a day is over, or something has ended."""
    last = queries.last_edition()
    if last is None:
        return False
    if clock.now() - last.signed_at >= REISSUE_AFTER:
        return True
    return queries.has_ended_entries(clock.today()) or bool(listings_to_close())


def discard(draft: Draft) -> None:
    """Remove a draft that won't be signed."""
    shutil.rmtree(draft.folder, ignore_errors=True)


def _editions() -> Path:
    folder: Path = current_app.config["SETTINGS"].editions
    return folder


def _require_permission(viewer: Viewer) -> None:
    access = access_for(PERMISSION, "POST")
    if not viewer.is_system and (access is None or not viewer.holds(*(access.roles or ()))):
        raise Forbidden


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


def _listed_next(added: Sequence[Listing]) -> list[Listing]:
    today = clock.today()
    kept = [row for row in listed_now() if row.ends_on is None or row.ends_on >= today]
    return [*kept, *added]


def _records(listings: list[Listing]) -> Iterator[PublicFacts]:
    yield from queries.institutions_for(_by_institution(listings))
    yield from queries.places_without_institution(listings)


def _by_institution(listings: Sequence[Listing]) -> dict[int, Listing]:
    return {row.institution_id: row for row in listings if row.institution_id is not None}


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
    )


def _facts(
    draft: Draft, last: PublishedEdition | None, *, actor: Viewer, override: Override | None
) -> PublicationFacts:
    leaves = queries.log_leaves()
    folded = fold(leaves)
    found = changes(folded, draft.content.commitments, on=draft.order.day.isoformat())
    return PublicationFacts(
        changed=len(found),
        listed_before=len(folded),
        publisher=actor.person_id,
        override_reason=override.reason.strip() if override else "",
        override_persons=override.persons if override else (),
        folded=folded,
        shown=queries.shown_entries(),
        log_is_as_signed=_is_as_signed(leaves, last),
        is_newest=_is_newest(last),
    )


def _is_as_signed(leaves: Sequence[bytes], last: PublishedEdition | None) -> bool:
    """Compare the stored leaves with what the last header and its checkpoint say."""
    if last is None:
        return not leaves
    header = Header.read(last.header)
    note = header.checkpoint()
    root = tree_root([leaf_hash(leaf) for leaf in leaves])
    return note is not None and (note.size, note.root) == (len(leaves), root)


def _is_newest(last: PublishedEdition | None) -> bool:
    """Compare with what is out: a restored database must not publish over a newer edition."""
    number = shelf.current_number(_editions())
    if number == 0:
        return True
    if last is None or number > last.number:
        return False
    stored = shelf.stored_header(_editions(), number)
    return number < last.number or (stored is not None and stored == Header.read(last.header))


def _approved(ids: Sequence[str], actor: Viewer) -> list[Listing]:
    waiting = {row.public_id: row for row in listings_to_publish(actor)}
    missing = [one for one in ids if one not in waiting]
    if missing:
        raise Conflict(theirs={"entries": missing}, yours={"entries": list(ids)})
    return [waiting[one] for one in ids]


def _require_unchanged(draft: Draft) -> None:
    """Compare every entry with what was built: nothing is signed that nobody approved."""
    listings = list(listed_now())
    records = [
        *queries.listed_institutions(_by_institution(listings)),
        *queries.places_without_institution(listings),
    ]
    now = {}
    for facts in records:
        fields = entry_fields(facts)
        salt = draft.order.salts.get(fields["entry"])
        now[fields["entry"]] = commitment(fields, salt).hex() if salt else ""
    if now != dict(draft.content.commitments):
        differing = sorted(
            entry
            for entry in now.keys() | draft.content.commitments.keys()
            if now.get(entry) != draft.content.commitments.get(entry)
        )
        raise Conflict(theirs={"entries": differing[:10]}, yours={})


def _stored(
    built: Built, draft: Draft, *, actor: Viewer, override: Override | None
) -> PublishedEdition:
    values: dict[str, Any] = dict(built.header.values)
    persons = override.persons if override else (None, None)
    edition = PublishedEdition(
        number=draft.order.number,
        header=built.header.text(),
        root=values["root"],
        log_size=values["log"]["size"],
        log_root=values["log"]["root"],
        institutions=values["counts"]["institutions"],
        listed=values["counts"]["listed"],
        changes=len(built.new_leaves) - 1,
        signed_at=built.header.signed_at,
        valid_until=built.header.valid_until,
        published_by_person=actor.person_id,
        override_reason=override.reason.strip() if override else None,
        override_person_a=persons[0],
        override_person_b=persons[1],
    )
    db.session.add(edition)
    db.session.flush()
    start = len(draft.order.leaves)
    db.session.add_all(
        EditionLeaf(position=start + place, edition=edition.number, data=leaf.decode())
        for place, leaf in enumerate(built.new_leaves)
    )
    _keep_salts(draft)
    db.session.flush()
    return edition


def _keep_salts(draft: Draft) -> None:
    """Store the salts of new entries and delete those of closed ones."""
    known, wanted = queries.salts(), draft.content.commitments
    for entry in wanted.keys() - known.keys():
        db.session.add(EntrySalt(entry=entry, salt=draft.order.salts[entry]))
    gone = sorted(known.keys() - wanted.keys())
    if gone:
        db.session.execute(delete(EntrySalt).where(EntrySalt.entry.in_(gone)))
