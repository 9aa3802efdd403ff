"""Publishing an edition: prepared without a lock, signed in one act, put out after the commit.

draft = prepare_edition(viewer=actor)
with act():
    published = publish_edition(draft, actor=actor)
put_out_edition(published)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete

from app import audit, clock
from app.access import Viewer
from app.db import db
from app.editions import shelf
from app.editions.builder import Built, sign_edition
from app.editions.header import Header
from app.errors import Conflict
from app.models.blacklist import Listing
from app.models.editions import EditionLeaf, EntrySalt, PublicationOverride, PublishedEdition
from app.queries import editions as queries
from app.queries.overrides import confirmed_override
from app.queries.publication import listings_to_close, listings_to_publish
from app.services.blacklist import close_ended, expire_listings, publish_listing
from app.services.edition_drafts import Draft, editions_folder
from app.services.edition_guard import persons_of, publication_facts, require_unchanged
from inspections.publication import refusals
from inspections.refusal import Refused
from inspections.vocabulary import OverrideState

REISSUE_AFTER = timedelta(hours=24)


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


def publish_edition(draft: Draft, *, actor: Viewer) -> Published:
    """Sign the edition and store it with its log, its salts and what became of its entries.

    A large change needs two others' agreement to exactly this change; it is used up by this.
    Raises `Refused` with every reason against it, and `Conflict` when the list changed meanwhile.
    """
    last = queries.last_edition()
    if draft.order.number != (last.number if last else 0) + 1:
        raise Conflict(theirs={}, yours={})
    override = confirmed_override(draft.change_digest)
    against = refusals(publication_facts(draft, last, publisher=actor.person_id, override=override))
    if against:
        raise Refused(against)
    expire_listings(actor=actor)
    for row in _approved(draft.added, actor):
        publish_listing(row, actor=actor, edition=draft.order.number)
    close_ended(actor=actor, edition=draft.order.number)
    require_unchanged(draft)
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
    shelf.put_out(editions_folder(), published.number)


def settle_shelf() -> None:
    """Put out what was committed before a crash: the database decides which edition is out."""
    last = queries.last_edition()
    if last and shelf.current_number(editions_folder()) < last.number:
        stored = shelf.stored_header(editions_folder(), last.number)
        if stored and stored == Header.read(last.header):
            shelf.put_out(editions_folder(), last.number)


def is_reissue_due() -> bool:
    """Say whether the list should be signed anew: a day is over, or something has ended."""
    last = queries.last_edition()
    if last is None:
        return False
    if clock.now() - last.signed_at >= REISSUE_AFTER:
        return True
    return queries.has_ended_entries(clock.today()) or bool(listings_to_close())


def _approved(ids: Sequence[str], actor: Viewer) -> list[Listing]:
    waiting = {row.public_id: row for row in listings_to_publish(actor)}
    missing = [one for one in ids if one not in waiting]
    if missing:
        raise Conflict(theirs=dict.fromkeys(missing, ""), yours={})
    return [waiting[one] for one in ids]


def _stored(
    built: Built, draft: Draft, *, actor: Viewer, override: PublicationOverride | None
) -> PublishedEdition:
    values: dict[str, Any] = dict(built.header.values)
    persons = persons_of(override) or (None, None)
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
        override_reason=override.reason if override else None,
        override_person_a=persons[0],
        override_person_b=persons[1],
    )
    db.session.add(edition)
    if override is not None:
        override.state, override.edition = OverrideState.USED, edition.number
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
