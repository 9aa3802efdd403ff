"""Cases at the desk: leads and cases as lists, new leads, cases taken over from paper."""

from functools import partial

from flask import Blueprint

from app.desk import case_leads, case_lists, case_steps, case_taking_over
from app.desk.reading import page_url, reading
from inspections.procedure.stages import STEPS

cases = Blueprint("cases", __name__, url_prefix="/desk/cases")
cases.context_processor(reading)
cases.context_processor(
    lambda: {
        "officers_of": case_lists.officers_of,
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
