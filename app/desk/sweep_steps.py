"""The page of one sweep and the steps taken on it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from flask import current_app, g, redirect, render_template, request, url_for

from app import clock
from app.access import Viewer
from app.desk import sweep_map
from app.desk.forms.sweeps import ApprovalForm, ExtensionForm, PublicationForm
from app.desk.map_places import with_tiles
from app.desk.posted import whole_number
from app.desk.sweep_words import headline, shown_sweep
from app.errors import refusal_told
from app.models.sweeps import Sweep
from app.permissions import may_open
from app.queries import sweep_sites as sites
from app.queries import sweeps as queries
from app.queries.paging import read_state
from app.queries.sweep_gaps import gaps_of
from app.queries.sweep_map import without_point
from app.queries.sweep_tablets import holding_tablets
from app.scope import codes_below
from app.services.sweeps import (
    cancel_sweep,
    close_sweep,
    facts_for,
    note_publication,
    open_sweep,
)
from app.words import language
from inspections.coverage import SiteOutcome
from inspections.sweep_facts import ExtensionFacts, SweepFacts, SweepState
from inspections.sweeps import STEPS, refusals


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
    extension: ExtensionForm | None = None,
    errors: dict[str, str] | None = None,
) -> Any:
    """Render the page of a sweep, with the forms as they were sent."""
    found, shown = queries.coverage(sweep, g.viewer), sweep_map.shown_on_map()
    today = clock.today()
    orders = ordered_by(g.viewer, sweep)
    state = read_state(
        url_for("sweeps.sites", public_id=sweep.public_id),
        {"outcome": SiteOutcome.MISSING.value},
        sorts=sites.SORTS,
        default=sites.DEFAULT_SORT,
        filters=sites.FILTERS,
    )
    not_reached = sites.sites_page(sweep, g.viewer, state).rows[:12]
    rendered = render_template(
        "desk/sweeps/show.html",
        **shown_sweep(sweep, found, today),
        title=headline(sweep, found, today, orders=orders),
        map=sweep_map.view(sweep, found, shown),
        shown=shown,
        without_point=without_point(sweep, g.viewer),
        not_reached=not_reached,
        gaps=gaps_of(sweep, not_reached),
        not_reached_url=state.url(),
        name_of=sites.name_of,
        steps=steps_of(sweep, (found.whole.reached, found.whole.sites)),
        approval=approval or ApprovalForm(),
        publication=publication or PublicationForm(),
        extension=extension or ExtensionForm(),
        errors=errors or {},
        orders=orders,
        holding=holding_tablets(sweep) if orders and sweep.state is SweepState.OPEN else [],
        opens_tablets=may_open(g.viewer, "tablets.show"),
        appoints=may_open(g.viewer, "sweeps.appoint", "POST"),
        edits=sweep.state is SweepState.DRAFT and may_open(g.viewer, "sweeps.edit"),
    )
    return with_tiles(current_app.make_response((rendered, status)), sweep_map.base())


def steps_of(sweep: Sweep, stated: tuple[int, int] | None = None) -> list[ShownStep]:
    """Return the steps that leave the sweep's state, each with what stands against it."""
    facts = _with_forms_filled(sweep, stated)
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


def _with_forms_filled(sweep: Sweep, stated: tuple[int, int] | None) -> SweepFacts:
    """Return the facts as if the forms of the page were filled in: what they ask is no refusal."""
    today = clock.today()
    later = max(today, sweep.ends_on) + timedelta(days=1)
    facts = facts_for(
        sweep,
        stated=stated,
        reason="…",
        approver=str(g.viewer.person_id),
        extension=ExtensionFacts(later, "…", "…", today, has_paper=True),
        signed_on=today,
    )
    facts = replace(facts, holding_read=facts.holding)
    if sweep.state is not SweepState.DRAFT:
        return facts
    return replace(
        facts, plan_no="…", approving_authority="…", approved_on=today, has_plan_paper=True
    )


def ordered_by(viewer: Viewer, sweep: Sweep) -> bool:
    """Say whether the sweep was ordered in the viewer's area; a district only takes part."""
    return sweep.scope_code in codes_below(viewer)


def note_the_publication(public_id: str) -> Any:
    """Write down when the plan was filed and published."""
    sweep = queries.sweep_by_public_id(g.viewer, public_id)
    form = PublicationForm(request.form)
    if not (form.validate() and form.within(sweep.approved_on, clock.today())):
        return page(sweep, HTTPStatus.UNPROCESSABLE_ENTITY, publication=form)
    note_publication(
        sweep,
        filed_on=form["filed_on"].data,
        published_on=form["published_on"].data,
        actor=g.viewer,
    )
    return back_to(sweep)


def open_it(public_id: str) -> Any:
    """Open the sweep."""
    return _done(public_id, lambda sweep: open_sweep(sweep, actor=g.viewer))


def close_it(public_id: str) -> Any:
    """Close the sweep with the sums that the signer read."""
    sums = [request.form.get(name, "") for name in ("reached", "sites")]
    reached, sites = (whole_number(text, otherwise=-1) for text in sums)
    read = request.form.getlist("holding") if request.form.get("holding_read") else []
    return _done(
        public_id,
        lambda sweep: close_sweep(
            sweep, stated=(reached, sites), holding_read=read, actor=g.viewer
        ),
    )


def cancel_it(public_id: str) -> Any:
    """Give the sweep up."""
    reason = request.form.get("reason", "")
    return _done(public_id, lambda sweep: cancel_sweep(sweep, reason=reason, actor=g.viewer))


def _done(public_id: str, deed: Callable[[Sweep], None]) -> Any:
    sweep = queries.sweep_by_public_id(g.viewer, public_id)
    deed(sweep)
    return back_to(sweep)


def back_to(sweep: Sweep, endpoint: str = "sweeps.show") -> Any:
    """Go on to a page of the sweep after a step was taken."""
    return redirect(url_for(endpoint, public_id=sweep.public_id), HTTPStatus.SEE_OTHER)
