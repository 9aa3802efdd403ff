"""The register's pages: who may, what is refused where, both versions of a conflict, downloads."""

import csv
import io
import re

import openpyxl
import pytest
from sqlalchemy import event, select

from app.db import act, db
from app.models.register import Institution
from tests.app.factories.register import add_institution

FORM = {
    "name": "沈阳拟晨星教育培训学校",
    "district_code": "210102",
    "licence_status": "valid",
    "licence_issued": "2025年1月1日",
    "licence_expires": "2028-01-01",
}


def error_at(page: str, field: str) -> str:
    found = re.search(rf'id="{field}-error".*?<span>(.*?)</span></p>', page, re.DOTALL)
    return re.sub(r"<[^>]+>", "", found.group(1)) if found else ""


def text(answer) -> str:
    return answer.get_data(as_text=True)


def added(office, name: str, **values) -> str:
    with office.app_context(), act():
        return add_institution(name, **values).public_id


def stored_version(office, public_id: str) -> int:
    statement = select(Institution.version).where(Institution.public_id == public_id)
    with office.app_context():
        return db.session.scalars(statement).one()


@pytest.fixture
def one(office) -> str:
    return added(office, "沈阳拟海棠培训学校", credit_code="91210102MA0XR1X153")


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("officer1", 200),
        ("inspector1", 200),
        ("leader1", 200),
        ("officer2", 404),
        ("admin1", 403),
        ("auditor1", 403),
        ("security1", 403),
    ],
)
def test_an_institution_is_open_to_those_who_work_in_its_district(one, sign_in, name, status):
    assert sign_in(name).get(f"/desk/register/{one}").status_code == status


@pytest.mark.parametrize(
    ("name", "status"), [("officer1", 200), ("approver1", 200), ("inspector1", 403)]
)
def test_officers_and_approvers_keep_the_register(one, sign_in, name, status):
    browser = sign_in(name)

    assert browser.get("/desk/register/new").status_code == status
    assert browser.get(f"/desk/register/{one}/edit").status_code == status


def test_an_institution_is_entered(sign_in):
    browser = sign_in("officer1")

    answer = browser.post("/desk/register/new", FORM)

    assert answer.status_code == 303
    page = text(browser.get(answer.headers["Location"]))
    assert "沈阳拟晨星教育培训学校" in page
    assert "有办学许可" in page


def test_all_that_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(one, sign_in):
    wrong = {**FORM, "name": "", "licence_issued": "2025-13-01", "phone": "024 & <b>"}
    wrong |= {"credit_code": "91210102ma0xr1x153", "lng": "123.4", "district_code": "210103"}

    answer = sign_in("officer1").post("/desk/register/new?lang=en", wrong)

    page = text(answer)
    assert answer.status_code == 422
    assert "Please fill this in." in error_at(page, "name")
    assert "no such day" in error_at(page, "licence_issued")
    assert "沈阳拟海棠培训学校" in error_at(page, "credit_code")
    assert "within your own area" in error_at(page, "district_code")
    assert "or neither" in error_at(page, "lat")
    assert 'value="2025-13-01"' in page
    assert 'value="024 &amp; &lt;b&gt;"' in page


def test_a_point_outside_the_district_is_asked_about_once(sign_in):
    browser = sign_in("officer1")
    outside = {**FORM, "lng": "123.33", "lat": "41.79", "datum": "wgs84"}

    asked = browser.post("/desk/register/new", outside)
    stored = browser.post("/desk/register/new", {**outside, "confirmed": "yes"})

    assert (asked.status_code, stored.status_code) == (422, 303)
    assert 'name="confirmed"' in text(asked)


def test_an_edit_of_an_older_version_shows_both_and_can_be_stored_on_top(office, one, sign_in):
    mine, theirs = sign_in("officer1"), sign_in("approver1")
    form = {
        **FORM,
        "credit_code": "91210102MA0XR1X153",
        "version": str(stored_version(office, one)),
    }
    theirs.post(f"/desk/register/{one}/edit", {**form, "phone": "024-05550122"})

    answer = mine.post(f"/desk/register/{one}/edit", {**form, "phone": "024-05550111"})

    page = text(answer)
    assert answer.status_code == 409
    assert "024-05550122" in page
    assert 'name="phone" value="024-05550111"' in page
    kept = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    again = mine.post(f"/desk/register/{one}/edit", kept)
    assert again.status_code == 303
    assert "024-05550111" in text(mine.get(f"/desk/register/{one}"))


def test_the_timeline_tells_what_a_field_was_and_became(office, one, sign_in):
    browser = sign_in("officer1")
    form = {
        **FORM,
        "credit_code": "91210102MA0XR1X153",
        "version": str(stored_version(office, one)),
    }

    browser.post(f"/desk/register/{one}/edit", {**form, "reason": "来函更正"})

    page = text(browser.get(f"/desk/register/{one}"))
    assert '<del lang="zh">沈阳拟海棠培训学校</del>' in page
    assert "来函更正" in page


def test_a_foreign_institution_can_not_be_changed(one, sign_in):
    browser = sign_in("officer2")

    answers = [
        browser.get(f"/desk/register/{one}/edit"),
        browser.post(f"/desk/register/{one}/edit", {**FORM, "version": "1"}),
        browser.post(f"/desk/register/{one}/sites/new", {"address": "x"}),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_script_in_a_name_stays_text(office, sign_in):
    added(office, "拟<script>alert(1)</script>学校")

    page = text(sign_in("officer1").get("/desk/register"))

    assert "<script>alert" not in page
    assert "拟&lt;script&gt;alert(1)&lt;/script&gt;学校" in page


def test_downloads_hold_what_the_list_shows_and_no_formula(office, sign_in):
    added(office, "=HYPERLINK(1)拟甲学校", phone="+8624")
    added(office, "拟乙学校", district_code="210103")
    browser = sign_in("officer1")

    table = browser.get("/desk/register?format=csv").get_data()
    book = browser.get("/desk/register?format=xlsx").get_data()

    rows = list(csv.reader(io.StringIO(table.decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(io.BytesIO(book)).active
    assert table.startswith(b"\xef\xbb\xbf")
    assert [row[0] for row in rows[1:]] == ["'=HYPERLINK(1)拟甲学校"]
    assert rows[1][-1] == "'+8624"
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=HYPERLINK(1)拟甲学校", "s")


def test_an_empty_register_says_how_to_begin(sign_in):
    assert "这里还没有机构" in text(sign_in("officer1").get("/desk/register"))


def test_in_english_no_chinese_stands_outside_its_mark(one, sign_in):
    browser = sign_in("officer1")
    for path in ("/desk/register", f"/desk/register/{one}", f"/desk/register/{one}/edit"):
        page = text(browser.get(f"{path}?lang=en"))
        main = page[page.index("<main") : page.index("</main>")]
        unmarked = re.sub(r'<(\w+)[^>]*lang="zh"[^>]*>.*?</\1>', "", main, flags=re.DOTALL)
        unmarked = re.sub(r'value="[^"]*"', "", unmarked)

        assert re.findall(r"[\u4e00-\u9fff]+", unmarked) == [], path


def test_a_list_and_a_page_take_few_queries(office, one, sign_in):
    browser = sign_in("officer1")
    counted = []

    def count(_connection, _cursor, statement, *_arguments) -> None:
        if statement != "BEGIN":  # only SQLite's driver leaves it to us
            counted.append(statement)

    with office.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", count)
    for path in ("/desk/register?q=海棠", f"/desk/register/{one}"):
        counted.clear()
        browser.get(path)

        assert len(counted) <= 12, path
    event.remove(engine, "before_cursor_execute", count)


def test_a_point_is_drawn_in_its_district(sign_in):
    browser = sign_in("officer1")
    placed = {**FORM, "address": "拟青年大街1号", "lng": "123.4", "lat": "41.78", "datum": "wgs84"}

    entered = browser.post("/desk/register/new", placed)
    page = text(browser.get(entered.headers["Location"]))

    assert 'class="sketch"' in page
    assert "<circle" in page


def test_without_a_point_nothing_is_drawn(sign_in, one):
    assert 'class="sketch"' not in text(sign_in("officer1").get(f"/desk/register/{one}"))
