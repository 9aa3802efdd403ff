"""The papers of a case at the desk: what there is, numbers given once, numbers given up."""

from http import HTTPStatus
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for

from app import clock
from app.desk.case_pages import bundle_of
from app.desk.case_paper_files import file_urls
from app.desk.case_view import page_of
from app.desk.visit_words import file_view
from app.errors import BadInput
from app.models.cases import Case, CasePaper
from app.permissions import may_open
from app.queries.case_page import CaseBundle, paper_by_public_id, papers_of_case
from app.queries.cases import case_by_public_id
from app.services.case_papers import number_paper, void_paper
from app.words import gettext as _
from app.words import language
from inspections.dates import read_date
from inspections.procedure.entries import MADE_HERE
from inspections.procedure.papers import PAPERS, paper_word
from inspections.procedure.stages import STEPS
from inspections.procedure.way import ahead
from inspections.vocabulary import NumberState, PaperKind

NUMBERED = tuple(kind.value for kind in PaperKind if kind.value in PAPERS)


def show(public_id: str) -> Any:
    """List the papers of a case, and what can be made now."""
    return _page(bundle_of(public_id))


def _page(
    bundle: CaseBundle,
    status: HTTPStatus = HTTPStatus.OK,
    *,
    typed: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    item: str = "",
) -> Any:
    rendered = render_template(
        "desk/cases/papers.html",
        **page_of(bundle, g.viewer, "papers"),
        rows=[_row(bundle.case, paper) for paper in papers_of_case(bundle.case)],
        to_number=_to_number(bundle),
        takes_file=bundle.case.number is not None and may_open(g.viewer, "cases.file_pdf"),
        typed=typed or {},
        errors=errors or {},
        item=item,
    )
    return rendered, status


def _row(case: Case, paper: CasePaper) -> dict[str, Any]:
    step = STEPS[paper.step.step] if paper.step else None
    return {
        "paper": paper,
        "word": paper_word(paper.kind, language()),
        "step": step.word(language()) if step else "",
        "is_void": paper.state is NumberState.VOID,
        "waits": paper.step is None and paper.state is not NumberState.VOID,
        "file": file_view(g.viewer, paper.evidence) if paper.evidence else None,
        **file_urls(case, paper),
    }


def _to_number(bundle: CaseBundle) -> list[tuple[str, str]]:
    """Return the numbered papers of the steps ahead that this viewer may make."""
    waiting = {
        one.kind
        for one in bundle.case.papers
        if one.step_id is None and one.state is not NumberState.VOID
    }
    steps = [STEPS[one.step] for one in ahead(bundle.facts)]
    kinds = [
        paper
        for step in steps
        if may_open(g.viewer, step.permission, "POST")
        for paper in step.papers
        if paper in NUMBERED and paper in MADE_HERE and paper not in waiting
    ]
    return [(kind, paper_word(kind, language())) for kind in dict.fromkeys(kinds)]


def number(public_id: str) -> Any:
    """Give a paper its number before its step is taken."""
    case = case_by_public_id(g.viewer, public_id)
    typed = {name: value.strip()[:300] for name, value in request.form.items()}
    errors: dict[str, str] = {}
    day = read_date(typed.get("dated_on", "")[:60]).day
    if typed.get("kind", "") not in NUMBERED:
        errors["kind"] = _("Please choose one.")
    if day is None:
        errors["dated_on"] = _("Write a day like 2026-03-12.")
    elif day > clock.today():
        errors["dated_on"] = _("This day is still to come.")
    if errors or day is None:
        return _page(
            bundle_of(public_id), HTTPStatus.UNPROCESSABLE_ENTITY, typed=typed, errors=errors
        )
    paper = number_paper(case, typed["kind"], dated_on=day, actor=g.viewer)
    flash(_("Number given: %(number)s", number=paper.number or ""), "success")
    return _see(public_id)


def void(public_id: str, paper_id: str) -> Any:
    """Give a paper up that no step rests on; its number stays, as void."""
    case = case_by_public_id(g.viewer, public_id)
    paper = paper_by_public_id(case, paper_id)
    try:
        void_paper(paper, reason=request.form.get("reason", ""), actor=g.viewer)
    except BadInput as bad:
        errors = {one["field"]: one["message"] for one in bad.fields} or {"reason": bad.message}
        return _page(
            bundle_of(public_id),
            HTTPStatus.UNPROCESSABLE_ENTITY,
            errors=errors,
            item=paper_id,
        )
    flash(_("The paper is void; its number isn't given again."), "success")
    return _see(public_id)


def _see(public_id: str) -> Any:
    return redirect(url_for("cases.papers", public_id=public_id), HTTPStatus.SEE_OTHER)
