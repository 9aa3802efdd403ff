"""The register as a viewer may see it: lists with counts, one institution, former names."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app
from sqlalchemy import Boolean, ColumnElement, Select, and_, false, func, not_, select, true
from sqlalchemy.orm import selectinload

from app.access import Viewer
from app.db import db
from app.errors import NotFound
from app.models.audit import AuditEvent
from app.models.blacklist import Listing
from app.models.register import Institution, RegisterChange
from app.models.sites import Site
from app.queries import search
from app.queries.paging import Filters, ListState, Page, Sorts, ordering, page_of
from app.queries.standing import is_listed, licence_standing
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
ROWS_AT_ONCE = 1000
MANY = 3000
MOST_KEPT = 256
_EXTENSION = "register_figures"
_BESIDE = ("account", "session", "job")


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
        ids_for(viewer, state, day, answers=everything),
        state,
        sorts=SORTS,
        key=Institution.id,
        load=lambda ids: _rows(ids, day),
        total=counts[Standing(chosen)] if chosen else everything,
    )
    return RegisterPage(page, counts, everything)


def standing_counts(viewer: Viewer, state: ListState, day: date) -> Mapping[Standing, int]:
    """Return how many institutions stand how, under all filters but the one for standing.

    Counted once for each state of the register and kept: a hundred thousand rows take a tenth of a
    second, and the tabs of every page show the figures.
    """
    kept: _Kept = current_app.extensions.setdefault(_EXTENSION, _Kept())
    chosen = tuple(sorted((k, v) for k, v in state.filters.items() if k != "standing"))
    key = (viewer.is_system, viewer.district_code, state.q, chosen, day)
    return kept.get(_revision(), key, lambda: _count(viewer, state, day))


def _revision() -> tuple[int, int]:
    """Return what changes with every change of the register or the blacklist."""
    newest = select(AuditEvent.id).where(AuditEvent.object_type.not_in(_BESIDE))
    event = newest.order_by(AuditEvent.id.desc()).limit(1).scalar_subquery()
    institution = select(func.max(Institution.id)).scalar_subquery()
    with across_districts():
        row = db.session.execute(select(event, institution)).one()
    return (row[0] or 0, row[1] or 0)


class _Kept:
    """Figures of one state of the register, for the filters that were asked for lately."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._revision: tuple[int, int] = (-1, -1)
        self._figures: dict[Any, Mapping[Standing, int]] = {}

    def get(
        self, revision: tuple[int, int], key: Any, count: Callable[[], Mapping[Standing, int]]
    ) -> Mapping[Standing, int]:
        with self._lock:
            if self._revision != revision or len(self._figures) > MOST_KEPT:
                self._revision, self._figures = revision, {}
            figures = self._figures
        if key not in figures:
            figures[key] = count()
        return figures[key]


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
    """Return the select of the ids that a list shows; `answers` says how many answer to `q`.

    Where many do, the list is walked in its order until a page is full, instead of fetching all of
    them by the index of words first.
    """
    statement = _narrowed(select(Institution.id), viewer, state, walk=answers > MANY)
    chosen = state.chosen("standing")
    if chosen == Standing.BLACKLISTED:
        return statement.where(is_listed())
    if chosen:
        return statement.where(licence_standing(day) == chosen, not_(is_listed()))
    return statement


def _narrowed(
    statement: Select[Any], viewer: Viewer, state: ListState, *, walk: bool = False
) -> Select[Any]:
    statement = statement.where(_within(viewer, walk=walk or not state.q))
    if search.is_searchable(state.q):
        statement = statement.where(search.matches(state.q, by_index=not walk))
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


def _within(viewer: Viewer, *, walk: bool) -> ColumnElement[bool]:
    """Return the condition of scope, said to hold nearly always where the area is a whole city.

    SQLite would else gather all rows of all districts and sort them.
    """
    condition = visible(viewer, Institution.scope_code)
    city = len(codes_below(viewer)) > 1
    if walk and city and not viewer.is_system and db.engine.dialect.name == "sqlite":
        return func.likely(condition, type_=Boolean) == true()
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
    ids = ids_for(viewer, state, day, answers=0)
    ids = ids.order_by(*ordering(state, SORTS, Institution.id))
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
