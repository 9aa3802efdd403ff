"""What can be asked about listings: facts for the rules, lists by stage, one with its steps."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select
from sqlalchemy.orm import joinedload

from app.access import Viewer
from app.db import db
from app.errors import NotFound
from app.models.blacklist import Listing, ListingEvent
from app.models.register import Institution
from app.queries.paging import Filters, ListState, Page, Sorts, ordering, page_of
from app.queries.search import says_nothing
from app.queries.whole_lists import batches_of
from app.scope import in_scope
from inspections.blacklist import ENDED_STATES
from inspections.names import name_key
from inspections.vocabulary import ListingState, PartyAnswer, Term

EXPIRING_DAYS = 90


SHOWN_IN_ROWS = (
    joinedload(Listing.institution),
    joinedload(Listing.proposer),
    joinedload(Listing.approver),
    joinedload(Listing.source),
    joinedload(Listing.ending_proposer),
)


class Stage(Term):
    """The tabs of the blacklist page, in the order of a listing's way."""

    DRAFTS = "drafts", "草稿", "Drafts"
    NOTICE = "notice", "告知期内", "In notice"
    APPROVAL = "approval", "待审批", "To approve"
    PUBLICATION = "publication", "待发布", "To publish"
    LISTED = "listed", "在列", "Listed"
    ENDING = "ending", "待批撤下", "To end"
    EXPIRING = "expiring", "90日内到期", "Ending soon"
    ENDED = "ended", "已结束", "Ended"


def window_is_open(today: date) -> ColumnElement[bool]:
    """Return the condition that the party may still answer, or that its answer waits."""
    return and_(
        Listing.state == ListingState.PROPOSED,
        or_(Listing.answer.is_(None), Listing.answer != PartyAnswer.CONSIDERED),
        or_(Listing.answer_due_on >= today, Listing.answer == PartyAnswer.RECEIVED),
    )


def in_stage(stage: Stage, today: date) -> ColumnElement[bool]:
    """Return the condition that a listing stands in this stage today."""
    listed = Listing.state == ListingState.LISTED
    conditions: dict[Stage, ColumnElement[bool]] = {
        Stage.DRAFTS: Listing.state == ListingState.DRAFT,
        Stage.NOTICE: window_is_open(today),
        Stage.APPROVAL: and_(
            Listing.state == ListingState.PROPOSED, case((window_is_open(today), 0), else_=1) == 1
        ),
        Stage.PUBLICATION: Listing.state == ListingState.APPROVED,
        Stage.LISTED: listed,
        Stage.ENDING: and_(listed, Listing.ending.is_not(None)),
        Stage.EXPIRING: and_(listed, Listing.ends_on <= today + timedelta(days=EXPIRING_DAYS)),
        Stage.ENDED: Listing.state.in_(ENDED_STATES),
    }
    return conditions[stage]


def stage_counts(viewer: Viewer, today: date) -> dict[Stage, int]:
    """Return how many listings stand in each stage, in one query."""
    columns = [
        func.coalesce(func.sum(case((in_stage(stage, today), 1), else_=0)), 0) for stage in Stage
    ]
    row = db.session.execute(in_scope(select(*columns), viewer, Listing.scope_code)).one()
    return dict(zip(Stage, row, strict=True))


SORTS: Sorts = {
    "name": (Listing.name_key,),
    "decision": (Listing.decision_on,),
    "notice": (Listing.answer_due_on,),
    "listed": (Listing.listed_on,),
    "ends": (Listing.ends_on,),
    "changed": (Listing.updated_at,),
}
DEFAULT_SORT = "-changed"
FILTERS: Filters = {"state": set(Stage), "district": None, "ground": None, "institution": None}


def listings_page(viewer: Viewer, state: ListState, today: date) -> Page[Listing]:
    """Return one page of the listings that the URL asks for."""
    return page_of(
        matching(viewer, state, today), state, sorts=SORTS, key=Listing.id, load=listings_by_id
    )


def matching(viewer: Viewer, state: ListState, today: date) -> Select[Any]:
    """Return the keys of the listings that the URL asks for."""
    statement = in_scope(select(Listing.id), viewer, Listing.scope_code)
    if state.chosen("state"):
        statement = statement.where(in_stage(Stage(state.chosen("state")), today))
    if state.chosen("district"):
        statement = statement.where(Listing.district_code == state.chosen("district"))
    if state.chosen("ground"):
        statement = statement.where(Listing.ground == state.chosen("ground"))
    if state.chosen("institution"):
        statement = statement.join(Institution).where(
            Institution.public_id == state.chosen("institution")
        )
    if state.q:
        statement = statement.where(_search(state.q))
    return statement


def all_matching(viewer: Viewer, state: ListState, today: date) -> Iterator[Listing]:
    """Yield everything that answers to the URL, in its order, some hundred rows at once."""
    ids = matching(viewer, state, today).order_by(*ordering(state, SORTS, Listing.id))
    for rows in batches_of(ids, listings_by_id):
        yield from rows


FIRST = {
    Stage.NOTICE: Listing.answer_due_on.asc(),
    Stage.APPROVAL: Listing.proposed_at.asc(),
    Stage.PUBLICATION: Listing.approved_at.asc(),
    Stage.ENDING: Listing.ending_proposed_at.asc(),
}


def first_in_stage(viewer: Viewer, stage: Stage, today: date, *, limit: int) -> Sequence[Listing]:
    """Return the first rows of a stage: what has waited longest, or was changed last."""
    statement = in_scope(select(Listing), viewer, Listing.scope_code)
    statement = statement.where(in_stage(stage, today)).options(*SHOWN_IN_ROWS)
    statement = statement.order_by(FIRST.get(stage, Listing.updated_at.desc()), Listing.id)
    return db.session.scalars(statement.limit(limit)).all()


def _search(text: str) -> ColumnElement[bool]:
    if says_nothing(text):
        return false()
    key = name_key(text)
    found = [Listing.decision_no.contains(text, autoescape=True)]
    if key:
        found.append(Listing.name_key.contains(key, autoescape=True))
        found.append(func.lower(Listing.credit_code) == key)
    return or_(*found)


def listings_by_id(ids: Sequence[int]) -> Mapping[int, Listing]:
    """Return the listings with these keys and what a row of a list shows of them."""
    statement = select(Listing).where(Listing.id.in_(ids)).options(*SHOWN_IN_ROWS)
    return {listing.id: listing for listing in db.session.scalars(statement)}


def listing_by_id(viewer: Viewer, public_id: str) -> Listing:
    """Return one listing with everything its page shows; raises `NotFound`."""
    statement = select(Listing).where(Listing.public_id == public_id)
    statement = in_scope(statement, viewer, Listing.scope_code).options(
        joinedload(Listing.institution).joinedload(Institution.main_site),
        joinedload(Listing.scan),
        joinedload(Listing.ending_scan),
        joinedload(Listing.ending_proposer),
        joinedload(Listing.source),
        joinedload(Listing.proposer),
        joinedload(Listing.approver),
        joinedload(Listing.publisher),
        joinedload(Listing.events).joinedload(ListingEvent.person),
    )
    listing = db.session.scalars(statement).unique().one_or_none()
    if listing is None:
        raise NotFound
    return listing


def listings_of(viewer: Viewer, institution: Institution) -> Sequence[Listing]:
    """Return all listings of one institution, the newest first, with their steps."""
    statement = in_scope(select(Listing), viewer, Listing.scope_code)
    statement = statement.where(Listing.institution_id == institution.id)
    statement = statement.options(joinedload(Listing.events)).order_by(Listing.id.desc())
    return db.session.scalars(statement).unique().all()
