"""The working days at the desk: seen as months, entered after what moves was seen."""

from datetime import date

import pytest

from app.db import act, db
from app.models.calendars import CalendarNotice
from tests.app.factories.orders import make_order, served, visit_with_findings
from tests.app.factories.visits import make_site

NEW = "/desk/calendar/notices/new"
NOTICE = {
    "year": "2027",
    "scope": "whole",
    "title": "国务院办公厅关于2027年部分节假日安排的通知",
    "number": "国办发明电〔2026〕8号",
    "published_on": "2026年11月10日",
    "days": "元旦：1月1日放假1天，不调休。\n2月8日放假。1月31日上班。",
}


def text_of(answer) -> str:
    return answer.get_data(as_text=True)


@pytest.fixture
def leader(sign_in):
    return sign_in("leader1")


@pytest.fixture
def order(office, people):
    officer = people.officer1
    with office.app_context(), act():
        visit = visit_with_findings(make_site(), officer)
        return served(make_order(visit, officer, due_on=date(2027, 2, 8)), officer).public_id


def count(office) -> int:
    with office.app_context():
        return db.session.query(CalendarNotice).count()


def test_a_published_year_shows_its_days_with_words(leader):
    page = text_of(leader.get("/desk/calendar?year=2026&lang=en"))

    assert "6 weekend days are worked" in page
    assert page.count('class="made-up"') == 6 + 1  # and the key
    assert "provisional" not in page


def test_an_unpublished_year_says_so(leader):
    page = text_of(leader.get("/desk/calendar?year=2027"))

    assert "尚未公布" in page
    assert NEW in page


def test_what_moves_is_seen_before_anything_is_saved(office, leader, order):
    page = text_of(leader.post(NEW, NOTICE))

    assert f"/desk/orders/{order}" in page
    assert "2027-02-05" in page
    assert count(office) == 0


def test_the_notice_counts_once_it_is_confirmed(office, leader):
    answer = leader.post(NEW, {**NOTICE, "go": "enter"})

    assert (answer.status_code, count(office)) == (303, 1)
    page = text_of(leader.get(answer.location))
    assert "2027年的工作日已公布" in page
    assert NOTICE["number"] in page


def test_going_back_keeps_what_was_typed(leader):
    page = text_of(leader.post(NEW, {**NOTICE, "go": "back"}))

    assert NOTICE["number"] in page
    assert "2月8日放假" in page


def test_what_is_wrong_is_said_at_its_field(office, leader):
    answer = leader.post(NEW, {**NOTICE, "days": "1月1日", "year": "二七"})

    assert answer.status_code == 422
    assert 'id="year-error"' in text_of(answer)
    assert count(office) == 0


def test_days_that_cannot_be_read_are_said_at_their_field(leader):
    answer = leader.post(NEW, {**NOTICE, "days": "没有日期"})

    assert answer.status_code == 422
    assert 'id="days-error"' in text_of(answer)


def test_what_was_not_read_is_shown(leader):
    page = text_of(leader.post(NEW, {**NOTICE, "days": NOTICE["days"] + "\n2027-02-30 休"}))

    assert "2027-02-30" in page


def test_a_correction_and_a_withdrawal_are_versions(office, leader):
    leader.post(NEW, {**NOTICE, "go": "enter"})
    with office.app_context():
        first = db.session.query(CalendarNotice).one().public_id
    path = f"/desk/calendar/notices/{first}"
    form = text_of(leader.get(f"{path}/correct"))

    answer = leader.post(f"{path}/correct", {**NOTICE, "reason": "漏了一天", "go": "enter"})
    late = leader.post(f"{path}/withdraw", {"reason": "重复"})

    assert "2027-02-08 放假" in form
    assert (answer.status_code, late.status_code, count(office)) == (303, 409, 2)
    assert "calendar_rules.newest_version_is_changed" in text_of(late)


def test_a_withdrawal_shows_what_moves_and_asks_why(office, leader):
    leader.post(NEW, {**NOTICE, "go": "enter"})
    with office.app_context():
        path = f"/desk/calendar/notices/{db.session.query(CalendarNotice).one().public_id}"

    asked = leader.get(f"{path}/withdraw")
    empty = leader.post(f"{path}/withdraw", {"reason": ""})
    done = leader.post(f"{path}/withdraw", {"reason": "年份有误"})

    assert (asked.status_code, empty.status_code, done.status_code) == (200, 422, 303)
    assert "尚未公布" in text_of(leader.get("/desk/calendar?year=2027"))


def test_a_district_sees_the_calendar_and_is_told_who_keeps_it(sign_in):
    officer = sign_in("officer1")

    assert "全局的工作人员" in text_of(officer.get("/desk/calendar?year=2027"))
    assert officer.post(NEW, {**NOTICE, "go": "enter"}).status_code == 404


def test_a_year_that_is_not_kept_is_not_found(leader):
    assert leader.get("/desk/calendar?year=1999").status_code == 404
