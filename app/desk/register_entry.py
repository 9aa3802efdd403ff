"""An institution entered and corrected by hand: the forms, doubts asked about, both versions."""

from http import HTTPStatus
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.desk.forms.base import repeated
from app.desk.forms.register import (
    EditInstitutionForm,
    InstitutionForm,
    message_of,
    tell_problems,
)
from app.desk.posted import whole_number
from app.desk.register_words import field_word, shown_value
from app.errors import Conflict
from app.models.register import Institution
from app.queries.register import institution_by_public_id
from app.scope import codes_below
from app.services.register import create_institution, edit_institution, stored_values
from app.services.register_checks import DoubtfulInstitution, InvalidInstitution, problems_with
from app.words import gettext as _
from app.words import language
from maps import districts


def new() -> Any:
    """Ask for a new institution."""
    only = [code for code in codes_below(g.viewer) if districts.is_district(code)]
    given = {"district_code": only[0] if len(only) == 1 else None}
    form = InstitutionForm(data=given).for_viewer(g.viewer)
    return _entry_page(form, institution=None)


def create() -> Any:
    """Register an institution."""
    form = InstitutionForm(request.form).for_viewer(g.viewer)
    if not form.validate():
        return _corrected(form, institution=None)
    try:
        made = create_institution(
            form.details(), actor=g.viewer, confirmed="confirmed" in request.form
        )
    except InvalidInstitution as wrong:
        return _asked_again(form, wrong, institution=None)
    flash(_("The institution is registered."), "success")
    return see(made.public_id)


def _entry_page(form: InstitutionForm, *, institution: Institution | None, **context: Any) -> str:
    return render_template(
        "desk/register/edit.html",
        form=form,
        institution=institution,
        version=context.pop("version", institution.version if institution else 0),
        doubts=context.pop("doubts", ()),
        **context,
    )


def _corrected(form: InstitutionForm, *, institution: Institution | None) -> Any:
    """Return the form with all that is wrong at once, what the rules find included."""
    wrong = problems_with(form.details(), viewer=g.viewer, known=institution)
    return _asked_again(form, InvalidInstitution(wrong), institution=institution)


def _asked_again(
    form: InstitutionForm, wrong: InvalidInstitution, *, institution: Institution | None
) -> Any:
    """Return the form once more: doubts can be confirmed, errors must be corrected."""
    doubts: list[Any] = []
    if isinstance(wrong, DoubtfulInstitution):
        doubts = [message_of(problem) for problem in wrong.problems]
    else:
        tell_problems(form, wrong.problems)
    version = request.form.get("version", "")
    page = _entry_page(form, institution=institution, doubts=doubts, version=version)
    return page, HTTPStatus.UNPROCESSABLE_ENTITY


def edit(public_id: str) -> Any:
    """Ask for a correction, with what is stored filled in."""
    institution = institution_by_public_id(g.viewer, public_id)
    stored = stored_values(institution)
    form = EditInstitutionForm(data=stored).for_viewer(g.viewer)
    return _entry_page(form, institution=institution)


def update(public_id: str) -> Any:
    """Store a correction; a change by somebody else in between shows both versions."""
    institution = institution_by_public_id(g.viewer, public_id)
    form = EditInstitutionForm(request.form).for_viewer(g.viewer)
    if not form.validate():
        return _corrected(form, institution=institution)
    written = request.form.get("version", "")
    try:
        edit_institution(
            public_id,
            form.details(),
            actor=g.viewer,
            version=whole_number(written, otherwise=-1),
            reason=form.reason.data,
            moved=form.moved.data,
            confirmed="confirmed" in request.form,
        )
    except Conflict as conflict:
        return _conflict(institution, conflict)
    except InvalidInstitution as wrong:
        return _asked_again(form, wrong, institution=institution)
    flash(_("The change is stored."), "success")
    return see(public_id)


def _conflict(institution: Institution, conflict: Conflict) -> Any:
    """Show both versions; nothing typed is lost."""
    spoken = language()
    differing = [
        (
            field_word(name),
            shown_value(conflict.theirs, name, spoken),
            shown_value(conflict.yours, name, spoken),
        )
        for name in conflict.theirs
        if conflict.theirs[name] != conflict.yours.get(name)
    ]
    typed = {name: request.form.getlist(name) for name in request.form}
    kept = [pair for pair in repeated(typed) if pair[0] not in ("csrf_token", "version")]
    page = render_template(
        "desk/register/conflict.html", institution=institution, differing=differing, typed=kept
    )
    return page, HTTPStatus.CONFLICT


def see(public_id: str) -> Response:
    """Lead to the page of the institution after a change."""
    return redirect(url_for("register.show", public_id=public_id), HTTPStatus.SEE_OTHER)
