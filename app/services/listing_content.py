"""What an entry of the blacklist says, before it is a row: whom, why, by which decision."""

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from app import clock
from app.models.blacklist import ListingImport
from app.models.register import Institution
from app.queries.calendars import calendar_now
from inspections.blacklist_facts import EntryFacts
from inspections.listing_policy import policy_on
from inspections.vocabulary import ListingState, PartyAnswer
from inspections.workdays import months_after


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


def facts_of_content(content: Content, *, name: str) -> EntryFacts:
    """Return the facts of what was typed, for rules that speak before anything is stored."""
    whole, today = completed(content), clock.today()
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
        calendar=calendar_now(),
    )


def completed(content: Content) -> Content:
    """Fill in what follows: the term begins with the decision and lasts as many months as given."""
    start = content.listed_on or content.decision_on
    months = content.term_months
    if start is None:
        return content
    if content.ends_on is None and months is None:
        months = policy_on(start).default_months
    end = content.ends_on or months_after(start, months or 0)
    return replace(content, listed_on=start, term_months=months, ends_on=end)
