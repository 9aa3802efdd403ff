"""The papers of a sweep: its approval, its extensions, and its signed closing statement."""

import hashlib
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import g, render_template, request

from app import audit
from app.desk.blacklist_entry import scan_answer
from app.desk.forms.base import DeskForm
from app.desk.forms.sweeps import ApprovalForm, ExtensionForm, SignedForm
from app.desk.sweep_steps import back_to, ordered_by, page, steps_of
from app.errors import BadInput, NotFound
from app.models.files import StoredFile
from app.models.sweeps import Sweep
from app.queries import sweeps as queries
from app.services.scans import store_scan
from app.services.sweeps import (
    approve_plan,
    extend_sweep,
    keep_signed_statement,
    statement_of,
)
from app.words import gettext as _
from inspections.coverage import SiteOutcome
from inspections.sweep_facts import SweepState

LARGEST_PAPER = 25 * 1024 * 1024
FIELD = "paper"


def paper(public_id: str) -> Any:
    """Give the approving paper as it came, to the office that ordered the sweep."""
    return scan_answer(_ordered(public_id).plan_paper, f"sweep-{public_id}")


def extension_paper(public_id: str, extension: str) -> Any:
    """Give the paper that approves an extension."""
    found = [one for one in _ordered(public_id).extensions if one.public_id == extension]
    return scan_answer(found[0].paper if found else None, f"sweep-{public_id}-{extension}")


def signed(public_id: str) -> Any:
    """Give the signed closing statement as it came."""
    return scan_answer(_ordered(public_id).statement_paper, f"sweep-{public_id}-statement")


def approve(public_id: str) -> Any:
    """Enter the approval and its paper."""
    sweep = queries.sweep_by_public_id(g.viewer, public_id)
    form = ApprovalForm(request.form)
    errors = _keep_paper(
        sweep,
        form,
        lambda scan: approve_plan(sweep, form.approval(), scan, actor=g.viewer),
    )
    if errors is None:
        return back_to(sweep)
    return page(sweep, HTTPStatus.UNPROCESSABLE_ENTITY, approval=form, errors=errors)


def extend(public_id: str) -> Any:
    """Set a later last day with its reason and paper."""
    sweep = _ordered(public_id)
    form = ExtensionForm(request.form)
    errors = _keep_paper(
        sweep,
        form,
        lambda scan: extend_sweep(sweep, form.extension(), scan, actor=g.viewer),
    )
    if errors is None:
        return back_to(sweep)
    return page(sweep, HTTPStatus.UNPROCESSABLE_ENTITY, extension=form, errors=errors)


def closing(public_id: str) -> Any:
    """Show the closing statement for printing and signing."""
    return _closing(_ordered(public_id), SignedForm())


def sign(public_id: str) -> Any:
    """Keep the scan of the signed statement."""
    sweep = _ordered(public_id)
    form = SignedForm(request.form)
    errors = _keep_paper(
        sweep,
        form,
        lambda scan: keep_signed_statement(
            sweep, scan, signed_on=form["signed_on"].data, actor=g.viewer
        ),
    )
    if errors is None:
        return back_to(sweep, "sweeps.closing")
    return _closing(sweep, form, errors), HTTPStatus.UNPROCESSABLE_ENTITY


def _closing(sweep: Sweep, form: SignedForm, errors: dict[str, str] | None = None) -> str:
    said = sweep.statement
    if sweep.state is not SweepState.CLOSED or said is None:
        raise NotFound
    return render_template(
        "desk/sweeps/closing.html",
        sweep=sweep,
        said=said,
        outcomes=[one for one in SiteOutcome if one is not SiteOutcome.MISSING],
        is_whole=hashlib.sha256(audit.canonical(said)).hexdigest() == sweep.statement_digest,
        has_changed=statement_of(sweep, g.viewer) != said,
        step=next((step for step in steps_of(sweep) if step.code == "sign"), None),
        form=form,
        errors=errors or {},
    )


def _ordered(public_id: str) -> Sweep:
    """Return a sweep to the office that ordered it; a district only takes part."""
    sweep = queries.sweep_by_public_id(g.viewer, public_id)
    if not ordered_by(g.viewer, sweep):
        raise NotFound
    return sweep


def _keep_paper(
    sweep: Sweep, form: DeskForm, keep: Callable[[StoredFile], object]
) -> dict[str, str] | None:
    """Store the scan beside a form and do what it proves; None when that is done.

    Else nothing is kept, and what is wrong with the scan is returned; the form says the rest.
    """
    sound, upload = form.validate(), request.files.get(FIELD)
    if upload is None or not upload.filename:
        return {FIELD: _("Add the scan of the paper: PDF, JPEG or PNG.")}
    if not sound:
        return {}
    content, name = upload.stream.read(LARGEST_PAPER + 1), upload.filename
    try:
        scan = store_scan(
            content, name=name, scope_code=sweep.scope_code, actor=g.viewer, field=FIELD
        )
    except BadInput as bad:
        return {FIELD: bad.fields[0]["message"]}
    keep(scan)
    return None
