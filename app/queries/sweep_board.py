"""What the board of a sweep shows: teams of one district, their streets, the sites in each."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from app.db import db
from app.models.register import Institution
from app.models.sites import Site
from app.models.sweeps import Sweep, SweepOfficer, SweepSite, SweepTeam

MOST_SITES = 1500


@dataclass(frozen=True, slots=True)
class BoardSite:
    """A site that isn't reached yet, as its line says it."""

    id: int
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Column:
    """A team (or none) with its sites by street."""

    team: SweepTeam | None
    streets: Sequence[tuple[str, Sequence[BoardSite]]]

    @property
    def sites(self) -> int:
        """Return how many sites the column holds."""
        return sum(len(rows) for _street, rows in self.streets)


def columns_of(sweep: Sweep, code: str) -> list[Column]:
    """Return the columns of one district: sites without a team first, where there are any.

    The caller has checked that the district is in the viewer's area. Three queries for any number.
    """
    teams = select(SweepTeam).where(SweepTeam.sweep_id == sweep.id, SweepTeam.scope_code == code)
    teams = teams.options(selectinload(SweepTeam.officers).joinedload(SweepOfficer.person))
    found: dict[int | None, dict[str, list[BoardSite]]] = defaultdict(lambda: defaultdict(list))
    for row, team, street, name, address in db.session.execute(_sites(sweep, code)):
        found[team][street].append(BoardSite(row, name or address or str(row), address or ""))
    columns = [
        Column(team, _streets(found[team.id]))
        for team in db.session.scalars(teams.order_by(SweepTeam.number))
    ]
    return [Column(None, _streets(found[None])), *columns] if found.get(None) else columns


def sites_in_street(sweep: Sweep, code: str, team: str, street: str) -> set[int]:
    """Return the sites of a street that a team (public id, "" for none) hasn't reached."""
    statement = select(SweepSite.id).where(
        SweepSite.sweep_id == sweep.id,
        SweepSite.scope_code == code,
        SweepSite.street == street,
        SweepSite.result.is_(None),
    )
    if team:
        own = select(SweepTeam.id).where(
            SweepTeam.public_id == team, SweepTeam.sweep_id == sweep.id
        )
        statement = statement.where(SweepSite.team_id.in_(own))
    else:
        statement = statement.where(SweepSite.team_id.is_(None))
    return set(db.session.scalars(statement))


def _sites(sweep: Sweep, code: str) -> Select[tuple[int, int | None, str, str, str | None]]:
    return (
        select(SweepSite.id, SweepSite.team_id, SweepSite.street, Institution.name, Site.address)
        .join(Site, Site.id == SweepSite.site_id)
        .outerjoin(Institution, Institution.id == SweepSite.institution_id)
        .where(
            SweepSite.sweep_id == sweep.id,
            SweepSite.scope_code == code,
            SweepSite.result.is_(None),
        )
        .order_by(SweepSite.team_id, SweepSite.position, SweepSite.id)
        .limit(MOST_SITES)
    )


def _streets(found: dict[str, list[BoardSite]]) -> Sequence[tuple[str, Sequence[BoardSite]]]:
    return sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
