"""Cases at the desk: leads and cases as lists, new leads, cases taken over from paper."""

from functools import partial

from flask import Blueprint

from app.desk import (
    case_evidence,
    case_leads,
    case_lists,
    case_pages,
    case_paper_files,
    case_papers,
    case_steps,
    case_taking_over,
)
from app.desk.case_words import department_word, kind_word
from app.desk.reading import page_url, reading
from app.services.papers import RENDERERS
from inspections.procedure.stages import STEPS

cases = Blueprint("cases", __name__, url_prefix="/desk/cases")
cases.context_processor(reading)
cases.context_processor(
    lambda: {
        "officers_of": case_lists.officers_of,
        "department_word": department_word,
        "kind_word": kind_word,
        "deadline_name": case_lists.name_of,
        "case_url": lambda case: page_url("cases.show", public_id=case.public_id),
    }
)

cases.add_url_rule("", "index", case_lists.index)
cases.add_url_rule("/due", "due", case_lists.due)
cases.add_url_rule("/new", "new", case_leads.new)
cases.add_url_rule("/new", "post_new", case_leads.post_new, methods=["POST"])
cases.add_url_rule("/take-over", "paper", case_taking_over.show)
cases.add_url_rule("/take-over", "post_paper", case_taking_over.post, methods=["POST"])
cases.add_url_rule("/take-over/sheet", "paper_sheet", case_taking_over.sheet)
cases.add_url_rule(
    "/take-over/sheet", "post_paper_sheet", case_taking_over.post_sheet, methods=["POST"]
)
cases.add_url_rule("/take-over/template", "paper_template", case_taking_over.sheet_template)

for code in STEPS:
    cases.add_url_rule(
        f"/<public_id>/steps/{code}", code, partial(case_steps.take, code=code), methods=["POST"]
    )
for path, endpoint, view, method in (
    ("", "show", case_pages.show, "GET"),
    ("/parties", "parties", case_pages.parties, "GET"),
    ("/evidence", "evidence", case_evidence.show, "GET"),
    ("/evidence", "add_evidence", case_evidence.add, "POST"),
    ("/evidence/visit", "bring_visit", case_evidence.bring, "POST"),
    ("/evidence/<item>/custody", "note_custody", case_evidence.custody, "POST"),
    ("/evidence/<item>/exclusion", "exclude_evidence", case_evidence.exclude, "POST"),
    ("/papers", "papers", case_papers.show, "GET"),
    ("/papers", "number_paper", case_papers.number, "POST"),
    ("/file.pdf", "file_pdf", case_paper_files.whole_file, "GET"),
    ("/papers/<paper_id>/void", "void_paper", case_papers.void, "POST"),
    ("/log", "log", case_pages.log, "GET"),
    ("/stand", "stand", case_pages.stand, "GET"),
    ("/steps/<code>", "step", case_steps.show, "GET"),
    ("/steps/<code>/proposal", "propose", case_steps.propose, "POST"),
    ("/proposals/<proposal_id>", "proposal", case_pages.proposal, "GET"),
    ("/proposals/<proposal_id>/approval", "approve_proposal", case_pages.approve, "POST"),
    ("/proposals/<proposal_id>/rejection", "reject_proposal", case_pages.reject, "POST"),
):
    cases.add_url_rule(f"/<public_id>{path}", endpoint, view, methods=[method])
for form in RENDERERS:
    cases.add_url_rule(
        f"/<public_id>/papers/<paper_id>.{form}",
        f"paper_{form}",
        partial(case_paper_files.paper_file, form=form),
    )
