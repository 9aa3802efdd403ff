"""What stands against a proposed penalty; the expected codes are written by hand from the law."""

from dataclasses import replace
from datetime import date

import pytest

from inspections.discretion import Weight
from inspections.hearing_rights import hearing_right
from inspections.penalty_proposals import (
    against_amount,
    exposures_of,
)
from inspections.procedure.terms import HearingRight
from inspections.violations import violations
from tests.inspections.penalty_charges import (
    CRITICISM,
    DAY,
    ENROL,
    FINE,
    GAINS,
    ORG,
    PERSON,
    REPEATED,
    REVOKE,
    STOP,
    WARNING,
    charge,
    hidden,
    proposal,
    refused,
    unlicensed,
)

IN_ORDER = [
    ("warning of a hidden tutor", charge("hidden_venue", "base", [WARNING]), PERSON, False),
    ("least fine there can be", hidden(1), PERSON, False),
    ("just below the top", hidden(4_999_999), PERSON, False),
    ("very serious from its minimum", hidden(5_000_000, "very_serious"), ORG, True),
    ("unlicensed at the minimum", unlicensed(10_000_000), ORG, False),
    ("unlicensed below the top", unlicensed(49_999_999), ORG, False),
    ("without gains only stopped", unlicensed(None, 0, kinds=[STOP]), ORG, False),
    (
        "warning and confiscation",
        charge(
            "fees_prepaid", "base", [WARNING, GAINS], confiscated_fen=7, left_to_confiscate_fen=7
        ),
        ORG,
        True,
    ),
    ("stop enrolling", charge("fees_prepaid", "serious", [ENROL]), ORG, True),
    ("both of the serious tier", charge("fees_prepaid", "serious", [ENROL, REVOKE]), ORG, True),
    ("heavier to the top", hidden(5_000_000, **REPEATED), PERSON, False),
    (
        "harmful content is heavier by itself",
        charge(
            "harmful_content",
            "base",
            [WARNING],
            weight=Weight.HEAVIER,
            weight_reasons="教材含有害内容",
        ),
        ORG,
        True,
    ),
    (
        "landlord after refusal",
        charge("premises_provider", "after_refusal", [CRITICISM]),
        PERSON,
        False,
    ),
    ("head of the board", charge("responsible_person", "base", [WARNING]), PERSON, False),
]


@pytest.mark.parametrize(
    ("one", "party", "licensed"), [row[1:] for row in IN_ORDER], ids=[row[0] for row in IN_ORDER]
)
def test_nothing_stands_against_a_proposal_in_order(one, party, licensed):
    assert refused(one, party=party, licensed=licensed) == []


AGAINST = [
    # amounts
    (
        "above the maximum",
        hidden(5_000_001),
        PERSON,
        False,
        ["fine_not_above_maximum", "top_has_its_ground"],
    ),
    (
        "above the maximum, heavier",
        hidden(5_000_001, **REPEATED),
        PERSON,
        False,
        ["fine_not_above_maximum"],
    ),
    (
        "above five times the gains",
        unlicensed(50_000_001, **REPEATED),
        ORG,
        False,
        ["fine_not_above_maximum"],
    ),
    ("below the gains", unlicensed(9_999_999), ORG, False, ["fine_not_below_minimum"]),
    (
        "no fine where one is due",
        unlicensed(None, kinds=[STOP]),
        ORG,
        False,
        ["fine_not_below_minimum"],
    ),
    (
        "very serious below its minimum",
        hidden(4_999_999, "very_serious"),
        ORG,
        True,
        ["fine_not_below_minimum"],
    ),
    ("gains unknown", unlicensed(1, None), ORG, False, ["gains_are_computed"]),
    ("a fine of 0 is no fine", hidden(0), PERSON, False, ["fine_has_its_amount"]),
    ("a fine without an amount", hidden(None), PERSON, False, ["fine_has_its_amount"]),
    (
        "an amount without a fine",
        charge("hidden_venue", "base", [WARNING], fine_fen=5),
        PERSON,
        False,
        ["fine_has_its_amount"],
    ),
    (
        "more confiscated than is left",
        charge(
            "fees_prepaid", "base", [WARNING, GAINS], confiscated_fen=8, left_to_confiscate_fen=7
        ),
        ORG,
        True,
        ["confiscation_is_of_what_is_left"],
    ),
    (
        "confiscation of nothing",
        charge("fees_prepaid", "base", [WARNING, GAINS]),
        ORG,
        True,
        ["confiscation_is_of_what_is_left"],
    ),
    # kinds
    (
        "a fine in the base tier",
        charge("hidden_venue", "base", [WARNING, FINE], fine_fen=5),
        PERSON,
        False,
        ["kind_is_provided"],
    ),
    (
        "stopping a hidden tutor",
        charge("hidden_venue", "base", [WARNING, STOP]),
        PERSON,
        False,
        ["kind_is_provided"],
    ),
    (
        "warning and criticism",
        charge("hidden_venue", "base", [WARNING, CRITICISM]),
        PERSON,
        False,
        ["kinds_are_chosen"],
    ),
    (
        "a fine of Art 17 without the order to stop",
        unlicensed(10_000_000, kinds=[FINE]),
        ORG,
        False,
        ["kinds_are_chosen"],
    ),
    (
        "a reduced penalty of Art 17 without the order to stop",
        unlicensed(
            10_000_000,
            kinds=[FINE],
            weight=Weight.REDUCED,
            grounds=frozenset({"harm_removed"}),
            weight_reasons="主动退还全部费用",
        ),
        ORG,
        False,
        [],
    ),
    ("nothing chosen", charge("fees_prepaid", "serious", []), ORG, True, ["kinds_are_chosen"]),
    (
        "revocation in the base tier",
        charge("fees_prepaid", "base", [WARNING, REVOKE]),
        ORG,
        True,
        ["kind_is_provided", "revocation_is_for_the_serious"],
    ),
    (
        "revocation without a licence",
        charge("fees_prepaid", "serious", [REVOKE]),
        ORG,
        False,
        ["only_licensed_are_charged", "there_is_a_licence_to_revoke"],
    ),
    (
        "revocation of an unlicensed operator",
        unlicensed(10_000_000, kinds=[STOP, FINE, REVOKE]),
        ORG,
        False,
        ["kind_is_provided", "revocation_is_for_the_serious", "there_is_a_licence_to_revoke"],
    ),
    (
        "Art 22 without a licence",
        charge("fees_prepaid", "base", [WARNING]),
        ORG,
        False,
        ["only_licensed_are_charged"],
    ),
    # what has to be written
    ("no reasons for the tier", hidden(5, tier_reasons="  "), PERSON, False, ["tier_is_reasoned"]),
    (
        "an element is missing",
        hidden(5, elements=frozenset({"protected_ages", "subject_class", "paid"})),
        PERSON,
        False,
        ["elements_are_shown"],
    ),
    (
        "no joint department",
        hidden(5, joint_department=""),
        PERSON,
        False,
        ["joint_department_is_documented"],
    ),
    (
        "its paper is missing",
        hidden(5, joint_paper=False),
        PERSON,
        False,
        ["joint_department_is_documented"],
    ),
    (
        "a department Art 17 doesn't name",
        unlicensed(10_000_000, joint_department="fire"),
        ORG,
        False,
        ["joint_department_is_documented"],
    ),
    (
        "the test of Art 17 is met",
        hidden(
            5,
            elements=frozenset(
                violations()["hidden_venue"].elements
                + violations()["unlicensed_institution"].elements
            ),
        ),
        PERSON,
        False,
        ["is_not_excluded"],
    ),
    # the rule itself
    (
        "before the Measures",
        hidden(5, act_on=date(2023, 10, 14)),
        PERSON,
        False,
        ["rule_is_in_force"],
    ),
    (
        "a person under Art 22",
        charge("fees_prepaid", "base", [WARNING]),
        PERSON,
        True,
        ["party_fits"],
    ),
]


@pytest.mark.parametrize(
    ("one", "party", "licensed", "codes"),
    [row[1:] for row in AGAINST],
    ids=[row[0] for row in AGAINST],
)
def test_every_reason_against_a_proposal_is_told(one, party, licensed, codes):
    assert refused(one, party=party, licensed=licensed) == codes


def test_one_act_is_fined_once_though_two_rules_call_for_it():
    measures = unlicensed(10_000_000)
    law = replace(
        measures,
        violation="pe_unlicensed_school",
        elements=frozenset(violations()["pe_unlicensed_school"].elements),
    )
    unfined = replace(law, kinds=frozenset({STOP}), fine_fen=None)

    assert refused(measures, law, licensed=False) == ["one_act_one_fine"]
    assert refused(measures, unfined, licensed=False) == []
    assert refused(measures, replace(law, act="2"), licensed=False) == []


def test_an_act_that_no_rule_fines_though_all_call_for_it_is_below_the_minimum():
    unfined = unlicensed(None, kinds=[STOP])
    law = replace(
        unfined,
        violation="pe_unlicensed_school",
        elements=frozenset(violations()["pe_unlicensed_school"].elements),
    )

    assert refused(unfined, law, licensed=False) == ["fine_not_below_minimum"] * 2


def test_of_several_rules_the_highest_fines():
    lower = hidden(1_000_000)
    higher = charge("competition", "very_serious", [])

    assert refused(lower, higher) == ["highest_rule_fines"]


def test_a_mere_amount_is_held_against_its_range():
    assert against_amount(hidden(5_000_000), proposal(party=PERSON)) == []
    assert [one.code for one in against_amount(hidden(5_000_001), proposal(party=PERSON))] == [
        "penalty.fine_not_above_maximum"
    ]


def test_what_is_proposed_decides_the_hearing_and_fines_of_two_acts_are_added():
    two = proposal(hidden(1_500_000), hidden(1_500_000, act="2"), party=PERSON)
    one = proposal(hidden(1_500_000), party=PERSON)

    assert hearing_right(exposures_of(two), PERSON, DAY).answer is HearingRight.YES
    assert hearing_right(exposures_of(one), PERSON, DAY).answer is HearingRight.NO


def test_a_serious_tier_with_its_warning_alone_carries_no_hearing():
    only_warned = proposal(charge("fees_prepaid", "serious", [WARNING]))
    enrolment = proposal(charge("fees_prepaid", "serious", [ENROL]))

    assert hearing_right(exposures_of(only_warned), ORG, DAY).answer is HearingRight.NO
    assert hearing_right(exposures_of(enrolment), ORG, DAY).answer is HearingRight.YES
