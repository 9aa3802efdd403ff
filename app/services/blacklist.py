"""Listings: proposed, approved, published and ended, each step by the right person."""

from sqlalchemy import select

from app import audit, clock
from app.access import Viewer
from app.db import db
from app.errors import BadInput, Forbidden, NotFound
from app.models.blacklist import Listing
from app.permissions import access_for
from app.queries.listing_facts import content_of, facts_of
from app.queries.publication import listings_to_close
from app.services.listing_records import flush, locked_listing, note
from app.words import gettext as _
from inspections.blacklist import ENDED_STATES, EXPIRE, NEED_REASON, PUBLISH, STEPS, refusals
from inspections.blacklist_facts import EntryFacts, digest_of
from inspections.refusal import Refused
from inspections.steps import Step
from inspections.vocabulary import ListingState

LONGEST_REASON = 500


def take_step(public_id: str, code: str, *, actor: Viewer, reason: str = "") -> Listing:
    """Take one step of the table; raises `Refused` with every reason against it.

    Publication is not among them: it belongs to an edition.
    """
    step = STEPS.get(code)
    if step is None or step is PUBLISH:
        raise NotFound
    _check_permission(step, actor)
    listing = locked_listing(public_id, viewer=actor)
    _advance(listing, step, actor=actor, reason=_checked_reason(step, reason))
    return listing


def propose_listing(public_id: str, *, actor: Viewer) -> Listing:
    """Put a draft before the approver."""
    return take_step(public_id, "propose", actor=actor)


def approve_listing(public_id: str, *, actor: Viewer) -> Listing:
    """Approve what another person proposed; the digest of what was approved is kept."""
    return take_step(public_id, "approve", actor=actor)


def publish_listing(listing: Listing, *, actor: Viewer, edition: int) -> Listing:
    """Bring an approved entry out with an edition, by a third person; called while publishing."""
    row = locked_listing(listing.public_id, viewer=actor)
    row.edition = edition
    _advance(row, PUBLISH, actor=actor)
    return row


def expire_listings(*, actor: Viewer) -> list[Listing]:
    """End all listings whose term is over; done before an edition is built, and every night."""
    statement = select(Listing).where(
        Listing.state == ListingState.LISTED, Listing.ends_on < clock.today()
    )
    due = db.session.scalars(statement.order_by(Listing.id).with_for_update(of=Listing)).all()
    for listing in due:
        _advance(listing, EXPIRE, actor=actor)
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


def _check_permission(step: Step[EntryFacts], actor: Viewer) -> None:
    access = access_for(step.permission, "POST")
    if access is None:
        if not actor.is_system:
            raise Forbidden
        return
    if actor.is_system or not actor.holds(*(access.roles or ())):
        raise Forbidden


def _checked_reason(step: Step[EntryFacts], reason: str) -> str | None:
    reason = reason.strip()
    if step.code not in NEED_REASON:
        return None
    if not reason:
        message = _("Give the reason in one or two sentences.")
    elif len(reason) > LONGEST_REASON:
        message = _("At most %(most)s characters.", most=LONGEST_REASON)
    else:
        return reason
    raise BadInput("reason_needed", message, [{"field": "reason", "message": message}])


def _advance(
    listing: Listing, step: Step[EntryFacts], *, actor: Viewer, reason: str | None = None
) -> None:
    today = clock.today()
    against = refusals(step, facts_of(listing, actor=actor, today=today))
    if against:
        raise Refused(against)
    before = listing.state
    listing.state = ListingState(step.to_state)
    listing.updated_at = clock.now()
    _sign(listing, actor)
    if listing.state in ENDED_STATES:
        listing.ended_on, listing.end_reason = today, reason
        listing.ended_by_person = actor.person_id
    flush()
    note(listing, step=step.code, before=before, actor=actor, verb=step.audit_verb, reason=reason)


def _sign(listing: Listing, actor: Viewer) -> None:
    """Write down who took the step that the listing's new state stands for."""
    moment = clock.now()
    match listing.state:
        case ListingState.PROPOSED:
            listing.proposed_by_person, listing.proposed_at = actor.person_id, moment
            listing.content_digest = digest_of(content_of(listing))
        case ListingState.APPROVED:
            listing.approved_by_person, listing.approved_at = actor.person_id, moment
            listing.content_digest = digest_of(content_of(listing))
            listing.approved_digest = listing.content_digest
        case ListingState.LISTED:
            listing.published_by_person, listing.published_at = actor.person_id, moment
