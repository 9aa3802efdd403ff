"""Listings: proposed, approved, published and ended, each step by the right person."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from app import audit, clock
from app.access import Viewer
from app.db import db
from app.errors import BadInput, NotFound
from app.models.blacklist import Listing
from app.models.files import StoredFile
from app.permissions import require_permission
from app.queries.publication import listings_to_close
from app.services.listing_records import flush, locked_listing, note, require_as_seen
from app.services.listing_steps import advance, checked_reason, require_open
from app.words import gettext as _
from inspections.blacklist import ENDING_PROPOSED_BY, EXPIRE, NEED_REASON, PUBLISH, STEPS
from inspections.vocabulary import Ending, ListingState, SetAsideReason


@dataclass(frozen=True, slots=True, kw_only=True)
class EndingCase:
    """Why a listing is to end early; the public reads the kind of reason, never the reason."""

    reason: str
    category: SetAsideReason | None = None
    scan: StoredFile | None = None


def take_step(
    public_id: str,
    code: str,
    *,
    actor: Viewer,
    reason: str = "",
    seen: Mapping[str, str] | None = None,
) -> Listing:
    """Take one step of the table; raises `Refused` with every reason against it.

    `seen` is what the page showed (`seen_of`); raises `Conflict` when the entry says other things.

    Publication is not among them: it belongs to an edition. Nor are the proposals of an ending:
    they come with a document, see `propose_ending`.
    """
    step = STEPS.get(code)
    if step is None or step is PUBLISH or code in ENDING_PROPOSED_BY:
        raise NotFound
    require_permission(actor, step.permission)
    listing = locked_listing(public_id, viewer=actor)
    require_as_seen(listing, seen)
    given = checked_reason(reason) if code in NEED_REASON else None
    advance(listing, step, actor=actor, reason=given)
    return listing


def propose_listing(public_id: str, *, actor: Viewer) -> Listing:
    """Put a draft before the approver."""
    return take_step(public_id, "propose", actor=actor)


def approve_listing(public_id: str, *, actor: Viewer) -> Listing:
    """Approve what another person proposed; the digest of what was approved is kept."""
    return take_step(public_id, "approve", actor=actor)


def propose_ending(
    public_id: str,
    code: str,
    case: EndingCase,
    *,
    actor: Viewer,
    seen: Mapping[str, str] | None = None,
) -> Listing:
    """Propose that a published listing ends early; it stays listed until another person approves.

    Raises `BadInput` at the fields that lack something, and `Conflict` as `take_step` does.
    """
    step, kind = STEPS[code], ENDING_PROPOSED_BY[code]
    require_permission(actor, step.permission)
    listing = locked_listing(public_id, viewer=actor)
    require_as_seen(listing, seen)
    reason, category = _checked_case(case, kind)
    require_open(step, listing, viewer=actor)
    listing.ending, listing.ending_reason = kind, reason
    listing.ending_category = category
    listing.ending_scan = case.scan
    listing.ending_proposed_by_person = actor.person_id
    listing.ending_proposed_at = listing.updated_at = clock.now()
    flush()
    before = listing.state
    note(listing, step=code, before=before, actor=actor, verb=step.audit_verb, reason=reason)
    return listing


def _checked_case(case: EndingCase, kind: Ending) -> tuple[str, SetAsideReason | None]:
    """Return reason and kind of reason; everything that lacks is told at once."""
    wrong = []
    try:
        reason = checked_reason(case.reason)
    except BadInput as bad:
        wrong += bad.fields
    category = case.category if kind is Ending.SET_ASIDE else None
    if kind is Ending.SET_ASIDE and category is None:
        wrong.append({"field": "category", "message": _("Choose one of the words offered.")})
    if case.scan is None:
        wrong.append({"field": "scan", "message": _("Attach the document that says so.")})
    if wrong:
        raise BadInput("ending_incomplete", wrong[0]["message"], wrong)
    return reason, category


def publish_listing(listing: Listing, *, actor: Viewer, edition: int) -> Listing:
    """Bring an approved entry out with an edition, by a third person; called while publishing."""
    row = locked_listing(listing.public_id, viewer=actor)
    row.edition = edition
    advance(row, PUBLISH, actor=actor)
    return row


def expire_listings(*, actor: Viewer) -> list[Listing]:
    """End all listings whose term is over; done before an edition is built, and every night."""
    statement = select(Listing).where(
        Listing.state == ListingState.LISTED, Listing.ends_on < clock.today()
    )
    due = db.session.scalars(statement.order_by(Listing.id).with_for_update(of=Listing)).all()
    for listing in due:
        advance(listing, EXPIRE, actor=actor)
    return list(due)


def close_ended(*, actor: Viewer, edition: int) -> list[Listing]:
    """Note in which edition the ended listings no longer stand; called while publishing."""
    closed = list(listings_to_close())
    for listing in closed:
        listing.closed_edition = edition
        audit.record(
            actor,
            "listing.closed",
            "listing",
            listing.public_id,
            chain=listing.scope_code,
            details={"edition": edition},
        )
    db.session.flush()
    return closed
