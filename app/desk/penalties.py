"""The penalty desk: the catalogue of violations, one violation, and the calculator for it."""

import tempfile
from collections.abc import Iterator
from datetime import date
from http import HTTPStatus
from pathlib import Path
from typing import Any

from flask import Blueprint, g, render_template, request, url_for

from app import clock, exports
from app.desk import penalty_words as words
from app.desk import standards
from app.desk.exporting import export
from app.desk.forms.penalties import (
    Typed,
    WeighingForm,
    departments_of,
    notes_in,
    weighing_from,
)
from app.desk.list_state import state_of
from app.desk.penalty_view import Comparable, PenaltyView, view_of, yuan
from app.desk.reading import reading
from app.errors import NotFound
from app.importing.bounds import UnreadableFile
from app.importing.tables import opened_rows
from app.models.cases import Case
from app.permissions import may_open
from app.queries.comparable_cases import earlier_cases
from app.queries.standards import bands_on
from app.words import gettext as _
from app.words import language, word
from inspections.discretion import Weight, grounds
from inspections.gains_text import MOST_LINES, faults_told, read_lines, text_of
from inspections.illegal_gains import BadLines
from inspections.penalty_schemes import Department
from inspections.violations import Violation, elements, violations
from inspections.vocabulary import PartyType, PenaltyTier

penalties = Blueprint("penalties", __name__, url_prefix="/desk/penalties")
penalties.context_processor(reading)
OTHER = Department.OTHER_DEPARTMENTS


def said_in_words() -> dict[str, Any]:
    """Return what the templates of the calculator need to put values into words."""
    return {
        "yuan": yuan,
        "band_words": words.band_words,
        "hearing_kind": words.HEARING_KINDS.get,
        "element_word": lambda code: elements()[code].word(language()),
        "ground_word": lambda code: grounds()[code].word(language()),
    }


penalties.context_processor(said_in_words)


@penalties.get("")
def index() -> Any:
    """List the catalogue by article, or what a search finds in it."""
    state = state_of(words)
    rows = words.found_rows(state)
    if state.format:
        return export(state, "penalties", total=len(rows), heads=_heads(), rows=_cells(rows))
    return render_template(
        "desk/penalties/index.html",
        state=state,
        articles=words.by_article(rows),
        total=len(rows),
        unverified=sum(row.is_unverified for _code, row in rows),
        law_choices=words.law_choices(),
        today=clock.today(),
        fine_words=words.fine_words,
        hearing_of=_hearing_of,
        keeps=may_open(g.viewer, "penalties.standards"),
    )


def _hearing_of(code: str) -> list[str]:
    """Return the kinds of answer that the tiers of a violation give, the strongest first."""
    lines = words.tier_lines(code, clock.today())
    given = {right for line in lines for right in line.hearing.values()}
    return [right for right in words.HEARING_KINDS if right in given]


def _heads() -> list[str]:
    return [_("Code"), _("Violation"), _("Article"), _("In force from"), _("Until"), _("Checked")]


def _cells(rows: list[tuple[str, Violation]]) -> Iterator[tuple[exports.Cell, ...]]:
    spoken = language()
    for code, row in rows:
        checked = _("unverified") if row.is_unverified else ""
        yield code, row.title(spoken), row.place(spoken), row.valid_from, row.valid_to, checked


@penalties.get("/<code>")
def show(code: str) -> Any:
    """Show one violation: elements, tiers, who decides, who is heard, what runs."""
    row, today, beside = _violation(code), clock.today(), words.rules_beside(code)
    return render_template(
        "desk/penalties/show.html",
        code=code,
        row=row,
        today=today,
        tiers=words.tier_lines(code, today),
        beside=beside,
        tiers_of={other: words.tier_lines(other, today) for other, _row in beside},
        deadlines=words.deadlines_of(today),
        length_words=words.length_words,
        bands=bands_on(g.viewer.district_code, code, today),
        excluding=violations().get(row.excludes_if or ""),
    )


@penalties.get("/<code>/calculate")
def calculator(code: str) -> Any:
    """Ask what a penalty is weighed with."""
    _violation(code)
    today = clock.today()
    given = {"act_end": today, "decided_on": today, "weight": Weight.USUAL}
    return _page(code, WeighingForm(data=given).about(code, today))


@penalties.post("/<code>/calculate")
def calculate(code: str) -> Any:
    """Show what follows from what was typed; nothing is saved."""
    _violation(code)
    form = WeighingForm(request.form)
    fault = take_file(form)
    form.about(code, clock.today())
    if not form.validate() or fault:
        if fault:
            form.say("lines", fault)
        return _page(code, form), HTTPStatus.UNPROCESSABLE_ENTITY
    typed = Typed(code, notes_in(request.form), g.viewer.district_code)
    weighing = weighing_from(form, typed)
    view = view_of(weighing, earlier_of(code, weighing.charge.tier))
    say_at_fields(form, view)
    return _page(code, form, view)


def earlier_of(code: str, tier: PenaltyTier, *, besides: Case | None = None) -> list[Comparable]:
    """Return the earlier decided cases of the viewer's area, each with its page."""
    return [
        Comparable(
            one.title,
            url_for("case_penalty.show", public_id=one.public_id),
            one.fine_fen,
            one.base_fen,
        )
        for one in earlier_cases(g.viewer, code, tier, besides=besides)
    ]


def say_at_fields(form: WeighingForm, view: PenaltyView) -> None:
    """Tell what stands against the amounts beside their field as well."""
    for refusal in view.refusals:
        if refusal["field"] in ("fine_fen", "act_end", "party", "tier"):
            about = _(": ") + refusal["about"] if refusal["about"] else ""
            form.say(refusal["field"], refusal["sentence"] + about)


def take_file(form: WeighingForm) -> str:
    """Put the lines of a file that was sent into the form; return what is wrong with it, or ""."""
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        return ""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lines"
        upload.save(path)
        try:
            with opened_rows(path) as rows:
                cells = [row for _number, row in rows]
            lines = read_lines(cells)
        except UnreadableFile as unreadable:
            return unreadable.problem.message(language())
        except BadLines as bad:
            told = faults_told(bad, language())[:20]
            return " ".join(_("Line %(n)s: %(fault)s.", n=n, fault=fault) for n, fault in told)
    if len(lines) > MOST_LINES:
        return _("At most %(most)s lines are taken.", most=MOST_LINES)
    form["lines"].data = text_of(lines)
    return ""


def _page(code: str, form: WeighingForm, view: PenaltyView | None = None) -> str:
    row = violations()[code]
    return render_template(
        "desk/penalties/calculate.html",
        code=code,
        form=form,
        view=view,
        **fields_of(row, form, dict(notes_in(request.form))),
    )


def fields_of(row: Violation, form: WeighingForm, notes: dict[str, str]) -> dict[str, Any]:
    """Return what the fields of the calculator need besides the form."""
    today = clock.today()
    day = form["act_end"].data or today
    excluding = violations().get(row.excludes_if or "")
    return {
        "row": row,
        "departments": [(one.value, word(one)) for one in departments_of(row)],
        "names_department": OTHER in departments_of(row),
        "ground_rows": _grounds_by_effect(form, day, notes),
        "more_elements": [one for one in form["elements"].words if one not in row.elements],
        "excluding": excluding,
        "tiers": words.tier_lines(_code_of(row), today),
        "party_types": [(one.value, word(one)) for one in PartyType],
    }


def _grounds_by_effect(
    form: WeighingForm, day: date, notes: dict[str, str]
) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the grounds that may be ticked under what they demand, in the order of the law."""
    spoken, ticked = language(), form["grounds"].data or ()
    groups: dict[str, list[dict[str, Any]]] = {}
    for code, ground in form.offered_grounds(clock.today()).items():
        groups.setdefault(word(ground.effect), []).append(
            {
                "code": code,
                "word": ground.word(spoken),
                "law": ground.law(day, spoken),
                "names_law": ground.names_law,
                "note": notes.get(code, ""),
                "checked": code in ticked,
            }
        )
    return list(groups.items())


def _code_of(row: Violation) -> str:
    return next(code for code, one in violations().items() if one is row)


def _violation(code: str) -> Violation:
    row = violations().get(code)
    if row is None:
        raise NotFound
    return row


for path, endpoint, page, method in (
    ("/standards", "standards", standards.index, "GET"),
    ("/standards/new", "new_standard", standards.new, "GET"),
    ("/standards/new", "enter_standard", standards.enter, "POST"),
    ("/standards/<public_id>/compare", "compare_standard", standards.compare, "POST"),
    ("/standards/<public_id>/withdraw", "withdraw_standard", standards.withdraw, "POST"),
):
    penalties.add_url_rule(path, endpoint, page, methods=[method])
