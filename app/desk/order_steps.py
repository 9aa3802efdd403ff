"""The page of one order to correct and the steps taken on it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for

from app import clock
from app.desk import order_words as words
from app.desk.case_links import way_from_order
from app.desk.forms.order_steps import FIELD_OF, WITH_PAPERS, WITH_PHOTOS, StepForm, form_for
from app.desk.visit_files import pending, take_files, waiting
from app.errors import refusal_told
from app.file_words import FILE_FAULTS
from app.ids import new_id
from app.models.orders import Order, OrderStep
from app.permissions import may_open
from app.queries import orders as queries
from app.queries.visits import officers_certified_on
from app.services.evidence import FileProblem
from app.services.order_steps import StepSaid, facts_for
from app.services.orders import (
    ask_extension,
    close_order,
    escalate_order,
    grant_extension,
    issue_order,
    receive_report,
    refuse_extension,
    serve_order,
    set_aside_order,
    withdraw_order,
)
from app.words import gettext as _
from app.words import language, word
from inspections.evidence import Mark
from inspections.order_facts import AnswerFacts, OrderFacts
from inspections.orders import (
    GRANT_EXTENSION,
    RECHECK,
    REFUSE_EXTENSION,
    STEPS,
    refusals,
)
from inspections.refusal import Refused
from inspections.rulebook import RULES
from inspections.serving import ServiceFacts
from inspections.steps import Step
from inspections.visit_facts import CertificateFacts, OfficerFacts
from inspections.vocabulary import Corrected, ServiceMethod

Deed = Callable[[Order, StepForm, StepSaid], OrderStep]
DEEDS: dict[str, Deed] = {
    "issue": lambda order, _form, said: issue_order(order, said, actor=g.viewer),
    "serve": lambda order, form, said: serve_order(order, said, form.service(), actor=g.viewer),  # type: ignore[attr-defined]
    "receive_report": lambda order, _form, said: receive_report(order, said, actor=g.viewer),
    "ask_extension": lambda order, form, said: ask_extension(
        order, said, until=form["until"].data, actor=g.viewer
    ),
    "grant_extension": lambda order, form, said: grant_extension(
        order, said, until=form["until"].data, actor=g.viewer
    ),
    "refuse_extension": lambda order, _form, said: refuse_extension(order, said, actor=g.viewer),
    "close": lambda order, _form, said: close_order(order, said, actor=g.viewer),
    "escalate": lambda order, _form, said: escalate_order(order, said, actor=g.viewer),
    "withdraw": lambda order, _form, said: withdraw_order(order, said, actor=g.viewer),
    "set_aside": lambda order, _form, said: set_aside_order(order, said, actor=g.viewer),
}
USUAL = tuple(step for _state, step in words.MAIN_WAY)
HURTS = ("withdraw", "set_aside", "escalate")
FIRST_DAY, LAST_DAY = date(1949, 1, 1), date(2100, 1, 1)
SOMEBODY = tuple(
    OfficerFacts(name, name, (CertificateFacts(name, FIRST_DAY, LAST_DAY),)) for name in ("1", "2")
)


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step as its page offers it, with every reason against it."""

    code: str
    word: str
    refusals: list[dict[str, Any]]
    may: bool

    @property
    def is_open(self) -> bool:
        """Say whether the step can be taken."""
        return self.may and not self.refusals


@dataclass(slots=True)
class Asked:
    """The form of the step that was chosen or sent, with what stands against it."""

    code: str
    form: StepForm
    draft: str
    refusals: list[dict[str, Any]]
    problems: Sequence[FileProblem] = ()


def page(order: Order, status: int = HTTPStatus.OK, *, asked: Asked | None = None) -> Any:
    """Render the page of an order, with the form of one step as it was sent or chosen."""
    today = clock.today()
    steps = steps_of(order)
    asked = asked or _chosen(order, steps)
    recheck = words.newest_recheck(order)
    rendered = render_template(
        "desk/orders/show.html",
        order=order,
        title=words.headline(order, today),
        due=words.due_of(order, today),
        remarks=words.remarks_of(order),
        story=words.story_of(order, g.viewer),
        spine_steps=words.spine_of(order),
        recheck=recheck,
        rechecked=words.recheck_lines(order, recheck, g.viewer) if recheck else [],
        steps=steps,
        asked=asked,
        faults=[(one.name, str(FILE_FAULTS[one.code])) for one in asked.problems] if asked else [],
        waiting=waiting(order.site, asked.draft) if asked and asked.code in WITH_PAPERS else [],
        marks=[(term.value, word(term)) for term in Mark],
        with_papers=bool(asked) and asked.code in WITH_PAPERS,
        with_photos=bool(asked) and asked.code in WITH_PHOTOS,
        hurts=bool(asked) and asked.code in HURTS,
        lead=way_from_order(order),
        edits=any(step.code == "issue" and step.may for step in steps),
    )
    return rendered, status


def steps_of(order: Order) -> list[ShownStep]:
    """Return the steps that leave the order's state: the open ones first, the usual way before."""
    shown = [
        ShownStep(
            step.code,
            step.word(language()),
            [refusal_told(one) for one in refusals(step, _as_if_filled(order, step))],
            may_open(g.viewer, step.permission, "POST"),
        )
        for step in STEPS.values()
        if order.state in step.from_states and _is_worth_showing(order, step)
    ]
    return sorted(shown, key=lambda step: (not step.is_open, step.code not in USUAL))


def _is_worth_showing(order: Order, step: Step[OrderFacts]) -> bool:
    """Leave out a decision on an application that nobody made."""
    return step not in (GRANT_EXTENSION, REFUSE_EXTENSION) or order.extension_until is not None


def _as_if_filled(order: Order, step: Step[OrderFacts]) -> OrderFacts:
    """Return the facts as if the step's form were filled in: what it asks is no refusal."""
    today = clock.today()
    facts = facts_for(order, step, StepSaid(today, reason="…"))
    later = max(today, order.due_on or today) + timedelta(days=1)
    return replace(
        facts,
        officers=SOMEBODY,
        recused=(),
        service=ServiceFacts(ServiceMethod.DIRECT, "…", "…", True, 1),
        until=later,
        report="…",
        answers=tuple(AnswerFacts(item.number, Corrected.YES, "…") for item in order.items),
    )


def _chosen(order: Order, steps: Sequence[ShownStep]) -> Asked | None:
    """Return the blank form of the step that the address names, or of the only one to take."""
    wanted = request.args.get("step", "")
    open_steps = [one.code for one in steps if one.is_open and one.code != RECHECK.code]
    code = wanted if wanted in open_steps else ""
    if not code:
        return None
    form = form_for(code, **_filled(order, code)).offer(
        officers_certified_on(g.viewer, order.site, clock.today())
    )
    return Asked(code, form, new_id(), [])


def _filled(order: Order, code: str) -> dict[str, Any]:
    """Return what the order knows already."""
    version = order.visit.versions[-1]
    officers = (
        (order.first_officer, order.second_officer)
        if order.first_officer
        else (version.author, version.second_officer)
    )
    first, second = (person.public_id if person else "" for person in officers)
    values: dict[str, Any] = {
        "happened_on": clock.today(),
        "first_officer": first,
        "second_officer": second,
    }
    return {**values, "until": order.extension_until} if code == "grant_extension" else values


def take(public_id: str, code: str) -> Any:
    """Take a step: all of it, or the form again with everything in it."""
    order = queries.order_by_public_id(g.viewer, public_id)
    draft, problems = take_files(order.site) if code in WITH_PAPERS else ("", [])
    form = form_for(code, request.form)
    day = form["happened_on"].data or clock.today()
    form.offer(officers_certified_on(g.viewer, order.site, day))
    asked = Asked(code, form, draft, [], problems)
    whole = form.validate()
    if not whole or problems:
        return _again(order, asked, HTTPStatus.UNPROCESSABLE_ENTITY)
    files = pending(order.site, draft) if draft else []
    try:
        DEEDS[code](order, form, form.said(files))
    except Refused as refused:
        asked.refusals = [refusal_told(one) for one in refused.refusals]
        for one in refused.refusals:
            name = FIELD_OF.get(one.code, "")
            if name in form:
                form.say(name, RULES[one.code].sentence(language()))
        return _again(order, asked, HTTPStatus.CONFLICT)
    flash(_("Recorded: %(step)s", step=STEPS[code].word(language())), "success")
    return redirect(url_for("orders.show", public_id=public_id), HTTPStatus.SEE_OTHER)


def _again(order: Order, asked: Asked, status: HTTPStatus) -> Any:
    """Return the page with what was typed; files that arrived are kept."""
    g.commit_anyway = bool(asked.draft)
    return page(queries.order_by_public_id(g.viewer, order.public_id), status, asked=asked)
