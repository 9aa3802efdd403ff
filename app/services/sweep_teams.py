"""Teams of a sweep: appointed by their district, given sites by nearness, street and equal load."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from app import audit
from app.access import Viewer
from app.db import db
from app.errors import BadInput, NotFound
from app.models.people import Person
from app.models.sweeps import Sweep, SweepOfficer, SweepSite, SweepTeam
from app.permissions import require_permission
from app.queries.sweeps import seen_by
from app.scope import require_scope, visible
from app.services.sweep_recusals import heed_recusals, refusals_to_give
from app.words import gettext as _
from app.words import ngettext
from inspections.refusal import Refused
from inspections.sweep_facts import SweepState
from maps.points import WGS84Point
from maps.routes import Stop, share_out, walking_order

TEAMS_CHANGE_IN = (SweepState.DRAFT, SweepState.APPROVED, SweepState.OPEN)
MOST_IN_A_TEAM = 12


def appoint_team(
    sweep: Sweep, officers: Sequence[str], *, district_code: str, actor: Viewer
) -> SweepTeam:
    """Appoint persons (public ids) of a district as a team; numbers go on within the sweep.

    Whether they may act is asked when the sweep opens, for certificates can still be renewed.
    """
    _require(sweep, actor, "sweeps.appoint")
    require_scope(actor, district_code)
    if district_code not in {row.district_code for row in sweep.districts}:
        raise _bad("district_code", _("The sweep doesn't cover this district."))
    highest = select(func.max(SweepTeam.number)).where(SweepTeam.sweep_id == sweep.id)
    number = (db.session.scalar(highest) or 0) + 1
    team = SweepTeam(sweep_id=sweep.id, number=number, scope_code=district_code)
    team.officers = _officers(sweep, officers)
    _add(team)
    _note(sweep, team, "sweep.team_appointed", {"officers": list(officers)}, actor=actor)
    return team


def dissolve_team(team: SweepTeam, *, actor: Viewer) -> None:
    """Take a team away; its sites have no team until they are shared out anew.

    A team that has reached sites stays, and in an open sweep one that still has any.
    """
    sweep = _sweep_of(team)
    _require(sweep, actor, "sweeps.appoint")
    require_scope(actor, team.scope_code)
    reached = select(func.count()).where(
        SweepSite.team_id == team.id, SweepSite.result.is_not(None)
    )
    if db.session.scalar(reached):
        raise _bad("team", _("This team has reached sites and stays."))
    left = select(func.count()).where(SweepSite.team_id == team.id)
    count = db.session.scalar(left) if sweep.state is SweepState.OPEN else 0
    if count:
        message = ngettext(
            "Its %(num)s site would be without a team. Give it to another team first.",
            "Its %(num)s sites would be without a team. Give them to another team first.",
            count,
        )
        raise _bad("team", message)
    db.session.execute(
        update(SweepSite).where(SweepSite.team_id == team.id).values(team_id=None, position=None)
    )
    _note(sweep, team, "sweep.team_dissolved", {}, actor=actor)
    db.session.delete(team)
    db.session.flush()


def share_sites(sweep: Sweep, *, actor: Viewer) -> int:
    """Share what isn't reached in the actor's area among its teams; return how many sites moved."""
    _require(sweep, actor, "sweeps.share")
    statement = select(SweepTeam).where(
        SweepTeam.sweep_id == sweep.id, visible(actor, SweepTeam.scope_code)
    )
    teams: dict[str, list[SweepTeam]] = defaultdict(list)
    for team in db.session.scalars(statement.order_by(SweepTeam.number)):
        teams[team.scope_code].append(team)
    moved = sum(_share_district(sweep, code, own) for code, own in teams.items())
    audit.record(
        actor,
        "sweep.shared",
        "sweep",
        sweep.public_id,
        chain=actor.district_code,
        details={"sites": moved, "teams": sum(len(own) for own in teams.values())},
    )
    return moved


def _share_district(sweep: Sweep, code: str, teams: Sequence[SweepTeam]) -> int:
    statement = (
        select(SweepSite)
        .where(
            SweepSite.sweep_id == sweep.id,
            SweepSite.scope_code == code,
            SweepSite.result.is_(None),
        )
        .options(joinedload(SweepSite.site))
        .order_by(SweepSite.id)
    )
    rows = list(db.session.scalars(statement))
    shares = share_out([Stop(_point(row), row.street) for row in rows], len(teams))
    for team, share in heed_recusals(sweep, teams, rows, shares):
        _walk(team, [rows[index] for index in share])
    db.session.flush()
    return len(rows)


def give_sites(team: SweepTeam, rows: Sequence[int], *, actor: Viewer) -> int:
    """Give some sites of the sweep (row ids) to a team of their district, and order its walk anew.

    Raises `BadInput` for a site of another district or one that is reached already, `Refused` where
    fewer than two of the team's officers may act.
    """
    sweep = _sweep_of(team)
    _require(sweep, actor, "sweeps.share")
    require_scope(actor, team.scope_code)
    statement = select(SweepSite).where(
        SweepSite.sweep_id == sweep.id,
        SweepSite.id.in_(rows),
        SweepSite.scope_code == team.scope_code,
        SweepSite.result.is_(None),
    )
    found = list(db.session.scalars(statement))
    if len(found) != len(set(rows)) or not found:
        raise _bad(
            "sites", _("Only sites of the team's district that aren't reached can be given.")
        )
    refused = refusals_to_give(team, found)
    if refused:
        raise Refused(refused)
    for row in found:
        row.team_id = team.id
    db.session.flush()
    left = select(SweepSite).where(SweepSite.team_id == team.id, SweepSite.result.is_(None))
    _walk(team, list(db.session.scalars(left.options(joinedload(SweepSite.site)))))
    db.session.flush()
    _note(sweep, team, "sweep.sites_given", {"sites": len(found)}, actor=actor)
    return len(found)


def _walk(team: SweepTeam, rows: Sequence[SweepSite]) -> None:
    for position, index in enumerate(walking_order([_point(row) for row in rows]), start=1):
        rows[index].team_id, rows[index].position = team.id, position


def _point(row: SweepSite) -> WGS84Point | None:
    lng, lat = row.site.lng_wgs84, row.site.lat_wgs84
    return WGS84Point(lng, lat) if lng is not None and lat is not None else None


def _officers(sweep: Sweep, codes: Sequence[str]) -> list[SweepOfficer]:
    wanted = list(dict.fromkeys(codes))
    if not 0 < len(wanted) <= MOST_IN_A_TEAM:
        raise _bad("officers", _("Name one to %(most)s officers.", most=MOST_IN_A_TEAM))
    persons = {
        person.public_id: person
        for person in db.session.scalars(select(Person).where(Person.public_id.in_(wanted)))
    }
    if set(wanted) - set(persons):
        raise _bad("officers", _("There is no such officer."))
    taken = (
        select(Person.display, SweepTeam.number)
        .join(SweepOfficer, SweepOfficer.person_id == Person.id)
        .join(SweepTeam, SweepTeam.id == SweepOfficer.team_id)
        .where(SweepOfficer.sweep_id == sweep.id, Person.public_id.in_(wanted))
    )
    there = [
        _("%(name)s is in team %(number)s", name=name, number=number)
        for name, number in db.session.execute(taken.order_by(SweepTeam.number))
    ]
    if there:
        names = _(", ").join(there)
        raise _bad("officers", _("Nobody is in two teams of one sweep: %(names)s.", names=names))
    return [SweepOfficer(sweep_id=sweep.id, person_id=persons[code].id) for code in wanted]


def _add(team: SweepTeam) -> None:
    """Store the team; one whose officer another transaction put in a team is bad input."""
    try:
        with db.session.begin_nested():
            db.session.add(team)
            db.session.flush()
    except IntegrityError as error:
        raise _bad("officers", _("An officer is in another team of this sweep already.")) from error


def _sweep_of(team: SweepTeam) -> Sweep:
    sweep = db.session.get(Sweep, team.sweep_id)
    if sweep is None:
        raise NotFound
    return sweep


def _require(sweep: Sweep, actor: Viewer, endpoint: str) -> None:
    require_permission(actor, endpoint)
    seen = select(Sweep.id).where(Sweep.id == sweep.id, seen_by(actor))
    if db.session.scalar(seen) is None:
        raise NotFound
    if sweep.state not in TEAMS_CHANGE_IN:
        raise _bad("state", _("The sweep is over."))


def _note(
    sweep: Sweep, team: SweepTeam, verb: str, details: dict[str, object], *, actor: Viewer
) -> None:
    audit.record(
        actor,
        verb,
        "sweep",
        sweep.public_id,
        chain=team.scope_code,
        details={"team": team.public_id, "number": team.number, **details},
    )


def _bad(field: str, message: str) -> BadInput:
    return BadInput(field, message, [{"field": field, "message": message}])
