"""Two persons agree to one large change, and to no other."""

from dataclasses import replace

import pytest

from inspections.overrides import (
    OverrideFacts,
    against_asking,
    against_confirming,
    against_withdrawing,
)
from inspections.vocabulary import OverrideState

ONE, OTHER, THIRD = 1, 2, 3
NOTHING_ASKED = OverrideFacts(actor_person=ONE, change_digest="a")
ASKED = OverrideFacts(
    state=OverrideState.ASKED,
    actor_person=OTHER,
    asked_by=ONE,
    asked_digest="a",
    change_digest="a",
)
CONFIRMED = replace(ASKED, state=OverrideState.CONFIRMED, confirmed_by=OTHER)


def codes(refusals):
    return [refusal.code.removeprefix("override.") for refusal in refusals]


def test_an_override_is_asked_for_a_large_change_only():
    assert codes(against_asking(NOTHING_ASKED)) == []
    assert codes(against_asking(replace(NOTHING_ASKED, change_is_large=False))) == [
        "change_is_large"
    ]


@pytest.mark.parametrize("facts", [ASKED, CONFIRMED], ids=["asked", "confirmed"])
def test_one_request_for_one_change(facts):
    assert codes(against_asking(facts)) == ["none_is_open"]
    assert codes(against_asking(replace(facts, change_digest="b"))) == []


def test_another_person_confirms():
    assert codes(against_confirming(ASKED)) == []
    assert codes(against_confirming(replace(ASKED, actor_person=ONE))) == ["another_confirms"]
    assert codes(against_confirming(replace(ASKED, actor_person=None))) == ["another_confirms"]


def test_a_later_edit_voids_the_request():
    assert codes(against_confirming(replace(ASKED, change_digest="b"))) == ["is_as_asked"]


@pytest.mark.parametrize(
    "state", [state for state in OverrideState if state is not OverrideState.ASKED]
)
def test_a_request_is_confirmed_once(state):
    assert codes(against_confirming(replace(ASKED, state=state))) == ["waits_for_confirmation"]


@pytest.mark.parametrize(
    ("person", "expected"), [(ONE, []), (OTHER, []), (THIRD, ["one_of_the_two_withdraws"])]
)
def test_one_of_the_two_takes_it_back(person, expected):
    assert codes(against_withdrawing(replace(CONFIRMED, actor_person=person))) == expected


def test_what_was_used_is_not_taken_back():
    used = replace(CONFIRMED, state=OverrideState.USED)

    assert codes(against_withdrawing(used)) == ["is_open"]
