"""Local standards and hearing amounts at the desk: listed, entered, compared, taken down."""

from http import HTTPStatus
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for

from app import clock
from app.desk.forms.standards import InstrumentForm, StandardWithdrawalForm
from app.errors import BadInput, refusal_told
from app.permissions import may_open
from app.queries import standards as queries
from app.services.standards import (
    areas_kept_by,
    compare_instrument,
    enter_instrument,
    refusals_to,
    withdraw_instrument,
)
from app.words import gettext as _
from inspections.violations import violations


def index() -> Any:
    """List the instruments in, above and below the viewer's area."""
    rows = queries.instruments(g.viewer)
    return render_template(
        "desk/penalties/standards.html",
        rows=rows,
        standing=[row for row in rows if row.withdrawn_at is None],
        today=clock.today(),
        violations=violations(),
        band_of=queries.band_of,
        keeps=may_open(g.viewer, "penalties.enter_standard", "POST"),
        kept=set(areas_kept_by(g.viewer)),
    )


def new() -> Any:
    """Ask for an instrument."""
    return _page(InstrumentForm())


def enter() -> Any:
    """Enter an instrument, or show the form again with everything in it."""
    form = InstrumentForm(request.form).offering(areas_kept_by(g.viewer))
    if not form.validate():
        return _page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    given = form.instrument()
    for refusal in refusals_to(given):
        form.refuse(refusal, str(refusal_told(refusal)["sentence"]))
    if form.faulty:
        return _page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    enter_instrument(given, actor=g.viewer)
    flash(_("Entered: shown as unverified until another person has compared it."), "success")
    return _back()


def compare(public_id: str) -> Any:
    """Note that the entry was compared with the official text."""
    compare_instrument(queries.instrument_by_public_id(g.viewer, public_id), actor=g.viewer)
    return _back()


def withdraw(public_id: str) -> Any:
    """Take an instrument down, with its reason."""
    row = queries.instrument_by_public_id(g.viewer, public_id)
    form = StandardWithdrawalForm(request.form)
    if not form.validate():
        message = str(form["withdrawal_reason"].errors[0])
        fields = [{"field": "withdrawal_reason", "message": message}]
        raise BadInput("reason_is_missing", message, fields)
    withdraw_instrument(row, reason=form["withdrawal_reason"].data or "", actor=g.viewer)
    return _back()


def _back() -> Any:
    return redirect(url_for("penalties.standards"), HTTPStatus.SEE_OTHER)


def _page(form: InstrumentForm) -> str:
    return render_template(
        "desk/penalties/standard_form.html", form=form.offering(areas_kept_by(g.viewer))
    )
