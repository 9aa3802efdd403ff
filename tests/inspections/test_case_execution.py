"""From the served decision to the archive: overdue, demand, court, remedies, closing."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from inspections.procedure.facts import Demand, Remedy
from inspections.procedure.judging import refusals
from inspections.procedure.stages import STEPS
from inspections.procedure.terms import (
    CaseState,
    ClosingGround,
    HearingRight,
    RemedyKind,
    RemedyOutcome,
)
from tests.builders import ANNOUNCED, about_to, decided, served

DAY = timedelta(days=1)
SERVED_ON = date(2026, 3, 26)  # so that 15 days end on Friday 04-10, six months on Saturday 09-26


def remedy(kind: RemedyKind, outcome: RemedyOutcome | None, on: date = SERVED_ON) -> Remedy:
    return Remedy(
        kind=kind, opened_on=on + DAY, outcome=outcome, received_on=outcome and on + 30 * DAY
    )


def demanded():
    return served().wait(20).take("mark_overdue", "serve_demand")


def test_the_fine_is_overdue_the_day_after_its_fifteenth():
    course = served()
    assert course.facts.latest("serve_decision").happened_on == SERVED_ON

    on_time = about_to(course.facts, "mark_overdue", date(2026, 4, 10))
    late = about_to(course.facts, "mark_overdue", date(2026, 4, 11))

    assert refusals(STEPS["mark_overdue"], on_time)[0].until == date(2026, 4, 11)
    assert refusals(STEPS["mark_overdue"], late) == []


def test_after_an_announcement_the_fifteen_days_run_from_its_end():
    course = decided().take("serve_decision", service=ANNOUNCED)

    found = refusals(STEPS["mark_overdue"], course.wait(10).facts)

    # counts from Monday 2026-04-27; fifteen days end on Tuesday 05-12
    assert found[0].until == date(2026, 5, 13)


def test_a_plan_for_paying_moves_the_day():
    course = served().take("approve_payment_plan")
    until = course.facts.performance.plan_until

    found = refusals(STEPS["mark_overdue"], course.wait(20).facts)

    assert until == date(2026, 5, 26)
    assert found[0].until == date(2026, 5, 27)


def test_what_is_paid_is_not_overdue():
    course = served().take("start_performance", "confirm_performance").wait(30)

    assert course.codes("mark_overdue") == ["execution.something_is_owed"]


def test_a_duty_besides_money_keeps_a_case_open():
    course = served().take("start_performance", "record_payment")
    owing = {"decision": replace(course.facts.decision, duties=True, duties_by=course.day)}

    assert course.codes("confirm_performance", owing) == ["execution.nothing_is_owed"]
    assert course.wait(1).codes("mark_overdue", owing) == []


def test_a_surcharge_that_is_open_keeps_a_case_open():
    course = served().take("start_performance")
    done = {"performance": replace(course.facts.performance, paid_fen=3_000_000)}
    owing = {"performance": replace(done["performance"], surcharge_open_fen=1)}

    assert course.codes("confirm_performance", done) == []
    assert course.codes("confirm_performance", owing) == ["execution.nothing_is_owed"]


def test_a_demand_says_what_is_owed_and_how_to_answer():
    course = served().wait(20).take("mark_overdue")

    assert course.codes("serve_demand", {"demand": Demand(states=("duty",))}) == [
        "execution.demand_is_complete"
    ]


def test_the_court_is_asked_after_demand_and_remedies_and_within_three_months():
    course = demanded()
    demand = course.facts.latest("serve_demand").happened_on

    def codes(day: date, **said: object) -> list[str]:
        facts = about_to(course.facts, "apply_to_court", day, **said)
        return [one.code for one in refusals(STEPS["apply_to_court"], facts)]

    # the six months end on Saturday 2026-09-26 in Mid-Autumn, so on Monday 09-28;
    # three months later it is 2026-12-28
    assert codes(demand + DAY) == [
        "execution.demand_time_is_over",
        "execution.remedies_are_over",
    ]
    assert codes(date(2026, 9, 28)) == ["execution.remedies_are_over"]
    assert codes(date(2026, 9, 29), reason="") == []
    assert codes(date(2026, 12, 28), reason="") == []
    assert codes(date(2026, 12, 29), reason="") == ["execution.court_is_asked_in_time"]
    assert codes(date(2026, 12, 29), reason="当事人下落不明，刚刚查到财产") == []


@pytest.mark.parametrize(
    ("kind", "outcome", "code"),
    [
        (RemedyKind.RECONSIDERATION, None, "execution.no_remedy_is_open"),
        (RemedyKind.LAWSUIT, None, "execution.no_remedy_is_open"),
        (RemedyKind.LAWSUIT, RemedyOutcome.UPHELD, "execution.no_lawsuit_was_lost"),
        (RemedyKind.RECONSIDERATION, RemedyOutcome.SET_ASIDE, "execution.decision_stands"),
        (RemedyKind.LAWSUIT, RemedyOutcome.UNLAWFUL, "execution.decision_stands"),
    ],
)
def test_a_remedy_keeps_the_agency_from_the_court(kind, outcome, code):
    course = demanded().wait(200)

    assert course.codes("apply_to_court", {"remedies": (remedy(kind, outcome),)}) == [code]


def test_after_a_failed_reconsideration_the_court_is_asked_from_the_sixteenth_day():
    course = demanded().wait(20)
    failed = remedy(RemedyKind.RECONSIDERATION, RemedyOutcome.UPHELD)
    assert failed.received_on == date(2026, 4, 25)  # fifteen days: Sunday 05-10, so Monday 05-11

    found = {
        day: [
            one.code
            for one in refusals(
                STEPS["apply_to_court"],
                replace(about_to(course.facts, "apply_to_court", day), remedies=(failed,)),
            )
        ]
        for day in (date(2026, 5, 11), date(2026, 5, 12))
    }

    assert found == {
        date(2026, 5, 11): ["execution.remedies_are_over"],
        date(2026, 5, 12): [],
    }


def test_a_withdrawn_lawsuit_leaves_the_court_open():
    course = demanded().wait(200)
    withdrawn = remedy(RemedyKind.LAWSUIT, RemedyOutcome.WITHDRAWN)

    assert course.codes("apply_to_court", {"remedies": (withdrawn,)}) == []


def test_what_the_party_answers_to_the_demand_is_rechecked():
    course = demanded().wait(200)
    answered = {"demand": replace(course.facts.demand, answered_on=course.day)}

    assert course.codes("apply_to_court", answered) == ["execution.demand_answer_is_reviewed"]


@pytest.mark.parametrize("ground", [ClosingGround.PERFORMED, ClosingGround.COURT_APPLIED,
                                    ClosingGround.INVESTIGATION_ENDED, None])  # fmt: skip
def test_a_case_with_an_unpaid_fine_is_closed_on_no_false_ground(ground):
    course = served()

    assert course.codes("close", {"closing_ground": ground}) == ["closing.ground_holds"]


def test_another_ground_of_closing_is_written_down():
    other = {"closing_ground": ClosingGround.OTHER}

    assert served().codes("close", other, reason="当事人终止且无承受人") == []
    assert served().codes("close", other, reason="") == ["closing.ground_holds"]


def test_nobody_closes_the_case_that_they_investigated():
    course = served().take("start_performance", "confirm_performance")

    assert course.codes("close", approved_by="o2", entered_by="o2") == [
        "acts.approved_by_another_person"
    ]


def test_a_decision_that_fell_is_done_again_with_a_new_notice():
    course = served().take("open_remedy")
    fell = replace(
        course.facts.remedies[0], outcome=RemedyOutcome.SET_ASIDE_TO_REDO, received_on=course.day
    )
    assert course.codes("redo_after_remedy") == ["closing.decision_fell"]

    course.facts = replace(course.facts, remedies=(fell,))
    course.take("redo_after_remedy")
    assert course.facts.state is CaseState.INVESTIGATING
    course.take("record_investigation", "close_investigation", "discuss")
    assert course.wait(14).codes("decide_penalty") == ["notice.was_served"]

    course.take("serve_prior_notice").wait(14).take("decide_penalty", "serve_decision")

    assert course.wait(20).codes("mark_overdue") == []


def test_a_remedy_is_entered_even_after_the_archive():
    course = served(HearingRight.NO).take("start_performance", "confirm_performance")
    course.take("close", "archive")

    course.take("open_remedy", "close_remedy")

    assert course.facts.state is CaseState.ARCHIVED
