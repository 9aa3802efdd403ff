"""Sweeps as a viewer may see them: the list, one sweep's facts, its sites and its coverage.

The ordering office sees the whole sweep; a district sees it as soon as it is covered, with the
sites and teams of its own area.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.access import Viewer
from app.db import db
from app.errors import NotFound
from app.models.people import Person
from app.models.sites import Site
from app.models.sweeps import Recusal, Sweep, SweepDistrict, SweepOfficer, SweepSite, SweepTeam
from app.queries.paging import Filters, ListState, Page, Sorts, page_of
from app.scope import visible
from inspections.coverage import Coverage, SiteInSweep, SiteOutcome, coverage_of
from inspections.sweeps import SweepFacts, SweepState, TeamFacts
from inspections.visit_facts import CertificateFacts, OfficerFacts

SORTS: Sorts = {
    "starts": (Sweep.starts_on,),
    "title": (Sweep.title,),
    "changed": (Sweep.updated_at,),
}
DEFAULT_SORT = "-starts"
FILTERS: Filters = {"state": set(SweepState)}
SITE_SORTS: Sorts = {
    "district": (SweepSite.scope_code, SweepSite.street),
    "team": (SweepSite.team_id, SweepSite.position),
    "visited": (SweepSite.visited_on,),
}
SITE_FILTERS: Filters = {
    "outcome": set(SiteOutcome),
    "district": None,
    "street": None,
    "team": None,
    "findings": {"yes"},
}
BLANK_NAMED = 50
EXPORT_AT_ONCE = 500


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


def sites_page(sweep: Sweep, viewer: Viewer, state: ListState) -> Page[SweepSite]:
    """Return one page of the sites; those still missing stand first."""
    statement = _narrowed(
        select(SweepSite.id).where(
            SweepSite.sweep_id == sweep.id, visible(viewer, SweepSite.scope_code)
        ),
        state,
    )
    return page_of(statement, state, sorts=SITE_SORTS, key=SweepSite.id, load=_sites)


def _narrowed(statement: Select[tuple[int]], state: ListState) -> Select[tuple[int]]:
    outcome = state.chosen("outcome")
    if outcome == SiteOutcome.MISSING:
        statement = statement.where(SweepSite.result.is_(None))
    elif outcome == SiteOutcome.VISITED:
        apart = (SiteOutcome.CLOSED_PREMISES, SiteOutcome.NOT_FOUND, SiteOutcome.REFUSED_ENTRY)
        statement = statement.where(
            SweepSite.result.is_not(None), SweepSite.result.not_in([one.value for one in apart])
        )
    elif outcome:
        statement = statement.where(SweepSite.result == outcome)
    if state.chosen("district"):
        statement = statement.where(SweepSite.scope_code == state.chosen("district"))
    if state.chosen("street"):
        statement = statement.where(SweepSite.street == state.chosen("street"))
    if state.chosen("team"):
        team = select(SweepTeam.id).where(SweepTeam.public_id == state.chosen("team"))
        statement = statement.where(SweepSite.team_id.in_(team))
    if state.chosen("findings"):
        statement = statement.where(SweepSite.findings > 0)
    return statement


def _sites(ids: Sequence[int]) -> dict[int, SweepSite]:
    statement = select(SweepSite).where(SweepSite.id.in_(ids))
    statement = statement.options(
        joinedload(SweepSite.site),
        joinedload(SweepSite.institution),
        joinedload(SweepSite.team),
        joinedload(SweepSite.visit),
    )
    return {row.id: row for row in db.session.scalars(statement)}


def sweep_facts(sweep: Sweep, *, today: date, **more: object) -> SweepFacts:
    """Return what the rules need to know of a sweep, over its whole area."""
    reached, sites, unassigned = db.session.execute(
        select(
            func.count(SweepSite.result),
            func.count(),
            func.count().filter(SweepSite.team_id.is_(None)),
        ).where(SweepSite.sweep_id == sweep.id)
    ).one()
    return SweepFacts(
        state=sweep.state,
        today=today,
        title=sweep.title,
        legal_basis=sweep.legal_basis,
        plan_no=sweep.plan_no or "",
        has_plan_paper=sweep.plan_paper_id is not None,
        approved_on=sweep.approved_on,
        approving_authority=sweep.approving_authority or "",
        filed_on=sweep.filed_on,
        published_on=sweep.published_on,
        starts_on=sweep.starts_on,
        ends_on=sweep.ends_on,
        checklist=sweep.checklist,
        departments=tuple(sweep.departments),
        teams=team_facts(sweep),
        districts_with_sites=_districts_with_sites(sweep),
        sites=sites,
        unassigned=unassigned,
        blank_sites=_blank_sites(sweep),
        visits=reached,
        reached=reached,
        **more,  # type: ignore[arg-type]
    )


def _districts_with_sites(sweep: Sweep) -> tuple[str, ...]:
    statement = select(SweepSite.scope_code).where(SweepSite.sweep_id == sweep.id).distinct()
    return tuple(db.session.scalars(statement.order_by(SweepSite.scope_code)))


def _blank_sites(sweep: Sweep) -> tuple[str, ...]:
    """Return the names of the sites without an outcome, some fifty at most."""
    statement = (
        select(SweepSite)
        .where(SweepSite.sweep_id == sweep.id, SweepSite.result.is_(None))
        .options(joinedload(SweepSite.site), joinedload(SweepSite.institution))
        .order_by(SweepSite.scope_code, SweepSite.id)
        .limit(BLANK_NAMED)
    )
    return tuple(name_of(row) for row in db.session.scalars(statement))


def name_of(row: SweepSite) -> str:
    """Return what a site is called: its institution, else its address."""
    return row.institution.name if row.institution else row.site.address or row.site.public_id


def team_facts(sweep: Sweep) -> tuple[TeamFacts, ...]:
    """Return the teams with their officers, and who of them is recused from all their sites."""
    statement = (
        select(SweepTeam)
        .where(SweepTeam.sweep_id == sweep.id)
        .options(
            selectinload(SweepTeam.officers)
            .joinedload(SweepOfficer.person)
            .selectinload(Person.certificates)
        )
        .order_by(SweepTeam.number)
    )
    teams = list(db.session.scalars(statement))
    recused = _recused(sweep)
    return tuple(
        TeamFacts(
            name=str(team.number),
            district=team.scope_code,
            officers=tuple(officer_facts(one.person) for one in team.officers),
            recused=tuple(
                one.person.public_id for one in team.officers if (team.id, one.person_id) in recused
            ),
        )
        for team in teams
    )


def _recused(sweep: Sweep) -> set[tuple[int, int]]:
    """Return (team, person) where the person is recused from a site that the team has."""
    statement = (
        select(SweepSite.team_id, Recusal.person_id)
        .join(Recusal, Recusal.institution_id == SweepSite.institution_id)
        .join(SweepOfficer, SweepOfficer.person_id == Recusal.person_id)
        .where(SweepSite.sweep_id == sweep.id, SweepOfficer.team_id == SweepSite.team_id)
        .distinct()
    )
    return {(team, person) for team, person in db.session.execute(statement)}


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


def export_sites(sweep: Sweep, viewer: Viewer, state: ListState) -> Iterator[SweepSite]:
    """Return every site that the list holds, by district; the ids are read at once."""
    statement = _narrowed(
        select(SweepSite.id).where(
            SweepSite.sweep_id == sweep.id, visible(viewer, SweepSite.scope_code)
        ),
        state,
    )
    return _in_batches(statement.order_by(SweepSite.scope_code, SweepSite.id))


def missing_sites(sweep: Sweep, viewer: Viewer) -> Iterator[SweepSite]:
    """Return every site without an outcome, by district and street."""
    statement = select(SweepSite.id).where(
        SweepSite.sweep_id == sweep.id,
        visible(viewer, SweepSite.scope_code),
        SweepSite.result.is_(None),
    )
    ordered = statement.order_by(SweepSite.scope_code, SweepSite.street, SweepSite.id)
    return _in_batches(ordered)


def _in_batches(statement: Select[tuple[int]]) -> Iterator[SweepSite]:
    ids = list(db.session.scalars(statement))
    batches = (ids[start : start + EXPORT_AT_ONCE] for start in range(0, len(ids), EXPORT_AT_ONCE))
    return (rows[one] for batch in batches for rows in [_sites(batch)] for one in batch)
