"""When a penalty was published on the own site, or withdrawn from there (Penalty Law Art 48)."""

from datetime import date

from app import clock
from app.access import Viewer
from app.errors import BadInput
from app.models.cases import Case
from app.permissions import require_permission
from app.queries.case_facts import case_record
from app.services.case_records import locked, note, settle
from app.words import gettext as _
from inspections.procedure.terms import Outcome

PERMISSION = "cases.serve_decision"


def note_publication(case: Case, *, published_on: date, actor: Viewer) -> None:
    """Note that the decision was published; its deadline ends by that."""
    require_permission(actor, PERMISSION)
    case = locked(case, viewer=actor)
    decided = case.decided_on
    if case.outcome is not Outcome.PENALTY or decided is None:
        raise _bad(_("Only a penalty is published."))
    if not decided <= published_on <= clock.today():
        raise _bad(_("This day lies before the decision, or ahead."))
    case.published_on = published_on
    settle(case, case_record(case))
    details = {"published_on": published_on.isoformat()}
    note(case, "case.published", actor=actor, details=details)


def note_withdrawal(case: Case, *, reason: str, actor: Viewer) -> None:
    """Note that the decision isn't published any more, with the reason that stands in public."""
    require_permission(actor, PERMISSION)
    case = locked(case, viewer=actor)
    if case.published_on is None:
        raise _bad(_("The decision isn't published."))
    if not reason.strip():
        message = _("Please fill this in.")
        raise BadInput("bad_input", message, [{"field": "reason", "message": message}])
    was = case.published_on
    case.published_on = None
    settle(case, case_record(case))
    details = {"was": was.isoformat(), "reason": reason.strip()[:300]}
    note(case, "case.publication_withdrawn", actor=actor, details=details)


def _bad(message: str) -> BadInput:
    return BadInput("bad_input", message, [{"field": "published_on", "message": message}])
