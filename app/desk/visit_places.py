"""A place on no register, entered on the way to the record of its visit."""

from http import HTTPStatus
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for

from app.desk.forms.places import PlaceForm
from app.desk.forms.register import message_of, tell_problems
from app.queries.paging import clean
from app.scope import codes_below
from app.services.places import enter_place
from app.services.register_checks import DoubtfulInstitution, InvalidInstitution
from app.words import gettext as _
from maps import districts


def new_place() -> Any:
    """Ask where it is; what was searched for in vain is filled in as the address."""
    only = [code for code in codes_below(g.viewer) if districts.is_district(code)]
    given = {
        "address": clean(request.args.get("q", "")),
        "district_code": only[0] if len(only) == 1 else None,
    }
    return _page(PlaceForm(data=given).for_viewer(g.viewer))


def post_new_place() -> Any:
    """Enter the place and go on to the record of the visit."""
    form = PlaceForm(request.form).for_viewer(g.viewer)
    doubts: list[Any] = []
    if form.validate():
        confirmed = "confirmed" in request.form
        try:
            site = enter_place(form.place(), actor=g.viewer, confirmed=confirmed)
        except DoubtfulInstitution as doubtful:
            doubts = [message_of(problem) for problem in doubtful.problems]
        except InvalidInstitution as wrong:
            tell_problems(form, wrong.problems)
        else:
            flash(_("The place is entered. Now the record of the visit."), "success")
            sweep = request.args.get("sweep") or None
            address = url_for("visits.new", site=site.public_id, sweep=sweep)
            return redirect(address, HTTPStatus.SEE_OTHER)
    return _page(form, doubts), HTTPStatus.UNPROCESSABLE_ENTITY


def _page(form: PlaceForm, doubts: Any = ()) -> str:
    return render_template("desk/visits/place.html", form=form, doubts=doubts)
