"""What the rules need to know of a sweep: its plan, its teams and officers, its sites."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.db import db
from app.models.people import Person
from app.models.sweeps import Recusal, Sweep, SweepOfficer, SweepSite, SweepTeam
from app.queries.sweep_sites import name_of
from app.queries.sweeps import officer_facts
from inspections.sweeps import SweepFacts, TeamFacts

BLANK_NAMED = 50


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
