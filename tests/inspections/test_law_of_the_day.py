from datetime import date

import pytest

from inspections.penalties import Compared, WhyListed, compared, rules_for
from inspections.penalty_schemes import schemes


def listed(code, start, end, decided):
    found = rules_for(code, act_start=start, act_end=end, decided_on=decided)
    return [(one.code, one.why.value) for one in found]


def test_an_act_of_2022_lists_the_law_then_and_the_newer_measures_beside_it():
    day = date(2022, 5, 1)

    assert listed("unlicensed_institution", day, day, date(2024, 2, 1)) == [
        ("pe_unlicensed_school", "at_the_act"),
        ("unlicensed_institution", "newer"),
    ]


def test_a_newer_rule_is_not_listed_before_it_is_in_force():
    day = date(2022, 5, 1)

    assert listed("unlicensed_institution", day, day, date(2023, 10, 14)) == [
        ("pe_unlicensed_school", "at_the_act")
    ]


def test_an_act_of_today_lists_the_asked_rule_first():
    day = date(2025, 3, 1)

    assert listed("tutoring_time", day, day, day) == [
        ("tutoring_time", "at_the_act"),
        ("pr63_2", "at_the_act"),
    ]


def test_a_hidden_tutor_of_2020_has_no_rule_at_the_act_and_only_a_heavier_one_since():
    day = date(2020, 1, 25)

    (only,) = rules_for("hidden_venue", act_start=day, act_end=day, decided_on=date(2025, 1, 1))

    assert (only.why, only.compared) == (WhyListed.NEWER, Compared.HEAVIER)


def test_an_act_over_the_change_follows_the_law_at_its_end_and_gains_count_from_each_rule():
    found = rules_for(
        "unlicensed_institution",
        act_start=date(2023, 9, 1),
        act_end=date(2023, 12, 31),
        decided_on=date(2024, 3, 1),
    )

    assert [(one.code, one.gains_from, one.gains_to) for one in found] == [
        ("unlicensed_institution", date(2023, 10, 15), date(2023, 12, 31)),
        ("pe_unlicensed_school", date(2023, 9, 1), date(2023, 12, 31)),
    ]


def test_nothing_is_picked_silently_where_both_punish_alike():
    assert compared(schemes()["law_64"], schemes()["measures_17"]) is Compared.SAME


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("measures_18", "measures_23", Compared.SAME),
        ("measures_17", "measures_18", Compared.UNCLEAR),
        ("measures_20", "law_62", Compared.SAME),
        ("organiser", "measures_25", Compared.HEAVIER),
    ],
)
def test_penalties_are_compared_by_what_they_provide(old, new, expected):
    assert compared(schemes().get(old), schemes()[new]) is expected


def test_a_scheme_with_one_tier_less_is_lighter():
    whole = schemes()["measures_18"]
    part = whole.model_copy(update={"tiers": whole.tiers[:2]})

    assert compared(whole, part) is Compared.LIGHTER
    assert compared(part, whole) is Compared.HEAVIER


def test_days_out_of_order_are_refused():
    with pytest.raises(ValueError, match="in this order"):
        rules_for(
            "hidden_venue",
            act_start=date(2024, 2, 1),
            act_end=date(2024, 1, 1),
            decided_on=date(2024, 3, 1),
        )
