"""What is typed in to weigh a penalty in a case: the case itself says party, days and licence."""

from dataclasses import replace
from datetime import date
from typing import Any

from app.desk.forms.penalties import WeighingForm, notes_in
from app.desk.forms.typed import DayField, TextField
from app.desk.penalty_view import charged
from app.models.case_evidence import CaseWeighing
from app.services.case_weighing import Weighing
from app.words import lazy_gettext
from inspections.gains_text import text_of
from inspections.illegal_gains import Line
from inspections.penalty_facts import Charge
from inspections.vocabulary import PartyType, PenaltyKind

# the case knows these
KNOWN = ("act_start", "decided_on", "party", "is_licensed", "discussed_on", "joint_paper")


class CaseWeighingForm(WeighingForm):
    """One charge of a case."""

    rule_reason = TextField(lazy_gettext("Why this rule, where several could apply"), longest=500)
    joint_document = TextField(lazy_gettext("Its document: title, number or date"), longest=120)
    joint_agreed_on = DayField(lazy_gettext("It agreed on"))

    def knowing(self, party: PartyType, step_on: date) -> "CaseWeighingForm":
        """Put in what the case knows; those fields aren't asked for."""
        for name in KNOWN:
            self[name].validators = []
        self["party"].data, self["decided_on"].data = party, step_on
        return self

    def charge(self, code: str, form: Any, lines: list[Line] | None) -> Charge:
        """Return the charge that was typed, with the gains of its lines; after `validate`."""
        typed = Charge(
            violation=code,
            tier=self["tier"].data,
            act_on=self["act_end"].data,
            elements=self["elements"].chosen,
            tier_reasons=self["tier_reasons"].data or "",
            kinds=frozenset(self["kinds"].data or ()),
            fine_fen=self["fine_fen"].data,
            weight=self["weight"].data,
            weight_reasons=self["weight_reasons"].data or "",
            grounds=self["grounds"].chosen,
            ground_notes=notes_in(form),
            joint_department=self["joint_department"].data or "",
            joint_paper=bool(self["joint_document"].data),
        )
        return charged(typed, lines)

    def weighing(self, charge: Charge) -> Weighing:
        """Return what is stored of a charge."""
        return Weighing(
            charge=charge,
            rule_reason=self["rule_reason"].data or "",
            joint_department=self["joint_department"].data or "",
            joint_document=self["joint_document"].data or "",
            joint_agreed_on=self["joint_agreed_on"].data,
            uses_gains=True,
        )


def stored(row: CaseWeighing, lines: list[Line]) -> dict[str, Any]:
    """Return a charge as its form holds it."""
    return {
        "act_end": row.act_on,
        "elements": list(row.elements),
        "tier": row.tier,
        "tier_reasons": row.tier_reasons,
        "lines": text_of(lines),
        "kinds": [PenaltyKind(kind) for kind in row.kinds],
        "fine_fen": row.fine_fen,
        "weight": row.weight,
        "weight_reasons": row.weight_reasons,
        "grounds": list(row.grounds),
        "joint_department": row.joint_department,
        "rule_reason": row.rule_reason,
        "joint_document": row.joint_document,
        "joint_agreed_on": row.joint_agreed_on,
    }


def kept(row: CaseWeighing, charge: Charge, lines: list[Line] | None) -> Weighing:
    """Return another charge of the case as it stands, with the gains of the newest lines."""
    return Weighing(
        charge=charged(replace(charge, base_fen=None, left_to_confiscate_fen=None), lines),
        rule_reason=row.rule_reason or "",
        joint_department=row.joint_department or "",
        joint_document=row.joint_document or "",
        joint_agreed_on=row.joint_agreed_on,
        uses_gains=True,
    )
