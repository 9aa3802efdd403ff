"""What a decision may hold, and what keeps it from being made."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from inspections.procedure.facts import (
    Content,
    Crime,
    Defence,
    Discussion,
    JointDepartment,
    Preservation,
    Review,
)
from inspections.procedure.judging import refusals
from inspections.procedure.stages import STEPS
from inspections.procedure.terms import (
    HearingRight,
    PoliceAnswer,
    ReviewResult,
)
from inspections.vocabulary import PenaltyKind
from tests.builders import (
    CHAIR,
    FINE,
    HEAD,
    LEAD,
    OFFICER_2,
    START,
    about_to,
    heard,
    investigated,
    notified,
    taken,
)

DAY = timedelta(days=1)
YES, NO = HearingRight.YES, HearingRight.NO


@pytest.mark.parametrize(
    ("change", "new"),
    [
        ({"facts": ("F1", "F2")}, "F2"),
        ({"violations": ("hidden_venue", "competition")}, "competition"),
        ({"bases": ("measures:18", "penalty_law:49")}, "penalty_law:49"),
        ({"kinds": (PenaltyKind.FINE, PenaltyKind.CONFISCATE_GAINS)}, "confiscate_gains"),
        ({"fine_fen": 3_000_001}, "fine_fen"),
        ({"confiscate_fen": 1}, "confiscate_fen"),
        ({"heavier_grounds": ("again",)}, "again"),
        ({"restricted_for_good": True}, "restricted_for_good"),
    ],
)
def test_a_decision_holds_nothing_that_the_notice_lacks(change, new):
    course = notified().wait(14)
    facts = about_to(course.facts, "decide_penalty", course.day)
    decision = replace(facts.decision, content=replace(FINE, **change))

    found = refusals(STEPS["decide_penalty"], replace(facts, decision=decision))

    assert [(one.code, one.about) for one in found] == [("decision.cites_nothing_new", new)]


def test_a_lighter_decision_needs_no_new_notice():
    course = notified().wait(14)
    facts = about_to(course.facts, "decide_penalty", course.day)
    lighter = replace(facts.decision, content=replace(FINE, fine_fen=100))

    assert course.codes("decide_penalty", {"decision": lighter}) == []


def test_what_a_hearing_changed_is_discussed_again():
    course = heard().take("pass_legal_review")
    facts = about_to(course.facts, "decide_penalty", course.day)
    lighter = {"decision": replace(facts.decision, content=replace(FINE, fine_fen=100))}
    assert course.codes("decide_penalty", lighter) == ["decision.change_was_discussed"]

    again = Discussion(
        held_on=course.day, chair=HEAD, members=("m",), result="从轻",
        content=replace(FINE, fine_fen=100),
    )  # fmt: skip
    known = {"discussions": (*course.facts.discussions, again)}

    assert course.codes("decide_penalty", lighter | known) == []


def test_a_heavier_notice_after_a_defence_rests_on_new_inquiries():
    course = notified(NO).take("receive_defence", "review_defence")
    facts = about_to(course.facts, "serve_prior_notice", course.day)
    heavier = {"draft": replace(facts.draft, content=replace(FINE, fine_fen=4_000_000))}
    assert course.codes("serve_prior_notice", heavier) == ["notice.is_not_heavier_for_defending"]

    course.take("reopen_investigation", "record_investigation", "close_investigation")
    facts = about_to(course.facts, "serve_prior_notice", course.day)
    heavier = {"draft": replace(facts.draft, content=replace(FINE, fine_fen=4_000_000))}

    assert course.codes("serve_prior_notice", heavier) == []


def test_what_was_found_after_the_notice_needs_a_new_one():
    course = notified(NO).wait(14)
    course.take("reopen_investigation", "record_investigation", "close_investigation", "discuss")

    assert course.codes("decide_penalty") == ["notice.was_served"]


def test_a_report_of_the_same_day_comes_after_the_notice_when_it_was_entered_after_it():
    course = notified(NO)
    for step in ("reopen_investigation", "record_investigation", "close_investigation", "discuss"):
        asked = about_to(course.facts, step, course.day - DAY)
        assert refusals(STEPS[step], asked) == []
        course.facts = taken(asked)

    assert course.wait(14).codes("decide_penalty") == ["notice.was_served"]


def test_a_new_notice_opens_new_windows():
    course = notified().wait(14).take("discuss", "serve_prior_notice")

    assert course.codes("decide_penalty") == [
        "defence.window_is_over",
        "hearing.window_is_over",
    ]


def test_a_penalty_follows_an_order_to_correct_in_force():
    course = notified().wait(14)
    order = course.facts.corrections[0]
    code = ["investigation.order_to_correct_was_served"]

    assert course.codes("decide_penalty", {"corrections": ()}) == code
    for change in ({"in_force": False}, {"served_on": None}):
        weak = {"corrections": (replace(order, **change),)}
        assert course.codes("decide_penalty", weak) == code
        assert course.codes("decide_not_established", weak) == []


def test_a_suspected_crime_blocks_every_decision_until_the_police_answer():
    course = notified().wait(14)
    day = course.day - DAY

    def with_crime(step: str, **said: object) -> list[str]:
        return course.codes(step, {"crime": Crime(suspected_on=day, **said)})

    blocked = ["crime.none_is_open"]
    for step in ("decide_penalty", "decide_no_penalty", "decide_not_established"):
        assert with_crime(step) == blocked
        assert with_crime(step, answer=PoliceAnswer.ACCEPTED) == blocked
        assert with_crime(step, answer=PoliceAnswer.REFUSED) == []
        assert with_crime(step, declined_on=day) == []
    assert with_crime("order_to_correct") == []


def test_the_joint_department_is_named_and_documented():
    course = notified().wait(14)
    code = ["decision.joint_department_is_documented"]
    joint = JointDepartment(name="市场监督管理局", document="会同意见", agreed_on=course.day)

    def decide(*departments: JointDepartment) -> list[str]:
        change = {"joint_departments_needed": True, "joint_departments": departments}
        return course.codes("decide_penalty", change)

    assert decide() == code
    assert decide(replace(joint, document="")) == code
    assert decide(replace(joint, agreed_on=course.day + DAY)) == code
    assert decide(joint) == []


def test_what_the_law_of_penalties_refuses_is_neither_announced_nor_decided():
    beyond = {"proposal_refusals": ("penalties.above_the_range",)}
    code = ["decision.proposal_is_within_the_law"]

    assert investigated().take("discuss").codes("serve_prior_notice", beyond) == code
    assert notified().wait(14).codes("decide_penalty", beyond) == code


def test_preserved_evidence_is_decided_on_before_the_case_is():
    course = notified().wait(14)
    kept = {"preservations": (Preservation(preserved_on=START, items=1),)}

    assert course.codes("decide_penalty", kept) == ["investigation.preserved_is_decided_on"]


def test_limitation_found_after_the_notice_ends_in_no_penalty_and_before_it_in_a_withdrawal():
    expired = {"filing": replace(LEAD, act_ended_on=date(2023, 1, 1))}

    assert notified().wait(14).codes("decide_penalty", expired) == ["filing.limitation_is_open"]
    assert notified().codes("decide_no_penalty", expired) == []
    assert investigated().codes("withdraw_filing", expired) == []
    reopened = notified().take("reopen_investigation")
    assert reopened.codes("withdraw_filing", expired) == ["filing.no_notice_was_served"]


def test_no_penalty_has_its_ground_and_educates():
    course = investigated()
    facts = about_to(course.facts, "decide_no_penalty", course.day)

    bare = {"decision": replace(facts.decision, ground=None, education="")}

    assert course.codes("decide_no_penalty", bare) == [
        "decision.ground_is_given",
        "decision.education_was_given",
    ]


def test_a_favourable_end_waits_for_no_window():
    assert notified().codes("decide_no_penalty") == []
    assert notified().take("request_hearing").codes("decide_not_established") == []


def test_a_decision_leaves_out_nothing_that_article_59_asks_for():
    course = notified().wait(14)
    facts = about_to(course.facts, "decide_penalty", course.day)
    for part in facts.decision.states:
        states = tuple(one for one in facts.decision.states if one != part)
        weak = {"decision": replace(facts.decision, states=states)}
        assert course.codes("decide_penalty", weak) == ["decision.content_is_complete"]
    empty = {"decision": replace(facts.decision, content=Content())}
    assert "decision.content_is_complete" in course.codes("decide_penalty", empty)


def test_the_chair_may_review_but_no_investigator_may():
    course = heard()
    review = Review(
        reviewed_on=course.day, result=ReviewResult.PASSED, reviewer=CHAIR, is_qualified=True
    )

    assert course.codes("pass_legal_review", {"review": review}) == []
    assert course.codes("pass_legal_review", {"review": replace(review, reviewer=OFFICER_2)}) == [
        "review.reviewer_is_no_investigator"
    ]


def test_a_defence_of_a_day_to_come_is_refused():
    course = notified()
    notice = replace(course.facts.notice, defences=(Defence(received_on=course.day + DAY),))

    assert course.codes("receive_defence", {"notice": notice}) == ["defence.is_dated"]
