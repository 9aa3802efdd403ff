"""Who decides a recusal, and what it keeps a team from."""

from dataclasses import replace
from datetime import date

import pytest

from inspections.recusals import (
    RecusalFacts,
    refusals_to_lift,
    refusals_to_record,
    team_may_visit,
)

TODAY = date(2026, 11, 19)
FACTS = RecusalFacts("7", "3", TODAY, TODAY, "近亲属在该机构任职")


def test_another_person_decides_with_reason_and_day() -> None:
    assert refusals_to_record(FACTS) == []
    assert refusals_to_lift(replace(FACTS, is_in_force=True)) == []


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (replace(FACTS, decider="7"), "recusals.decided_by_another"),
        (replace(FACTS, reason=" "), "recusals.reason_and_day_are_given"),
        (replace(FACTS, decided_on=None), "recusals.reason_and_day_are_given"),
        (replace(FACTS, decided_on=date(2026, 11, 20)), "recusals.reason_and_day_are_given"),
        (replace(FACTS, is_in_force=True), "recusals.not_in_force_yet"),
    ],
)
def test_each_rule_refuses_what_it_is_for(facts: RecusalFacts, code: str) -> None:
    assert [one.code for one in refusals_to_record(facts)] == [code]


def test_what_is_lifted_is_not_lifted_again() -> None:
    assert [one.code for one in refusals_to_lift(FACTS)] == ["recusals.still_in_force"]


@pytest.mark.parametrize(
    ("officers", "recused", "may"), [(2, 0, True), (2, 1, False), (3, 1, True), (1, 0, True)]
)
def test_a_team_visits_only_with_two_who_are_not_recused(
    officers: int, recused: int, may: bool
) -> None:
    assert (team_may_visit(officers, recused, needed=2, about="拟甲校") is None) is may
