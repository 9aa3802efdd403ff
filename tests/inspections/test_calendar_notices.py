"""A notice as pasted, the rules before it is entered, and what it moves."""

from dataclasses import replace
from datetime import date

import pytest

from inspections.calendar_moves import PeriodEnd, RunningPeriod, end_of, moved
from inspections.calendar_rules import NoticeFacts, notice_of, refusals
from inspections.calendar_text import read_notice_text
from inspections.calendars import PUBLISHED, Calendar, NoticeScope

# the notice for 2026 as published (国办发明电〔2025〕7号)
NOTICE_OF_2026 = """
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
"""
YEAR = NoticeFacts(
    year=2027,
    scope=NoticeScope.WHOLE,
    title="国务院办公厅关于2027年部分节假日安排的通知",
    number="国办发明电〔2026〕8号",
    published_on=date(2026, 11, 10),
    off=frozenset({date(2027, 1, 1), date(2027, 2, 8)}),
    work=frozenset({date(2027, 1, 31)}),
    today=date(2026, 11, 19),
)


def test_the_text_of_a_notice_gives_the_calendar_that_is_built_in():
    read = read_notice_text(NOTICE_OF_2026, 2026)
    entered = Calendar(
        (notice_of(replace(YEAR, year=2026, off=frozenset(read.off), work=frozenset(read.work))),)
    )
    days = [date.fromordinal(date(2026, 1, 1).toordinal() + number) for number in range(365)]

    assert read.unread == ()
    assert read.work == (
        date(2026, 1, 4),
        date(2026, 2, 14),
        date(2026, 2, 28),
        date(2026, 5, 9),
        date(2026, 9, 20),
        date(2026, 10, 10),
    )
    assert [
        day for day in days if entered.is_working_day(day) != PUBLISHED.is_working_day(day)
    ] == []


@pytest.mark.parametrize(
    ("text", "off", "work", "unread"),
    [
        pytest.param("2027-01-01\t休", ["2027-01-01"], [], [], id="a row of a spreadsheet"),
        pytest.param("2027/1/31 班", [], ["2027-01-31"], [], id="slashes"),
        pytest.param("1月1日放假1天，不调休。", ["2027-01-01"], [], [], id="without make-up"),
        pytest.param(
            "12月31日至1月2日放假", [], [], ["12月31日至1月2日"], id="a span over New Year"
        ),
        pytest.param(
            "2026年12月31日至2027年1月1日放假",
            ["2026-12-31", "2027-01-01"],
            [],
            [],
            id="a span with its years",
        ),
        pytest.param("2027-02-30 休", [], [], ["2027-02-30"], id="no such day"),
        pytest.param("国务院办公厅\n2026年11月4日", [], [], ["2026年11月4日"], id="its signature"),
        pytest.param(
            "2027-02-06 work; 2027-02-08 off", ["2027-02-08"], ["2027-02-06"], [], id="en"
        ),
        pytest.param("２月８日（周一）休息", ["2027-02-08"], [], [], id="full width"),
        pytest.param("", [], [], [], id="nothing"),
    ],
)
def test_days_are_read_or_given_back_and_never_guessed(text, off, work, unread):
    read = read_notice_text(text, 2027)

    assert [day.isoformat() for day in read.off] == off
    assert [day.isoformat() for day in read.work] == work
    assert list(read.unread) == unread


def test_a_whole_notice_may_be_entered():
    assert refusals(YEAR) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        pytest.param({"number": " "}, "source_is_named", id="no number"),
        pytest.param({"year": 2028}, "year_is_plausible", id="a year too far"),
        pytest.param({"published_on": date(2026, 11, 20)}, "is_published", id="tomorrow"),
        pytest.param({"off": frozenset(), "work": frozenset()}, "days_are_named", id="no day"),
        pytest.param({"work": frozenset({date(2027, 1, 1)})}, "no_day_is_both", id="both"),
        pytest.param(
            {"off": frozenset({date(2026, 11, 30)})}, "days_are_of_the_year", id="November before"
        ),
        pytest.param(
            {"work": frozenset({date(2027, 2, 3)})}, "work_is_made_up_at_weekends", id="Wednesday"
        ),
        pytest.param({"scope": NoticeScope.AMENDMENT}, "amendment_has_its_year", id="no year yet"),
        pytest.param({"is_entered_already": True}, "is_entered_once", id="twice"),
        pytest.param({"is_newest": False}, "newest_version_is_changed", id="an old version"),
        pytest.param({"replaces": True}, "change_has_a_reason", id="no reason"),
    ],
)
def test_a_notice_that_does_not_hold_is_refused(changes, code):
    found = [refusal.code for refusal in refusals(replace(YEAR, **changes))]

    assert f"calendar_rules.{code}" in found


def test_a_named_deadline_moves_with_the_calendar():
    # filed 2026-11-10, served 2027-02-03 (Wed): five working days, 02-08 off by the notice
    window = RunningPeriod(deadline="defence", from_on=date(2027, 2, 3))
    after = Calendar((notice_of(YEAR),))

    found = moved(window, Calendar(), after)

    assert found.before.missing_year == 2027
    assert found.after == PeriodEnd(date(2027, 2, 11), date(2027, 2, 11))


def test_a_fixed_day_stays_and_its_last_working_day_moves():
    order = RunningPeriod(fixed_on=date(2027, 2, 8))

    found = end_of(order, Calendar((notice_of(YEAR),)))

    assert found == PeriodEnd(date(2027, 2, 8), date(2027, 2, 5))


def test_what_does_not_change_is_not_said_to_move():
    window = RunningPeriod(working_days=5, from_on=date(2026, 11, 19))

    assert moved(window, Calendar(), Calendar((notice_of(YEAR),))) is None
