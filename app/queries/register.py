"""The register as a viewer may see it: lists with counts, one institution, former names."""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Select, and_, false, func, not_, select, true
from sqlalchemy.orm import selectinload

from app.access import Viewer
from app.db import db
from app.errors import NotFound
from app.models.blacklist import Listing
from app.models.register import Institution, RegisterChange
from app.models.sites import Site
from app.queries import search
from app.queries.kept import Revision, kept, register_revision
from app.queries.paging import SHORT_LIST, Filters, ListState, Page, Sorts, ordering, page_of
from app.queries.standing import is_listed, licence_standing
from app.queries.whole_lists import batches_of
from app.row_security import across_districts
from app.scope import codes_below, in_scope, visible
from inspections.licences import restrictions_on, standing_on
from inspections.names import LONGEST_NAME, name_key
from inspections.vocabulary import ListingState, Restriction, Standing, SubjectGroup
from maps import districts

MOST_NAMESAKES = 20

SORTS: Sorts = {
    "name": (Institution.name,),
    "district": (Institution.scope_code, Institution.name),
    "expires": (Institution.licence_expires,),
    "changed": (Institution.updated_at,),
}
DEFAULT_SORT = "name"
FILTERS: Filters = {
    "district": None,
    "standing": set(Standing),
    "subject": set(SubjectGroup),
    "missing": {"yes"},
}
MOST_FIGURES = 256
MOST_LISTS = 64


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One institution in a list."""

    institution: Institution
    site: Site | None
    standing: Standing
    restrictions: tuple[Restriction, ...]


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """One page of the register and how many institutions stand how under the same filters."""

    page: Page[RegisterRow]
    counts: Mapping[Standing, int]
    all_standings: int


def register_page(viewer: Viewer, state: ListState, day: date) -> RegisterPage:
    """Return one page of the register."""
    revision = register_revision()
    counts = standing_counts(viewer, state, day, revision)
    everything = sum(counts.values())
    chosen = state.chosen("standing")
    total = counts[Standing(chosen)] if chosen else everything
    page = page_of(
        ids_for(viewer, state, day, answers=total),
        state,
        sorts=SORTS,
        key=Institution.id,
        load=lambda ids: _rows(ids, day),
        total=total,
        whole=lambda: _whole_list(viewer, state, day, revision),
    )
    return RegisterPage(page, counts, everything)


def standing_counts(
    viewer: Viewer, state: ListState, day: date, revision: Revision
) -> Mapping[Standing, int]:
    """Return how many institutions stand how, under all filters but the one for standing.

    Counted once for each state of the register and kept: a hundred thousand rows take a tenth of a
    second, and the tabs of every page show the figures.
    """
    figures = kept("register_figures", most=MOST_FIGURES)
    key = _key(viewer, state, day, but="standing")
    counts: Mapping[Standing, int] = figures.get(revision, key, lambda: _count(viewer, state, day))
    return counts


def _whole_list(viewer: Viewer, state: ListState, day: date, revision: Revision) -> Sequence[int]:
    """Return the ids of a whole list in its order: four bytes each."""
    key = (*_key(viewer, state, day), state.sort)
    lists = kept("register_lists", most=MOST_LISTS)
    ids: Sequence[int] = lists.get(
        revision, key, lambda: array("i", db.session.scalars(_all_ids(viewer, state, day)))
    )
    return ids


def _all_ids(viewer: Viewer, state: ListState, day: date) -> Select[Any]:
    """Return the select of a whole list in its order."""
    ids = ids_for(viewer, state, day, answers=0)
    return ids.order_by(*ordering(state, SORTS, Institution.id))


def _key(viewer: Viewer, state: ListState, day: date, *, but: str = "") -> tuple[Any, ...]:
    chosen = tuple(sorted((name, v) for name, v in state.filters.items() if name != but))
    return (viewer.is_system, viewer.district_code, state.q, chosen, day)


def _count(viewer: Viewer, state: ListState, day: date) -> Mapping[Standing, int]:
    standing = licence_standing(day).label("standing")
    by_licence = _narrowed(select(standing, func.count()), viewer, state).group_by(standing)
    counts = {Standing(code): count for code, count in db.session.execute(by_licence)}
    # the listed are few: counted apart, the many need no look at the blacklist
    listed = {
        Standing(code): count for code, count in db.session.execute(by_licence.where(is_listed()))
    }
    left = {term: counts.get(term, 0) - listed.get(term, 0) for term in Standing}
    return {**left, Standing.BLACKLISTED: sum(listed.values())}


def ids_for(viewer: Viewer, state: ListState, day: date, *, answers: int) -> Select[Any]:
    """Return the select of the ids that a list shows; `answers` says how many there are.

    Where many are, the list is walked in its order until a page is full, instead of gathering all
    of them by the index of words first.
    """
    walk = answers > SHORT_LIST
    statement = _narrowed(select(Institution.id), viewer, state, walk=walk)
    chosen = state.chosen("standing")
    if chosen == Standing.BLACKLISTED:
        return statement.where(is_listed())
    if chosen:
        stands = licence_standing(day) == chosen
        return statement.where(_often(stands) if walk else stands, not_(is_listed()))
    return statement


def _narrowed(
    statement: Select[Any], viewer: Viewer, state: ListState, *, walk: bool = False
) -> Select[Any]:
    statement = statement.where(_within(viewer, walk=walk or not state.q))
    if search.is_searchable(state.q):
        found = search.matches(state.q, by_index=not walk)
        statement = statement.where(_often(found) if walk else found)
    elif search.says_nothing(state.q):
        statement = statement.where(false())
    if district := state.chosen("district"):
        below = districts.descendants(district) or (district,)
        statement = statement.where(Institution.scope_code.in_(below))
    if subject := state.chosen("subject"):
        statement = statement.where(Institution.subject_group == SubjectGroup(subject))
    if state.chosen("missing"):
        statement = statement.where(Institution.absent_since.is_not(None))
    return statement


def _often(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition, said to hold often: the database then walks a list in its order.

    Left to guess, SQLite and PostgreSQL take it for rare, gather all rows and sort them.
    """
    if db.engine.dialect.name == "sqlite":
        return func.likely(condition, type_=Boolean) == true()
    return func.coalesce(condition, false(), type_=Boolean)


def _within(viewer: Viewer, *, walk: bool) -> ColumnElement[bool]:
    """Return the condition of scope, which holds nearly always where the area is a whole city."""
    condition = visible(viewer, Institution.scope_code)
    city = len(codes_below(viewer)) > 1
    # PostgreSQL knows how many rows a district has, and answers it from the index
    if walk and city and not viewer.is_system and db.engine.dialect.name == "sqlite":
        return _often(condition)
    return condition


def _rows(ids: Sequence[int], day: date) -> dict[int, RegisterRow]:
    statement = (
        select(Institution, Site, Listing.id)
        .outerjoin(Site, and_(Site.institution_id == Institution.id, Site.is_main))
        .outerjoin(Listing, _listed_join())
        .where(Institution.id.in_(ids))
    )
    return {
        institution.id: RegisterRow(
            institution,
            site,
            Standing.BLACKLISTED if listing else standing_on(institution.licence, day),
            restrictions_on(institution.licence, day),
        )
        for institution, site, listing in db.session.execute(statement)
    }


def _listed_join() -> Any:
    return and_(Listing.institution_id == Institution.id, Listing.state == ListingState.LISTED)


def export_rows(viewer: Viewer, state: ListState, day: date) -> Iterator[RegisterRow]:
    """Yield every row of a list in its order, some hundred in memory at once."""
    for batch in batches_of(_all_ids(viewer, state, day), lambda ids: _rows(ids, day)):
        yield from batch
        db.session.expunge_all()


def institution_by_public_id(viewer: Viewer, public_id: str) -> Institution:
    """Return an institution with its places; raises `NotFound` also outside the viewer's area."""
    statement = select(Institution).where(Institution.public_id == public_id)
    statement = in_scope(statement, viewer, Institution.scope_code)
    found = db.session.scalar(statement.options(selectinload(Institution.sites)))
    if found is None:
        raise NotFound
    return found


def current_listing(institution: Institution) -> Listing | None:
    """Return the listing that is in force."""
    return db.session.scalar(
        select(Listing).where(
            Listing.institution_id == institution.id, Listing.state == ListingState.LISTED
        )
    )


def former_names(institution: Institution) -> list[str]:
    """Return the names the institution had before, the latest first."""
    statement = (
        select(RegisterChange.old)
        .where(RegisterChange.institution_id == institution.id, RegisterChange.field == "name")
        .order_by(RegisterChange.id.desc())
    )
    names = dict.fromkeys(name for name in db.session.scalars(statement) if name)
    names.pop(institution.name, None)
    return list(names)


def holder_of_code(credit_code: str) -> Institution | None:
    """Return who has this credit code, in any district: a code belongs to one institution."""
    with across_districts():
        return db.session.scalar(select(Institution).where(Institution.credit_code == credit_code))


def namesakes_of(viewer: Viewer, name: str, district_code: str) -> Sequence[Institution]:
    """Return the institutions of a district whose name has the same key."""
    statement = in_scope(select(Institution), viewer, Institution.scope_code)
    statement = statement.where(
        Institution.name_key == name_key(name)[:LONGEST_NAME],
        Institution.district_code == district_code,
    )
    return db.session.scalars(statement.order_by(Institution.id).limit(MOST_NAMESAKES)).all()


def register_is_empty(viewer: Viewer) -> bool:
    """Say whether nothing at all is registered in the viewer's area."""
    statement = in_scope(select(true()).select_from(Institution), viewer, Institution.scope_code)
    return db.session.scalar(statement.limit(1)) is None
