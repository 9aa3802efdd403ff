"""How lighter, reduced, heavier and the top of a range are weighed; by hand from the law."""

from dataclasses import replace
from datetime import date

import pytest

from inspections.discretion import Weight
from inspections.penalty_proposals import (
    top_of_range,
)
from inspections.refusal import Refused
from inspections.rulebook import RULES
from tests.inspections.penalty_charges import (
    HARM_REMOVED,
    ORG,
    PERSON,
    REPEATED,
    WARNING,
    charge,
    hidden,
    proposal,
    refused,
    unlicensed,
)

AGAINST = [
    ("the top without a ground", hidden(5_000_000), PERSON, False, ["top_has_its_ground"]),
    (
        "the top, heavier without reasons",
        hidden(5_000_000, **{**REPEATED, "weight_reasons": ""}),
        PERSON,
        False,
        ["weight_has_its_ground"],
    ),
    (
        "heavier without a ground",
        hidden(5, weight=Weight.HEAVIER, weight_reasons="影响大"),
        PERSON,
        False,
        ["weight_has_its_ground"],
    ),
    (
        "must be lighter, and is the top",
        hidden(5_000_000, **HARM_REMOVED, weight=Weight.LIGHTER),
        PERSON,
        False,
        ["lighter_ground_is_heeded", "top_has_its_ground"],
    ),
    (
        "must be lighter, and isn't",
        hidden(5, **HARM_REMOVED),
        PERSON,
        False,
        ["lighter_ground_is_heeded"],
    ),
    (
        "must be lighter, and is heavier",
        hidden(
            5,
            grounds=frozenset({"harm_removed", "obstructed_officers"}),
            weight=Weight.HEAVIER,
            weight_reasons="阻碍执法",
        ),
        PERSON,
        False,
        ["lighter_ground_is_heeded"],
    ),
    (
        "must be heavier, and isn't",
        hidden(5, grounds=frozenset({"obstructed_officers"})),
        PERSON,
        False,
        ["heavier_ground_is_heeded"],
    ),
    (
        "heavier by itself, and isn't",
        charge("enrolment", "base", [WARNING]),
        ORG,
        True,
        ["heavier_ground_is_heeded"],
    ),
    (
        "must not be punished, and is",
        hidden(5, grounds=frozenset({"no_fault"})),
        PERSON,
        False,
        ["no_penalty_is_heeded"],
    ),
    (
        "a ground that nobody knows",
        hidden(5, grounds=frozenset({"mood"})),
        PERSON,
        False,
        ["grounds_count"],
    ),
    (
        "a minor's age for an organisation",
        hidden(5, weight=Weight.LIGHTER, weight_reasons="x", grounds=frozenset({"aged_14_to_17"})),
        ORG,
        False,
        ["grounds_count"],
    ),
    (
        "another law that isn't named",
        hidden(
            5,
            weight=Weight.LIGHTER,
            weight_reasons="x",
            grounds=frozenset({"lighter_by_other_law"}),
        ),
        ORG,
        False,
        ["grounds_count"],
    ),
]


@pytest.mark.parametrize(
    ("one", "party", "licensed", "codes"),
    [row[1:] for row in AGAINST],
    ids=[row[0] for row in AGAINST],
)
def test_a_weight_without_its_conditions_is_refused(one, party, licensed, codes):
    assert refused(one, party=party, licensed=licensed) == codes


def test_below_the_minimum_goes_only_with_ground_reasons_and_discussion():
    reduced = unlicensed(5_000_000, **HARM_REMOVED, weight=Weight.REDUCED)
    without_reasons = replace(reduced, weight_reasons="")

    assert refused(reduced, discussed_on=date(2025, 9, 1)) == []
    assert refused(reduced) == ["fine_not_below_minimum"]
    assert "fine_not_below_minimum" in refused(without_reasons, discussed_on=date(2025, 9, 1))
    lighter = replace(reduced, weight=Weight.LIGHTER)
    assert refused(lighter, discussed_on=date(2025, 9, 1)) == ["fine_not_below_minimum"]


def test_a_lighter_ground_beside_a_heavier_one_lets_the_penalty_be_lighter():
    both = frozenset({"harm_removed", "obstructed_officers"})
    one = hidden(5, grounds=both, weight=Weight.LIGHTER, weight_reasons="主动退还全部费用")

    assert refused(one) == []


def test_a_ground_of_reduction_never_lifts_the_maximum():
    one = hidden(5_000_001, **HARM_REMOVED, weight=Weight.REDUCED)

    assert "fine_not_above_maximum" in refused(one, discussed_on=date(2025, 9, 1))


def test_an_act_goes_unpunished_only_by_a_ground():
    spared = unlicensed(
        None,
        kinds=[],
        weight=Weight.NONE,
        weight_reasons="初次违法",
        grounds=frozenset({"first_offence"}),
    )
    groundless = replace(spared, grounds=frozenset())

    assert refused(spared) == []
    assert refused(groundless) == ["weight_has_its_ground"]


def test_a_named_law_lets_its_ground_count():
    one = hidden(
        5,
        weight=Weight.HEAVIER,
        weight_reasons="违反当日应急命令",
        grounds=frozenset({"major_epidemic"}),
        ground_notes=(("major_epidemic", "沈疫防令〔2022〕3号"),),
    )

    assert refused(one, party=PERSON) == []


def test_the_top_is_what_the_maximum_would_take():
    assert top_of_range(hidden(None, **REPEATED), proposal(party=PERSON)) == 5_000_000
    assert top_of_range(unlicensed(None, **REPEATED), proposal()) == 50_000_000


@pytest.mark.parametrize(
    ("one", "codes"),
    [
        (hidden(None), {"top_has_its_ground"}),
        (hidden(None, **{**REPEATED, "weight_reasons": ""}), {"weight_has_its_ground"}),
        (hidden(None, **HARM_REMOVED), {"top_has_its_ground", "lighter_ground_is_heeded"}),
        (unlicensed(None, None, **REPEATED), {"gains_are_computed"}),
        (unlicensed(None, 0, **REPEATED), {"kind_is_provided"}),
        (charge("hidden_venue", "base", [WARNING], **REPEATED), {"kind_is_provided"}),
        (hidden(None, "after_refusal", **REPEATED), {"tier_is_provided"}),
    ],
    ids=[
        "no ground",
        "no reasons",
        "must be lighter",
        "gains unknown",
        "no gains",
        "no fine",
        "tier",
    ],
)
def test_the_top_is_not_prefilled_without_its_conditions(one, codes):
    with pytest.raises(Refused) as none:
        top_of_range(one, proposal(party=PERSON))

    assert {refusal.code.removeprefix("penalty.") for refusal in none.value.refusals} == codes


def test_every_refusal_of_a_penalty_cites_its_article_in_both_languages():
    found = [rule for code, rule in RULES.items() if code.startswith("penalty.")]

    assert len(found) == 26
    assert all("Art" in rule.basis_en and "条" in rule.basis_zh for rule in found)
