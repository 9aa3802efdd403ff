"""The register as a viewer may see it: lists with counts, one institution, former names."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, select, true
from sqlalchemy.orm import selectinload

from app.access import Viewer
from app.db import db
from app.errors import NotFound
from app.models.blacklist import Listing
from app.models.register import Institution, RegisterChange
from app.models.sites import Site
from app.queries import search
from app.queries.paging import Filters, ListState, Page, Sorts, ordering, page_of
from app.queries.standing import standing_column
from app.scope import in_scope
from inspections.licences import restrictions_on, standing_on
from inspections.vocabulary import ListingState, Restriction, Standing, SubjectGroup
from maps import districts

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
ROWS_AT_ONCE = 1000


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
    counts = standing_counts(viewer, state, day)
    everything = sum(counts.values())
    chosen = state.chosen("standing")
    page = page_of(
        ids_for(viewer, state, day),
        state,
        sorts=SORTS,
        key=Institution.id,
        load=lambda ids: _rows(ids, day),
        total=counts[Standing(chosen)] if chosen else everything,
    )
    return RegisterPage(page, counts, everything)


def standing_counts(viewer: Viewer, state: ListState, day: date) -> dict[Standing, int]:
    """Return how many institutions stand how, under all filters but the one for standing."""
    standing = standing_column(day).label("standing")
    statement = _narrowed(select(standing, func.count()), viewer, state)
    found = db.session.execute(statement.group_by(standing)).all()
    counts = {Standing(code): count for code, count in found}
    return {standing: counts.get(standing, 0) for standing in Standing}


def ids_for(viewer: Viewer, state: ListState, day: date) -> Select[Any]:
    """Return the select of the ids that a list shows."""
    statement = _narrowed(select(Institution.id), viewer, state)
    chosen = state.chosen("standing")
    return statement.where(standing_column(day) == chosen) if chosen else statement


def _narrowed(statement: Select[Any], viewer: Viewer, state: ListState) -> Select[Any]:
    statement = in_scope(statement, viewer, Institution.scope_code)
    if search.is_searchable(state.q):
        statement = statement.where(search.matches(state.q))
    if district := state.chosen("district"):
        below = districts.descendants(district) or (district,)
        statement = statement.where(Institution.scope_code.in_(below))
    if subject := state.chosen("subject"):
        statement = statement.where(Institution.subject_group == SubjectGroup(subject))
    if state.chosen("missing"):
        statement = statement.where(Institution.absent_since.is_not(None))
    return statement


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
    ids = ids_for(viewer, state, day).order_by(*ordering(state, SORTS, Institution.id))
    wanted = db.session.scalars(ids).all()
    for start in range(0, len(wanted), ROWS_AT_ONCE):
        part = wanted[start : start + ROWS_AT_ONCE]
        found = _rows(part, day)
        yield from (found[row] for row in part if row in found)
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
    return db.session.scalar(select(Institution).where(Institution.credit_code == credit_code))


def register_is_empty(viewer: Viewer) -> bool:
    """Say whether nothing at all is registered in the viewer's area."""
    statement = in_scope(select(true()).select_from(Institution), viewer, Institution.scope_code)
    return db.session.scalar(statement.limit(1)) is None
