"""Sweeps as a viewer may see them: the list, one sweep, and what it has reached.

The ordering office sees the whole sweep; a district sees it as soon as it is covered, with the
sites and teams of its own area.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.access import Viewer
from app.db import db
from app.errors import NotFound
from app.models.people import Person
from app.models.sites import Site
from app.models.sweeps import Sweep, SweepDistrict, SweepSite, SweepTeam
from app.queries.paging import Filters, ListState, Page, Sorts, page_of
from app.scope import visible
from inspections.coverage import Coverage, SiteInSweep, coverage_of
from inspections.sweep_facts import SweepState
from inspections.visit_facts import CertificateFacts, OfficerFacts

SORTS: Sorts = {
    "starts": (Sweep.starts_on,),
    "title": (Sweep.title,),
    "changed": (Sweep.updated_at,),
}
DEFAULT_SORT = "-starts"
FILTERS: Filters = {"state": set(SweepState)}


def seen_by(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that a sweep was ordered in, or covers, the viewer's area."""
    covered = select(SweepDistrict.sweep_id).where(visible(viewer, SweepDistrict.district_code))
    return or_(visible(viewer, Sweep.scope_code), Sweep.id.in_(covered))


def sweep_by_public_id(viewer: Viewer, public_id: str) -> Sweep:
    """Return a sweep; raises `NotFound` for one that has nothing to do with the viewer's area."""
    statement = select(Sweep).where(Sweep.public_id == public_id, seen_by(viewer))
    statement = statement.options(
        selectinload(Sweep.districts), selectinload(Sweep.teams), joinedload(Sweep.planner)
    )
    found = db.session.scalar(statement)
    if found is None:
        raise NotFound
    return found


def sweeps_page(viewer: Viewer, state: ListState) -> Page[Sweep]:
    """Return one page of the sweeps, the newest first."""
    statement = select(Sweep.id).where(seen_by(viewer))
    if state.chosen("state"):
        statement = statement.where(Sweep.state == SweepState(state.chosen("state")))
    if state.q:
        statement = statement.where(Sweep.title.contains(state.q, autoescape=True))
    return page_of(statement, state, sorts=SORTS, key=Sweep.id, load=_sweeps)


def _sweeps(ids: Sequence[int]) -> dict[int, Sweep]:
    rows = db.session.scalars(select(Sweep).where(Sweep.id.in_(ids)))
    return {row.id: row for row in rows}


def reached_of(sweeps: Sequence[Sweep], viewer: Viewer) -> dict[int, tuple[int, int]]:
    """Return for each sweep how many sites are reached, and of how many, in the viewer's area."""
    statement = (
        select(SweepSite.sweep_id, func.count(SweepSite.result), func.count())
        .where(SweepSite.sweep_id.in_([sweep.id for sweep in sweeps]))
        .where(visible(viewer, SweepSite.scope_code))
        .group_by(SweepSite.sweep_id)
    )
    return {sweep: (reached, sites) for sweep, reached, sites in db.session.execute(statement)}


def coverage(sweep: Sweep, viewer: Viewer) -> Coverage:
    """Return what the sweep has reached in the viewer's area."""
    statement = (
        select(
            SweepSite.scope_code,
            SweepSite.street,
            SweepTeam.public_id,
            SweepSite.result,
            SweepSite.visited_on,
            SweepSite.findings,
            SweepSite.found_on,
            SweepSite.institution_id,
        )
        .outerjoin(SweepTeam, SweepTeam.id == SweepSite.team_id)
        .where(SweepSite.sweep_id == sweep.id, visible(viewer, SweepSite.scope_code))
    )
    return coverage_of(
        SiteInSweep(
            district=district,
            street=street,
            team=team or "",
            result=result,
            visited_on=visited_on,
            findings=findings,
            found_on=found_on,
            registered=institution is not None,
        )
        for district, street, team, result, visited_on, findings, found_on, institution
        in db.session.execute(statement)
    )  # fmt: skip


def officer_facts(person: Person) -> OfficerFacts:
    """Return what the rules need to know of an officer."""
    certificates = tuple(
        CertificateFacts(one.number, one.valid_from, one.valid_until) for one in person.certificates
    )
    return OfficerFacts(person.public_id, person.display, certificates)


def open_sweeps_at(site: Site, day: date) -> list[Sweep]:
    """Return the sweeps that are open on `day` and cover the site's district."""
    covered = select(SweepDistrict.sweep_id).where(SweepDistrict.district_code == site.scope_code)
    statement = select(Sweep).where(
        Sweep.state == SweepState.OPEN,
        Sweep.id.in_(covered),
        Sweep.starts_on <= day,
    )
    return list(db.session.scalars(statement.order_by(Sweep.id)))
