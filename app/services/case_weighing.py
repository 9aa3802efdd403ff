"""Receipts and refunds of a case, and how its penalty is weighed; each saving is a new version."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app import clock
from app.access import Viewer
from app.db import db
from app.errors import BadInput
from app.models.case_evidence import CaseLine, CaseWeighing
from app.models.cases import Case
from app.permissions import require_permission
from app.queries.case_facts import weighing_of
from app.services.case_records import locked, note
from app.words import gettext as _
from inspections.illegal_gains import BadLines, Line, gains_from
from inspections.penalty_facts import Charge
from inspections.refusal import Refused
from inspections.violations import violations
from inspections.weighing_rules import weighed_before_the_decision

# who proposes the penalty weighs it
PERMISSION = "cases.close_investigation"
MOST_LINES = 5000
MOST_CHARGES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """One charge as it is weighed, and the department that decides together, by its document.

    The gains of a charge come from the lines of the case; what is typed of them is not taken.
    """

    charge: Charge
    rule_reason: str = ""
    joint_department: str = ""
    joint_document: str = ""
    joint_agreed_on: date | None = None
    uses_gains: bool = False


def save_lines(case: Case, lines: Sequence[Line], *, actor: Viewer) -> int:
    """Keep the receipts and refunds anew; raises `BadInput` that names every line at fault."""
    require_permission(actor, PERMISSION)
    case = _undecided(case, actor)
    if len(lines) > MOST_LINES:
        raise BadInput("too_many_lines", _("At most 5,000 lines fit here."))
    try:
        gains = gains_from(lines)
    except BadLines as bad:
        raise BadInput("bad_lines", _("Some lines can't be taken."), _faults(bad)) from bad
    batch = _newest(CaseLine, case) + 1
    moment = clock.now()
    db.session.add_all(
        CaseLine(
            case_id=case.id,
            batch=batch,
            number=number,
            kind=line.kind,
            amount_fen=line.amount_fen,
            untaught_prepaid=line.untaught_prepaid,
            received_on=line.received_on,
            note=line.note[:300] or None,
            saved_at=moment,
            saved_by_person=actor.person_id,
        )
        for number, line in enumerate(lines, start=1)
    )
    db.session.flush()
    details = {"batch": batch, "lines": len(lines), "base_fen": gains.base_fen}
    note(case, "case.lines_saved", actor=actor, details=details)
    return batch


def _undecided(case: Case, actor: Viewer) -> Case:
    """Return the case, locked; raises `Refused` once it is decided."""
    case = locked(case, viewer=actor)
    refused = weighed_before_the_decision(case.decided_on)
    if refused:
        raise Refused([refused])
    return case


def _faults(bad: BadLines) -> list[dict[str, str]]:
    return [
        {"field": f"lines[{one.line}].{one.field}", "message": f"{one.fault.zh} {one.fault.en}"}
        for one in bad.faults
    ]


def lines_of(case: Case) -> list[Line]:
    """Return the newest receipts and refunds of a case."""
    newest = select(func.max(CaseLine.batch)).where(CaseLine.case_id == case.id)
    statement = select(CaseLine).where(
        CaseLine.case_id == case.id, CaseLine.batch == newest.scalar_subquery()
    )
    return [
        Line(row.kind, row.amount_fen, row.untaught_prepaid, row.received_on, row.note or "")
        for row in db.session.scalars(statement.order_by(CaseLine.number))
    ]


def save_weighing(case: Case, charges: Sequence[Weighing], *, actor: Viewer) -> int:
    """Keep how the penalty is weighed, as a new version; whether it may be is judged by the steps.

    Gains of charges that use them are those of the newest lines. Returns the version.
    """
    require_permission(actor, PERMISSION)
    case = _undecided(case, actor)
    unknown = [one.charge.violation for one in charges if one.charge.violation not in violations()]
    if unknown or not charges or len(charges) > MOST_CHARGES:
        message = _("This violation isn't known.")
        raise BadInput("bad_weighing", message, [{"field": "violation", "message": message}])
    lines = lines_of(case)
    gains = gains_from(lines) if lines else None
    batch, moment = _newest(CaseWeighing, case) + 1, clock.now()
    for number, one in enumerate(charges, start=1):
        counts = one.uses_gains and gains is not None
        db.session.add(
            _row(
                one,
                case_id=case.id,
                batch=batch,
                number=number,
                base_fen=gains.base_fen if gains and counts else None,
                left_to_confiscate_fen=gains.left_to_confiscate_fen if gains and counts else None,
                saved_at=moment,
                saved_by_person=actor.person_id,
            )
        )
    db.session.flush()
    if not case.violations:
        case.violations = list(dict.fromkeys(one.charge.violation for one in charges))
    details = {"batch": batch, "charges": [one.charge.violation for one in charges]}
    note(case, "case.weighed", actor=actor, details=details)
    return batch


def _row(one: Weighing, **columns: object) -> CaseWeighing:
    charge = one.charge
    return CaseWeighing(
        violation=charge.violation,
        tier=charge.tier,
        deed=charge.act,
        act_on=charge.act_on,
        elements=sorted(charge.elements),
        tier_reasons=charge.tier_reasons,
        kinds=sorted(kind.value for kind in charge.kinds),
        fine_fen=charge.fine_fen,
        confiscated_fen=charge.confiscated_fen,
        weight=charge.weight,
        weight_reasons=charge.weight_reasons,
        grounds=sorted(charge.grounds),
        ground_notes=dict(charge.ground_notes),
        rule_reason=one.rule_reason.strip() or None,
        joint_department=one.joint_department.strip() or None,
        joint_document=one.joint_document.strip() or None,
        joint_agreed_on=one.joint_agreed_on,
        **columns,
    )


def _newest(model: type[CaseLine] | type[CaseWeighing], case: Case) -> int:
    return db.session.scalar(select(func.max(model.batch)).where(model.case_id == case.id)) or 0


def has_weighing(case: Case) -> bool:
    """Say whether a penalty was weighed in the case."""
    return bool(weighing_of(case))
