"""The teams of a sweep as its pages show them, and who could be appointed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app.access import Viewer
from app.db import db
from app.errors import NotFound
from app.models.people import Account, Certificate, Person
from app.models.sweeps import Recusal, Sweep, SweepOfficer, SweepSite, SweepTeam
from app.scope import visible


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team with what it has to do and has done; who of it is recused, from how many sites."""

    team: SweepTeam
    sites: int
    missing: int
    recused: tuple[tuple[str, int], ...] = ()


def teams_of(sweep: Sweep, viewer: Viewer) -> list[TeamRow]:
    """Return the teams in the viewer's area by number."""
    statement = (
        select(SweepTeam)
        .where(SweepTeam.sweep_id == sweep.id, visible(viewer, SweepTeam.scope_code))
        .options(selectinload(SweepTeam.officers).joinedload(SweepOfficer.person))
        .order_by(SweepTeam.number)
    )
    counted = {
        team: (sites, sites - reached)
        for team, sites, reached in db.session.execute(
            select(SweepSite.team_id, func.count(), func.count(SweepSite.result))
            .where(SweepSite.sweep_id == sweep.id, SweepSite.team_id.is_not(None))
            .group_by(SweepSite.team_id)
        )
    }
    recused = _recused(sweep)
    return [
        TeamRow(
            team,
            *counted.get(team.id, (0, 0)),
            tuple(
                (one.person.display, recused[team.id, one.person_id])
                for one in team.officers
                if (team.id, one.person_id) in recused
            ),
        )
        for team in db.session.scalars(statement)
    ]


def _recused(sweep: Sweep) -> dict[tuple[int, int], int]:
    """Return for (team, person) from how many sites still to be visited the person is recused."""
    statement = (
        select(SweepOfficer.team_id, SweepOfficer.person_id, func.count())
        .join(SweepSite, SweepSite.team_id == SweepOfficer.team_id)
        .join(
            Recusal,
            (Recusal.institution_id == SweepSite.institution_id)
            & (Recusal.person_id == SweepOfficer.person_id),
        )
        .where(
            SweepOfficer.sweep_id == sweep.id,
            SweepSite.result.is_(None),
            Recusal.lifted_on.is_(None),
        )
        .group_by(SweepOfficer.team_id, SweepOfficer.person_id)
    )
    return {(team, person): count for team, person, count in db.session.execute(statement)}


def team_by_public_id(sweep: Sweep, viewer: Viewer, public_id: str) -> SweepTeam:
    """Return a team of this sweep in the viewer's area; raises `NotFound`."""
    statement = select(SweepTeam).where(
        SweepTeam.public_id == public_id,
        SweepTeam.sweep_id == sweep.id,
        visible(viewer, SweepTeam.scope_code),
    )
    found = db.session.scalar(statement)
    if found is None:
        raise NotFound
    return found


def certified_persons(viewer: Viewer, days: Sequence[date]) -> list[Person]:
    """Return the persons of the viewer's area whose certificate is valid on all the days."""
    own = select(Account.person_id).where(
        visible(viewer, Account.district_code), Account.disabled_at.is_(None)
    )
    certified = select(Certificate.person_id).where(
        Certificate.valid_from <= min(days), Certificate.valid_until >= max(days)
    )
    statement = select(Person).where(Person.id.in_(own), Person.id.in_(certified))
    return list(db.session.scalars(statement.order_by(Person.id)))
