"""What every deed on a listing shares: the locked row, the flush, and the note of the step."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app import audit, clock
from app.access import Viewer
from app.db import db
from app.errors import Conflict, NotFound
from app.models.blacklist import Listing, ListingEvent
from app.queries.listing_facts import seen_of
from app.scope import require_scope
from inspections.refusal import Refusal, Refused
from inspections.vocabulary import ListingState


def locked_listing(public_id: str, *, viewer: Viewer) -> Listing:
    """Return the row, locked until the act ends; raises `NotFound` also for another area's."""
    statement = select(Listing).where(Listing.public_id == public_id)
    statement = statement.with_for_update(of=Listing).execution_options(populate_existing=True)
    listing = db.session.scalar(statement)
    if listing is None:
        raise NotFound
    require_scope(viewer, listing.scope_code)
    return listing


def require_as_seen(listing: Listing, seen: Mapping[str, str] | None) -> None:
    """Raise `Conflict` when the entry no longer says what the person saw; None was no page."""
    if seen is None:
        return
    now = seen_of(listing)
    if now != seen:
        raise Conflict(theirs=now, yours=dict(seen))


def flush() -> None:
    """Flush; the database's own word on a second open entry becomes a refusal."""
    try:
        db.session.flush()
    except IntegrityError as error:
        if "institution" in str(error.orig):
            raise Refused([Refusal("blacklist.not_listed_already")]) from error
        raise


def note(
    listing: Listing,
    *,
    step: str,
    before: ListingState | None,
    actor: Viewer,
    verb: str,
    reason: str | None = None,
) -> None:
    """Write a step down twice: for the entry's own way, and in the audit chain."""
    event = ListingEvent(
        listing_id=listing.id,
        step=step,
        from_state=before,
        to_state=listing.state,
        happened_on=clock.today(),
        recorded_at=clock.now(),
        person_id=actor.person_id,
        reason=reason,
    )
    db.session.add(event)
    audit.record(
        actor,
        verb,
        "listing",
        listing.public_id,
        chain=listing.scope_code,
        before={"state": before} if before else None,
        after={"state": listing.state, "content": listing.content_digest},
        details={"from": before, "to": listing.state, "edition": listing.edition},
    )
