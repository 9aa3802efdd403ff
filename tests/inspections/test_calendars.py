"""Notices that an official enters: the later decides, all are kept, what moved is shown."""

from datetime import date

import pytest
from pydantic import ValidationError

from inspections.calendars import (
    PUBLISHED,
    Calendar,
    Notice,
    NoticeScope,
    calendar_from_json,
    days_moved,
)
from inspections.workdays import on_or_after, working_days_after

FIRST = Notice(
    2027,
    off=(date(2027, 1, 1), date(2027, 2, 5), date(2027, 2, 8)),
    work=(date(2027, 1, 31),),
    source="国办发明电〔2026〕7号",
    published_on=date(2026, 11, 4),
)
AMENDED = Notice(
    2027,
    off=(date(2027, 2, 9),),
    work=(date(2027, 2, 20),),
    source="国办发明电〔2027〕1号",
    published_on=date(2027, 1, 26),
    scope=NoticeScope.AMENDMENT,
)


def test_an_entered_year_is_published_and_follows_its_notice():
    calendar = Calendar((FIRST,))

    assert calendar.is_published(2027)
    assert not PUBLISHED.is_published(2027)
    assert not calendar.is_working_day(date(2027, 2, 8))  # a Monday off
    assert calendar.is_working_day(date(2027, 1, 31))  # a Sunday worked
    assert calendar.is_working_day(date(2027, 2, 4))
    assert not calendar.is_working_day(date(2027, 2, 6))  # a Saturday that nothing is said of


def test_an_amendment_moves_the_days_that_it_names_and_no_others():
    calendar = Calendar((AMENDED, FIRST))

    assert not calendar.is_working_day(date(2027, 2, 9))
    assert calendar.is_working_day(date(2027, 2, 20))
    assert not calendar.is_working_day(date(2027, 2, 8))
    assert calendar.notices == (AMENDED, FIRST)
    assert calendar.deciding_notice(date(2027, 2, 9)) is AMENDED
    assert calendar.deciding_notice(date(2027, 2, 8)) is FIRST


def test_what_an_amendment_moved_is_shown():
    moved = days_moved(Calendar((FIRST,)), Calendar((FIRST, AMENDED)), 2027)

    assert moved == (date(2027, 2, 9), date(2027, 2, 20))


def test_a_later_notice_for_the_whole_year_replaces_the_earlier_with_its_amendments():
    anew = Notice(2027, (date(2027, 1, 1),), (date(2027, 1, 10),), "重新公布", date(2027, 2, 1))
    calendar = Calendar((FIRST, AMENDED, anew))

    assert calendar.is_working_day(date(2027, 2, 8))
    assert calendar.is_working_day(date(2027, 2, 9))
    assert not calendar.is_working_day(date(2027, 2, 20))


def test_a_notice_may_move_days_of_the_december_before():
    # as that of 2019 did: Saturday 2018-12-29 worked, Monday 2018-12-31 off
    notice = Notice(
        2027, (date(2026, 12, 31), date(2027, 1, 1)), (date(2026, 12, 26),), "试", date(2026, 11, 4)
    )
    calendar = Calendar((notice,))

    assert calendar.is_working_day(date(2026, 12, 26))
    assert working_days_after(date(2026, 12, 30), 1, calendar).on == date(2027, 1, 4)
    assert calendar.is_working_day(date(2026, 12, 30))
    assert not calendar.is_working_day(date(2026, 10, 1))  # the rest of 2026 as the library has it


def test_a_notice_that_was_entered_decides_over_the_library():
    notice = Notice(
        2026, (date(2026, 9, 3),), (), "临时放假通知", date(2026, 8, 1), NoticeScope.AMENDMENT
    )
    calendar = Calendar((notice,))

    assert on_or_after(date(2026, 9, 3), calendar) == date(2026, 9, 4)
    assert not calendar.is_working_day(date(2026, 10, 5))


def test_an_amendment_alone_publishes_no_year():
    assert not Calendar((AMENDED,)).is_published(2027)


@pytest.mark.parametrize(
    ("off", "work", "source"),
    [
        ("2027-01-01", "2027-01-01", "试"),
        ("2028-01-01", "2027-01-02", "试"),
        ("2026-11-30", "2027-01-02", "试"),
        ("2027-01-01", "2027-01-02", " "),
    ],
    ids=["both off and worked", "of a later year", "before December", "without source"],
)
def test_a_notice_that_contradicts_itself_is_refused(off, work, source):
    with pytest.raises(ValueError, match="202"):
        Notice(
            2027, (date.fromisoformat(off),), (date.fromisoformat(work),), source, date(2026, 11, 4)
        )


def test_a_calendar_reads_from_json_and_an_unknown_field_is_an_error():
    days = '"off":["2027-01-01"],"work":["2027-01-02"]'
    text = f'[{{"year":2027,{days},"source":"S","published_on":"2026-11-04"'

    assert calendar_from_json(text + "}]").is_working_day(date(2027, 1, 2))
    with pytest.raises(ValidationError):
        calendar_from_json(text + ',"holiday":1}]')
