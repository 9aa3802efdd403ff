"""Every deadline by hand from the law and the calendars, then against a slow count by days."""

import random
from datetime import date, timedelta
from itertools import pairwise

import chinese_calendar
import pytest

from inspections.calendars import Calendar, Notice
from inspections.deadlines import Unit, UnknownDeadline, deadlines, due
from inspections.sources import sources

# code, day 0, due day, day of the warning; counted on the calendars of 2020 to 2026
BY_HAND = [
    # ninety days from filing; the agency's own duty isn't extended
    ("decision", "2025-12-31", "2026-03-31", "2026-03-31"),
    ("decision", "2025-12-01", "2026-03-01", "2026-02-28"),  # Sunday; Saturday 02-28 is worked
    ("decision", "2023-11-30", "2024-02-28", "2024-02-28"),
    ("decision", "2023-12-01", "2024-02-29", "2024-02-29"),
    ("decision", "2026-07-05", "2026-10-03", "2026-09-30"),  # National Day week
    # fifteen days to pay, rolled from rest
    ("payment", "2026-01-20", "2026-02-04", "2026-02-04"),
    ("payment", "2026-02-01", "2026-02-24", "2026-02-24"),  # 02-16 is Spring Festival
    ("payment", "2026-09-17", "2026-10-08", "2026-10-08"),
    ("payment", "2026-05-01", "2026-05-18", "2026-05-18"),  # an ordinary Saturday
    ("payment", "2026-04-24", "2026-05-09", "2026-05-09"),  # a Saturday that is worked
    ("payment", "2020-06-01", "2020-06-16", "2020-06-16"),
    # sixty days, six months, fifteen days: the party's remedies
    ("reconsideration", "2026-01-20", "2026-03-23", "2026-03-23"),  # 03-21 is a Saturday
    ("reconsideration", "2026-07-27", "2026-09-28", "2026-09-28"),  # Mid-Autumn
    ("reconsideration_untold", "2024-02-29", "2025-02-28", "2025-02-28"),
    ("lawsuit", "2025-08-31", "2026-02-28", "2026-02-28"),
    ("lawsuit", "2026-03-31", "2026-09-30", "2026-09-30"),
    ("lawsuit", "2023-08-31", "2024-02-29", "2024-02-29"),
    ("lawsuit", "2023-08-29", "2024-02-29", "2024-02-29"),
    ("lawsuit", "2025-08-20", "2026-02-24", "2026-02-24"),  # 02-20 is Spring Festival
    ("lawsuit_after_reconsideration", "2026-04-20", "2026-05-06", "2026-05-06"),
    # five working days
    ("defence", "2025-09-24", "2025-09-30", "2025-09-30"),  # Sunday 09-28 was worked
    ("defence", "2026-02-11", "2026-02-25", "2026-02-25"),  # Saturday 02-14 is worked
    ("defence", "2026-09-17", "2026-09-23", "2026-09-23"),  # Sunday 09-20 is worked
    ("defence", "2026-04-29", "2026-05-09", "2026-05-09"),  # Labour Day, Saturday 05-09 worked
    ("defence", "2023-10-15", "2023-10-20", "2023-10-20"),  # the first day of the Measures
    ("hearing_request", "2026-10-07", "2026-10-13", "2026-10-13"),
    ("hearing_request", "2021-07-15", "2021-07-22", "2021-07-22"),
    ("hearing_request", "2021-07-14", "2021-07-19", "2021-07-19"),  # three days: 07-17, rolled
    ("hearing_request", "2020-01-20", "2020-01-23", "2020-01-23"),
    ("hearing_request", "2020-01-22", "2020-02-03", "2020-02-03"),  # the longest rest known
    # seven working days
    ("service", "2026-03-02", "2026-03-11", "2026-03-11"),
    ("service", "2025-01-22", "2025-02-07", "2025-02-07"),  # Sunday 01-26 was worked
    ("service", "2020-03-02", "2020-03-09", "2020-03-09"),  # calendar days before 2021-07-15
    ("evidence_preservation", "2025-04-25", "2025-05-08", "2025-05-08"),
    ("publication", "2026-02-12", "2026-02-28", "2026-02-28"),
    ("hearing_notice", "2026-03-06", "2026-03-18", "2026-03-18"),  # the eighth working day
    ("hearing_notice", "2026-09-18", "2026-09-30", "2026-09-30"),
    # others in working days
    ("demand", "2026-03-02", "2026-03-16", "2026-03-16"),
    ("demand", "2026-06-10", "2026-06-25", "2026-06-25"),  # Dragon Boat on Friday 06-19
    ("publication_withdrawal", "2026-04-30", "2026-05-08", "2026-05-08"),
    ("result_publication", "2026-03-02", "2026-03-30", "2026-03-30"),
    ("spot_fine_handed_in", "2026-04-30", "2026-05-07", "2026-05-07"),
    # three months to ask the court, by the plain end
    ("court_application", "2026-07-20", "2026-10-20", "2026-10-20"),
    ("court_application", "2025-11-30", "2026-02-28", "2026-02-28"),
    ("court_application", "2026-06-25", "2026-09-25", "2026-09-24"),  # Mid-Autumn
    # announcements: the plain last day
    ("announcement", "2026-03-02", "2026-04-01", "2026-04-01"),
    ("announcement", "2026-03-06", "2026-04-05", "2026-04-03"),
    ("announcement", "2021-12-31", "2022-03-01", "2022-03-01"),  # sixty days
    ("announcement", "2022-01-01", "2022-01-31", "2022-01-30"),  # thirty; Sunday 01-30 worked
    # transfers, in calendar days and hours
    ("crime_transfer_decision", "2026-10-01", "2026-10-04", "2026-09-30"),
    ("crime_transfer_sending", "2026-03-02", "2026-03-03", "2026-03-03"),
    # limitation
    ("limitation", "2024-02-29", "2026-02-28", "2026-02-28"),
    ("limitation_with_harm", "2021-07-15", "2026-07-15", "2026-07-15"),
    # a day that a paper names
    ("correction", "2026-05-02", "2026-05-02", "2026-04-30"),
    ("payment_plan", "2026-05-02", "2026-05-06", "2026-05-06"),
]


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("code", "start", "due_on", "warn_on"), BY_HAND, ids=[f"{row[0]} {row[1]}" for row in BY_HAND]
)
def test_a_deadline_ends_on_the_day_that_the_law_gives(code, start, due_on, warn_on):
    found = due(code, day(start))

    assert (found.due_on, found.warn_on) == (day(due_on), day(warn_on))
    assert not found.is_provisional


@pytest.mark.parametrize(
    ("hearing", "notice_by"),
    [
        ("2026-03-18", "2026-03-06"),
        ("2026-09-30", "2026-09-18"),
        ("2026-02-27", "2026-02-10"),
        ("2026-03-21", "2026-03-11"),
    ],
    ids=["ordinary", "make-up Sunday", "over Spring Festival", "on a Saturday"],
)
def test_a_hearing_is_noticed_seven_clear_working_days_before(hearing, notice_by):
    assert due("hearing_notice", day(hearing), before=True).due_on == day(notice_by)


def test_notice_and_hearing_lie_as_far_apart_counted_either_way():
    for number in range(1, 300):
        hearing = date(2026, 1, 20) + timedelta(days=number)
        if chinese_calendar.is_workday(hearing) and hearing.year == 2026:
            notice = due("hearing_notice", hearing, before=True).due_on
            assert due("hearing_notice", notice).due_on == hearing


@pytest.mark.parametrize(
    ("code", "start"),
    [
        ("defence", "2026-12-28"),  # working days that reach into 2027
        ("decision", "2026-10-20"),  # calendar days that end in 2027
        ("payment", "2026-12-20"),
        ("lawsuit", "2026-07-31"),
        ("limitation", "2025-03-01"),
    ],
)
def test_what_ends_in_a_year_without_a_calendar_is_provisional_and_names_it(code, start):
    found = due(code, day(start))

    assert found.is_provisional
    assert found.missing_year == 2027


def test_what_ends_in_a_published_year_is_certain_to_its_last_day():
    assert not due("payment", date(2026, 12, 16)).is_provisional
    assert not due("defence", date(2026, 12, 24)).is_provisional


def test_a_year_that_is_only_passed_through_is_not_needed():
    later = Calendar((Notice(2028, (date(2028, 1, 3),), (date(2028, 1, 8),), "试", START_2027),))

    assert not due("limitation", date(2026, 6, 1), calendar=later).is_provisional


START_2027 = date(2027, 11, 1)


def test_a_notice_that_was_entered_makes_the_day_certain():
    notice = Notice(
        2027,
        off=(date(2027, 1, 1),),
        work=(date(2027, 1, 2),),
        source="国办发明电〔2026〕7号",
        published_on=date(2026, 11, 20),
    )

    found = due("defence", date(2026, 12, 30), calendar=Calendar((notice,)))

    # Thu 12-31, Sat 01-02 (worked), Mon 01-04, Tue 01-05, Wed 01-06
    assert found.due_on == date(2027, 1, 6)
    assert found.missing_year is None


@pytest.mark.parametrize(
    ("code", "start"),
    [("decision", "2021-07-14"), ("defence", "2023-10-14"), ("announcement", "2010-01-01")],
)
def test_a_deadline_that_no_rule_sets_is_never_invented(code, start):
    with pytest.raises(UnknownDeadline):
        due(code, day(start))


def test_an_unknown_code_is_named():
    with pytest.raises(UnknownDeadline, match="tea_break"):
        due("tea_break", date(2026, 1, 1))


@pytest.mark.parametrize("code", deadlines())
def test_the_rows_of_a_deadline_follow_each_other_without_overlap(code):
    rows = sorted(deadlines()[code], key=lambda row: row.valid_from)

    for earlier, later in pairwise(rows):
        assert earlier.valid_to + timedelta(days=1) == later.valid_from
    assert rows[-1].valid_to is None


@pytest.mark.parametrize("code", deadlines())
def test_every_row_cites_law_that_was_in_force(code):
    for row in deadlines()[code]:
        assert row.zh and row.en and row.from_zh and row.from_en
        for place in row.basis:
            assert sources()[place.source].is_in_force(row.valid_from)


# what the law says of each deadline of today, written apart from the data: length, unit, rolls
TODAY = {
    "decision": (90, "days", False),
    "service": (7, "working", False),
    "defence": (5, "working", False),
    "hearing_request": (5, "working", False),
    "hearing_notice": (8, "working", False),
    "evidence_preservation": (7, "working", False),
    "payment": (15, "days", True),
    "demand": (10, "working", False),
    "court_application": (3, "months", False),
    "reconsideration": (60, "days", True),
    "lawsuit": (6, "months", True),
    "lawsuit_after_reconsideration": (15, "days", True),
    "announcement": (30, "days", False),
    "publication": (7, "working", False),
    "publication_withdrawal": (3, "working", False),
    "crime_transfer_decision": (3, "days", False),
}


def slowly(start: date, length: int, unit: str, rolls: bool) -> date:
    """Count one day at a time, as one would with a finger on a wall calendar."""
    end = start
    if unit == "months":
        year, month = start.year, start.month
        for _ in range(length):
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        wanted = start.day
        while True:
            try:
                end = date(year, month, wanted)
                break
            except ValueError:
                wanted -= 1
    while unit != "months" and length:
        end += timedelta(days=1)
        if unit == "days" or chinese_calendar.is_workday(end):
            length -= 1
    while rolls and not chinese_calendar.is_workday(end):
        end += timedelta(days=1)
    return end


def test_ten_thousand_sums_agree_with_a_slow_count_by_days():
    chance = random.Random(20231015)
    first, last = date(2024, 1, 1), date(2026, 5, 20)

    for _ in range(10_000):
        code = chance.choice(sorted(TODAY))
        start = first + timedelta(days=chance.randrange((last - first).days))
        length, unit, rolls = TODAY[code]
        found = due(code, start)
        wanted = slowly(start, length, unit, rolls)
        assert found.due_on == wanted, (code, start)
        assert found.warn_on <= wanted and chinese_calendar.is_workday(found.warn_on)
        between = (
            found.warn_on + timedelta(days=n) for n in range(1, (wanted - found.warn_on).days + 1)
        )
        assert not any(chinese_calendar.is_workday(one) for one in between), (code, start)


def test_what_is_counted_in_hours_is_few_of_them():
    assert [code for code, rows in deadlines().items() if rows[0].unit is Unit.HOURS] == [
        "crime_transfer_sending"
    ]
