"""Steps of a case: judged by the one table and written down, in one act."""

from collections.abc import Sequence

from app import clock
from app.access import Viewer
from app.errors import Conflict, NotFound
from app.models.cases import Case, CaseStep
from app.permissions import require_permission
from app.queries.case_facts import case_record
from app.services.case_entries import StepFile, prepared
from app.services.case_listings import begin_withdrawal
from app.services.case_records import content_of, locked
from app.services.case_writing import write_step
from inspections.procedure.given import Given
from inspections.procedure.judging import refusals
from inspections.procedure.stages import STEPS
from inspections.refusal import Refused

# a case comes into being by these, see `leads` and `case_take_over`
BEGINNINGS = ("receive_lead", "take_over")


def take_step(
    case: Case,
    code: str,
    given: Given,
    *,
    actor: Viewer,
    files: Sequence[StepFile] = (),
    based_on: int | None = None,
) -> CaseStep:
    """Take one step; raises `Refused` with every reason against it, and then nothing is written.

    `based_on` is the version of the case that the page showed; raises `Conflict` when somebody
    else has taken a step since. Raises `BadInput` at the field of an unknown person.
    """
    step = STEPS.get(code)
    if step is None or code in BEGINNINGS:
        raise NotFound
    require_permission(actor, step.permission)
    case = locked(case, viewer=actor)
    if based_on is not None and based_on != case.version:
        raise Conflict(theirs=content_of(case), yours={"step": step.word("en")})
    record = case_record(case)
    today = clock.today()
    ready = prepared(case, code, given, files, record.facts(today), viewer=actor)
    asked = record.asked(ready.entry, today)
    found = refusals(step, asked)
    if found:
        raise Refused(found)
    row = write_step(case, record, ready, files, asked=asked, actor=actor)
    begin_withdrawal(case, row, files, actor=actor)
    return row
