"""Cases at the desk: leads and cases as lists, new leads, cases taken over from paper."""

from functools import partial

from flask import Blueprint

from app.desk import case_steps
from inspections.procedure.stages import STEPS

cases = Blueprint("cases", __name__, url_prefix="/desk/cases")

for code in STEPS:
    cases.add_url_rule(
        f"/<public_id>/steps/{code}", code, partial(case_steps.take, code=code), methods=["POST"]
    )
