"""Steps of a case as they are sent from its page."""

from http import HTTPStatus
from typing import Any

from flask import g, redirect, request, url_for

from app.errors import BadInput
from app.queries.cases import case_by_public_id
from app.services.cases import take_step
from app.words import gettext as _
from app.words import language
from inspections.procedure.entries import fields_for
from inspections.procedure.given import BadGiven, Given, read_given


def given_in_form(code: str) -> Given:
    """Return what the form says; raises `BadInput` with every fault at its field."""
    names = {field.name for field in fields_for(code)}
    values = {name: request.form.getlist(name) for name in request.form if name in names}
    try:
        return read_given(code, values)
    except BadGiven as bad:
        raise BadInput("bad_input", _("Some fields can't be taken."), told(bad)) from bad


def told(bad: BadGiven) -> list[dict[str, str]]:
    """Return the faults as messages at their fields, in the reader's language."""
    return [
        {"field": one.field, "message": f"{one.fault.word(language())} {one.about}".strip()}
        for one in bad.faults
    ]


def take(public_id: str, code: str) -> Any:
    """Take a step, and go back to the list."""
    case = case_by_public_id(g.viewer, public_id)
    take_step(case, code, given_in_form(code), actor=g.viewer)
    return redirect(url_for("cases.index"), HTTPStatus.SEE_OTHER)
