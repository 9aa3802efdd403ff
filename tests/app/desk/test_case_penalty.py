"""The penalty of a case: weighed with the calculator, saved as versions, refused above the law."""

import re
from types import SimpleNamespace

import pytest
from sqlalchemy import event, select

from app.db import act, db
from app.models.case_evidence import CaseLine, CaseWeighing
from app.models.cases import Case
from app.queries.case_facts import case_record, weighing_of
from app.services.case_weighing import lines_of
from inspections.violations import violations
from inspections.vocabulary import PartyType
from tests.app.factories.cases import make_lead, weighed

HIDDEN = "hidden_venue"
WEIGHED = {
    "act_end": "2026-02-20",
    "elements": list(violations()[HIDDEN].elements),
    "tier": "serious",
    "tier_reasons": "学员20名，持续三个月",
    "lines": "收款 20000 2026-01-10\n退款 5000 未消课",
    "kinds": ["fine"],
    "fine_fen": "30000",
    "weight": "usual",
    "joint_department": "市场监管局",
    "joint_document": "会同处理意见",
    "joint_agreed_on": "2026-03-20",
}


def text_of(answer) -> str:
    return answer.get_data(as_text=True)


@pytest.fixture
def officer(sign_in):
    return sign_in("officer1")


@pytest.fixture
def case(office, people):
    viewer = people.officer1
    with office.app_context(), act():
        made = make_lead(viewer)
        return SimpleNamespace(path=f"/desk/cases/{made.public_id}/penalty", id=made.public_id)


def stored(office, case):
    with office.app_context():
        row = db.session.scalars(select(Case).where(Case.public_id == case.id)).one()
        return SimpleNamespace(
            lines=[line.amount_fen for line in lines_of(row)],
            charges=[(one.violation, one.fine_fen, one.base_fen) for one in weighing_of(row)],
            versions=db.session.query(CaseWeighing.batch).distinct().count(),
            line_versions=db.session.query(CaseLine.batch).distinct().count(),
        )


def test_a_case_offers_the_violations_that_it_charges(officer, case):
    page = text_of(officer.get(case.path))

    assert "隐蔽场所有偿学科类辅导" in page
    assert 'name="tier"' in page
    assert 'name="party"' not in page  # the case knows it


def test_the_page_of_the_case_leads_to_its_penalty_and_back(officer, case):
    page = text_of(officer.get(f"/desk/cases/{case.id}"))

    assert f'href="{case.path}"' in page
    assert f'href="/desk/cases/{case.id}"' in text_of(officer.get(case.path))


def test_a_weighing_is_saved_with_its_lines_as_a_version(office, officer, case):
    answer = officer.post(case.path, {**WEIGHED, "go": "save"})

    found = stored(office, case)
    assert answer.status_code == 303
    assert found.lines == [2_000_000, 500_000]
    assert found.charges == [(HIDDEN, 3_000_000, 1_500_000)]
    page = text_of(officer.get(answer.location))
    assert "¥15,000.00" in page
    assert "学员20名，持续三个月" in page
    assert "市场监管局" in page


def test_saving_again_keeps_the_version_before(office, officer, case):
    officer.post(case.path, {**WEIGHED, "go": "save"})
    officer.post(case.path, {**WEIGHED, "fine_fen": "20000", "go": "save"})

    found = stored(office, case)
    assert (found.versions, found.line_versions) == (2, 1)  # the lines were the same
    assert found.charges == [(HIDDEN, 2_000_000, 1_500_000)]


def test_working_out_saves_nothing(office, officer, case):
    page = text_of(officer.post(case.path, {**WEIGHED, "go": "show"}))

    assert "¥15,000.00" in page
    assert stored(office, case).charges == []


def test_above_the_maximum_nothing_is_saved(office, officer, case):
    answer = officer.post(case.path, {**WEIGHED, "fine_fen": "50000.01", "go": "save"})

    assert answer.status_code == 409
    assert 'data-refusal="penalty.fine_not_above_maximum"' in text_of(answer)
    assert 'id="fine_fen-error"' in text_of(answer)
    assert "学员20名，持续三个月" in text_of(answer)
    assert stored(office, case).charges == []


def test_what_stands_against_a_draft_is_said_and_stops_the_steps(office, officer, case):
    officer.post(case.path, {**WEIGHED, "elements": [], "go": "save"})
    page = text_of(officer.get(case.path))

    assert 'data-refusal="penalty.elements_are_shown"' in page
    with office.app_context():
        row = db.session.scalars(select(Case).where(Case.public_id == case.id)).one()
        assert case_record(row).weighed.charges[0].elements == frozenset()


def test_a_second_charge_is_weighed_beside_the_first(office, officer, case):
    officer.post(case.path, {**WEIGHED, "go": "save"})
    second = {**WEIGHED, "elements": list(violations()["hidden_online"].elements)}
    second |= {"tier": "base", "kinds": ["warning"], "fine_fen": ""}

    officer.post(case.path + "?charge=hidden_online", {**second, "go": "save"})

    codes = [charge[0] for charge in stored(office, case).charges]
    assert codes == [HIDDEN, "hidden_online"]
    assert officer.post(case.path + "/drop?charge=hidden_online").status_code == 303
    assert [charge[0] for charge in stored(office, case).charges] == [HIDDEN]


def test_the_last_charge_is_not_left_out(officer, case):
    officer.post(case.path, {**WEIGHED, "go": "save"})

    assert officer.post(case.path + f"/drop?charge={HIDDEN}").status_code == 409


def test_once_decided_the_weighing_stands(office, officer, case):
    with office.app_context(), act():
        row = db.session.scalars(select(Case).where(Case.public_id == case.id)).one()
        row.decided_on, row.outcome = row.received_on, "penalty"

    answer = officer.post(case.path, {**WEIGHED, "go": "save"})

    assert answer.status_code == 409
    assert "penalty.weighed_before_the_decision" in text_of(answer)
    assert stored(office, case).charges == []
    assert 'name="fine_fen"' not in text_of(officer.get(case.path))


def test_an_unknown_violation_is_not_found(officer, case):
    assert officer.get(case.path + "?charge=nothing").status_code == 404


def test_a_foreign_case_is_not_found(sign_in, case):
    foreign = sign_in("officer2")

    assert foreign.get(case.path).status_code == 404
    assert foreign.post(case.path, {**WEIGHED, "go": "save"}).status_code == 404


def test_who_reads_the_case_does_not_weigh_it(sign_in, case):
    reviewer = sign_in("reviewer1")

    page = text_of(reviewer.get(case.path))

    assert 'name="fine_fen"' not in page
    assert reviewer.post(case.path, {**WEIGHED, "go": "save"}).status_code == 403


def test_without_the_kind_of_party_there_is_nothing_to_weigh(office, people, officer):
    viewer = people.officer1
    with office.app_context(), act():
        made = make_lead(viewer, party_type=None).public_id

    page = text_of(officer.get(f"/desk/cases/{made}/penalty"))

    assert "当事人类别尚未填写" in page


def test_earlier_decided_cases_stand_beside_it(office, people, officer, case):
    viewer = people.officer1
    with office.app_context(), act():
        other = make_lead(viewer, party_type=PartyType.ORGANISATION)
        weighed(other)
        row = weighing_of(other)[0]
        other.outcome, other.decided_on, other.decision_number = "penalty", row.act_on, "拟罚字1号"
        path = f"/desk/cases/{other.public_id}/penalty"

    page = text_of(officer.post(case.path, {**WEIGHED, "go": "show"}))

    assert f'href="{path}"' in page
    assert 'class="earlier"' in page


def test_the_page_asks_few_questions(office, officer, case):
    officer.post(case.path, {**WEIGHED, "go": "save"})
    sent: list[str] = []
    with office.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *told: sent.append(told[2]))

    officer.get(case.path)

    assert len([one for one in sent if re.match("(?i)select", one)]) <= 22
