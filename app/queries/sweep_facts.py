"""What the rules need to know of a sweep: its plan, its teams and officers, its sites."""

from collections import defaultdict
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.clock import BUREAU_ZONE
from app.db import db
from app.models.people import Account, Person, RoleGrant
from app.models.sweeps import Recusal, Sweep, SweepOfficer, SweepSite, SweepTeam
from app.permissions import SIGNS_SWEEPS
from app.queries.sweep_sites import name_of
from app.queries.sweep_tablets import holding_tablets
from app.queries.sweeps import officer_facts
from inspections.sweep_facts import SweepFacts, SweepState, TeamFacts

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
    is_open = sweep.state is SweepState.OPEN
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
        planner=str(sweep.planner_person),
        another_may_approve=_another_may_approve(sweep),
        holding=tuple(one.name for one in holding_tablets(sweep)) if is_open else (),
        has_signed_paper=sweep.statement_paper_id is not None,
        closed_on=sweep.closed_at.astimezone(BUREAU_ZONE).date() if sweep.closed_at else None,
        **more,  # type: ignore[arg-type]
    )


def _another_may_approve(sweep: Sweep) -> bool:
    """Say whether the office that ordered the sweep has another person who signs sweeps."""
    statement = (
        select(Account.id)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(
            Account.district_code == sweep.scope_code,
            Account.disabled_at.is_(None),
            Account.person_id != sweep.planner_person,
            RoleGrant.role.in_(SIGNS_SWEEPS),
        )
    )
    return db.session.scalar(statement.limit(1)) is not None


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
    """Return (team, person) for the site of each team of which most of its officers are recused.

    An officer who is recused from one site may still walk the others; what counts is that two are
    left at every one.
    """
    statement = (
        select(SweepSite.team_id, Recusal.institution_id, Recusal.person_id)
        .join(Recusal, Recusal.institution_id == SweepSite.institution_id)
        .join(SweepOfficer, SweepOfficer.person_id == Recusal.person_id)
        .where(
            SweepSite.sweep_id == sweep.id,
            SweepSite.result.is_(None),
            SweepOfficer.team_id == SweepSite.team_id,
            Recusal.lifted_on.is_(None),
        )
        .distinct()
    )
    kept: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for team, institution, person in db.session.execute(statement):
        kept[team][institution].add(person)
    worst = {team: max(found.values(), key=len) for team, found in kept.items()}
    return {(team, person) for team, persons in worst.items() for person in persons}
