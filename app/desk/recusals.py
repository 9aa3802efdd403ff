"""Recusals at the desk: who may not act towards which institution, decided and lifted."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for

from app import clock
from app.desk.forms.recusals import LiftingForm, RecusalForm
from app.desk.list_state import state_of
from app.desk.reading import reading
from app.errors import BadInput, refusal_told
from app.models.register import Institution
from app.permissions import may_open
from app.queries import recusals as queries
from app.services.recusals import lift_recusal, record_recusal
from app.words import gettext as _
from inspections.refusal import Refused

recusals = Blueprint("recusals", __name__, url_prefix="/desk/recusals")
recusals.context_processor(reading)


@recusals.get("")
def index() -> Any:
    """List the recusals of the viewer's area, with a form for another one."""
    given = {"institution": request.args.get("institution", ""), "decided_on": clock.today()}
    return _page(RecusalForm(data=given))


@recusals.post("")
def create() -> Any:
    """Write a recusal down."""
    form = RecusalForm(request.form).offering(queries.officers_of(g.viewer))
    institution = _institution(form) if form.validate() else None
    if institution is None:
        return _page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        record_recusal(
            form["officer"].data,
            institution,
            decided_on=form["decided_on"].data,
            reason=form["reason"].data or "",
            actor=g.viewer,
        )
    except Refused as refused:
        return _page(form, refused), HTTPStatus.CONFLICT
    return redirect(url_for("recusals.index"), HTTPStatus.SEE_OTHER)


@recusals.post("/<public_id>/lift")
def lift(public_id: str) -> Any:
    """Lift a recusal today, with its reason."""
    row = queries.recusal_by_public_id(g.viewer, public_id)
    form = LiftingForm(request.form)
    if not form.validate():
        message = str(form["lifting_reason"].errors[0])
        fields = [{"field": "lifting_reason", "message": message}]
        raise BadInput("reason_is_missing", message, fields)
    reason = form["lifting_reason"].data or ""
    lift_recusal(row, lifted_on=clock.today(), reason=reason, actor=g.viewer)
    return redirect(url_for("recusals.index"), HTTPStatus.SEE_OTHER)


def _institution(form: RecusalForm) -> Institution | None:
    """Return the one institution that is meant; says at the field when there isn't just one."""
    found = queries.institutions_named(g.viewer, form["institution"].data or "")
    if len(found) == 1:
        return found[0]
    if found:
        form.say("institution", _("Several have this name: write the credit code."))
    else:
        form.say("institution", _("No institution of your area has this name or credit code."))
    return None


def _page(form: RecusalForm, refused: Refused | None = None) -> str:
    state = state_of(queries)
    return render_template(
        "desk/recusals/index.html",
        state=state,
        page=queries.recusals_page(g.viewer, state),
        form=form.offering(queries.officers_of(g.viewer)),
        refusals=[refusal_told(one) for one in refused.refusals] if refused else [],
        state_choices=[(queries.IN_FORCE, _("In force")), (queries.LIFTED, _("Lifted"))],
        decides=may_open(g.viewer, "recusals.create", "POST"),
    )
