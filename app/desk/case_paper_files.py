"""The papers of a case as files: one as PDF or DOCX, or all of them with their index."""

from functools import partial
from typing import Any

from flask import g, url_for

from app.desk.papers import content_answer, paper_answer
from app.models.cases import Case, CasePaper
from app.queries.case_page import paper_by_public_id
from app.queries.cases import case_by_public_id
from app.services.case_file import file_of_case
from app.services.case_paper_facts import MADE, stated_of
from app.services.papers import RENDERERS
from inspections.vocabulary import NumberState


def paper_file(public_id: str, paper_id: str, form: str) -> Any:
    """Give one paper of a case as a file; a page with every reason where it can't be made."""
    case = case_by_public_id(g.viewer, public_id)
    stated = stated_of(case, paper_by_public_id(case, paper_id))
    return paper_answer(stated, form, back=url_for("cases.papers", public_id=public_id))


def whole_file(public_id: str) -> Any:
    """Give the whole file of a case as one PDF with its index."""
    case = case_by_public_id(g.viewer, public_id)
    back = url_for("cases.papers", public_id=public_id)
    return content_answer(
        "file_index", partial(file_of_case, case), case.public_id, case.scope_code, back=back
    )


def file_urls(case: Case, paper: CasePaper) -> dict[str, str]:
    """Return where a paper is given as a file; none for scans, void ones and other kinds."""
    is_made = paper.made_here and paper.kind in MADE and paper.state is not NumberState.VOID
    if not is_made:
        return {}
    ids = {"public_id": case.public_id, "paper_id": paper.public_id}
    return {f"{form}_url": url_for(f"cases.paper_{form}", **ids) for form in RENDERERS}
