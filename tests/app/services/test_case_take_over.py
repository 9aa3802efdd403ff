"""Cases begun on paper, taken over at their present step; dates by hand."""

from datetime import date

import pytest
from sqlalchemy import func, select

from app.db import act, db
from app.errors import BadInput
from app.models.cases import Case
from app.models.papers import PaperNumber
from app.models.people import Certificate
from app.services.case_take_over import TakeOver, take_over
from inspections.procedure.given import BadGiven
from inspections.procedure.paper_cases import read_paper_case
from inspections.procedure.terms import CaseState, Outcome
from inspections.refusal import Refused
from tests.app.factories.cases import actor, step
from tests.app.factories.orders import TODAY
from tests.app.factories.visits import make_evidence, make_site, person_of

SERVED = {
    "title": "拟光培训点隐蔽场所补课案",
    "state": "served",
    "source": "complaint",
    "summary": "在出租屋内有偿补课",
    "party_name": "拟光文化咨询有限公司",
    "party_type": "organisation",
    "violation": "hidden_venue",
    "acted_until": "2026-08-20",
    "proposed_by": "何拟清",
    "head": "赵拟局长",
    "file_number": "2026-17",
    "received_on": "2026-08-24",
    "filed_on": "2026-08-31",
    "number": "和平教立字〔2026〕第17号",
    "conditions_met": "是",
    "investigated_on": "2026-09-02",
    "ordered_on": "2026-09-02",
    "correct_by": "2026-09-15",
    "reported_on": "2026-09-21",
    "notice_on": "2026-10-12",
    "notice_number": "和平教罚告字〔2026〕第5号",
    "told_of_hearing": "否",
    "outcome": "penalty",
    "decided_on": "2026-10-26",
    "decision_number": "和平教罚字〔2026〕第5号",
    "kinds": "罚款",
    "fine_fen": "30,000.00",
    "joint_department": "和平公安分局",
    "joint_document": "沈和公函〔2026〕31号",
    "joint_agreed_on": "2026-10-20",
    "served_on": "2026-11-16",
}


def row(**changes: str) -> dict[str, str]:
    officers = ";".join((person_of("inspector1"), person_of("inspector2")))
    return {**SERVED, "officers": officers, **changes}


def bring(**changes: str) -> str:
    how = TakeOver(
        happened_on=TODAY,
        reason="原为纸质办理",
        proposed_by=person_of("officer1"),
        scope_code="210102",
    )
    with act():
        scan = make_evidence(make_site(), actor("officer1"))
        paper = read_paper_case(row(**changes))
        case = take_over(paper, how, scan, actor=actor("approver1"))
        return case.public_id


def fetch(public_id: str) -> Case:
    return db.session.scalars(select(Case).where(Case.public_id == public_id)).one()


def test_a_case_taken_over_at_served_has_its_numbers_and_the_right_next_clock(desk):
    case = fetch(bring())

    assert (case.state, case.taken_over, case.outcome) == (
        CaseState.SERVED,
        True,
        Outcome.PENALTY,
    )
    assert case.number == "和平教立字〔2026〕第17号"
    assert case.fine_fen == 3_000_000
    assert case.decision_number == "和平教罚字〔2026〕第5号"
    # served on Monday 2026-11-16: 15 days to pay end on 2026-12-01
    assert {one.code: one.due_on for one in case.clocks}["payment"] == date(2026, 12, 1)
    assert "decision" not in {one.code for one in case.clocks}


def test_its_past_is_marked_as_done_on_paper(desk):
    case = fetch(bring())

    assert [one.step for one in case.steps if not one.on_paper] == ["take_over"]
    assert case.steps[-1].files[0].paper == "paper_file"
    assert case.steps[2].happened_on == date(2026, 8, 31)


def test_numbers_on_paper_take_none_of_ours(desk):
    bring()

    assert db.session.scalar(select(func.count(PaperNumber.id))) == 0


def test_it_goes_on_here_like_any_other(desk):
    public_id = bring()
    with act():
        step(fetch(public_id), "start_performance", TODAY)

    assert fetch(public_id).state is CaseState.PERFORMING


def test_papers_that_do_not_carry_the_state_are_refused_and_nothing_is_written(desk):
    with pytest.raises(Refused) as refused:
        bring(ordered_on="")

    assert [one.code for one in refused.value.refusals] == ["judging.paper_supports_the_state"]
    assert refused.value.refusals[0].about == "investigation.order_to_correct_was_served"
    assert db.session.scalar(select(func.count(Case.id))) == 0


def test_a_decision_before_the_defence_was_over_does_not_stand_on_paper_either(desk):
    with pytest.raises(Refused) as refused:
        bring(decided_on="2026-10-16")

    assert "defence.window_is_over" in refused.value.refusals[0].about


def test_officers_are_named_by_their_certificate_too(desk):
    named = ";".join(_certificate(name) for name in ("inspector1", "inspector2"))

    assert fetch(bring(officers=named)).first_officer.public_id == person_of("inspector1")


def _certificate(name: str) -> str:
    statement = select(Certificate.number).where(Certificate.person_id == actor(name).person_id)
    return str(db.session.scalar(statement))


def test_a_person_nobody_knows_is_told_at_the_column(desk):
    with pytest.raises(BadInput) as bad:
        bring(proposed_by="无名氏")

    assert [one["field"] for one in bad.value.fields] == ["proposed_by"]


def test_a_row_with_faults_names_every_column():
    with pytest.raises(BadGiven) as bad:
        read_paper_case(
            {"title": "x", "state": "archived", "filed_on": "昨天", "violation": "杀人"}
        )

    named = {one.field for one in bad.value.faults}
    assert {"state", "filed_on", "violation", "party_name", "officers", "head"} <= named
