"""Would this stand? What a case lacks, by which law, mended by which step; and paper taken over."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from inspections.procedure.facts import Act, CaseFacts
from inspections.procedure.judging import refusals, would_this_stand
from inspections.procedure.stages import STEPS
from inspections.procedure.terms import CaseState, HearingRight
from inspections.serving import ServiceFacts
from inspections.visit_facts import OfficerFacts
from tests.builders import OFFICERS, Course, about_to, decided, filed, heard, notified, served

DAY = timedelta(days=1)


def lacks(facts: CaseFacts) -> set[tuple[str, str]]:
    return {
        (one.refusal.code, one.mended_by) for one in would_this_stand(facts) if not one.is_remark
    }


def changed(facts: CaseFacts, step: str, **said: object) -> CaseFacts:
    acts = tuple(replace(act, **said) if act.step == step else act for act in facts.acts)
    return replace(facts, acts=acts)


@pytest.mark.parametrize("course", [served, decided, heard], ids=["served", "decided", "heard"])
def test_a_whole_case_stands(course):
    facts = course().facts
    if facts.state is CaseState.HEARING_HELD:
        facts = course().take("pass_legal_review").facts

    assert lacks(facts) == set()


def test_a_case_that_was_just_filed_is_told_all_that_a_penalty_still_needs():
    assert lacks(filed().facts) == {
        ("investigation.report_is_there", "close_investigation"),
        ("investigation.order_to_correct_was_served", "order_to_correct"),
        ("decision.was_discussed", "discuss"),
        ("notice.was_served", "serve_prior_notice"),
    }


@pytest.mark.parametrize(
    ("step", "said", "lack"),
    [
        ("record_investigation", {"officers": OFFICERS[:1]},
         ("acts.two_officers_act", "record_investigation")),
        ("record_investigation", {"officers": (OFFICERS[0], OfficerFacts("o2", "周二"))},
         ("acts.officers_are_certified", "record_investigation")),
        ("record_investigation", {"certificate_shown": None},
         ("acts.certificates_are_shown", "record_investigation")),
        ("file", {"papers": ()}, ("judging.papers_are_there", "file")),
        ("file", {"approved_by_head": False}, ("acts.approved_by_the_head", "file")),
        ("serve_prior_notice", {"service": ServiceFacts()},
         ("serving.method_is_chosen", "serve_prior_notice")),
        ("decide_penalty", {"proposed_by": "head"},
         ("acts.approved_by_another_person", "decide_penalty")),
        ("decide_penalty", {"happened_on": date(2026, 3, 17)},
         ("defence.window_is_over", "waive_defence")),
        ("decide_penalty", {"recorded_on": date(2026, 3, 1)},
         ("judging.day_has_come", "decide_penalty")),
        ("close_investigation", {"happened_on": date(2026, 3, 3)},
         ("judging.days_are_in_order", "close_investigation")),
    ],
)  # fmt: skip
def test_a_flaw_in_an_old_act_is_found(step, said, lack):
    assert lack in lacks(changed(decided().facts, step, **said))


def test_a_lack_names_its_act_and_cites_its_law():
    facts = changed(decided().facts, "record_investigation", officers=OFFICERS[:1])

    lack = next(one for one in would_this_stand(facts) if not one.is_remark)

    assert lack.act.step == "record_investigation"
    assert "42" in lack.article("en") and "四十二" in lack.article("zh")


def test_a_joint_department_and_a_right_that_are_missing_are_named():
    facts = decided(HearingRight.NO).facts
    facts = replace(facts, joint_departments_needed=True, hearing_right=HearingRight.YES)

    assert lacks(facts) == {
        ("decision.joint_department_is_documented", "decide_penalty"),
        ("notice.right_to_a_hearing_is_told", "serve_prior_notice"),
        ("hearing.right_was_told", "serve_prior_notice"),
    }


def test_what_was_late_is_a_remark():
    course = notified().wait(90).take("decide_penalty").wait(30).take("serve_decision")

    found = {one.refusal.code for one in would_this_stand(course.facts)}

    assert found == {"decision.is_in_time", "service.is_in_time"}
    assert lacks(course.facts) == set()


def test_a_crime_suspected_after_the_decision_does_not_shake_it():
    assert lacks(served().take("suspect_crime").facts) == set()


# ---- cases begun on paper


def paper(course: Course) -> CaseFacts:
    """Return the facts of a case that went its way on paper and is taken over today."""
    facts = course.wait(20).facts
    late = tuple(replace(act, recorded_on=course.day) for act in facts.acts)
    return replace(facts, acts=late, state=None, taken_over_at=facts.state)


def codes(facts: CaseFacts, **said: object) -> dict[str, str]:
    asked = about_to(facts, "take_over", facts.today, **said)
    return {one.code: one.about for one in refusals(STEPS["take_over"], asked)}


@pytest.mark.parametrize(
    "course", [filed, notified, heard, decided, served], ids=lambda one: one.__name__
)
def test_a_case_is_taken_over_from_paper_in_the_state_that_its_papers_prove(course):
    assert codes(paper(course())) == {}


def test_paper_is_no_back_door_to_a_decision():
    bare = CaseFacts(today=date(2026, 6, 1), taken_over_at=CaseState.DECIDED_PENALTY)

    found = codes(bare)["judging.paper_supports_the_state"]

    for needed in ("file", "serve_prior_notice", "decide_penalty", "notice.was_served"):
        assert needed in found.split(", ")


def test_a_paper_decision_that_came_too_soon_is_not_taken_over():
    early = changed(paper(decided()), "decide_penalty", happened_on=date(2026, 3, 16))

    assert "defence.window_is_over" in codes(early)["judging.paper_supports_the_state"]


def test_taking_over_is_approved_by_another_and_brings_the_scan():
    facts = paper(filed())

    assert "acts.approved_by_another_person" in codes(facts, proposed_by="head")
    assert "judging.papers_are_there" in codes(facts, papers=())


def test_an_unknown_step_in_the_acts_is_an_error():
    act = Act(step="tea", happened_on=date(2026, 1, 1), recorded_on=date(2026, 1, 1))

    with pytest.raises(KeyError, match="tea"):
        would_this_stand(CaseFacts(state=CaseState.FILED, today=date(2026, 1, 1), acts=(act,)))
