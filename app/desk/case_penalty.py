"""The penalty of one case: each charge weighed with the calculator, saved as a new version."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for

from app import clock
from app.desk.forms.case_penalty import CaseWeighingForm, kept, stored
from app.desk.forms.penalties import notes_in
from app.desk.penalties import earlier_of, fields_of, said_in_words, say_at_fields, take_file
from app.desk.penalty_view import PenaltyView, Weighing, charged, view_of
from app.desk.reading import reading
from app.errors import NotFound
from app.models.case_evidence import CaseWeighing
from app.models.cases import Case
from app.permissions import may_open
from app.queries.case_facts import case_record, charge_of, is_licensed, weighing_of
from app.queries.cases import case_by_public_id
from app.services.case_weighing import lines_of, save_lines, save_weighing
from app.words import gettext as _
from app.words import language
from inspections.discretion import Weight
from inspections.gains_text import text_of
from inspections.illegal_gains import Line
from inspections.penalty_facts import Charge, Proposal
from inspections.refusal import Refusal, Refused
from inspections.violations import violations

case_penalty = Blueprint("case_penalty", __name__, url_prefix="/desk/cases")
case_penalty.context_processor(reading)
case_penalty.context_processor(said_in_words)
ABOVE = "penalty.fine_not_above_maximum"


@case_penalty.get("/<public_id>/penalty")
def show(public_id: str) -> Any:
    """Show one charge as it is weighed, with the others beside it."""
    case = case_by_public_id(g.viewer, public_id)
    rows, code = weighing_of(case), _code(case)
    if not code or case.party_type is None:
        return _page(case, "", rows)
    row, lines = _row(rows, code), lines_of(case)
    if row is None:
        form = CaseWeighingForm(data=_given(case, lines))
        return _page(case, code, rows, form=_offering(form, case, code))
    form = _offering(CaseWeighingForm(data=stored(row, lines)), case, code)
    notes = {str(name): str(note) for name, note in row.ground_notes.items()}
    view = _view(case, charge_of(row), rows, lines or None)
    return _page(case, code, rows, form=form, view=view, notes=notes)


@case_penalty.post("/<public_id>/penalty")
def weigh(public_id: str) -> Any:
    """Work a charge out, or save it with the lines as a new version."""
    case = case_by_public_id(g.viewer, public_id)
    rows, code = weighing_of(case), _code(case)
    if not code or case.party_type is None:
        raise NotFound
    form = CaseWeighingForm(request.form)
    fault = take_file(form)
    form = _offering(form, case, code)
    if not form.validate() or fault:
        if fault:
            form.say("lines", fault)
        return _page(case, code, rows, form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    lines = form.read_lines()
    charge = form.charge(code, request.form, lines)
    view = _view(case, charge, rows, lines)
    if request.form.get("go") != "save":
        say_at_fields(form, view)
        return _page(case, code, rows, form=form, view=view)
    if any(one["code"] == ABOVE for one in view.refusals) or view.range is None:
        say_at_fields(form, view)
        return _page(case, code, rows, form=form, view=view), HTTPStatus.CONFLICT
    _save(case, code, form, charge, rows, lines)
    flash(_("Saved as a new version of the weighing."), "success")
    return _see(case, code)


@case_penalty.post("/<public_id>/penalty/drop")
def drop(public_id: str) -> Any:
    """Leave a charge out of the weighing; the version before it stays."""
    case = case_by_public_id(g.viewer, public_id)
    rows, code = weighing_of(case), _code(case)
    lines = lines_of(case) or None
    others = [kept(row, charge_of(row), lines) for row in rows if row.violation != code]
    if not others:
        raise Refused([Refusal("proposal.is_weighed")])
    save_weighing(case, others, actor=g.viewer)
    return _see(case, others[0].charge.violation)


def _save(
    case: Case,
    code: str,
    form: CaseWeighingForm,
    charge: Charge,
    rows: Sequence[CaseWeighing],
    lines: list[Line] | None,
) -> None:
    if (lines or []) != lines_of(case):
        save_lines(case, lines or [], actor=g.viewer)
    whole = [
        form.weighing(charge) if row.violation == code else kept(row, charge_of(row), lines)
        for row in rows
    ]
    if _row(rows, code) is None:
        whole.append(form.weighing(charge))
    save_weighing(case, whole, actor=g.viewer)


def _code(case: Case) -> str:
    """Return the violation that the address names, or the first of the case."""
    rows = [row.violation for row in weighing_of(case)]
    chosen = request.args.get("charge", "") or next(iter([*rows, *case.violations]), "")
    if chosen and chosen not in violations():
        raise NotFound
    return str(chosen)


def _row(rows: Sequence[CaseWeighing], code: str) -> CaseWeighing | None:
    return next((row for row in rows if row.violation == code), None)


def _given(case: Case, lines: list[Line]) -> dict[str, Any]:
    return {"act_end": case.acted_until, "weight": Weight.USUAL, "lines": text_of(lines)}


def _offering(form: CaseWeighingForm, case: Case, code: str) -> CaseWeighingForm:
    if case.party_type is None:
        raise NotFound
    form.knowing(case.party_type, clock.today())
    form.about(code, clock.today())
    return form


def _view(
    case: Case, charge: Charge, rows: Sequence[CaseWeighing], lines: list[Line] | None
) -> PenaltyView:
    if case.party_type is None:
        raise NotFound
    others = [charged(charge_of(row), lines) for row in rows if row.violation != charge.violation]
    facts = case_record(case).facts(clock.today())
    proposal = Proposal(
        party=case.party_type,
        is_licensed=is_licensed(case),
        decided_on=case.decided_on or clock.today(),
        charges=(charge, *others),
        discussed_on=facts.discussions[-1].held_on if facts.discussions else None,
    )
    weighing = Weighing(
        charge=charge,
        proposal=proposal,
        act_start=min(case.acted_from or charge.act_on, charge.act_on),
        district_code=case.scope_code,
        lines=lines,
    )
    return view_of(weighing, earlier_of(charge.violation, charge.tier, besides=case))


def _see(case: Case, code: str) -> Any:
    url = url_for("case_penalty.show", public_id=case.public_id, charge=code)
    return redirect(url, HTTPStatus.SEE_OTHER)


def _page(
    case: Case,
    code: str,
    rows: Sequence[CaseWeighing],
    *,
    form: CaseWeighingForm | None = None,
    view: PenaltyView | None = None,
    notes: dict[str, str] | None = None,
) -> str:
    codes = list(dict.fromkeys([*(row.violation for row in rows), *case.violations, code]))
    row = violations().get(code)
    shown: dict[str, Any] = {}
    if row and form:
        shown = fields_of(row, form, notes if notes is not None else dict(notes_in(request.form)))
    return render_template(
        "desk/cases/penalty.html",
        case=case,
        case_url=url_for("cases.show", public_id=case.public_id),
        code=code,
        form=form,
        view=view,
        tabs_of=[(one, violations()[one]) for one in codes if one in violations()],
        weighed={one.violation for one in rows},
        choices=[
            (one, f"{row.title(language())} {row.place(language())}")
            for one, row in violations().items()
            if one not in codes
        ],
        weighs=may_open(g.viewer, "case_penalty.weigh", "POST") and case.decided_on is None,
        **shown,
    )
