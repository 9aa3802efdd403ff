"""The table of a case as a whole, and its ordinary ways from lead to archive."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from inspections.deadlines import deadlines
from inspections.procedure.facts import CaseFacts, facts_from_json, facts_schema, facts_to_json
from inspections.procedure.judging import MENDED_BY, code_of, offered, refusals, remarks
from inspections.procedure.papers import PAPERS
from inspections.procedure.stages import FINAL, STEPS
from inspections.procedure.terms import CaseState, HearingRight, Unchanged
from inspections.rulebook import RULES
from tests.builders import (
    ANNOUNCED,
    START,
    about_to,
    decided,
    filed,
    heard,
    investigated,
    notified,
    served,
)

EVERY = list(STEPS.values())


@pytest.mark.parametrize("step", EVERY, ids=STEPS)
def test_every_step_is_told_in_both_languages_and_writes_its_own_audit_event(step):
    assert step.zh and step.en
    assert step.permission == f"cases.{step.code}"
    assert step.audit_verb.startswith("case.")
    assert [one for one in EVERY if one.audit_verb == step.audit_verb] == [step]


@pytest.mark.parametrize("step", EVERY, ids=STEPS)
def test_every_rule_of_a_step_stands_in_the_rulebook_with_its_law(step):
    for guard in (*step.guards, *step.asks, *step.remarks):
        rule = RULES[code_of(guard)]
        assert rule.zh and rule.en and rule.basis_zh and rule.basis_en


@pytest.mark.parametrize("step", EVERY, ids=STEPS)
def test_papers_and_deadlines_of_a_step_are_known(step):
    assert set(step.papers) <= set(PAPERS)
    assert {*step.starts, *step.stops} <= set(deadlines())


def test_what_mends_a_lack_is_a_rule_and_a_step():
    assert set(MENDED_BY) <= set(RULES)
    assert set(MENDED_BY.values()) <= set(STEPS)


@pytest.mark.parametrize("state", CaseState)
def test_every_state_can_be_reached_and_left_or_is_final(state):
    enters = [step for step in EVERY if step.to_state is state]
    leaves = [
        step
        for step in EVERY
        if state in step.from_states and step.to_state not in (state, Unchanged.SAME)
    ]

    assert enters
    assert leaves or state in FINAL


def test_a_case_that_is_archived_is_only_begun_again_after_a_remedy():
    leaves = [
        step.code
        for step in EVERY
        if CaseState.ARCHIVED in step.from_states and step.to_state is not Unchanged.SAME
    ]

    assert leaves == ["redo_after_remedy"]


def test_no_state_but_those_with_a_notice_leads_to_a_penalty():
    leads = STEPS["decide_penalty"].from_states
    enters = {step.to_state: step.code for step in EVERY if step.to_state in leads}

    assert [step.code for step in EVERY if step.to_state is CaseState.DECIDED_PENALTY] == [
        "decide_penalty"
    ]
    assert CaseState.INVESTIGATION_CLOSED not in leads
    assert enters


def test_the_ordinary_way_ends_in_the_archive():
    course = served()

    course.take("start_performance", "record_payment", "confirm_performance", "close", "archive")

    assert course.facts.state is CaseState.ARCHIVED


def test_the_way_with_a_hearing_passes_the_legal_review():
    course = heard().take("pass_legal_review", "decide_penalty", "serve_decision")

    assert course.facts.state is CaseState.SERVED


def test_the_way_to_the_court_waits_for_the_end_of_all_remedies():
    course = served().wait(20).take("mark_overdue", "serve_demand").wait(200)

    course.take("apply_to_court", "close", "archive")

    assert course.facts.state is CaseState.ARCHIVED


@pytest.mark.parametrize("step", ["decide_no_penalty", "decide_not_established"])
def test_what_isnt_punished_needs_neither_notice_nor_order_to_correct(step):
    course = filed().take("begin_investigation", "record_investigation", "close_investigation")

    course.take(step, "serve_decision", "close", "archive")

    assert course.facts.state is CaseState.ARCHIVED


def test_a_case_that_the_police_take_is_closed():
    course = filed().take("begin_investigation", "suspect_crime", "decide_crime_transfer")
    assert course.codes("close") == ["crime.police_took_the_case"]

    course.take("send_crime_transfer", "police_accept", "hand_over_items", "close", "archive")

    assert course.facts.state is CaseState.ARCHIVED


def test_a_case_that_the_police_give_back_goes_on():
    course = investigated().take("suspect_crime", "decide_crime_transfer", "send_crime_transfer")

    course.take("police_refuse", "resume_after_transfer", "record_investigation")
    course.take("close_investigation", "discuss", "serve_prior_notice")

    assert course.wait(14).codes("decide_penalty") == []


def test_conditions_that_turn_out_missing_withdraw_the_filing():
    course = filed().take("begin_investigation", "withdraw_filing", "archive")

    assert course.facts.state is CaseState.ARCHIVED


@pytest.mark.parametrize("code", STEPS)
def test_a_step_is_refused_in_a_state_that_it_does_not_leave(code):
    step = STEPS[code]
    state = next(one for one in CaseState if one not in step.from_states)

    found = refusals(step, CaseFacts(state=state, today=START))

    assert [refusal.code for refusal in found] == ["judging.step_fits_state"]


def test_an_act_of_another_step_takes_none():
    facts = about_to(filed().facts, "begin_investigation", START)

    found = refusals(STEPS["withdraw_filing"], facts)

    assert [refusal.code for refusal in found] == ["judging.act_is_of_this_step"]


def test_before_anything_is_entered_only_what_must_hold_beforehand_is_refused():
    course = notified().wait(14)

    assert refusals(STEPS["decide_penalty"], course.facts) == []
    assert refusals(STEPS["mark_overdue"], course.facts) != []


def test_a_step_shows_the_day_on_which_time_heals_it():
    # served by hand on 2026-03-10: five working days end on 2026-03-17
    course = notified(on=date(2026, 3, 2))

    found = {one.code: one for one in refusals(STEPS["decide_penalty"], course.facts)}

    assert course.facts.latest("serve_prior_notice").happened_on == date(2026, 3, 10)
    assert found["defence.window_is_over"].until == date(2026, 3, 18)
    assert found["hearing.window_is_over"].until == date(2026, 3, 18)


def test_the_steps_that_are_offered_leave_the_state():
    codes = [step.code for step in offered(filed().facts)]

    assert "begin_investigation" in codes
    assert "decide_penalty" not in codes


def test_facts_go_through_json_unchanged_and_an_unknown_field_is_an_error():
    facts = about_to(heard().facts, "pass_legal_review", START + timedelta(days=60))

    assert facts_from_json(facts_to_json(facts)) == facts
    assert facts_schema()["additionalProperties"] is False
    with pytest.raises(ValueError, match="shoe_size"):
        facts_from_json('{"today":"2026-03-02","filing":{"shoe_size":42}}')


def test_a_late_entry_and_a_late_decision_are_remarked_and_not_refused():
    course = notified().wait(90)
    entered_on = course.day + timedelta(days=30)
    facts = about_to(course.facts, "decide_penalty", course.day, recorded_on=entered_on)
    facts = replace(facts, today=entered_on)

    assert refusals(STEPS["decide_penalty"], facts) == []
    assert [one.code for one in remarks(STEPS["decide_penalty"], facts)] == [
        "acts.recorded_in_time",
        "decision.is_in_time",
    ]


def test_the_ninetieth_day_is_in_time_and_the_ninety_first_is_not():
    course = notified(on=date(2026, 3, 2))  # filed on 2026-03-04: due on 2026-06-02

    told = {
        day: [one.code for one in remarks(STEPS["decide_penalty"], _on(course, day))]
        for day in (date(2026, 6, 2), date(2026, 6, 3))
    }

    assert told == {date(2026, 6, 2): [], date(2026, 6, 3): ["decision.is_in_time"]}


def _on(course, day):
    return about_to(course.facts, "decide_penalty", day)


def test_after_an_announcement_clocks_run_from_the_next_working_day():
    course = decided(HearingRight.NO).take("serve_decision", service=ANNOUNCED)

    # announced on 2026-03-26: the thirtieth day is Saturday 04-25
    assert course.facts.latest("serve_decision").happened_on == date(2026, 3, 26)
    assert course.facts.served_from("serve_decision") == date(2026, 4, 27)
