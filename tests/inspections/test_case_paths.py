"""No path through the table reaches a penalty without what the law asks before it.

A chance walk takes any step that the rules let through, with whole and with spoilt input, on days
of its own choice; what it left behind is then judged by words written here, not by the rules.
"""

import random
from dataclasses import replace
from datetime import date, timedelta

import chinese_calendar
import pytest

from inspections.procedure.facts import CaseFacts
from inspections.procedure.judging import behind, offered, refusals, would_this_stand
from inspections.procedure.stages import DECIDED, FINAL, STEPS
from inspections.procedure.terms import CaseState, HearingRight, PoliceAnswer, ReviewResult
from inspections.rulebook import RULES
from inspections.serving import ServiceFacts
from tests.builders import BRINGS, OFFICER_1, OFFICERS, about_to, taken

WALKS, LENGTH = 500, 50
SPOILT = (
    {},
    {},
    {},
    {"officers": OFFICERS[:1]},
    {"approved_by": OFFICER_1},
    {"proposed_by": "head"},
    {"entered_by": OFFICER_1},
    {"papers": ()},
    {"service": ServiceFacts()},
    {"reason": ""},
)
# the way of most cases; a walk follows it more often than not, or it would turn in circles
ONWARD = (
    "receive_lead",
    "begin_review",
    "file",
    "begin_investigation",
    "record_investigation",
    "order_to_correct",
    "close_investigation",
    "discuss",
    "serve_prior_notice",
    "request_hearing",
    "notify_hearing",
    "hold_hearing",
    "report_hearing",
    "pass_legal_review",
    "decide_penalty",
    "serve_decision",
    "start_performance",
    "confirm_performance",
    "close",
    "archive",
)


def walk(seed: int) -> list[CaseFacts]:
    """Return the facts after each step of a chance walk."""
    chance = random.Random(seed)
    day = date(2024, 1, 2) + timedelta(days=chance.randrange(400))
    right = chance.choice(list(HearingRight))
    facts = CaseFacts(today=day, hearing_right=right, review_is_required=chance.random() < 0.2)
    bias, trail = chance.choice((0.6, 0.97)), []
    for _ in range(LENGTH):
        day += timedelta(days=chance.choice((0, 1, 1, 3, 8, 13, 26)))
        facts = replace(facts, today=day)
        choices = offered(facts)
        if not choices:
            break
        onward = [step for step in choices if step.code in ONWARD]
        step = chance.choice(onward if onward and chance.random() < bias else choices)
        try:
            asked = about_to(facts, step.code, day, **chance.choice(SPOILT))
        except (AttributeError, TypeError):
            continue  # nothing there yet that the step could change
        if not refusals(step, asked):
            facts = taken(asked)
            trail.append(facts)
    return trail


@pytest.fixture(scope="module")
def reached() -> list[CaseFacts]:
    return [facts for seed in range(WALKS) for facts in walk(seed)]


@pytest.fixture(scope="module")
def penalties(reached) -> list[CaseFacts]:
    return [facts for facts in reached if facts.state is CaseState.DECIDED_PENALTY]


def days_of(facts: CaseFacts, step: str) -> list[date]:
    return [act.happened_on for act in facts.acts if act.step == step]


def worked_between(first: date, last: date) -> int:
    """Return the working days after the first and before the last day."""
    days = (first + timedelta(days=n) for n in range(1, (last - first).days))
    return sum(chinese_calendar.is_workday(one) for one in days)


def test_the_walks_reach_every_kind_of_decision_and_the_archive(penalties, reached):
    seen = {facts.state for facts in reached}

    assert set(DECIDED) <= seen
    assert {CaseState.ARCHIVED, CaseState.HEARING_HELD, CaseState.LEGAL_REVIEW_PASSED} <= seen
    assert len(penalties) >= 30
    assert sum(bool(days_of(facts, "hold_hearing")) for facts in penalties) >= 5


def test_no_penalty_without_filing_notice_and_five_whole_working_days(penalties):
    for facts in penalties:
        decided = max(days_of(facts, "decide_penalty"))
        notified = max(days_of(facts, "serve_prior_notice"))
        waived = facts.notice.defence_waived_on
        assert min(days_of(facts, "file")) <= notified <= decided
        assert waived or worked_between(notified, decided) >= 5


def test_no_penalty_without_an_order_to_correct(penalties):
    for facts in penalties:
        decided = max(days_of(facts, "decide_penalty"))
        assert min(days_of(facts, "order_to_correct")) <= decided


def test_no_penalty_while_the_right_to_a_hearing_is_open_or_unmet(penalties):
    for facts in penalties:
        decided, notice = max(days_of(facts, "decide_penalty")), facts.notice
        notified = max(days_of(facts, "serve_prior_notice"))
        hearing = notice.hearing
        if hearing is None and facts.hearing_right is not HearingRight.NO:
            assert notice.hearing_waived_on or worked_between(notified, decided) >= 5
        if hearing is not None and not (hearing.given_up_on or hearing.declined_on):
            assert hearing.held_on <= hearing.reported_on <= decided
        if hearing is not None and hearing.declined_on and "right_to_hearing" in notice.states:
            assert worked_between(notified, hearing.asked_on) >= 5


def test_every_hearing_came_seven_clear_working_days_after_its_notice(reached):
    held = [facts for facts in reached if facts.state is CaseState.HEARING_HELD]

    for facts in held:
        noticed = max(days_of(facts, "notify_hearing"))
        assert worked_between(noticed, facts.notice.hearing.held_on) >= 7


def test_no_penalty_after_a_hearing_without_a_later_legal_review(penalties):
    for facts in penalties:
        hearings = days_of(facts, "hold_hearing")
        if hearings or facts.review_is_required:
            assert facts.review.result is ReviewResult.PASSED
            assert facts.review.reviewed_on >= max(hearings, default=date.min)
            assert facts.review.reviewer not in facts.all_investigators


def test_no_hearing_level_notice_without_a_discussion_before_it(penalties):
    for facts in penalties:
        if facts.hearing_right is not HearingRight.NO:
            assert min(days_of(facts, "discuss")) <= facts.notice.issued_on


def test_no_decision_of_any_kind_while_a_crime_is_suspected(reached):
    for facts in reached:
        if facts.state in DECIDED and facts.acts[-1].step.startswith("decide_"):
            crime = facts.crime
            assert crime is None or crime.declined_on or crime.answer is PoliceAnswer.REFUSED


def test_nobody_decides_who_investigated_or_proposed(reached):
    for facts in reached:
        for act in facts.acts:
            if act.step.startswith("decide_") and act.step != "decide_recusal":
                assert act.approved_by not in facts.all_investigators | {act.proposed_by}


def test_every_act_towards_the_party_was_done_by_two(reached):
    for facts in reached:
        for act in facts.acts:
            if act.step.startswith(("serve_", "record_inv", "preserve", "notify")):
                assert len({one.person for one in act.officers}) >= 2


def test_what_the_rules_let_through_would_stand(reached):
    for facts in reached:
        if facts.state in (*DECIDED, CaseState.SERVED) and not facts.redone_on:
            lacks = [one for one in would_this_stand(facts) if not one.is_remark]
            assert lacks == [], [one.refusal for one in lacks]


def test_a_case_has_behind_it_what_its_state_needs(reached):
    for facts in reached:
        assert set(behind(facts)) <= {act.step for act in facts.acts}, facts.state


def test_every_refusal_on_the_way_stands_in_the_rulebook_and_cites_law(reached):
    for facts in reached[::7]:
        for step in STEPS.values():
            for refusal in refusals(step, facts):
                assert RULES[refusal.code].basis("zh") and RULES[refusal.code].basis("en")


def test_no_case_is_stuck(reached):
    for facts in reached[::5]:
        if facts.state not in FINAL:
            assert [step for step in offered(facts) if not refusals(step, facts)]


@pytest.mark.parametrize("step", ["decide_penalty", "serve_decision", "apply_to_court", "close"])
def test_a_bare_case_goes_nowhere_even_from_the_right_state(step):
    for state in STEPS[step].from_states:
        facts = CaseFacts(state=state, today=date(2026, 5, 20))
        asked = replace(facts, act=about_to(facts, "archive", facts.today).act)
        assert refusals(STEPS[step], asked)


def test_the_builders_know_what_every_typed_step_brings():
    assert set(BRINGS) <= set(STEPS)
