from datetime import date

import pytest

from inspections.discretion import Effect, Weight, grounds, grounds_on
from inspections.vocabulary import PartyType

PERSON, SELF, ORG = PartyType
TODAY, EARLY_2020 = date(2025, 3, 1), date(2020, 1, 25)

# law.md 3.5, typed by hand: what each ground carries
EXPECTED = {
    "must_lighter": {
        "harm_removed",
        "forced_or_tricked",
        "confessed_unknown_acts",
        "helped_investigate",
        "lighter_by_other_law",
        "aged_14_to_17",
    },
    "must_not_punish": {"minor_and_corrected", "no_fault", "limitation_expired", "under_14"},
    "may_lighter": {"corrected_and_harm_removed"},
    "may_not_punish": {"first_offence"},
    "must_heavier": {
        "repeated_within_2_years",
        "serious_harm_and_effect",
        "broke_emergency_measures",
        "tampered_with_evidence",
        "obstructed_officers",
        "in_service_teacher",
        "heavier_by_other_law",
        "major_epidemic",
        "emergency_rule_of_the_time",
    },
}


@pytest.mark.parametrize("effect", Effect)
def test_every_ground_of_the_law_is_there_under_its_effect(effect):
    assert {code for code, one in grounds().items() if one.effect is effect} == EXPECTED[effect]


def test_a_must_be_lighter_ground_may_go_below_the_minimum_but_not_to_nothing():
    for code in EXPECTED["must_lighter"]:
        assert grounds()[code].allows == {Weight.LIGHTER, Weight.REDUCED}


def test_a_ground_speaks_both_languages_and_names_its_articles_of_the_day():
    ground = grounds()["harm_removed"]

    assert ground.law(TODAY, "en") == "Measures Art 14; Penalty Law Art 32"
    assert ground.law(date(2022, 1, 1), "zh") == "行政处罚法第三十二条"
    assert ground.is_unverified(EARLY_2020)
    assert not ground.is_unverified(TODAY)


COUNTS = [
    ("repeated today", "repeated_within_2_years", TODAY, TODAY, ORG, True),
    ("repeated, act of 2022", "repeated_within_2_years", date(2022, 1, 1), TODAY, ORG, False),
    ("epidemic from 2021", "major_epidemic", date(2021, 7, 15), TODAY, ORG, True),
    ("epidemic in January 2020", "major_epidemic", EARLY_2020, TODAY, ORG, False),
    (
        "rule of the time in January 2020",
        "emergency_rule_of_the_time",
        EARLY_2020,
        TODAY,
        ORG,
        True,
    ),
    ("rule of the time since", "emergency_rule_of_the_time", date(2021, 7, 15), TODAY, ORG, False),
    ("no fault: newer and lighter", "no_fault", EARLY_2020, TODAY, ORG, True),
    ("no fault: not yet then", "no_fault", EARLY_2020, date(2020, 6, 1), ORG, False),
    ("age of a person", "aged_14_to_17", TODAY, TODAY, PERSON, True),
    ("age of a self-employed", "aged_14_to_17", TODAY, TODAY, SELF, True),
    ("age of an organisation", "aged_14_to_17", TODAY, TODAY, ORG, False),
]


@pytest.mark.parametrize(
    ("code", "act_on", "decided_on", "party", "counts"),
    [row[1:] for row in COUNTS],
    ids=[row[0] for row in COUNTS],
)
def test_a_heavier_ground_needs_the_day_of_the_act_a_lighter_one_either_day(
    code, act_on, decided_on, party, counts
):
    offered = grounds_on(act_on=act_on, decided_on=decided_on, party=party)

    assert (code in offered) is counts
