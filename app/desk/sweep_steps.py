"""The page of one sweep and the steps taken on it."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import g, redirect, render_template, request, url_for

from app import clock
from app.access import Viewer
from app.desk.blacklist_entry import scan_answer
from app.desk.forms.sweeps import ApprovalForm, PublicationForm
from app.desk.sweep_words import headline, shown_sweep
from app.errors import BadInput, NotFound, refusal_told
from app.models.sweeps import Sweep
from app.permissions import may_open
from app.queries import sweep_sites as sites
from app.queries import sweeps as queries
from app.queries.paging import read_state
from app.scope import codes_below
from app.services.scans import store_scan
from app.services.sweeps import (
    approve_plan,
    cancel_sweep,
    close_sweep,
    facts_for,
    note_publication,
    open_sweep,
)
from app.words import gettext as _
from app.words import language
from inspections.coverage import SiteOutcome
from inspections.sweeps import STEPS, SweepState, refusals

LARGEST_PAPER = 25 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step as its page offers it, with every reason against it."""

    code: str
    word: str
    refusals: list[dict[str, Any]]
    may: bool

    @property
    def is_open(self) -> bool:
        """Say whether the button works."""
        return self.may and not self.refusals


def page(
    sweep: Sweep,
    status: int = HTTPStatus.OK,
    *,
    approval: ApprovalForm | None = None,
    publication: PublicationForm | None = None,
    errors: dict[str, str] | None = None,
) -> Any:
    """Render the page of a sweep, with the forms as they were sent."""
    found = queries.coverage(sweep, g.viewer)
    today = clock.today()
    orders = ordered_by(g.viewer, sweep)
    state = read_state(
        url_for("sweeps.sites", public_id=sweep.public_id),
        {"outcome": SiteOutcome.MISSING.value},
        sorts=sites.SORTS,
        default=sites.DEFAULT_SORT,
        filters=sites.FILTERS,
    )
    rendered = render_template(
        "desk/sweeps/show.html",
        **shown_sweep(sweep, found, today),
        title=headline(sweep, found, today, orders=orders),
        not_reached=sites.sites_page(sweep, g.viewer, state).rows[:12],
        not_reached_url=state.url(),
        name_of=sites.name_of,
        steps=_steps(sweep, found.whole.reached, found.whole.sites),
        approval=approval or ApprovalForm(),
        publication=publication or PublicationForm(),
        errors=errors or {},
        orders=orders,
        appoints=may_open(g.viewer, "sweeps.appoint", "POST"),
        edits=sweep.state is SweepState.DRAFT and may_open(g.viewer, "sweeps.edit"),
    )
    return rendered, status


def _steps(sweep: Sweep, reached: int, sites: int) -> list[ShownStep]:
    facts = facts_for(sweep, stated=(reached, sites), reason="…")
    return [
        ShownStep(
            step.code,
            step.word(language()),
            [refusal_told(one) for one in refusals(step, facts)],
            may_open(g.viewer, step.permission, "POST") and ordered_by(g.viewer, sweep),
        )
        for step in STEPS.values()
        if sweep.state in step.from_states
    ]


def ordered_by(viewer: Viewer, sweep: Sweep) -> bool:
    """Say whether the sweep was ordered in the viewer's area; a district only takes part."""
    return sweep.scope_code in codes_below(viewer)


def paper(public_id: str) -> Any:
    """Give the approving paper as it came, to the office that ordered the sweep."""
    sweep = queries.sweep_by_public_id(g.viewer, public_id)
    if not ordered_by(g.viewer, sweep):
        raise NotFound
    return scan_answer(sweep.plan_paper, f"sweep-{public_id}")


def approve(public_id: str) -> Any:
    """Enter the approval and its paper."""
    sweep = queries.sweep_by_public_id(g.viewer, public_id)
    form = ApprovalForm(request.form)
    upload = request.files.get("paper")
    sound = form.validate()
    if upload is None or not upload.filename:
        error = _("Add the approving paper: PDF, JPEG or PNG.")
        return page(sweep, HTTPStatus.UNPROCESSABLE_ENTITY, approval=form, errors={"paper": error})
    if not sound:
        return page(sweep, HTTPStatus.UNPROCESSABLE_ENTITY, approval=form)
    try:
        paper = store_scan(
            upload.stream.read(LARGEST_PAPER + 1),
            name=upload.filename,
            scope_code=sweep.scope_code,
            actor=g.viewer,
            field="paper",
        )
    except BadInput as bad:
        errors = {"paper": bad.fields[0]["message"]}
        return page(sweep, HTTPStatus.UNPROCESSABLE_ENTITY, approval=form, errors=errors)
    approve_plan(sweep, form.approval(), paper, actor=g.viewer)
    return _back(sweep)


def note_the_publication(public_id: str) -> Any:
    """Write down when the plan was filed and published."""
    sweep = queries.sweep_by_public_id(g.viewer, public_id)
    form = PublicationForm(request.form)
    if not form.validate():
        return page(sweep, HTTPStatus.UNPROCESSABLE_ENTITY, publication=form)
    note_publication(
        sweep,
        filed_on=form["filed_on"].data,
        published_on=form["published_on"].data,
        actor=g.viewer,
    )
    return _back(sweep)


def open_it(public_id: str) -> Any:
    """Open the sweep."""
    return _done(public_id, lambda sweep: open_sweep(sweep, actor=g.viewer))


def close_it(public_id: str) -> Any:
    """Close the sweep with the sums that the signer read."""
    sums = [request.form.get(name, "") for name in ("reached", "sites")]
    reached, sites = (int(text) if text.isdecimal() else -1 for text in sums)
    return _done(
        public_id, lambda sweep: close_sweep(sweep, stated=(reached, sites), actor=g.viewer)
    )


def cancel_it(public_id: str) -> Any:
    """Give the sweep up."""
    reason = request.form.get("reason", "")
    return _done(public_id, lambda sweep: cancel_sweep(sweep, reason=reason, actor=g.viewer))


def _done(public_id: str, deed: Callable[[Sweep], None]) -> Any:
    sweep = queries.sweep_by_public_id(g.viewer, public_id)
    deed(sweep)
    return _back(sweep)


def _back(sweep: Sweep) -> Any:
    target = url_for("sweeps.show", public_id=sweep.public_id)
    return redirect(target, HTTPStatus.SEE_OTHER)
