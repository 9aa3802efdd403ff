"""What the rules need to know of a case: its entries, folded, and what is known besides them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, or_, select

from app.db import db
from app.models.case_evidence import CaseWeighing
from app.models.cases import Case, CaseStep
from app.models.orders import Order, OrderStep
from app.models.people import Person
from app.models.sweeps import Recusal as RecusalRow
from app.queries.calendars import calendar_now
from inspections.discretion import Weight
from inspections.licences import standing_on
from inspections.orders import RECHECK
from inspections.penalty_facts import Charge
from inspections.procedure.entries import Entry, entered, entry_from_json, folded
from inspections.procedure.facts import CaseFacts, Correction, JointDepartment, Recusal
from inspections.procedure.money import with_surcharge
from inspections.procedure.proposal import Weighed, as_proposed
from inspections.vocabulary import Corrected, OrderState, PenaltyKind, Standing

NOT_IN_FORCE = (OrderState.DRAFT, OrderState.WITHDRAWN, OrderState.SET_ASIDE)
TELLS_THE_PENALTY = ("serve_prior_notice", "decide_penalty")


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """A case as the rules see it: `base` is what is known besides its entries."""

    base: CaseFacts
    entries: tuple[Entry, ...]
    weighed: Weighed

    def facts(self, today: date) -> CaseFacts:
        """Return the facts as they stand: to ask what can be offered, and which clocks run."""
        facts = folded(replace(self.base, today=today), self.entries)
        facts = with_surcharge(facts, self.entries, today)
        return as_proposed(facts, self._weighed())

    def asked(self, entry: Entry, today: date) -> CaseFacts:
        """Return the facts with one more entry about to be recorded: to ask what speaks against."""
        facts = entered(folded(replace(self.base, today=today), self.entries), entry)
        facts = with_surcharge(facts, (*self.entries, entry), facts.day)
        return as_proposed(facts, self._weighed(entry))

    def with_entry(self, entry: Entry) -> "CaseRecord":
        """Return the record once the entry is in it."""
        return replace(self, entries=(*self.entries, entry))

    def _weighed(self, entry: Entry | None = None) -> Weighed:
        known = (*self.entries, entry) if entry else self.entries
        told = [one for one in known if one.act.step in TELLS_THE_PENALTY]
        return replace(self.weighed, was_decided_on_paper=bool(told) and told[-1].on_paper)


def case_record(case: Case) -> CaseRecord:
    """Return what the rules need to know of a case, in five statements."""
    return CaseRecord(_base(case), _entries(case), _weighed(case, weighing_of(case)))


def record_of_rows(
    case: Case, steps: Sequence[CaseStep], weighing: Sequence[CaseWeighing]
) -> CaseRecord:
    """Return the same of rows that are loaded already."""
    entries = tuple(entry_from_json(row.entry) for row in steps)
    return CaseRecord(_base(case), entries, _weighed(case, weighing))


def _base(case: Case) -> CaseFacts:
    return CaseFacts(
        today=date.min,
        holidays=calendar_now().notices,
        corrections=tuple(_corrections(case)),
        recusals=tuple(_recusals(case)),
        published_on=case.published_on,
    )


def _entries(case: Case) -> tuple[Entry, ...]:
    statement = select(CaseStep.entry).where(CaseStep.case_id == case.id).order_by(CaseStep.number)
    return tuple(entry_from_json(value) for value in db.session.scalars(statement))


def _corrections(case: Case) -> list[Correction]:
    """Return the orders to correct that led to the case, or were made of the same visit."""
    own = []
    if case.visit_id is not None:
        own.append(Order.visit_id == case.visit_id)
    if case.order_step_id is not None:
        step = select(OrderStep.order_id).where(OrderStep.id == case.order_step_id)
        own.append(Order.id.in_(step))
    if not own:
        return []
    checked = (
        select(func.max(OrderStep.happened_on))
        .where(OrderStep.order_id == Order.id, OrderStep.step == RECHECK.code)
        .correlate(Order)
        .scalar_subquery()
    )
    statement = select(Order, checked).where(or_(*own), Order.issued_on.is_not(None))
    return [
        Correction(
            issued_on=order.issued_on or case.received_on,
            served_on=order.counts_on,
            correct_by=order.due_on,
            in_force=order.state not in NOT_IN_FORCE,
            corrected_on=checked_on if order.outcome is Corrected.YES else None,
        )
        for order, checked_on in db.session.execute(statement.order_by(Order.id))
    ]


def _recusals(case: Case) -> list[Recusal]:
    """Return who stands aside from the institution, whatever the case."""
    if case.institution_id is None:
        return []
    statement = (
        select(RecusalRow, Person.public_id)
        .join(Person, Person.id == RecusalRow.person_id)
        .where(RecusalRow.institution_id == case.institution_id)
        .order_by(RecusalRow.id)
    )
    return [
        Recusal(
            person=person,
            asked_on=row.decided_on,
            decided_on=row.decided_on,
            granted=True,
            lifted_on=row.lifted_on,
        )
        for row, person in db.session.execute(statement)
    ]


def weighing_of(case: Case) -> Sequence[CaseWeighing]:
    """Return the charges of the newest weighing, in order; none where nothing was weighed."""
    newest = select(func.max(CaseWeighing.batch)).where(CaseWeighing.case_id == case.id)
    statement = select(CaseWeighing).where(
        CaseWeighing.case_id == case.id, CaseWeighing.batch == newest.scalar_subquery()
    )
    return db.session.scalars(statement.order_by(CaseWeighing.number)).all()


def _weighed(case: Case, rows: Sequence[CaseWeighing]) -> Weighed:
    return Weighed(
        party=case.party_type,
        is_licensed=is_licensed(case),
        charges=tuple(charge_of(row) for row in rows),
        joint=tuple(
            JointDepartment(
                name=row.joint_department,
                document=row.joint_document or "",
                agreed_on=row.joint_agreed_on,
            )
            for row in rows
            if row.joint_department
        ),
    )


def is_licensed(case: Case) -> bool:
    """Say whether the party's licence was in force at the end of the act, by the register."""
    institution = case.institution
    day = case.acted_until or case.received_on
    return institution is not None and standing_on(institution.licence, day) is Standing.LICENSED


def charge_of(row: CaseWeighing) -> Charge:
    """Return one charge as the law of penalties judges it."""
    return Charge(
        violation=row.violation,
        tier=row.tier,
        act=row.deed,
        act_on=row.act_on,
        elements=frozenset(row.elements),
        tier_reasons=row.tier_reasons,
        kinds=frozenset(PenaltyKind(kind) for kind in row.kinds),
        fine_fen=row.fine_fen,
        base_fen=row.base_fen,
        left_to_confiscate_fen=row.left_to_confiscate_fen,
        confiscated_fen=row.confiscated_fen,
        weight=Weight(row.weight),
        weight_reasons=row.weight_reasons,
        grounds=frozenset(row.grounds),
        ground_notes=tuple(sorted((code, str(note)) for code, note in row.ground_notes.items())),
        joint_department=row.joint_department or "",
        joint_paper=bool(row.joint_document),
    )
