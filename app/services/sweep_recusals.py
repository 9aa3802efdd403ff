"""Recusals when sites are shared out: no team gets a site where two of its officers can't act."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy import select

from app.db import db
from app.models.sweeps import Recusal, Sweep, SweepSite, SweepTeam
from app.queries.sweep_sites import name_of
from inspections.recusals import team_may_visit
from inspections.refusal import Refusal
from inspections.steps import collected
from inspections.visits import OFFICERS_NEEDED

Recused = dict[int, set[int]]


def refusals_to_give(team: SweepTeam, rows: Sequence[SweepSite]) -> list[Refusal]:
    """Return every site that the team may not be given, by name."""
    recused = _recused_in(team)
    return collected(_refusal(team, row, recused) for row in rows)


def heed_recusals(
    sweep: Sweep,
    teams: Sequence[SweepTeam],
    rows: Sequence[SweepSite],
    shares: Sequence[Sequence[int]],
) -> Iterator[tuple[SweepTeam, list[int]]]:
    """Return each team's share without the sites that it may not visit.

    Such a site goes to the team with the fewest that may; where none may it has no team.
    """
    recused = _recused_at(sweep)
    found = {team.id: list(share) for team, share in zip(teams, shares, strict=True)}
    moved = [
        index
        for team in teams
        for index in found[team.id]
        if recused and _refusal(team, rows[index], recused)
    ]
    for team in teams:
        found[team.id] = [index for index in found[team.id] if index not in set(moved)]
    for index in moved:
        able = [team for team in teams if not _refusal(team, rows[index], recused)]
        if able:
            found[min(able, key=lambda team: len(found[team.id])).id].append(index)
        else:
            rows[index].team_id = rows[index].position = None
    return ((team, found[team.id]) for team in teams)


def _recused_in(team: SweepTeam) -> Recused:
    """Return who of the team is recused, by institution."""
    statement = select(Recusal.institution_id, Recusal.person_id).where(
        Recusal.person_id.in_([one.person_id for one in team.officers]), Recusal.lifted_on.is_(None)
    )
    found: Recused = defaultdict(set)
    for institution, person in db.session.execute(statement):
        found[institution].add(person)
    return found


def _recused_at(sweep: Sweep) -> Recused:
    """Return the persons recused from the institutions of the sweep."""
    statement = (
        select(Recusal.institution_id, Recusal.person_id)
        .join(SweepSite, SweepSite.institution_id == Recusal.institution_id)
        .where(SweepSite.sweep_id == sweep.id, Recusal.lifted_on.is_(None))
    )
    found: Recused = defaultdict(set)
    for institution, person in db.session.execute(statement):
        found[institution].add(person)
    return found


def _refusal(team: SweepTeam, row: SweepSite, recused: Recused) -> Refusal | None:
    if row.institution_id is None:
        return None
    persons = {one.person_id for one in team.officers}
    return team_may_visit(
        len(persons),
        len(persons & recused.get(row.institution_id, set())),
        needed=OFFICERS_NEEDED,
        about=name_of(row),
    )
