"""Tablets at the desk: which are in use, what they still hold, revoked where one is lost."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for

from app.desk import tablet_held as held
from app.desk import tablet_import as importing
from app.desk.forms.tablets import ReasonForm
from app.desk.reading import reading
from app.desk.tablet_words import age, is_long_held
from app.permissions import may_open
from app.queries import tablets as queries
from app.services.tablet_devices import revoke_device
from app.words import gettext as _
from app.words import ngettext

tablets = Blueprint("tablets", __name__, url_prefix="/desk/tablets")
tablets.context_processor(reading)
tablets.context_processor(lambda: {"age": age, "is_long_held": is_long_held})


@tablets.get("")
def index() -> str:
    """List the tablets of the viewer's area; what is held longest stands on top."""
    rows, waiting = queries.device_rows(g.viewer), queries.count_held(g.viewer)
    return render_template(
        "desk/tablets/index.html",
        rows=rows,
        title=_headline(rows, waiting),
        waiting=waiting,
        manages=may_open(g.viewer, "tablets.import_file", "GET"),
    )


def _headline(rows: list[queries.DeviceRow], waiting: int) -> str:
    holding = sum(row.waiting_since is not None for row in rows if not row.device.revoked_at)
    if holding:
        return ngettext(
            "%(num)s tablet still holds records", "%(num)s tablets still hold records", holding
        )
    if waiting:
        return ngettext(
            "%(num)s record kept apart waits for a decision",
            "%(num)s records kept apart wait for a decision",
            waiting,
        )
    in_use = sum(row.device.revoked_at is None for row in rows)
    if in_use:
        return _("Everything the tablets reported has arrived")
    return _("No tablet is in use")


@tablets.get("/<public_id>")
def show(public_id: str) -> str:
    """Show one tablet: its officers, what it sent, what is missing."""
    return _page(public_id)


def _page(public_id: str, error: str = "") -> str:
    device = queries.device_by_public_id(g.viewer, public_id)
    row = next(row for row in queries.device_rows(g.viewer) if row.device.id == device.id)
    records = queries.records_of(device)
    return render_template(
        "desk/tablets/show.html",
        device=device,
        row=row,
        keys=queries.keys_of(device),
        records=[(one, len(queries.missing_files(one))) for one in records],
        revokes=may_open(g.viewer, "tablets.revoke", "POST"),
        error=error,
        reason=request.form.get("reason", ""),
    )


@tablets.post("/<public_id>/revoke")
def revoke(public_id: str) -> Any:
    """Take a tablet out of use, with the reason."""
    device = queries.device_by_public_id(g.viewer, public_id)
    form = ReasonForm(request.form)
    if not form.validate():
        return _page(public_id, form.fault), HTTPStatus.UNPROCESSABLE_ENTITY
    revoke_device(device, reason=form["reason"].data, actor=g.viewer)
    flash(_("The tablet is revoked. What it sends from now on is kept apart."), "success")
    return redirect(url_for("tablets.show", public_id=public_id), HTTPStatus.SEE_OTHER)


tablets.add_url_rule("/held", "held", held.index, methods=["GET"])
tablets.add_url_rule("/held/<public_id>", "held_record", held.show, methods=["GET"])
tablets.add_url_rule("/held/<public_id>/dismiss", "dismiss", held.dismiss_it, methods=["POST"])
tablets.add_url_rule("/held/<public_id>/enter", "enter", held.enter_it, methods=["POST"])
tablets.add_url_rule("/import", "import_file", importing.ask, methods=["GET"])
tablets.add_url_rule("/import", "post_import", importing.take, methods=["POST"])
