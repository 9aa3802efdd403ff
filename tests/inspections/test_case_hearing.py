"""Hearings and legal review: in time, by outsiders, on the record."""

from dataclasses import replace
from datetime import date

import pytest

from inspections.procedure.facts import (
    Review,
)
from inspections.procedure.terms import (
    CaseState,
    HearingRight,
    ReviewResult,
)
from tests.builders import (
    ANNOUNCED,
    OFFICER_1,
    START,
    about_to,
    heard,
    investigated,
    notified,
)

YES, NO = HearingRight.YES, HearingRight.NO


def test_a_hearing_asked_for_in_time_is_held_before_the_decision():
    course = notified().take("request_hearing").wait(30)

    assert course.codes("decide_penalty") == ["judging.step_fits_state"]
    assert course.codes("decline_hearing") == ["hearing.may_be_declined"]


def test_a_hearing_that_was_asked_for_is_not_passed_by_through_another_state():
    course = notified().take("request_hearing").wait(30)
    elsewhere = {"state": CaseState.COLLECTIVE_DISCUSSION}
    assert course.codes("decide_penalty", elsewhere) == ["hearing.was_held_if_asked"]

    declined = replace(course.facts.notice.hearing, declined_on=course.day)
    notice = {"notice": replace(course.facts.notice, hearing=declined)}

    assert course.codes("decide_penalty", elsewhere | notice) == ["hearing.was_held_if_asked"]


def test_a_hearing_asked_for_too_late_may_be_declined():
    course = notified().wait(14).take("request_hearing", "decline_hearing")

    assert course.codes("decide_penalty") == []


def test_a_hearing_that_the_notice_offered_is_not_declined_because_the_fine_came_down():
    course = notified().take("request_hearing")

    assert course.codes("decline_hearing", {"hearing_right": NO}) == ["hearing.may_be_declined"]


def test_a_hearing_comes_no_sooner_than_seven_clear_working_days_after_its_notice():
    course = notified().take("request_hearing")
    facts = about_to(course.facts, "notify_hearing", course.day)
    assert course.day == date(2026, 3, 12)  # Thursday; the eighth working day is Tuesday 03-24

    def when(day: date) -> list[str]:
        hearing = replace(facts.notice.hearing, scheduled_on=day)
        return course.codes("notify_hearing", {"notice": replace(facts.notice, hearing=hearing)})

    code = "hearing.is_noticed_seven_clear_days_before"
    assert when(date(2026, 3, 23)) == [code]
    assert when(date(2026, 3, 24)) == []


def test_a_notice_of_hearing_by_announcement_moves_the_hearing():
    course = notified().take("request_hearing")

    assert course.codes("notify_hearing", service=ANNOUNCED) == [
        "hearing.is_noticed_seven_clear_days_before"
    ]


def test_a_hearing_is_not_held_before_the_day_that_was_announced():
    course = notified().take("request_hearing", "notify_hearing").wait(14)

    assert course.codes("hold_hearing") == ["hearing.is_held_as_noticed"]
    assert course.wait(10).codes("hold_hearing") == []


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({"chair": OFFICER_1}, ["hearing.chair_is_no_investigator"]),
        ({"chair": ""}, ["hearing.is_arranged", "hearing.chair_is_no_investigator"]),
        ({"clerk": ""}, ["hearing.is_arranged"]),
        ({"is_public": False}, ["hearing.is_arranged"]),
    ],
)
def test_a_hearing_is_arranged_with_an_outsider_in_the_chair(change, codes):
    course = notified().take("request_hearing")
    facts = about_to(course.facts, "notify_hearing", course.day)
    hearing = replace(facts.notice.hearing, **change)

    found = course.codes("notify_hearing", {"notice": replace(facts.notice, hearing=hearing)})

    assert found == codes


@pytest.mark.parametrize("change", [{"agents": 3}, {"record_signed": False}])
def test_a_hearing_keeps_its_form(change):
    course = notified().take("request_hearing", "notify_hearing").wait(25)
    facts = about_to(course.facts, "hold_hearing", course.day)
    hearing = replace(facts.notice.hearing, **change)

    found = course.codes("hold_hearing", {"notice": replace(facts.notice, hearing=hearing)})

    assert found == ["hearing.was_fair"]


def test_a_party_that_stays_away_gives_the_hearing_up_only_on_its_day():
    course = notified().take("request_hearing", "notify_hearing")
    absent = {"papers": ("hearing_record",), "reason": "当事人无正当理由缺席"}
    assert course.codes("give_up_hearing", **absent) == ["hearing.giving_up_is_proven"]

    assert course.wait(25).codes("give_up_hearing", **absent) == []
    assert course.codes("give_up_hearing", papers=("waiver",)) == []
    assert course.codes("give_up_hearing") == ["hearing.giving_up_is_proven"]


def test_a_right_that_was_not_told_needs_a_new_notice():
    course = investigated(NO).take("discuss", "serve_prior_notice").wait(14)

    assert course.codes("decide_penalty", {"hearing_right": YES}) == ["hearing.right_was_told"]


def test_after_a_hearing_nothing_is_decided_without_report_and_review():
    course = notified().take("request_hearing", "notify_hearing").wait(25).take("hold_hearing")

    assert course.codes("decide_penalty") == [
        "hearing.was_reported",
        "review.passed_where_required",
    ]


def test_without_a_hearing_the_review_is_only_advised():
    course = notified().wait(14)

    assert course.codes("decide_penalty") == []
    assert course.codes("decide_penalty", {"review_is_required": True}) == [
        "review.passed_where_required"
    ]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"result": ReviewResult.RETURNED}, "review.passed_where_required"),
        ({"reviewed_on": START}, "review.passed_where_required"),
        ({"reviewer": OFFICER_1}, "review.reviewer_is_no_investigator"),
        ({"is_qualified": False}, "review.reviewer_is_qualified"),
    ],
)
def test_a_review_that_is_none_does_not_open_the_decision(change, code):
    course = heard().take("pass_legal_review")
    review = replace(course.facts.review, **change)

    assert course.codes("decide_penalty", {"review": review}) == [code]


def test_an_experienced_reviewer_needs_no_examination():
    course = heard()
    review = Review(
        reviewed_on=course.day, result=ReviewResult.PASSED, reviewer="r", is_first_time=False
    )

    assert course.codes("pass_legal_review", {"review": review}) == []
