"""Further sites of an institution, added and closed by hand."""

from http import HTTPStatus
from typing import Any

from flask import flash, g, render_template, request

from app.desk.forms.register import SiteForm, message_of, tell_problems
from app.desk.register_entry import see
from app.queries.register import institution_by_public_id
from app.services import sites as services
from app.services.register_checks import DoubtfulInstitution, InvalidInstitution
from app.words import gettext as _


def new(public_id: str) -> Any:
    """Ask for a further place."""
    institution = institution_by_public_id(g.viewer, public_id)
    form = SiteForm().for_viewer(g.viewer)
    return render_template("desk/register/site.html", form=form, institution=institution, doubts=())


def create(public_id: str) -> Any:
    """Add a further place."""
    institution = institution_by_public_id(g.viewer, public_id)
    form = SiteForm(request.form).for_viewer(g.viewer)
    doubts: list[Any] = []
    if form.validate():
        try:
            services.add_site(
                public_id,
                actor=g.viewer,
                label=form.label.data,
                address=form.address.data or "",
                position=(form.lng.data, form.lat.data, form.datum.data),
                confirmed="confirmed" in request.form,
            )
        except DoubtfulInstitution as doubtful:
            doubts = [message_of(problem) for problem in doubtful.problems]
        except InvalidInstitution as wrong:
            tell_problems(form, wrong.problems)
        else:
            flash(_("The place is added."), "success")
            return see(public_id)
    page = render_template(
        "desk/register/site.html", form=form, institution=institution, doubts=doubts
    )
    return page, HTTPStatus.UNPROCESSABLE_ENTITY


def close(public_id: str, site_id: str) -> Any:
    """Close a further place."""
    services.close_site(public_id, site_id, actor=g.viewer)
    flash(_("The place is closed. Its visits stay."), "success")
    return see(public_id)
