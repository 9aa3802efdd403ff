"""The board of a sweep: the sites of each team side by side, given to another by drag or select."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from flask import g, redirect, render_template, request, url_for

from app.desk.forms.sweeps import GapForm
from app.desk.reading import district_name_of
from app.desk.sweep_teams import team_word
from app.errors import BadInput
from app.models.sweeps import Sweep
from app.queries import sweep_board as queries
from app.queries.sweep_teams import team_by_public_id
from app.queries.sweeps import sweep_by_public_id
from app.scope import codes_below
from app.services.sweep_sites import explain_sites
from app.services.sweep_teams import TEAMS_CHANGE_IN, give_sites
from app.words import gettext as _

BOARD, LIST = "sweeps.board", "sweeps.sites"
NO_ROW = 2**31 - 1  # larger numbers fit no column; they name no site either


def show(public_id: str) -> Any:
    """Show the teams of one district with the sites that they haven't reached."""
    sweep = sweep_by_public_id(g.viewer, public_id)
    codes = _codes(sweep)
    wanted = request.args.get("district", "")
    code = wanted if wanted in codes else next(iter(codes), "")
    columns = queries.columns_of(sweep, code)
    return render_template(
        "desk/sweeps/board.html",
        sweep=sweep,
        district=code,
        district_choices=[(each, district_name_of(each)) for each in codes],
        columns=columns,
        sites=sum(column.sites for column in columns),
        most=queries.MOST_SITES,
        team_word=team_word,
        moves=sweep.state in TEAMS_CHANGE_IN,
    )


def give(public_id: str) -> Any:
    """Give the ticked sites and streets to the team that was chosen."""
    sweep = sweep_by_public_id(g.viewer, public_id)
    team = team_by_public_id(sweep, g.viewer, request.form.get("team", ""))
    chosen = set(_ticked())
    for text in request.form.getlist("street"):
        from_team, _bar, street = text.partition("|")
        chosen |= queries.sites_in_street(sweep, team.scope_code, from_team, street)
    if not chosen:
        message = _("Tick at least one site, or drag one.")
        raise BadInput("nothing_chosen", message, [{"field": "site", "message": message}])
    give_sites(team, sorted(chosen), actor=g.viewer)
    return _back(sweep)


def explain(public_id: str) -> Any:
    """Write down why the ticked sites are still missing."""
    sweep = sweep_by_public_id(g.viewer, public_id)
    form = GapForm(request.form)
    if not form.validate():
        message = str(form["note"].errors[0])
        raise BadInput("bad_note", message, [{"field": "note", "message": message}])
    explain_sites(sweep, _ticked(), note=form["note"].data or "", actor=g.viewer)
    return _back(sweep)


def _ticked() -> list[int]:
    sent = request.form.getlist("site")
    return [min(int(text[:20]), NO_ROW) for text in sent if text.isdecimal()]


def _codes(sweep: Sweep) -> Sequence[str]:
    own = codes_below(g.viewer)
    return [row.district_code for row in sweep.districts if row.district_code in own]


def _back(sweep: Sweep) -> Any:
    """Go on to the page that the form stood on."""
    if request.form.get("from") == "board":
        target = url_for(
            BOARD, public_id=sweep.public_id, district=request.form.get("district") or None
        )
    else:
        target = url_for(LIST, public_id=sweep.public_id, outcome="missing")
    return redirect(target, HTTPStatus.SEE_OTHER)
