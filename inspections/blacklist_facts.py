"""What the rules of listing know of one entry, and the digest of what is approved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from inspections.calendars import PUBLISHED, Calendar
from inspections.editions import canonical
from inspections.listing_policy import ListingPolicy
from inspections.vocabulary import Ending, ListingState, PartyAnswer, SetAsideReason
from inspections.workdays import Due, working_days_after


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFacts:
    """What the rules need to know of one entry, on one day, for one person who wants to act."""

    state: ListingState
    today: date
    policy: ListingPolicy
    name: str
    actor_person: int | None = None
    proposed_by: int | None = None
    approved_by: int | None = None
    ground: str | None = None
    legal_basis: str | None = None
    decision_no: str | None = None
    decision_on: date | None = None
    authority: str | None = None
    has_scan: bool = False
    notice_served_on: date | None = None
    answer: PartyAnswer | None = None
    listed_on: date | None = None
    ends_on: date | None = None
    is_listed_already: bool = False
    content_digest: str = ""
    approved_digest: str | None = None
    ending: Ending | None = None
    ending_proposed_by: int | None = None
    ending_reason: str | None = None
    ending_category: SetAsideReason | None = None
    has_ending_scan: bool = False
    calendar: Calendar = PUBLISHED


def answer_due(facts: EntryFacts) -> Due | None:
    """Return the last day on which the party may answer the prior notice, if one was served."""
    if facts.notice_served_on is None:
        return None
    return working_days_after(facts.notice_served_on, facts.policy.notice_days, facts.calendar)


def digest_of(content: Mapping[str, Any]) -> str:
    """Return the digest of an entry's content: what is approved, and nothing else, is published."""
    return sha256(canonical(content)).hexdigest()
