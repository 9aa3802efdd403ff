"""Records that weren't entered: both copies side by side, and a person's decision."""

import json
from http import HTTPStatus
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for

from app.desk.forms.tablets import ReasonForm
from app.desk.tablet_records import called
from app.desk.tablet_words import lines_of
from app.errors import BadInput
from app.models.devices import HeldManifest
from app.permissions import may_open
from app.queries import tablets as queries
from app.queries.paging import read_state
from app.services.tablet_held import dismiss, enter_after_all, files_here
from app.services.tablet_words import sentence
from app.words import gettext as _
from app.words import ngettext, word
from inspections.refusal import Refused
from inspections.tablets import HeldFor, HeldState


def index() -> str:
    """List what was kept apart."""
    state = read_state(
        request.path,
        request.args,
        sorts=queries.HELD_SORTS,
        default=queries.HELD_DEFAULT_SORT,
        filters=queries.HELD_FILTERS,
    )
    count, page = queries.count_held(g.viewer), queries.held_page(g.viewer, state)
    return render_template(
        "desk/tablets/held.html",
        state=state,
        page=page,
        names=called([held.body for held in page.rows], g.viewer),
        title=ngettext(
            "%(num)s record waits for a decision", "%(num)s records wait for a decision", count
        )
        if count
        else _("No record waits for a decision"),
        state_choices=[(term.value, word(term)) for term in HeldState],
        HeldState=HeldState,
    )


def show(public_id: str) -> str:
    """Show one of them beside the record that stands under its number."""
    return _page(queries.held_by_public_id(g.viewer, public_id))


def _page(held: HeldManifest, error: str = "", field: str = "") -> str:
    document = json.loads(held.body)
    differs = held.held_for is HeldFor.DIFFERS
    stands = queries.version_by_uuid(g.viewer, held.uuid) if differs else None
    digests = [one["sha256"] for one in document["files"]]
    return render_template(
        "desk/tablets/held_record.html",
        held=held,
        reasons=[sentence(one) for one in held.refusals],
        lines=lines_of(stands.document if stands else None, document),
        stands=stands,
        files=len(digests),
        arrived=len(files_here(held, digests)),
        decides=held.state is HeldState.WAITING and may_open(g.viewer, "tablets.dismiss", "POST"),
        enters=may_open(g.viewer, "tablets.enter", "POST"),
        error=error,
        field=field,
        reason=request.form.get("reason", ""),
        HeldFor=HeldFor,
    )


def dismiss_it(public_id: str) -> Any:
    """Decide that it is not entered."""
    held, form = queries.held_by_public_id(g.viewer, public_id), ReasonForm(request.form)
    if held.state is not HeldState.WAITING:
        return _decided_already(held)
    if not form.validate():
        return _page(held, form.fault, "dismiss"), HTTPStatus.UNPROCESSABLE_ENTITY
    dismiss(held, reason=form["reason"].data, actor=g.viewer)
    flash(_("The record is dismissed; it stays in the archive as it came."), "success")
    return redirect(url_for("tablets.held_record", public_id=public_id), HTTPStatus.SEE_OTHER)


def enter_it(public_id: str) -> Any:
    """Enter it after all, where nothing stands against it any more."""
    held, form = queries.held_by_public_id(g.viewer, public_id), ReasonForm(request.form)
    if held.state is not HeldState.WAITING:
        return _decided_already(held)
    if not form.validate():
        return _page(held, form.fault, "enter"), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        visit = enter_after_all(held, reason=form["reason"].data, actor=g.viewer)
    except (Refused, BadInput) as against:
        words = (
            against.message if isinstance(against, BadInput) else _("It still can't be entered.")
        )
        return _page(held, words, "enter"), HTTPStatus.CONFLICT
    flash(_("The record is entered and locked."), "success")
    return redirect(url_for("visits.show", public_id=visit.public_id), HTTPStatus.SEE_OTHER)


def _decided_already(held: HeldManifest) -> Any:
    """Show the decision that stands, to somebody who came late or pressed twice."""
    flash(_("This record was decided already: %(what)s.", what=word(held.state)), "info")
    return redirect(url_for("tablets.held_record", public_id=held.public_id), HTTPStatus.SEE_OTHER)
