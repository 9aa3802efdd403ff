"""What a row of the blacklist shows: who, why, how long it still waits, and what I may do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from app.access import Viewer
from app.models.blacklist import Listing
from app.queries.calendars import calendar_now
from app.queries.listing_facts import policy_for
from app.queries.listing_people import may
from app.words import language
from inspections.listing_policy import ground_word
from inspections.vocabulary import ListingState, PartyAnswer
from inspections.workdays import Due, working_days_after, working_days_between


@dataclass(frozen=True, slots=True)
class Window:
    """The party's time to answer: its last day, how much of it is over, how much is left."""

    due: Due
    working_days: int
    past: int
    left: int


@dataclass(frozen=True, slots=True)
class ListingRow:
    """One row; `action` is approve, open or nothing, `blocked` says that another person must."""

    listing: Listing
    url: str
    name: str
    ground: str
    window: Window | None
    action: str
    blocked: bool
    is_mine: bool


def window_of(listing: Listing, today: date) -> Window | None:
    """Return the window while the party may still answer or its answer waits."""
    if listing.notice_served_on is None or listing.answer is PartyAnswer.CONSIDERED:
        return None
    days = policy_for(listing, today).notice_days
    calendar = calendar_now()
    due = working_days_after(listing.notice_served_on, days, calendar)
    past = min(days, max(0, working_days_between(listing.notice_served_on, today, calendar) - 1))
    return Window(due, days, past, working_days_between(today, due.on, calendar))


def rows_of(found: Sequence[Listing], viewer: Viewer, today: date) -> list[ListingRow]:
    """Return the rows of a table."""
    may_approve = may("blacklist.approve", viewer)
    return [_row(listing, viewer, today, may_approve=may_approve) for listing in found]


def _row(listing: Listing, viewer: Viewer, today: date, *, may_approve: bool) -> ListingRow:
    mine = viewer.person_id is not None and listing.proposed_by_person == viewer.person_id
    waits = listing.state is ListingState.PROPOSED
    if listing.ending is not None and listing.state is ListingState.LISTED:
        mine, waits = listing.ending_proposed_by_person == viewer.person_id, True
    return ListingRow(
        listing=listing,
        url=url_for("blacklist.show", public_id=listing.public_id),
        name=listing.institution.name if listing.institution else listing.name,
        ground=ground_word(listing.ground, language()) if listing.ground else "",
        window=window_of(listing, today),
        action="approve" if waits and may_approve and not mine else "open",
        blocked=waits and mine,
        is_mine=mine,
    )
