"""Working days over published calendars; a year without one is never guessed in silence."""

from datetime import date, timedelta

import chinese_calendar
import pytest

from inspections.workdays import (
    is_published,
    is_working_day,
    working_days_after,
    working_days_between,
)


def test_a_make_up_sunday_counts_as_a_working_day():
    # Wed 2025-09-24, 5 working days; Sunday 2025-09-28 was worked
    assert working_days_after(date(2025, 9, 24), 5).on == date(2025, 9, 30)


@pytest.mark.parametrize(
    ("served", "days", "due"),
    [
        (date(2026, 11, 13), 5, date(2026, 11, 20)),
        (date(2026, 2, 13), 5, date(2026, 2, 27)),  # Spring Festival; Sat 2026-02-14 was worked
        (date(2026, 9, 30), 2, date(2026, 10, 9)),  # National Day week
    ],
    ids=["ordinary", "spring festival", "national day"],
)
def test_holidays_do_not_count(served, days, due):
    assert working_days_after(served, days).on == due


def test_a_period_into_an_unpublished_year_is_provisional_and_names_it():
    found = working_days_after(date(2026, 12, 30), 5)

    assert found.is_provisional
    assert found.missing_year == 2027


def test_a_period_within_a_published_year_is_certain():
    assert not working_days_after(date(2026, 12, 21), 5).is_provisional


def test_a_year_is_published_by_its_make_up_days():
    assert is_published(2026)
    assert not is_published(2027)


def test_nothing_is_left_of_a_period_that_is_over():
    assert working_days_between(date(2026, 11, 23), date(2026, 11, 20)) == 0


@pytest.mark.parametrize("year", range(2019, 2027))
def test_every_day_agrees_with_an_independent_calendar(year):
    day = date(year, 1, 1)

    while day.year == year:
        assert is_working_day(day) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)
