"""Drafts of listings: written, matched with the register, rewritten until they are published."""

from dataclasses import asdict
from typing import Any

from app import clock
from app.access import Viewer
from app.db import db
from app.errors import Conflict
from app.models.blacklist import Listing
from app.models.files import StoredFile
from app.queries.listing_facts import content_of, has_other_open_listing
from app.scope import require_scope
from app.services.listing_content import Content, Origin, Subject, completed, facts_of_content
from app.services.listing_records import flush, locked_listing, note
from inspections.blacklist_facts import answer_due, digest_of
from inspections.names import name_key
from inspections.refusal import Refusal, Refused
from inspections.vocabulary import ListingState


def draft_listing(
    subject: Subject,
    content: Content,
    *,
    actor: Viewer,
    scan: StoredFile | None = None,
    origin: Origin | None = None,
) -> Listing:
    """Write a draft; refused while the institution has another entry under way or listed."""
    institution = subject.institution
    scope_code = institution.scope_code if institution else subject.district_code
    require_scope(actor, scope_code or actor.district_code)
    if has_other_open_listing(institution.id if institution else None):
        raise Refused([Refusal("blacklist.not_listed_already")])
    moment = clock.now()
    listing = Listing(
        state=ListingState.DRAFT,
        scope_code=scope_code or actor.district_code,
        drafted_by_person=actor.person_id,
        import_id=origin.batch.id if origin else None,
        import_row=origin.row if origin else None,
        import_values=origin.values if origin else None,
        created_at=moment,
        updated_at=moment,
        scan=scan,
    )
    _describe(listing, subject)
    _write(listing, content)
    db.session.add(listing)
    flush()
    step = "import" if origin else "draft"
    note(listing, step=step, before=None, actor=actor, verb="listing.drafted")
    return listing


def _describe(listing: Listing, subject: Subject) -> None:
    listing.institution = subject.institution
    listing.name, listing.name_key = subject.name, name_key(subject.name)[:200]
    listing.credit_code = subject.credit_code
    listing.address = subject.address
    listing.district_code = subject.district_code


def _write(listing: Listing, content: Content) -> None:
    for name, value in asdict(completed(content)).items():
        setattr(listing, name, value)
    due = answer_due(facts_of_content(content, name=listing.name))
    listing.answer_due_on = due.on if due else None
    listing.content_digest = digest_of(content_of(listing))


def edit_listing(
    public_id: str,
    content: Content,
    *,
    actor: Viewer,
    version: int,
    subject: Subject | None = None,
    scan: StoredFile | None = None,
) -> Listing:
    """Rewrite an entry that isn't published yet; it becomes a draft again, approval and all void.

    Raises `Conflict` when somebody else changed it in the meantime.
    """
    listing = locked_listing(public_id, viewer=actor)
    if listing.version != version:
        raise Conflict(theirs=content_of(listing), yours=_plain(content))
    if listing.state not in (ListingState.DRAFT, ListingState.PROPOSED, ListingState.APPROVED):
        raise Refused([Refusal("blacklist.step_fits_state")])
    before = listing.state
    if subject is not None:
        _match(listing, subject)
    if scan is not None:
        listing.scan = scan
    _write(listing, content)
    _void(listing)
    listing.drafted_by_person = actor.person_id
    listing.updated_at = clock.now()
    flush()
    note(listing, step="edit", before=before, actor=actor, verb="listing.edited")
    return listing


def _match(listing: Listing, subject: Subject) -> None:
    institution = subject.institution
    if institution is not None and has_other_open_listing(institution.id, besides=listing.id):
        raise Refused([Refusal("blacklist.not_listed_already")])
    listing.scope_code = institution.scope_code if institution else listing.scope_code
    _describe(listing, subject)


def _plain(content: Content) -> dict[str, Any]:
    return {name: str(value or "") for name, value in asdict(content).items()}


def _void(listing: Listing) -> None:
    """Take proposal and approval back: what was approved is no longer what stands here."""
    listing.state = ListingState.DRAFT
    listing.proposed_by_person = listing.proposed_at = None
    listing.approved_by_person = listing.approved_at = listing.approved_digest = None
