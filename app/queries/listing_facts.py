"""What the rules need to know of a listing, read from its row."""

from datetime import date
from typing import Any

from sqlalchemy import select

from app.access import Viewer
from app.db import db
from app.models.blacklist import Listing
from app.queries.calendars import calendar_now
from app.row_security import across_districts
from inspections.blacklist import OPEN_STATES
from inspections.blacklist_facts import EntryFacts, digest_of
from inspections.listing_policy import ListingPolicy, policy_on


def policy_for(listing: Listing, today: date) -> ListingPolicy:
    """Return the policy of the decision's day, or of today while there is no decision."""
    return policy_on(listing.decision_on or today)


def content_of(listing: Listing) -> dict[str, Any]:
    """Return what is approved and published; the register says how the institution is called."""
    institution = listing.institution
    days = {
        name: getattr(listing, name).isoformat() if getattr(listing, name) else None
        for name in ("decision_on", "notice_served_on", "listed_on", "ends_on")
    }
    return days | {
        "institution": institution.public_id if institution else None,
        "name": institution.name if institution else listing.name,
        "credit_code": institution.credit_code if institution else listing.credit_code,
        "address": None if institution else listing.address,
        "district_code": None if institution else listing.district_code,
        "ground": listing.ground,
        "legal_basis": listing.legal_basis,
        "decision_no": listing.decision_no,
        "authority": listing.authority,
        "penalty": listing.penalty,
        "scan": listing.scan.sha256 if listing.scan else None,
    }


def seen_of(listing: Listing) -> dict[str, str]:
    """Return as text what a page shows of an entry and a step decides on: content and ending."""
    values = content_of(listing) | {
        "answer": listing.answer,
        "answer_note": listing.answer_note,
        "ending": listing.ending,
        "ending_category": listing.ending_category,
        "ending_reason": listing.ending_reason,
        "ending_scan": listing.ending_scan.sha256 if listing.ending_scan else None,
    }
    return {name: str(value or "") for name, value in values.items()}


def facts_of(
    listing: Listing, *, actor: Viewer, today: date, is_listed_already: bool | None = None
) -> EntryFacts:
    """Return what the rules need to know of a listing for one who wants to act on it.

    Whether the institution has another open entry is asked of the database unless it is given.
    """
    if is_listed_already is None:
        is_listed_already = has_other_open_listing(listing.institution_id, besides=listing.id)
    return EntryFacts(
        state=listing.state,
        today=today,
        policy=policy_for(listing, today),
        name=listing.institution.name if listing.institution else listing.name,
        actor_person=actor.person_id,
        proposed_by=listing.proposed_by_person,
        approved_by=listing.approved_by_person,
        ground=listing.ground,
        legal_basis=listing.legal_basis,
        decision_no=listing.decision_no,
        decision_on=listing.decision_on,
        authority=listing.authority,
        has_scan=listing.scan_id is not None,
        notice_served_on=listing.notice_served_on,
        answer=listing.answer,
        listed_on=listing.listed_on,
        ends_on=listing.ends_on,
        is_listed_already=is_listed_already,
        content_digest=digest_of(content_of(listing)),
        approved_digest=listing.approved_digest,
        ending=listing.ending,
        ending_proposed_by=listing.ending_proposed_by_person,
        ending_reason=listing.ending_reason,
        ending_category=listing.ending_category,
        has_ending_scan=listing.ending_scan_id is not None,
        calendar=calendar_now(),
    )


def open_listing_of(institution_id: int) -> Listing | None:
    """Return the entry of an institution that is under way or listed."""
    statement = select(Listing).where(
        Listing.institution_id == institution_id, Listing.state.in_(OPEN_STATES)
    )
    return db.session.scalars(statement.limit(1)).first()


def has_other_open_listing(institution_id: int | None, *, besides: int | None = None) -> bool:
    """Say whether the institution has an entry under way or listed, `besides` apart."""
    if institution_id is None:
        return False
    statement = select(Listing.id).where(
        Listing.institution_id == institution_id, Listing.state.in_(OPEN_STATES)
    )
    if besides is not None:
        statement = statement.where(Listing.id != besides)
    with across_districts():
        return db.session.scalar(statement.limit(1)) is not None
