"""What the law forbids on the way to a penalty, each thing alone; and what it doesn't forbid."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from inspections.procedure.facts import (
    Condition,
    Content,
    Crime,
    Defence,
    Discussion,
    JointDepartment,
    Preservation,
    Recusal,
    Review,
)
from inspections.procedure.judging import refusals
from inspections.procedure.stages import STEPS
from inspections.procedure.terms import (
    CaseState,
    FilingScope,
    HearingRight,
    OfficeLevel,
    PoliceAnswer,
    ReviewResult,
)
from inspections.serving import ServiceFacts
from inspections.visit_facts import CertificateFacts, OfficerFacts
from inspections.vocabulary import PenaltyKind, ServiceMethod
from tests.builders import (
    ANNOUNCED,
    CHAIR,
    FINE,
    HEAD,
    LEAD,
    NOTICE_STATES,
    OFFICER_1,
    OFFICER_2,
    OFFICERS,
    START,
    Course,
    about_to,
    filed,
    heard,
    investigated,
    notified,
    taken,
)

DAY = timedelta(days=1)
YES, NO = HearingRight.YES, HearingRight.NO


def reviewing() -> Course:
    return Course().take("receive_lead", "begin_review")


# ---- filing


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"party_known": Condition()}, "filing.five_conditions_are_met"),
        ({"first_evidence": Condition(met=True)}, "filing.five_conditions_are_met"),
        ({"inside_limitation": Condition(note="x")}, "filing.five_conditions_are_met"),
        ({"scope": FilingScope.ADULTS_ONLY}, "filing.act_is_within_the_measures"),
        ({"scope": FilingScope.NON_SUBJECT_ALONE}, "filing.act_is_within_the_measures"),
        ({"online_without_approval": True}, "filing.level_is_competent"),
        ({"source": " "}, "filing.lead_is_described"),
        ({"act_ended_on": date(2024, 2, 9)}, "filing.limitation_is_open"),
    ],
)
def test_a_case_that_lacks_a_condition_is_not_filed(change, code):
    filing = replace(LEAD, **change)

    assert reviewing().codes("file", {"filing": filing}) == [code]


@pytest.mark.parametrize(
    "change",
    [
        {"online_without_approval": True, "office_level": OfficeLevel.PROVINCE},
        {"online_without_approval": True, "is_assigned": True},
        {"act_ended_on": date(2024, 2, 10)},
        {"act_ended_on": date(2020, 1, 1), "is_continuing": True},
        {"act_ended_on": date(2022, 1, 1), "harm_to_life_health_finance": True},
    ],
    ids=["province", "assigned", "on the last day", "goes on", "five years after harm"],
)
def test_a_case_within_its_conditions_is_filed(change):
    assert reviewing().codes("file", {"filing": replace(LEAD, **change)}) == []


def test_harm_gives_no_five_years_for_acts_before_the_law_of_2021():
    filing = replace(LEAD, act_ended_on=date(2021, 7, 14), harm_to_life_health_finance=True)

    assert reviewing().codes("file", {"filing": filing}) == ["filing.limitation_is_open"]


def test_what_came_by_a_transfer_is_not_sent_on():
    change = {"filing": replace(LEAD, came_by_transfer=True)}

    assert reviewing().codes("transfer_out", change) == ["filing.received_case_is_not_sent_on"]
    assert reviewing().codes("transfer_out") == []


# ---- who approves, who enters


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ({"approved_by_head": False}, ["acts.approved_by_the_head"]),
        ({"approved_by": ""}, ["acts.approved_by_the_head"]),
        ({"proposed_by": HEAD}, ["acts.approved_by_another_person"]),
        ({"proposed_by": ""}, ["acts.approved_by_another_person"]),
        ({"entered_by": OFFICER_1}, ["acts.approval_is_entered_by_its_giver"]),
        ({"approved_on_paper": True, "entered_by": OFFICER_1},
         ["acts.approval_is_entered_by_its_giver"]),
        ({"approved_on_paper": True, "entered_by": ""},
         ["acts.approval_is_entered_by_its_giver"]),
        ({"papers": ()}, ["judging.papers_are_there"]),
    ],
)  # fmt: skip
def test_a_filing_is_approved_by_the_head_and_by_nobody_with_a_part_in_it(said, codes):
    assert reviewing().codes("file", **said) == codes


def test_a_leader_signs_on_paper_and_a_third_person_brings_the_scan():
    assert reviewing().codes("file", approved_on_paper=True, entered_by="clerk") == []


def test_whoever_investigated_does_not_decide_nor_enter_a_decision_on_paper():
    course = notified(NO).wait(14)

    assert course.codes("decide_penalty", approved_by=OFFICER_2, entered_by=OFFICER_2) == [
        "acts.approved_by_another_person"
    ]
    assert course.codes("decide_penalty", approved_on_paper=True, entered_by=OFFICER_2) == [
        "acts.approval_is_entered_by_its_giver"
    ]


def test_who_helped_with_one_inquiry_is_an_investigator_as_well():
    third = OfficerFacts("o3", "周三", OFFICERS[0].certificates)
    course = filed(NO).take("begin_investigation")
    course.take("record_investigation", officers=(*OFFICERS, third))
    course.take("order_to_correct", "close_investigation", "discuss", "serve_prior_notice")

    found = course.wait(14).codes("decide_penalty", approved_by="o3", entered_by="o3")

    assert found == ["acts.approved_by_another_person"]


# ---- two officers on each act


@pytest.mark.parametrize(
    "step",
    ["record_investigation", "preserve_evidence", "order_to_correct", "close_investigation"],
)
@pytest.mark.parametrize(
    ("officers", "code"),
    [
        (OFFICERS[:1], "acts.two_officers_act"),
        ((OFFICERS[0], OFFICERS[0]), "acts.two_officers_act"),
        ((OFFICERS[0], OfficerFacts("o2", "周二")), "acts.officers_are_certified"),
        (
            (
                OFFICERS[0],
                OfficerFacts("o2", "周二", (CertificateFacts("L", START - 9 * DAY, START - DAY),)),
            ),
            "acts.officers_are_certified",
        ),
    ],
    ids=["one", "the same twice", "no certificate", "certificate expired"],
)
def test_two_certified_officers_act(step, officers, code):
    course = filed().take("begin_investigation", "record_investigation")

    assert course.codes(step, officers=officers) == [code]


def test_an_officer_who_stands_aside_does_not_act_from_that_day_until_it_is_lifted():
    course = filed().take("begin_investigation")
    aside = Recusal(
        person=OFFICER_1, asked_on=START, decided_on=course.day, granted=True,
        lifted_on=course.day + DAY,
    )  # fmt: skip

    found = course.codes("record_investigation", {"recusals": (aside,)})
    later = course.wait(1).codes("record_investigation", {"recusals": (aside,)})

    assert found == ["acts.officers_are_not_recused"]
    assert later == []


def test_investigating_goes_on_until_a_recusal_is_decided():
    course = filed().take("begin_investigation", "ask_recusal")
    asked = Recusal(person=OFFICER_1, asked_on=START)

    assert course.codes("record_investigation", {"recusals": (asked,)}) == []


def test_certificates_are_shown():
    course = filed().take("begin_investigation")

    assert course.codes("record_investigation", certificate_shown=None) == [
        "acts.certificates_are_shown"
    ]


# ---- days


def test_nothing_is_entered_that_hasnt_happened():
    course = filed()
    tomorrow = course.day + DAY
    facts = about_to(course.facts, "begin_investigation", tomorrow)

    found = refusals(STEPS["begin_investigation"], replace(facts, today=course.day))

    assert [one.code for one in found] == ["judging.day_has_come"]
    assert found[0].until == tomorrow


def test_a_step_does_not_lie_before_the_one_that_it_rests_on():
    course = filed()

    facts = about_to(course.facts, "begin_investigation", START)

    assert [one.code for one in refusals(STEPS["begin_investigation"], facts)] == [
        "filing.was_approved",
        "judging.days_are_in_order",
    ]


def test_an_order_to_correct_may_be_entered_late_but_not_before_the_filing():
    course = notified()

    late = about_to(course.facts, "order_to_correct", START + 4 * DAY)
    early = about_to(course.facts, "order_to_correct", START)

    assert refusals(STEPS["order_to_correct"], late) == []
    assert [one.code for one in refusals(STEPS["order_to_correct"], early)] == [
        "judging.days_are_in_order"
    ]


# ---- before the notice


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


# ---- between notice and decision


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


# ---- hearing


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


# ---- legal review


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


# ---- the decision itself


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
