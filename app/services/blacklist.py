"""Listings: drafted, proposed, approved, published and ended, each step by the right person."""

from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app import audit, clock
from app.access import Viewer
from app.db import db
from app.errors import BadInput, Conflict, Forbidden, NotFound
from app.models.blacklist import Listing, ListingEvent, ListingImport
from app.models.files import StoredFile
from app.models.register import Institution
from app.permissions import access_for
from app.queries.blacklist import content_of, facts_of, has_other_open_listing
from app.queries.publication import listings_to_close
from app.scope import require_scope
from app.words import gettext as _
from inspections.blacklist import (
    ENDED_STATES,
    EXPIRE,
    NEED_REASON,
    PUBLISH,
    STEPS,
    EntryFacts,
    answer_due,
    digest_of,
    refusals,
)
from inspections.listing_policy import months_after, policy_on
from inspections.names import name_key
from inspections.refusal import Refusal, Refused
from inspections.steps import Step
from inspections.vocabulary import ListingState, PartyAnswer

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whom the entry is about: an institution of the register, or name and place as decided."""

    name: str
    institution: Institution | None = None
    credit_code: str | None = None
    address: str | None = None
    district_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What an officer writes into an entry; the decision says it, the entry takes it over."""

    ground: str | None = None
    legal_basis: str | None = None
    decision_no: str | None = None
    decision_on: date | None = None
    authority: str | None = None
    penalty: str | None = None
    notice_served_on: date | None = None
    answer: PartyAnswer | None = None
    answer_note: str | None = None
    listed_on: date | None = None
    term_months: int | None = None
    ends_on: date | None = None


CONTENT = tuple(field.name for field in fields(Content))


@dataclass(frozen=True, slots=True)
class Origin:
    """From which row of which list a draft was taken over."""

    batch: ListingImport
    row: int
    values: dict[str, Any]


def subject_of(institution: Institution) -> Subject:
    """Return an institution of the register as the subject of an entry."""
    site = institution.main_site
    return Subject(
        institution=institution,
        name=institution.name,
        credit_code=institution.credit_code,
        address=site.address if site else None,
        district_code=institution.district_code,
    )


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
    _flush()
    step = "import" if origin else "draft"
    _note(listing, step=step, before=None, actor=actor, verb="listing.drafted")
    return listing


def _describe(listing: Listing, subject: Subject) -> None:
    listing.institution = subject.institution
    listing.name, listing.name_key = subject.name, name_key(subject.name)[:200]
    listing.credit_code = subject.credit_code
    listing.address = subject.address
    listing.district_code = subject.district_code


def _write(listing: Listing, content: Content) -> None:
    for name, value in asdict(_completed(content)).items():
        setattr(listing, name, value)
    due = answer_due(facts_of_content(content, name=listing.name))
    listing.answer_due_on = due.on if due else None
    listing.content_digest = digest_of(content_of(listing))


def facts_of_content(content: Content, *, name: str) -> EntryFacts:
    """Return the facts of what was typed, for rules that speak before anything is stored."""
    whole, today = _completed(content), clock.today()
    return EntryFacts(
        state=ListingState.DRAFT,
        today=today,
        policy=policy_on(content.decision_on or today),
        name=name,
        ground=whole.ground,
        legal_basis=whole.legal_basis,
        decision_no=whole.decision_no,
        decision_on=whole.decision_on,
        authority=whole.authority,
        notice_served_on=whole.notice_served_on,
        answer=whole.answer,
        listed_on=whole.listed_on,
        ends_on=whole.ends_on,
    )


def _completed(content: Content) -> Content:
    """Fill in what follows: the term begins with the decision and lasts as many months as given."""
    start = content.listed_on or content.decision_on
    months = content.term_months
    if start is None:
        return content
    if content.ends_on is None and months is None:
        months = policy_on(start).default_months
    end = content.ends_on or months_after(start, months or 0)
    return replace(content, listed_on=start, term_months=months, ends_on=end)


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
    listing = _locked_listing(public_id, actor=actor)
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
    _flush()
    _note(listing, step="edit", before=before, actor=actor, verb="listing.edited")
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


def _locked_listing(public_id: str, *, actor: Viewer) -> Listing:
    """Return the row, locked until the act ends; raises `NotFound` also for another area's."""
    statement = select(Listing).where(Listing.public_id == public_id)
    statement = statement.with_for_update(of=Listing).execution_options(populate_existing=True)
    listing = db.session.scalar(statement)
    if listing is None:
        raise NotFound
    require_scope(actor, listing.scope_code)
    return listing


def take_step(public_id: str, code: str, *, actor: Viewer, reason: str = "") -> Listing:
    """Take one step of the table; raises `Refused` with every reason against it.

    Publication is not among them: it belongs to an edition.
    """
    step = STEPS.get(code)
    if step is None or step is PUBLISH:
        raise NotFound
    _check_permission(step, actor)
    listing = _locked_listing(public_id, actor=actor)
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
    row = _locked_listing(listing.public_id, actor=actor)
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
    _flush()
    _note(listing, step=step.code, before=before, actor=actor, verb=step.audit_verb, reason=reason)


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


def _flush() -> None:
    """Flush; the database's own word on a second open entry becomes a refusal."""
    try:
        db.session.flush()
    except IntegrityError as error:
        if "institution" in str(error.orig):
            raise Refused([Refusal("blacklist.not_listed_already")]) from error
        raise


def _note(
    listing: Listing,
    *,
    step: str,
    before: ListingState | None,
    actor: Viewer,
    verb: str,
    reason: str | None = None,
) -> None:
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
