"""Teams of a sweep at the desk: appointing them, sharing sites out, and the list of sites."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from flask import g, redirect, render_template, request, url_for

from app import exports
from app.desk.exporting import export
from app.desk.forms.sweeps import TeamForm
from app.desk.list_state import state_of
from app.desk.reading import district_name_of
from app.errors import BadInput
from app.models.sweeps import Sweep, SweepSite
from app.permissions import may_open
from app.queries import sweep_sites as site_queries
from app.queries import sweep_teams as queries
from app.queries import sweeps as sweep_queries
from app.queries.sweep_gaps import gaps_of
from app.services.sweep_teams import (
    TEAMS_CHANGE_IN,
    appoint_team,
    dissolve_team,
    share_sites,
)
from app.words import gettext as _
from app.words import word
from inspections.coverage import SiteOutcome, outcome_of
from inspections.sweep_facts import SweepState


def show(public_id: str) -> Any:
    """Show the teams with their loads, and a form for another one."""
    sweep = sweep_queries.sweep_by_public_id(g.viewer, public_id)
    return _page(sweep, _form(sweep))


def appoint(public_id: str) -> Any:
    """Appoint a team."""
    sweep = sweep_queries.sweep_by_public_id(g.viewer, public_id)
    form = _form(sweep, request.form)
    if not form.validate():
        return _page(sweep, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        appoint_team(
            sweep,
            form["officers"].data,
            district_code=form["district_code"].data,
            actor=g.viewer,
        )
    except BadInput as bad:
        for fault in bad.fields:
            form.say(fault["field"], fault["message"])
        return _page(sweep, form), HTTPStatus.UNPROCESSABLE_ENTITY
    return _back(sweep)


def dissolve(public_id: str, team: str) -> Any:
    """Take a team away that has reached nothing."""
    sweep = sweep_queries.sweep_by_public_id(g.viewer, public_id)
    dissolve_team(queries.team_by_public_id(sweep, g.viewer, team), actor=g.viewer)
    return _back(sweep)


def share(public_id: str) -> Any:
    """Share out anew whatever isn't reached."""
    sweep = sweep_queries.sweep_by_public_id(g.viewer, public_id)
    share_sites(sweep, actor=g.viewer)
    return _back(sweep)


def sites(public_id: str) -> Any:
    """List the sites of a sweep with their outcomes."""
    sweep = sweep_queries.sweep_by_public_id(g.viewer, public_id)
    state = state_of(site_queries)
    page = site_queries.sites_page(sweep, g.viewer, state)
    if state.format:
        return export(
            state,
            "sweep-sites",
            total=page.total,
            heads=_heads(),
            rows=_cells(site_queries.export_sites(sweep, g.viewer, state)),
        )
    rows = queries.teams_of(sweep, g.viewer)
    return render_template(
        "desk/sweeps/sites.html",
        sweep=sweep,
        state=state,
        page=page,
        teams=rows,
        name_of=site_queries.name_of,
        outcome_of=outcome_of,
        outcome_choices=[(one.value, word(one)) for one in SiteOutcome],
        team_choices=[(row.team.public_id, team_word(row.team.number)) for row in rows],
        district_choices=[
            (row.district_code, district_name_of(row.district_code)) for row in sweep.districts
        ],
        team_word=team_word,
        gaps=gaps_of(sweep, page.rows),
        shares=_is_alive(sweep) and may_open(g.viewer, "sweeps.give", "POST"),
        explains=_is_alive(sweep) and may_open(g.viewer, "sweeps.explain", "POST"),
        enters=sweep.state is SweepState.OPEN and may_open(g.viewer, "visits.new"),
    )


def _is_alive(sweep: Sweep) -> bool:
    return sweep.state in TEAMS_CHANGE_IN


def team_word(number: int) -> str:
    """Return what a team is called."""
    return _("Team %(number)s", number=number)


def _heads() -> list[str]:
    return [
        _("Institution"),
        _("Address"),
        _("District"),
        _("Street"),
        _("Team"),
        _("Outcome"),
        _("Day of the visit"),
        _("Problems"),
        _("Reason"),
    ]


def _cells(rows: Iterator[SweepSite]) -> Iterator[tuple[exports.Cell, ...]]:
    for row in rows:
        yield (
            row.institution.name if row.institution else None,
            row.site.address,
            district_name_of(row.scope_code),
            row.street or None,
            str(row.team.number) if row.team else None,
            word(outcome_of(row.result)),
            row.visited_on,
            row.findings,
            row.note if row.result is None else None,
        )


def _form(sweep: Sweep, sent: Any = None) -> TeamForm:
    persons = queries.certified_persons(g.viewer, (sweep.starts_on, sweep.ends_on))
    codes = [row.district_code for row in sweep.districts]
    return TeamForm(sent).offering(g.viewer, codes, persons)


def _page(sweep: Sweep, form: TeamForm) -> str:
    return render_template(
        "desk/sweeps/teams.html",
        sweep=sweep,
        form=form,
        teams=queries.teams_of(sweep, g.viewer),
        team_word=team_word,
        appoints=_is_alive(sweep) and may_open(g.viewer, "sweeps.appoint", "POST"),
        sees_recusals=may_open(g.viewer, "recusals.index"),
    )


def _back(sweep: Sweep) -> Any:
    target = url_for("sweeps.teams", public_id=sweep.public_id)
    return redirect(target, HTTPStatus.SEE_OTHER)
