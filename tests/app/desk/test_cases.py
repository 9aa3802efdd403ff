"""Leads and cases at the desk: lists, deadlines, new leads, cases taken over from paper."""

import csv
import io

import pytest
from sqlalchemy import func, select

from app.db import act, db
from app.models.cases import Case
from app.models.orders import Order
from app.models.visits import Visit
from app.services.order_steps import StepSaid
from app.services.orders import escalate_order
from inspections.procedure.paper_cases import COLUMNS
from inspections.vocabulary import Corrected
from tests.app.factories.cases import actor, led, make_lead
from tests.app.factories.orders import TODAY, make_order, rechecked, served, visit_with_findings
from tests.app.factories.visits import SCAN, make_site, person_of
from tests.app.services.test_case_take_over import SERVED

LEAD = {
    "title": "拟光培训点涉嫌无证办学",
    "source": "complaint",
    "received_on": "2026年11月18日",
    "summary": "群众来信反映周末补课",
    "party_name": "拟光文化咨询有限公司",
    "violation": "hidden_venue",
    "district_code": "210102",
}


@pytest.fixture
def filed(office):
    """A filed case whose ninety days ended long ago, and a lead."""
    with office.app_context(), act():
        led(make_lead(actor("officer1")), "begin_review", "file", "begin_investigation")
        make_lead(actor("officer1"), title="另一条线索")


def cases_in(office) -> list[Case]:
    with office.app_context():
        return list(db.session.scalars(select(Case).order_by(Case.id)))


def test_the_list_says_what_waits(sign_in, filed):
    page = sign_in("officer1").get("/desk/cases")

    assert page.status_code == 200
    assert "2件线索和案件" in page.text
    assert "1条线索尚无结果" in page.text
    assert "1件期限已过" in page.text
    assert "和平教立字〔2026〕第1号" in page.text


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("group=leads", {"另一条线索"}),
        ("group=open", {"孙某涉嫌在住宅内有偿补课"}),
        ("group=ended", set()),
        ("due=overdue", {"孙某涉嫌在住宅内有偿补课"}),
        ("q=第1号", {"孙某涉嫌在住宅内有偿补课"}),
        ("q=另一条", {"另一条线索"}),
        ("state=lead_received", {"另一条线索"}),
        ("source=media", set()),
    ],
    ids=str,
)
def test_a_filter_narrows_the_list(sign_in, filed, query, titles):
    page = sign_in("officer1").get(f"/desk/cases?{query}").text

    every = {"另一条线索", "孙某涉嫌在住宅内有偿补课"}
    assert {title for title in every if title in page} == titles


def test_the_list_of_one_officer_holds_the_cases_that_this_one_handles(sign_in, filed, office):
    with office.app_context():
        mine, other = person_of("inspector1"), person_of("officer1")
    browser = sign_in("leader1")

    assert "第1号" in browser.get(f"/desk/cases?officer={mine}").text
    assert "第1号" not in browser.get(f"/desk/cases?officer={other}").text


def test_another_district_sees_none_of_it(sign_in, filed):
    assert "没有线索和案件" in sign_in("officer2").get("/desk/cases").text


def test_the_list_is_taken_as_a_file(sign_in, filed):
    answer = sign_in("officer1").get("/desk/cases?format=csv")

    rows = list(csv.reader(io.StringIO(answer.text.lstrip("﻿"))))
    assert rows[0][:3] == ["事项名称", "立案号", "当事人"]
    assert len(rows) == 3


def test_deadlines_stand_by_their_day_with_their_article(sign_in, filed):
    page = sign_in("officer1").get("/desk/cases/due").text

    assert "1项逾期，0项今天到期" in page
    assert "2026-06-01" in page
    assert "《行政处罚法》第六十条" in page or "行政处罚法第六十条" in page
    assert "2026-06-01 已逾期" in page  # as text, to be copied


def test_a_window_of_deadlines_leaves_the_others_out(sign_in, filed):
    assert "没有符合条件的期限" in sign_in("officer1").get("/desk/cases/due?due=week").text


def test_deadlines_are_taken_as_a_file(sign_in, filed):
    answer = sign_in("officer1").get("/desk/cases/due?format=csv")

    rows = list(csv.reader(io.StringIO(answer.text.lstrip("﻿"))))
    assert rows[1][0] == "2026-06-01"
    assert int(rows[1][1]) < 0


def test_a_lead_is_entered_by_hand(office, sign_in):
    answer = sign_in("inspector1").post("/desk/cases/new", LEAD)

    assert answer.status_code == 303
    case = cases_in(office)[0]
    assert (case.title, case.state.value) == (LEAD["title"], "lead_received")
    assert case.violations == ["hidden_venue"]


def test_what_lacks_is_told_at_its_field_and_what_was_typed_stays(office, sign_in):
    wrong = {**LEAD, "received_on": "2027-01-01", "title": "", "acted_from": "昨天"}
    answer = sign_in("officer1").post("/desk/cases/new", wrong)

    assert answer.status_code == 422
    for field in ("received_on", "title", "acted_from"):
        assert f'id="{field}-error"' in answer.text
    assert "群众来信反映周末补课" in answer.text
    assert "昨天" in answer.text
    assert cases_in(office) == []


def test_an_institution_is_found_by_its_name(office, sign_in):
    with office.app_context(), act():
        name = make_site().institution.name
    browser = sign_in("officer1")
    browser.post("/desk/cases/new", {**LEAD, "institution": name})
    unknown = browser.post("/desk/cases/new", {**LEAD, "institution": "没有这家"})

    assert cases_in(office)[0].institution_id is not None
    assert (unknown.status_code, 'id="institution-error"' in unknown.text) == (422, True)


def test_a_lead_from_a_visit_is_filled_in(office, sign_in):
    with office.app_context(), act():
        visit = visit_with_findings(make_site(), actor("officer1")).public_id
    browser = sign_in("officer1")
    page = browser.get(f"/desk/cases/new?visit={visit}")
    sent = {**LEAD, "title": "来自检查"}
    answer = browser.post(f"/desk/cases/new?visit={visit}", sent)

    assert "公示栏未张贴收费标准" in page.text
    assert f"/desk/cases/new?visit={visit}" in browser.get(f"/desk/visits/{visit}").text
    assert answer.status_code == 303
    case = cases_in(office)[0]
    assert case.source.value == "inspection"
    with office.app_context():
        assert case.visit_id == db.session.scalar(select(Visit.id))


def test_an_order_not_obeyed_waits_on_the_list_until_its_lead_is_there(office, sign_in):
    with office.app_context(), act():
        officer = actor("officer1")
        order = served(make_order(visit_with_findings(make_site(), officer), officer), officer)
        rechecked(order, officer, Corrected.NO, Corrected.NO)
        order.due_on = TODAY.replace(day=18)
        row = escalate_order(order, StepSaid(TODAY, reason="拒不改正"), actor=officer)
        name, order_id = row.public_id, order.public_id
    browser = sign_in("officer1")

    waiting = browser.get("/desk/cases").text
    assert f"/desk/cases/new?order_step={name}" in browser.get(f"/desk/orders/{order_id}").text
    assert f"order_step={name}" in waiting
    assert browser.post(f"/desk/cases/new?order_step={name}", LEAD).status_code == 303
    assert f"order_step={name}" not in browser.get("/desk/cases").text
    again = browser.post(f"/desk/cases/new?order_step={name}", LEAD)
    assert again.status_code == 422
    with office.app_context():
        assert db.session.scalar(select(func.count(Order.id))) == 1


def paper_form(office, **changes):
    with office.app_context():
        return {
            **SERVED,
            "told_of_hearing": "",
            "conditions_met": "yes",
            "officers": "\n".join((person_of("inspector1"), person_of("inspector2"))),
            "reason": "原为纸质办理",
            "proposer": person_of("officer1"),
            "scope_code": "210102",
            "kinds": ["fine"],
            **changes,
        }


def scan(name: str = "卷宗.pdf"):
    return (io.BytesIO(SCAN), name)


def test_a_case_is_taken_over_by_its_form(office, sign_in):
    form = paper_form(office, scan=scan())
    answer = sign_in("approver1").post("/desk/cases/take-over", form)

    assert answer.status_code == 303
    case = cases_in(office)[0]
    assert (case.state.value, case.taken_over) == ("served", True)


def test_what_the_papers_do_not_carry_is_refused_with_all_that_was_typed(office, sign_in):
    form = paper_form(office, scan=scan(), ordered_on="")
    answer = sign_in("approver1").post("/desk/cases/take-over", form)

    assert answer.status_code == 409
    assert 'data-refusal="judging.paper_supports_the_state"' in answer.text
    assert "和平教立字〔2026〕第17号" in answer.text
    assert cases_in(office) == []


def test_a_form_with_faults_says_so_at_each_field(office, sign_in):
    form = paper_form(office, filed_on="某天", fine_fen="三万", proposer="")
    answer = sign_in("approver1").post("/desk/cases/take-over", form)

    assert answer.status_code == 422
    for field in ("filed_on", "fine_fen", "proposer", "scan"):
        assert f'id="{field}-error"' in answer.text


def sheet_of(office, *rows):
    """Return a CSV of cases with these changes."""
    with office.app_context():
        officers = ";".join((person_of("inspector1"), person_of("inspector2")))
    out = io.StringIO()
    names = [field.name for field in COLUMNS]
    writer = csv.writer(out)
    writer.writerow([*(field.zh for field in COLUMNS), "扫描件文件名"])
    for number, changes in enumerate(rows, start=1):
        values = {**SERVED, "officers": officers, "scan": f"{number}.pdf", **changes}
        writer.writerow([*(values.get(name, "") for name in names), values["scan"]])
    return (io.BytesIO(out.getvalue().encode("utf-8-sig")), "cases.csv")


OTHER = {
    "title": "第二件",
    "number": "和平教立字〔2026〕第18号",
    "notice_number": "和平教罚告字〔2026〕第6号",
    "decision_number": "和平教罚字〔2026〕第6号",
}


def sent(office, *rows, **more):
    with office.app_context():
        proposer = person_of("officer1")
    return {
        "sheet": sheet_of(office, *rows),
        "scans": [scan(f"{number}.pdf") for number in range(1, len(rows) + 1)],
        "reason": "原为纸质办理",
        "proposer": proposer,
        "scope_code": "210102",
        **more,
    }


def test_cases_are_taken_over_by_a_spreadsheet(office, sign_in):
    answer = sign_in("approver1").post("/desk/cases/take-over/sheet", sent(office, {}, OTHER))

    assert answer.status_code == 200
    assert "共2件，已接收2件" in answer.text
    assert [case.number for case in cases_in(office)] == [SERVED["number"], OTHER["number"]]


def test_one_bad_row_leaves_nothing_written_and_says_why(office, sign_in):
    rows = sent(office, {}, {**OTHER, "filed_on": "不详"})
    answer = sign_in("approver1").post("/desk/cases/take-over/sheet", rows)

    assert answer.status_code == 422
    assert "共2件，已接收0件" in answer.text
    assert "立案日期" in answer.text
    assert cases_in(office) == []


def test_bad_rows_are_skipped_when_asked_for(office, sign_in):
    rows = sent(office, {"ordered_on": ""}, OTHER, skip_bad="yes")
    answer = sign_in("approver1").post("/desk/cases/take-over/sheet", rows)

    assert "共2件，已接收1件" in answer.text
    assert "接收的纸质案卷能够证明案件已到该状态的每一步" in answer.text
    assert [case.title for case in cases_in(office)] == ["第二件"]


def test_a_sheet_without_its_columns_names_them(office, sign_in):
    form = sent(office, {}) | {"sheet": (io.BytesIO("甲,乙\n1,2\n".encode()), "x.csv")}
    answer = sign_in("approver1").post("/desk/cases/take-over/sheet", form)

    assert answer.status_code == 422
    assert "缺少这些列：案件名称" in answer.text


def test_the_empty_spreadsheet_has_every_column(sign_in):
    answer = sign_in("approver1").get("/desk/cases/take-over/template")

    assert answer.status_code == 200
    assert answer.data.startswith(b"PK")


def test_a_step_is_taken_by_its_address(office, sign_in, filed):
    with office.app_context():
        lead = db.session.scalars(select(Case).where(Case.title == "另一条线索")).one().public_id
    browser = sign_in("officer1")
    wrong = browser.post(f"/desk/cases/{lead}/steps/begin_review", {"happened_on": "x"})
    early = browser.post(f"/desk/cases/{lead}/steps/begin_review", {"happened_on": "2026-03-01"})
    done = browser.post(f"/desk/cases/{lead}/steps/begin_review", {"happened_on": "2026-03-02"})

    assert (wrong.status_code, early.status_code, done.status_code) == (422, 409, 303)
    assert [case.state.value for case in cases_in(office)] == [
        "investigating",
        "preliminary_review",
    ]


def test_the_timeline_of_the_institution_tells_the_steps(office, sign_in, filed):
    with office.app_context():
        institution = cases_in(office)[0].institution_id
        public_id = db.session.get(Case, cases_in(office)[0].id).institution.public_id
    page = sign_in("officer1").get(f"/desk/register/{public_id}").text

    assert institution and "开始调查" in page
    assert "和平教立字〔2026〕第1号" in page
