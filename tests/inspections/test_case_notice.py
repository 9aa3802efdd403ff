"""The prior notice and the party's defence: content, discussion, windows, waivers."""

from dataclasses import replace
from datetime import date

import pytest

from inspections.procedure.judging import refusals
from inspections.procedure.stages import STEPS
from inspections.procedure.terms import (
    HearingRight,
)
from inspections.serving import ServiceFacts
from inspections.vocabulary import ServiceMethod
from tests.builders import (
    FINE,
    LEAD,
    NOTICE_STATES,
    START,
    about_to,
    investigated,
    notified,
)

YES, NO = HearingRight.YES, HearingRight.NO


def test_a_hearing_level_penalty_is_discussed_before_its_notice():
    for right in (YES, HearingRight.DEPENDS):
        assert "notice.was_discussed_before" in investigated(right).codes("serve_prior_notice")
    assert investigated(NO).codes("serve_prior_notice") == []
    complex_case = {"is_complex": True}
    assert investigated(NO).codes("serve_prior_notice", complex_case) == [
        "notice.was_discussed_before"
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"held_on": START},
        {"chair": ""},
        {"members": ()},
        {"result": " "},
        {"content": replace(FINE, fine_fen=1)},
    ],
    ids=["before the report", "no chair", "nobody else", "no result", "another proposal"],
)
def test_a_discussion_that_lacks_something_is_none(change):
    course = investigated().take("discuss")
    weak = replace(course.facts.discussions[0], **change)

    assert course.codes("serve_prior_notice", {"discussions": (weak,)}) == [
        "notice.was_discussed_before"
    ]


@pytest.mark.parametrize("part", NOTICE_STATES)
def test_a_notice_that_leaves_out_a_part_is_not_served(part):
    course = investigated().take("discuss")
    facts = about_to(course.facts, "serve_prior_notice", course.day)
    states = tuple(one for one in NOTICE_STATES if one != part)
    draft = replace(facts.draft, states=states)

    found = course.codes("serve_prior_notice", {"draft": draft})

    wanted = "right_to_a_hearing_is_told" if part == "right_to_hearing" else "content_is_complete"
    assert found == [f"notice.{wanted}"]


@pytest.mark.parametrize(
    ("service", "code"),
    [
        (None, "serving.method_is_chosen"),
        (ServiceFacts(method=ServiceMethod.DIRECT, receiver="王"), "serving.is_proven"),
        (ServiceFacts(method=ServiceMethod.LEFT, receiver="王", proofs=1),
         "serving.leaving_is_witnessed"),
        (ServiceFacts(method=ServiceMethod.ELECTRONIC, proofs=1),
         "serving.electronic_was_agreed"),
        (ServiceFacts(method=ServiceMethod.ANNOUNCEMENT, proofs=1),
         "serving.announcement_is_the_last_way"),
    ],
)  # fmt: skip
def test_a_notice_is_served_by_a_way_that_is_proven(service, code):
    course = investigated(NO)

    assert code in course.codes("serve_prior_notice", service=service)


def test_nobody_decides_on_the_fifth_working_day():
    # served on 2026-03-10, five working days end on Tuesday 2026-03-17
    course = notified(NO)

    facts = {
        day: about_to(course.facts, "decide_penalty", day)
        for day in (date(2026, 3, 17), date(2026, 3, 18))
    }
    found = {
        day: [one.code for one in refusals(STEPS["decide_penalty"], one_day)]
        for day, one_day in facts.items()
    }

    assert "defence.window_is_over" in found[date(2026, 3, 17)]
    assert found[date(2026, 3, 18)] == []


def test_each_right_has_its_own_waiver():
    both = ["defence.window_is_over", "hearing.window_is_over"]
    assert notified().codes("decide_penalty") == both

    assert notified().take("waive_defence").codes("decide_penalty") == both[1:]
    assert notified().take("waive_hearing").codes("decide_penalty") == both[:1]
    assert notified().take("waive_defence", "waive_hearing").codes("decide_penalty") == []


def test_a_waiver_before_the_notice_is_none():
    course = notified(NO)
    early = replace(course.facts.notice, defence_waived_on=START)

    assert course.codes("decide_penalty", {"notice": early}) == ["defence.window_is_over"]


def test_an_early_defence_does_not_end_the_five_days():
    course = notified(NO).take("receive_defence", "review_defence")

    assert course.codes("decide_penalty") == ["defence.window_is_over"]


def test_what_the_party_said_in_time_is_rechecked_in_writing():
    course = notified(NO).take("receive_defence").wait(14)
    assert course.codes("decide_penalty") == ["defence.was_reviewed"]

    assert course.take("review_defence").codes("decide_penalty") == []


def test_what_the_party_said_too_late_binds_nobody():
    course = notified(NO).wait(14).take("receive_defence")

    assert course.codes("decide_penalty") == []


@pytest.mark.parametrize("change", [{"reasons": ""}, {"taken": None}, {"reviewed_on": START}])
def test_a_recheck_says_whether_and_why(change):
    course = notified(NO).take("receive_defence", "review_defence").wait(14)
    weak = replace(course.facts.notice.defences[0], **change)
    notice = replace(course.facts.notice, defences=(weak,))

    assert course.codes("decide_penalty", {"notice": notice}) == ["defence.was_reviewed"]


def test_before_the_measures_the_paper_sets_the_day_and_none_is_invented():
    lead = replace(LEAD, act_ended_on=date(2022, 1, 1), discovered_on=date(2022, 2, 1))
    course = notified(NO, date(2022, 3, 7)).wait(60)
    change = {"filing": lead}
    assert course.codes("decide_penalty", change) == ["defence.window_is_over"]

    named = replace(course.facts.notice, answer_by=date(2022, 3, 30))

    assert course.codes("decide_penalty", change | {"notice": named}) == []


def test_a_window_that_reaches_into_an_unpublished_year_names_it():
    # served on 2026-12-29; the year 2027 has no calendar yet
    course = notified(NO, date(2026, 12, 21))
    assert course.facts.latest("serve_prior_notice").happened_on == date(2026, 12, 29)

    found = refusals(STEPS["decide_penalty"], course.wait(10).facts)

    assert [(one.code, one.about) for one in found] == [("defence.window_is_over", "2027")]
    assert course.wait(30).codes("decide_penalty") == []
