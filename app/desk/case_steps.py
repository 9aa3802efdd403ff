"""The form of one step of a case, and the steps as they are sent from it."""

from collections.abc import Mapping, Sequence
from datetime import date
from http import HTTPStatus
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for

from app import clock
from app.desk.case_files import Sent, sent_files
from app.desk.case_next import HURTS, step_of
from app.desk.case_prefill import known
from app.desk.case_view import page_of
from app.desk.forms.case_steps import SCAN, StepForm, hinted, only
from app.desk.penalty_view import yuan
from app.desk.posted import whole_number
from app.errors import BadInput, Conflict, NotFound, refusal_told
from app.models.cases import Case, CaseProposal
from app.permissions import access_for
from app.queries.case_page import CaseBundle, Colleague, case_bundle, colleagues_of
from app.queries.cases import case_by_public_id
from app.services.case_proposals import propose_step
from app.services.cases import BEGINNINGS, take_step
from app.services.sessions import is_stepped_up
from app.words import gettext as _
from app.words import language
from inspections.procedure.asked import Kind
from inspections.procedure.given import BadGiven
from inspections.procedure.judging import code_of
from inspections.procedure.stages import STEPS
from inspections.refusal import Refusal, Refused
from inspections.rulebook import RULES
from inspections.vocabulary import Role

# where a person finds the field that a refusal speaks of
FIELD_OF: Mapping[str, str] = {
    "judging.day_has_come": "happened_on",
    "judging.days_are_in_order": "happened_on",
    "acts.two_officers_act": "officers",
    "acts.officers_are_certified": "officers",
    "acts.officers_are_not_recused": "officers",
    "acts.certificates_are_shown": "certificate_shown",
    "acts.approved_by_the_head": "approved_by",
    "acts.approved_by_another_person": "approved_by",
    "acts.approval_is_entered_by_its_giver": "approved_by",
    "acts.reason_is_given": "reason",
    "serving.method_is_chosen": "method",
    "serving.receiver_is_named": "receiver",
    "serving.leaving_is_witnessed": "service_note",
    "serving.electronic_was_agreed": "agreed",
    "serving.announcement_is_the_last_way": "service_note",
    "serving.is_proven": f"{SCAN}service_receipt",
    "investigation.preserved_items_are_listed": "items",
    "investigation.order_names_its_day": "correct_by",
    "hearing.is_arranged": "scheduled_on",
    "hearing.chair_is_no_investigator": "chair",
    "hearing.is_noticed_seven_clear_days_before": "scheduled_on",
    "hearing.was_fair": "agents",
    "review.reviewer_is_qualified": "is_qualified",
    "review.reviewer_is_no_investigator": "reviewer",
    "decision.ground_is_given": "ground",
    "decision.education_was_given": "education",
    "execution.plan_is_later": "plan_until",
    "closing.ground_holds": "ground",
    "defence.is_dated": "received_on",
    "hearing.request_is_dated": "asked_on",
    "proposal.is_what_was_weighed": "fine_fen",
}
HEADS = frozenset((Role.APPROVER, Role.LEADER))


def show(public_id: str, code: str) -> Any:
    """Show the form of a step, with what the case knows filled in."""
    bundle = case_bundle(g.viewer, public_id, clock.today())
    if code not in STEPS or code in BEGINNINGS:
        raise NotFound
    form = StepForm(code, known(bundle, code), bundle.colleagues)
    return form_page(bundle, form)


def form_page(
    bundle: CaseBundle,
    form: StepForm,
    status: HTTPStatus = HTTPStatus.OK,
    *,
    sent: Sent | None = None,
    refusals: Sequence[dict[str, Any]] = (),
    overtaken: bool = False,
) -> Any:
    """Render the form of a step as it was sent or filled in."""
    code = form.code
    _offer(form, bundle)
    kept = sent.kept() if sent else {}
    for paper in form.papers:
        paper.kept = kept.get(paper.code, ())
    access = access_for(STEPS[code].permission, "POST")
    needs_proof = bool(access and access.step_up) and not is_stepped_up(g.session)
    rendered = render_template(
        "desk/cases/step.html",
        **page_of(bundle, g.viewer, "step"),
        step=STEPS[code],
        step_word=STEPS[code].word(language()),
        shown=step_of(bundle, g.viewer, code),
        form=form,
        other_files=kept.get("", ()),
        asks=asks_of(code),
        refused=refusals,
        overtaken=overtaken,
        hurts=code in HURTS,
        needs_proof=needs_proof,
        here=url_for("cases.step", public_id=bundle.case.public_id, code=code),
    )
    return rendered, status


def asks_of(code: str) -> list[tuple[str, str]]:
    """Return what the law asks of the act itself, each with its article."""
    spoken = language()
    rules = [RULES[code_of(ask)] for ask in STEPS[code].asks]
    return [(one.sentence(spoken), one.basis(spoken)) for one in rules]


def _offer(form: StepForm, bundle: CaseBundle) -> None:
    """Offer for each part in the act those who may take it, and say what the law asks there."""
    typed = form.box("happened_on")
    day = _day(typed.value if typed else "")
    certified = [one for one in bundle.colleagues if one.is_certified_on(day)]
    only(form, "officers", certified)
    only(form, "investigators", certified)
    outside = [one for one in bundle.colleagues if one.person not in bundle.facts.all_investigators]
    only(form, "approved_by", [one for one in outside if one.roles & HEADS])
    only(form, "reviewer", [one for one in outside if Role.REVIEWER in one.roles])
    only(form, "chair", outside)
    hints = {
        name: RULES[code].basis(language())
        for code, name in FIELD_OF.items()
        if code in {code_of(ask) for ask in STEPS[form.code].asks}
    }
    hints["happened_on"] = _("The clock runs from this day. Today is %(day)s.", day=clock.today())
    hints["approved_by"] = _("Who signs in as head approves by sending this form.")
    hints["approved_on_paper"] = _("The head signed a paper: upload it below as a scan.")
    if form.code == "pass_legal_review":
        hints.pop("reviewer", None)
    hinted(form, hints)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return clock.today()


def take(public_id: str, code: str) -> Any:
    """Take a step: all of it, or the form again with everything in it."""
    case = case_by_public_id(g.viewer, public_id)
    sent = sent_files(case, code)
    form = _typed(case, code, sent)
    given = form.read()
    if given is None:
        return _again(public_id, form, HTTPStatus.UNPROCESSABLE_ENTITY, sent=sent)
    version = whole_number(request.form.get("version", ""), otherwise=0)
    try:
        row = take_step(
            case, code, given, actor=g.viewer, files=sent.files, based_on=version or None
        )
    except Refused as refused:
        told = _refused(form, refused.refusals)
        return _again(public_id, form, HTTPStatus.CONFLICT, sent=sent, refusals=told)
    except BadInput as bad:
        for one in bad.fields or [{"field": "", "message": bad.message}]:
            form.say(one["field"], one["message"])
        return _again(public_id, form, HTTPStatus.UNPROCESSABLE_ENTITY, sent=sent)
    except Conflict:
        return _again(public_id, form, HTTPStatus.CONFLICT, sent=sent, overtaken=True)
    done = _("Recorded: %(step)s", step=STEPS[code].word(language()))
    late = _(" (entered late: the file says so)") if row.late and row.remarks else ""
    flash(f"{done}{late}", "success")
    return _see(public_id)


def _refused(form: StepForm, against: Sequence[Refusal]) -> list[dict[str, Any]]:
    for one in against:
        name = FIELD_OF.get(one.code, "")
        shown = form.box(name) is not None or name.startswith(SCAN)
        if name and shown:
            form.say(name, RULES[one.code].sentence(language()))
    return [refusal_told(one) for one in against]


def propose(public_id: str, code: str) -> Any:
    """Put a step forward for approval as it is filled in."""
    case = case_by_public_id(g.viewer, public_id)
    if code not in STEPS:
        raise NotFound
    form = _typed(case, code, None)
    values: dict[str, str | Sequence[str]] = dict(form.as_given())
    if form.is_wrong:
        return _again(public_id, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        propose_step(case, code, values, actor=g.viewer)
    except BadGiven:
        form.read()
        return _again(public_id, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    flash(_("Put forward. Another person must approve it."), "success")
    return _see(public_id)


def _typed(case: Case, code: str, sent: Sent | None) -> StepForm:
    who: Sequence[Colleague] = colleagues_of(case.scope_code)
    form = StepForm.typed(code, request.form, who)
    if sent is not None:
        form.with_scans([one.paper for one in sent.files if one.paper])
        for name, message in sent.faults.items():
            form.say(name, message)
    return form


def _again(
    public_id: str, form: StepForm, status: HTTPStatus, *, sent: Sent | None = None, **shown: Any
) -> Any:
    """Return the form with what was typed; files that arrived are kept."""
    g.commit_anyway = bool(sent and sent.files)
    bundle = case_bundle(g.viewer, public_id, clock.today())
    return form_page(bundle, form, status, sent=sent, **shown)


def _see(public_id: str) -> Any:
    return redirect(url_for("cases.show", public_id=public_id), HTTPStatus.SEE_OTHER)


def values_told(row: CaseProposal, colleagues: Sequence[Colleague]) -> list[tuple[str, str]]:
    """Return what was put forward in words, field by field; what was left out stays out."""
    form = StepForm(row.step, {name: _texts(some) for name, some in row.given.items()}, colleagues)
    told = []
    for box in form.boxes:
        texts = [one for one in box.values if one.strip()]
        if not texts:
            continue
        words = dict(box.choices)
        if box.field.kind is Kind.FEN:
            texts = [yuan(int(one)) for one in texts if one.isdecimal()]
        elif box.field.kind is Kind.TICK:
            texts = [_("Yes")]
        told.append((box.label, "\n".join(words.get(one, one) for one in texts)))
    return told


def _texts(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]
