"""Sweeps at the desk: the list, a plan, the page of one sweep with what it has reached."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for

from app import clock
from app.desk import sweep_board as board
from app.desk import sweep_map
from app.desk import sweep_papers as papers
from app.desk import sweep_steps as steps
from app.desk import sweep_teams as teams
from app.desk.forms.sweeps import PlanForm
from app.desk.list_state import state_of
from app.desk.posted import whole_number
from app.desk.reading import reading
from app.desk.sweep_words import copy_text, headline, shown_sweep
from app.errors import Conflict
from app.models.sweeps import Sweep
from app.permissions import may_open
from app.queries import sweeps as queries
from app.services.sweeps import edit_plan, plan_of, plan_sweep
from app.words import gettext as _
from app.words import word
from inspections.sweep_facts import SweepState

sweeps = Blueprint("sweeps", __name__, url_prefix="/desk/sweeps")
sweeps.context_processor(reading)


@sweeps.get("")
def index() -> Any:
    """List the sweeps that were ordered in, or cover, the viewer's area."""
    state = state_of(queries)
    page = queries.sweeps_page(g.viewer, state)
    return render_template(
        "desk/sweeps/index.html",
        state=state,
        page=page,
        reached=queries.reached_of(page.rows, g.viewer),
        state_choices=[(one.value, word(one)) for one in SweepState],
        plans=may_open(g.viewer, "sweeps.new"),
    )


@sweeps.get("/new")
def new() -> Any:
    """Ask for a plan."""
    form = PlanForm(data={"departments": _("Education bureau")}).for_viewer(g.viewer)
    return _plan_page(form)


@sweeps.post("/new")
def create() -> Any:
    """Write the plan down and draw its sites."""
    form = PlanForm(request.form).for_viewer(g.viewer)
    if not form.validate():
        return _plan_page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    return _to(plan_sweep(form.plan(), actor=g.viewer))


@sweeps.get("/<public_id>/edit")
def edit(public_id: str) -> Any:
    """Ask for changes of a plan that isn't approved yet."""
    sweep = queries.sweep_by_public_id(g.viewer, public_id)
    return _plan_page(_stored(sweep).for_viewer(g.viewer), sweep=sweep)


@sweeps.post("/<public_id>/edit")
def update(public_id: str) -> Any:
    """Change a plan; 409 with both versions when somebody else did meanwhile."""
    sweep = queries.sweep_by_public_id(g.viewer, public_id)
    form = PlanForm(request.form).for_viewer(g.viewer)
    if not form.validate():
        return _plan_page(form, sweep=sweep), HTTPStatus.UNPROCESSABLE_ENTITY
    version = request.form.get("version", "")
    try:
        edit_plan(
            sweep,
            form.plan(),
            based_on=whole_number(version, otherwise=0),
            actor=g.viewer,
        )
    except Conflict as conflict:
        return _plan_page(form, sweep=sweep, theirs=conflict.theirs), HTTPStatus.CONFLICT
    return _to(sweep)


@sweeps.get("/<public_id>")
def show(public_id: str) -> Any:
    """Show what the sweep has reached, what is missing, and what can be done next."""
    sweep = queries.sweep_by_public_id(g.viewer, public_id)
    return steps.page(sweep)


@sweeps.get("/<public_id>/statement")
def statement(public_id: str) -> Any:
    """Show the coverage as a sheet for printing, and as text to copy."""
    sweep = queries.sweep_by_public_id(g.viewer, public_id)
    found = queries.coverage(sweep, g.viewer)
    today = clock.today()
    return render_template(
        "desk/sweeps/statement.html",
        **shown_sweep(sweep, found, today),
        title=headline(sweep, found, today, orders=steps.ordered_by(g.viewer, sweep)),
        text=copy_text(sweep, found, today),
    )


def _plan_page(form: PlanForm, sweep: Sweep | None = None, **context: Any) -> str:
    return render_template("desk/sweeps/edit.html", form=form, sweep=sweep, **context)


def _stored(sweep: Sweep) -> PlanForm:
    plan = plan_of(sweep)
    return PlanForm(
        data={
            "title": plan.title,
            "legal_basis": plan.legal_basis,
            "departments": "、".join(plan.departments),
            "starts_on": plan.starts_on,
            "ends_on": plan.ends_on,
            "districts": list(plan.districts),
        }
    )


def _to(sweep: Sweep) -> Any:
    target = url_for("sweeps.show", public_id=sweep.public_id)
    return redirect(target, HTTPStatus.SEE_OTHER)


for rule, endpoint, view in (
    ("/<public_id>/approve", "approve", papers.approve),
    ("/<public_id>/extend", "extend", papers.extend),
    ("/<public_id>/closing", "sign", papers.sign),
    ("/<public_id>/publication", "note_publication", steps.note_the_publication),
    ("/<public_id>/open", "open", steps.open_it),
    ("/<public_id>/close", "close", steps.close_it),
    ("/<public_id>/cancel", "cancel", steps.cancel_it),
    ("/<public_id>/teams", "appoint", teams.appoint),
    ("/<public_id>/share", "share", teams.share),
    ("/<public_id>/teams/<team>/dissolve", "dissolve", teams.dissolve),
    ("/<public_id>/sites/give", "give", board.give),
    ("/<public_id>/sites/explain", "explain", board.explain),
):
    sweeps.add_url_rule(rule, endpoint, view, methods=["POST"])
for rule, endpoint, view in (
    ("/<public_id>/teams", "teams", teams.show),
    ("/<public_id>/board", "board", board.show),
    ("/<public_id>/sites", "sites", teams.sites),
    ("/<public_id>/places", "places", sweep_map.places),
    ("/<public_id>/paper", "paper", papers.paper),
    ("/<public_id>/extensions/<extension>/paper", "extension_paper", papers.extension_paper),
    ("/<public_id>/closing", "closing", papers.closing),
    ("/<public_id>/closing/paper", "signed", papers.signed),
):
    sweeps.add_url_rule(rule, endpoint, view, methods=["GET"])
