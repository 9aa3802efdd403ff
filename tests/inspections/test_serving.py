"""The day from which service counts, and the number on a paper."""

from datetime import date

import pytest

from inspections.paper_numbers import number_text
from inspections.serving import counts_on, was_served_late
from inspections.vocabulary import PaperKind, ServiceMethod


@pytest.mark.parametrize(
    ("method", "done_on", "wanted"),
    [
        (ServiceMethod.DIRECT, date(2026, 3, 2), date(2026, 3, 2)),
        (ServiceMethod.POST, date(2026, 3, 2), date(2026, 3, 2)),
        (ServiceMethod.ANNOUNCEMENT, date(2026, 3, 2), date(2026, 4, 1)),
        (ServiceMethod.ANNOUNCEMENT, date(2021, 11, 1), date(2021, 12, 31)),
    ],
    ids=["handed over", "by post", "announced", "announced before 2022"],
)
def test_an_announcement_counts_after_its_days(method, done_on, wanted):
    assert counts_on(method, done_on) == wanted


def test_service_before_the_working_day_rule_is_not_judged():
    assert not was_served_late(date(2020, 2, 3), date(2020, 6, 1))


def test_a_number_has_the_brackets_of_official_papers():
    text = number_text("和平", PaperKind.CORRECTION_ORDER, year=2026, number=3)

    assert text == "和平教责改字〔2026〕第3号"
