"""Visits as a viewer may see them: the list, one visit with its versions, whom to choose from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.access import Viewer
from app.db import db
from app.errors import NotFound
from app.models.audit import AuditEvent
from app.models.people import Certificate, Person
from app.models.register import Institution
from app.models.sites import Site
from app.models.visits import Visit, VisitVersion
from app.queries import search
from app.queries.paging import Filters, ListState, Page, Sorts, count_of, ordering, page_of
from app.queries.whole_lists import batches_of
from app.scope import codes_below, in_scope
from inspections.vocabulary import InspectionKind, VisitResult
from maps import districts

SORTS: Sorts = {
    "day": (Visit.happened_on,),
    "recorded": (Visit.recorded_at,),
    "district": (Visit.scope_code,),
    "findings": (Visit.findings,),
}
DEFAULT_SORT = "-day"
FILTERS: Filters = {
    "district": None,
    "kind": set(InspectionKind),
    "result": set(VisitResult),
    "from": None,
    "to": None,
    "site": None,
}


@dataclass(frozen=True, slots=True)
class OfficerChoice:
    """A person with the certificate that was valid on a day."""

    person: str
    name: str
    certificate: str
    valid_until: date


@dataclass(frozen=True, slots=True)
class PastDeed:
    """One event of the audit trail about a visit, with the person's name."""

    event: AuditEvent
    name: str


def visits_page(viewer: Viewer, state: ListState) -> Page[Visit]:
    """Return one page of the visits."""
    return page_of(_ids(viewer, state), state, sorts=SORTS, key=Visit.id, load=_rows)


def count_with_findings(viewer: Viewer, state: ListState) -> int:
    """Return in how many visits of a list problems were found."""
    return count_of(_ids(viewer, state).where(Visit.findings > 0))


def export_visits(viewer: Viewer, state: ListState) -> Iterator[Visit]:
    """Yield every visit of a list in its order, some hundred in memory at once."""
    ids = _ids(viewer, state).order_by(*ordering(state, SORTS, Visit.id))
    for rows in batches_of(ids, _rows):
        yield from rows
        db.session.expunge_all()


def visits_with_papers(viewer: Viewer, state: ListState, limit: int) -> Sequence[str]:
    """Return the visits of a list by public id, in its order."""
    ids = _ids(viewer, state).order_by(*ordering(state, SORTS, Visit.id)).limit(limit)
    return db.session.scalars(ids.with_only_columns(Visit.public_id)).all()


def _ids(viewer: Viewer, state: ListState) -> Select[Any]:
    statement = in_scope(select(Visit.id), viewer, Visit.scope_code)
    if state.q:
        statement = statement.join(Site, Site.id == Visit.site_id)
        statement = statement.outerjoin(Institution, Institution.id == Site.institution_id)
        statement = statement.where(_named(state.q))
    if district := state.chosen("district"):
        below = districts.descendants(district) or (district,)
        statement = statement.where(Visit.scope_code.in_(below))
    if kind := state.chosen("kind"):
        statement = statement.where(Visit.kind == InspectionKind(kind))
    if result := state.chosen("result"):
        statement = statement.where(Visit.result == VisitResult(result))
    if site := state.chosen("site"):
        place = select(Site.id).where(Site.public_id == site).scalar_subquery()
        statement = statement.where(Visit.site_id == place)
    if first := _day(state.chosen("from")):
        statement = statement.where(Visit.happened_on >= first)
    if last := _day(state.chosen("to")):
        statement = statement.where(Visit.happened_on <= last)
    return statement


def _named(q: str) -> ColumnElement[bool]:
    place = or_(Site.address.contains(q, autoescape=True), Site.label.contains(q, autoescape=True))
    return or_(search.matches(q), place) if search.is_searchable(q) else place


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _rows(ids: Sequence[int]) -> dict[int, Visit]:
    statement = select(Visit).where(Visit.id.in_(ids)).options(*_with_site())
    return {visit.id: visit for visit in db.session.scalars(statement)}


def _with_site() -> tuple[Any, ...]:
    return (joinedload(Visit.site).joinedload(Site.institution),)


def visit_by_public_id(viewer: Viewer, public_id: str) -> Visit:
    """Return a visit with its place; raises `NotFound` also outside the viewer's area."""
    statement = select(Visit).where(Visit.public_id == public_id).options(*_with_site())
    found = db.session.scalar(in_scope(statement, viewer, Visit.scope_code))
    if found is None:
        raise NotFound
    return found


def versions_of(visit: Visit) -> Sequence[VisitVersion]:
    """Return all versions of a visit, the newest first."""
    statement = (
        select(VisitVersion)
        .where(VisitVersion.visit_id == visit.id)
        .options(
            joinedload(VisitVersion.author),
            joinedload(VisitVersion.second_officer),
            selectinload(VisitVersion.answers),
            selectinload(VisitVersion.files),
        )
        .order_by(VisitVersion.number.desc())
    )
    return db.session.scalars(statement).all()


def deeds_on(visit: Visit) -> Sequence[PastDeed]:
    """Return what was done with a visit, the latest first."""
    statement = (
        select(AuditEvent, Person.display)
        .outerjoin(Person, Person.id == AuditEvent.person_id)
        .where(AuditEvent.object_type == "visit", AuditEvent.object_id == visit.public_id)
        .order_by(AuditEvent.id.desc())
        .limit(100)
    )
    return [PastDeed(event, name or "") for event, name in db.session.execute(statement)]


def visits_of_institution(viewer: Viewer, institution_id: int, limit: int = 100) -> Sequence[Visit]:
    """Return the visits of all places of an institution, the latest first."""
    statement = (
        select(Visit)
        .join(Site, Site.id == Visit.site_id)
        .where(Site.institution_id == institution_id)
        .options(joinedload(Visit.site))
        .order_by(Visit.happened_on.desc(), Visit.id.desc())
        .limit(limit)
    )
    return db.session.scalars(in_scope(statement, viewer, Visit.scope_code)).all()


def site_by_public_id(viewer: Viewer, public_id: str) -> Site:
    """Return a place that can be visited; raises `NotFound` also outside the viewer's area."""
    statement = select(Site).where(Site.public_id == public_id)
    statement = statement.options(joinedload(Site.institution))
    found = db.session.scalar(in_scope(statement, viewer, Site.scope_code))
    if found is None:
        raise NotFound
    return found


def sites_matching(viewer: Viewer, q: str, limit: int = 20) -> Sequence[Site]:
    """Return places by institution, code or address; nothing for an empty query."""
    if not q:
        return []
    statement = (
        in_scope(select(Site), viewer, Site.scope_code)
        .outerjoin(Institution, Institution.id == Site.institution_id)
        .options(joinedload(Site.institution))
        .where(Site.closed_at.is_(None), _named(q))
        .order_by(Institution.name, Site.is_main.desc(), Site.id)
        .limit(limit)
    )
    return db.session.scalars(statement).all()


def officers_certified_on(viewer: Viewer, site: Site, day: date) -> list[OfficerChoice]:
    """Return who held a valid certificate on `day`: of the viewer's area, and of those above it."""
    codes = set(codes_below(viewer)) | {one.code for one in districts.ancestors(site.scope_code)}
    statement = (
        select(Person.public_id, Person.display, Certificate.number, Certificate.valid_until)
        .join(Certificate, Certificate.person_id == Person.id)
        .where(
            Certificate.valid_from <= day,
            Certificate.valid_until >= day,
            Certificate.district_code.in_(sorted(codes)),
        )
        .order_by(Certificate.district_code.desc(), Person.display, Person.id)
    )
    found = [OfficerChoice(*row) for row in db.session.execute(statement)]
    return list({choice.person: choice for choice in found}.values())
