"""The penalty desk: the catalogue, one violation, the calculator, and local standards."""

import io
import re
from datetime import date

import pytest
from openpyxl import Workbook

from app.db import act
from app.services.standards import NewInstrument, enter_instrument
from inspections.standard_text import read_bands
from inspections.standards import InstrumentFacts
from inspections.violations import violations
from tests.app.services.test_standards import DISTRICT, FACTS, PROVINCE

CALCULATE = "/desk/penalties/unlicensed_institution/calculate"
ELEMENTS = list(violations()["unlicensed_institution"].elements)
LINES = "收款 100000 2026-03-02\n收款 86400 2026-06-01\n退款 62400 未消课\n退款 3000 已消课"
WEIGHED = {
    "act_start": "2026-03-02",
    "act_end": "2026-09-14",
    "decided_on": "2026-11-17",
    "party": "organisation",
    "elements": ELEMENTS,
    "tier": "base",
    "tier_reasons": "连续六个月，学员40名",
    "lines": LINES,
    "kinds": ["stop_operating", "fine"],
    "fine_fen": "496000",
    "weight": "heavier",
    "grounds": ["repeated_within_2_years"],
    "weight_reasons": "2025年5月因擅自举办受过处罚",
    "joint_department": "police",
    "joint_paper": "1",
}
HIDDEN = {
    "act_start": "",
    "act_end": "2026-03-01",
    "decided_on": "2026-11-17",
    "party": "natural_person",
    "elements": list(violations()["hidden_venue"].elements),
    "tier": "serious",
    "tier_reasons": "学员20名",
    "kinds": ["fine"],
    "weight": "usual",
    "joint_department": "市场监管局",
    "joint_paper": "1",
}


def text_of(answer) -> str:
    return answer.get_data(as_text=True)


@pytest.fixture
def officer(sign_in):
    return sign_in("officer1")


@pytest.fixture
def worked_out(officer):
    """Return a function that works a penalty out and gives the result's part of the page."""

    def work(path=CALCULATE, status=200, **changes):
        answer = officer.post(path, {**WEIGHED, **changes})
        assert answer.status_code == status
        return re.sub(r"\s+", " ", text_of(answer).partition('id="result"')[2])

    return work


def test_the_catalogue_shows_every_row_of_the_law(officer):
    page = text_of(officer.get("/desk/penalties"))

    assert "案由目录共58项" in page
    assert all(f'href="/desk/penalties/{code}"' in page for code in violations())


@pytest.mark.parametrize(
    ("query", "count"),
    [("q=隐蔽场所", 1), ("q=hidden_", 4), ("q=第二十条", 5), ("law=measures", 27), ("q=xyz", 0)],
)
def test_the_catalogue_is_searched_by_title_code_and_article(officer, query, count):
    page = text_of(officer.get(f"/desk/penalties?{query}"))

    assert len(re.findall(r'class="subject"', page)) == count


def test_the_catalogue_is_given_out(officer):
    answer = officer.get("/desk/penalties?law=measures&format=csv")

    assert answer.status_code == 200
    assert "unlicensed_institution" in text_of(answer)


def test_a_violation_shows_what_follows_and_over_which_days(officer):
    page = text_of(officer.get("/desk/penalties/unlicensed_institution"))

    assert "违法所得1倍至5倍" in page
    assert "有听证权利" in page
    assert "公安，民政，市场监管" in page
    assert 'href="/desk/penalties/pe_unlicensed_school"' in page
    assert all(words in page for words in ("90日", "5工作日", "行政处罚法第六十条"))


def test_a_code_that_the_catalogue_lacks_is_not_found(officer):
    assert officer.get("/desk/penalties/nothing").status_code == 404
    assert officer.get("/desk/penalties/nothing/calculate").status_code == 404
    assert officer.post("/desk/penalties/nothing/calculate", WEIGHED).status_code == 404


def test_every_violation_has_its_page_and_its_calculator(officer):
    paths = [
        f"/desk/penalties/{code}{page}" for code in violations() for page in ("", "/calculate")
    ]

    assert [path for path in paths if officer.get(path).status_code != 200] == []


def test_a_penalty_is_worked_out_from_its_lines(worked_out):
    result = worked_out()

    # receipts 186 400, untaught refunds 62 400: gains 124 000, times 1 to 5
    for amount in ("¥186,400.00", "¥62,400.00", "¥124,000.00", "¥620,000.00", "¥496,000.00"):
        assert amount in result
    assert "退还后剩余可没收：¥121,000.00" in result
    assert "拟处 4倍" in result
    assert "有听证权利" in result
    assert "没有不符合之处" in result


def test_above_the_maximum_is_always_refused(officer):
    answer = officer.post(
        CALCULATE, {**WEIGHED, "fine_fen": "620000.01", "discussed_on": "2026-11-05"}
    )
    page = text_of(answer)

    assert 'data-refusal="penalty.fine_not_above_maximum"' in page
    assert "¥620,000.01 &gt; ¥620,000.00" in page
    assert 'id="fine_fen-error"' in page


def test_below_the_minimum_needs_a_ground_with_reasons_and_a_discussion(worked_out):
    bare = worked_out(fine_fen="100000", weight="reduced", grounds=[], weight_reasons="")
    reduced = {"fine_fen": "100000", "weight": "reduced", "grounds": ["harm_removed"]}
    undiscussed = worked_out(**reduced, weight_reasons="主动退还全部费用")
    whole = worked_out(**reduced, weight_reasons="主动退还全部费用", discussed_on="2026-11-05")

    refused = 'data-refusal="penalty.fine_not_below_minimum"'
    assert (refused in bare, refused in undiscussed, refused in whole) == (True, True, False)
    assert "没有不符合之处" in whole


def test_the_top_is_taken_only_with_a_ground(worked_out):
    usual = worked_out(weight="usual", grounds=[], fine_fen="200000")
    heavier = worked_out()

    assert "顶格罚款须有从重情形并写明理由" in usual
    assert "可以适用" in heavier


def test_the_maximum_waits_for_the_gains(worked_out):
    result = worked_out(lines="", fine_fen="", kinds=["stop_operating"])

    assert "请先录入收款和退款明细" in result
    assert 'data-refusal="penalty.gains_are_computed"' in result


@pytest.mark.parametrize(
    ("fine", "right"),
    [("29999.99", "无听证权利"), ("30000", "有听证权利"), ("", "视金额而定")],
)
def test_the_right_to_a_hearing_follows_the_amount(worked_out, fine, right):
    path = "/desk/penalties/hidden_venue/calculate"

    result = worked_out(path, **{**HIDDEN, "fine_fen": fine, "lines": "", "grounds": []})

    assert right in result


def test_a_newer_rule_stands_beside_the_older_one(worked_out):
    path = "/desk/penalties/pe_unlicensed_school/calculate"
    elements = list(violations()["pe_unlicensed_school"].elements)

    result = worked_out(path, act_start="2022-03-01", act_end="2022-05-01", elements=elements)

    assert 'href="/desk/penalties/unlicensed_institution/calculate"' in result
    assert "行为后施行的新规定，相同" in result


def test_the_measures_do_not_reach_an_act_before_them(officer):
    answer = officer.post(CALCULATE, {**WEIGHED, "act_start": "", "act_end": "2023-10-14"})

    assert 'data-refusal="penalty.rule_is_in_force"' in text_of(answer)
    assert 'id="act_end-error"' in text_of(answer)


def test_a_line_that_cannot_be_read_is_said_at_its_field_and_nothing_is_lost(officer):
    page = text_of(officer.post(CALCULATE, {**WEIGHED, "lines": "收款 100\n退款 50"}))

    assert 'id="lines-error"' in page
    assert "第2行：退款须注明未消课或者已消课。" in page
    assert "连续六个月，学员40名" in page


def test_lines_come_from_a_spreadsheet_as_well(officer):
    book = Workbook()
    for row in (
        ["种类", "金额", "日期", "是否未消课预收"],
        ["收款", 186400, "2026-03-02", None],
        ["退款", 62400, None, "是"],
    ):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)

    answer = officer.post(CALCULATE, {**WEIGHED, "lines": "", "file": (stream, "明细.xlsx")})

    assert "¥124,000.00" in text_of(answer)
    assert "收款\t186400.00\t\t2026-03-02" in text_of(answer)


def test_a_file_that_is_no_table_is_said_at_the_field(officer):
    file = (io.BytesIO(b"%PDF-1.7 nothing"), "a.pdf")

    answer = officer.post(CALCULATE, {**WEIGHED, "file": file})

    assert answer.status_code == 422
    assert 'id="lines-error"' in text_of(answer)


def test_what_is_missing_is_said_at_its_field(officer):
    answer = officer.post(CALCULATE, {"weight": "usual", "act_end": "上周"})

    assert answer.status_code == 422
    for field in ("act_end", "party", "tier", "decided_on"):
        assert f'id="{field}-error"' in text_of(answer)


def test_a_local_standard_stands_on_the_bar(office, people, worked_out):
    leader = people.leader1
    with office.app_context(), act():
        enter_instrument(PROVINCE, actor=leader)

    result = worked_out()

    assert "1–2倍" in result
    assert FACTS.number in result
    assert "待核对" in result


def test_local_amounts_decide_between_the_laws(office, people, worked_out):
    leader = people.leader1
    code = "pe_unlicensed_school"
    facts = InstrumentFacts(
        title="拟定听证数额规定",
        number="辽府〔2021〕9号",
        valid_from=date(2021, 7, 15),
        goods_from_fen=5_000_000,
    )
    with office.app_context(), act():
        enter_instrument(NewInstrument("210000", facts), actor=leader)

    result = worked_out(
        f"/desk/penalties/{code}/calculate",
        act_start="2022-03-01",
        act_end="2022-05-01",
        elements=list(violations()[code].elements),
    )

    assert facts.number in result


STANDARD = {
    "district_code": "210102",
    "title": "和平区校外培训裁量基准",
    "number": "和平教〔2026〕5号",
    "valid_from": "2026-01-01",
    "bands": "未经批准举办校外培训机构 | 一般情节 | 从轻 | 1-2倍 | 初次",
    "fine_person_fen": "",
}


def test_an_instrument_is_entered_compared_and_taken_down_at_the_desk(officer, sign_in):
    entered = officer.post("/desk/penalties/standards/new", STANDARD)
    page = text_of(officer.get("/desk/penalties/standards"))
    own = re.search(r"/standards/(\w{10})/withdraw", page).group(1)
    refused = officer.post(f"/desk/penalties/standards/{own}/compare")
    compared = sign_in("approver1").post(f"/desk/penalties/standards/{own}/compare")
    foreign = sign_in("officer2").post(f"/desk/penalties/standards/{own}/compare")
    gone = officer.post(f"/desk/penalties/standards/{own}/withdraw", {"withdrawal_reason": "失效"})

    assert (entered.status_code, refused.status_code) == (303, 409)
    assert (compared.status_code, foreign.status_code, gone.status_code) == (303, 404, 303)
    assert "待核对" in page
    assert "已撤下" in text_of(officer.get("/desk/penalties/standards"))


def test_what_is_wrong_with_an_instrument_is_said_at_its_field(officer):
    above = {**STANDARD, "bands": "未经批准举办校外培训机构 | 一般情节 | 从重 | 5-6倍"}
    unread = {**STANDARD, "bands": "不存在 | 一般情节 | 从重 | 5-6倍", "title": ""}

    over = officer.post("/desk/penalties/standards/new", above)
    lost = officer.post("/desk/penalties/standards/new", unread)

    assert (over.status_code, lost.status_code) == (422, 422)
    assert 'id="bands-error"' in text_of(over)
    assert 'id="title-error"' in text_of(lost)
    assert "和平教〔2026〕5号" in text_of(lost)


def test_a_row_pasted_in_english_is_read():
    assert read_bands("hidden_venue | serious | lighter | 0-10000 yuan")[0].max_fen == 1_000_000
    assert DISTRICT.facts.bands
