"""One step of a listing: who may, what must hold, and what the row then says."""

from app import clock
from app.access import Viewer
from app.errors import BadInput
from app.models.blacklist import Listing
from app.queries.listing_facts import content_of, facts_of
from app.services.listing_records import flush, note
from app.words import gettext as _
from inspections.blacklist import (
    APPROVE,
    ENDED_STATES,
    ENDING_APPROVED_BY,
    KEEP,
    PROPOSE,
    PUBLISH,
    refusals,
)
from inspections.blacklist_facts import EntryFacts, digest_of
from inspections.refusal import Refused
from inspections.steps import Step
from inspections.vocabulary import ListingState

LONGEST_REASON = 500


def checked_reason(reason: str) -> str:
    """Return the reason without blanks around it; raises `BadInput` for none or a long one."""
    reason = reason.strip()
    if not reason:
        message = _("Give the reason in one or two sentences.")
    elif len(reason) > LONGEST_REASON:
        message = _("At most %(most)s characters.", most=LONGEST_REASON)
    else:
        return reason
    raise BadInput("reason_needed", message, [{"field": "reason", "message": message}])


def require_open(step: Step[EntryFacts], listing: Listing, *, viewer: Viewer) -> None:
    """Raise `Refused` with every reason against the step."""
    against = refusals(step, facts_of(listing, actor=viewer, today=clock.today()))
    if against:
        raise Refused(against)


def advance(
    listing: Listing, step: Step[EntryFacts], *, actor: Viewer, reason: str | None = None
) -> None:
    """Take the step and write it down; raises `Refused` with every reason against it."""
    require_open(step, listing, viewer=actor)
    before = listing.state
    listing.state = ListingState(step.to_state)
    listing.updated_at = clock.now()
    if step.code in ENDING_APPROVED_BY:
        reason = listing.ending_reason
    _sign(listing, step, actor)
    if listing.state in ENDED_STATES:
        listing.ended_on, listing.end_reason = clock.today(), reason
        listing.ended_by_person = actor.person_id
    flush()
    note(listing, step=step.code, before=before, actor=actor, verb=step.audit_verb, reason=reason)


def _sign(listing: Listing, step: Step[EntryFacts], actor: Viewer) -> None:
    """Write down who took the step, where the row has a place for it."""
    moment = clock.now()
    if step is PROPOSE:
        listing.proposed_by_person, listing.proposed_at = actor.person_id, moment
        listing.content_digest = digest_of(content_of(listing))
    elif step is APPROVE:
        listing.approved_by_person, listing.approved_at = actor.person_id, moment
        listing.content_digest = digest_of(content_of(listing))
        listing.approved_digest = listing.content_digest
    elif step is PUBLISH:
        listing.published_by_person, listing.published_at = actor.person_id, moment
    elif step is KEEP:
        listing.ending = listing.ending_category = listing.ending_reason = None
        listing.ending_scan = None
        listing.ending_proposed_by_person = listing.ending_proposed_at = None
