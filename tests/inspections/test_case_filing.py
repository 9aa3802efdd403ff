"""What the law asks of a filing, of every approval, of officers and of days."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from inspections.procedure.facts import (
    Condition,
    Recusal,
)
from inspections.procedure.judging import refusals
from inspections.procedure.stages import STEPS
from inspections.procedure.terms import (
    FilingScope,
    HearingRight,
    OfficeLevel,
)
from inspections.visit_facts import CertificateFacts, OfficerFacts
from tests.builders import (
    HEAD,
    LEAD,
    OFFICER_1,
    OFFICER_2,
    OFFICERS,
    START,
    Course,
    about_to,
    filed,
    notified,
)

DAY = timedelta(days=1)
YES, NO = HearingRight.YES, HearingRight.NO


def reviewing() -> Course:
    return Course().take("receive_lead", "begin_review")


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
