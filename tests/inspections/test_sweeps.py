"""The steps of a sweep and what stands against them."""

from dataclasses import replace
from datetime import date

import pytest

from inspections.sweep_facts import ExtensionFacts, SweepFacts, SweepState, TeamFacts
from inspections.sweeps import STEPS, refusals
from inspections.visit_facts import CertificateFacts, OfficerFacts

TODAY = date(2026, 11, 19)
LONG = (CertificateFacts("1", date(2024, 1, 1), date(2027, 1, 1)),)
SHORT = (CertificateFacts("2", date(2024, 1, 1), date(2026, 11, 24)),)
ZHOU, LI = OfficerFacts("zhou", "周拟衡", LONG), OfficerFacts("li", "李拟安", LONG)
HE = OfficerFacts("he", "何拟清", SHORT)
TEAM = TeamFacts("第1组", "210102", (ZHOU, LI))
PLANNED = SweepFacts(
    state=SweepState.DRAFT,
    today=TODAY,
    title="2026年秋季拉网式检查",
    legal_basis="民办教育促进法第四十一条",
    plan_no="沈教检〔2026〕7号",
    has_plan_paper=True,
    approved_on=date(2026, 11, 10),
    approving_authority="沈阳市人民政府",
    starts_on=date(2026, 11, 20),
    ends_on=date(2026, 11, 27),
    checklist="2026-1",
    departments=("教育局", "市场监管局"),
    districts_with_sites=("210102",),
    sites=12,
)
APPROVED = replace(
    PLANNED,
    state=SweepState.APPROVED,
    filed_on=date(2026, 11, 12),
    published_on=date(2026, 11, 13),
    teams=(TEAM,),
)
OPEN = replace(APPROVED, state=SweepState.OPEN, reached=12, stated=(12, 12))
LATER = ExtensionFacts(
    date(2026, 12, 4), "沈教检〔2026〕9号", "沈阳市人民政府", TODAY, has_paper=True
)
LONGER = replace(OPEN, extension=LATER, reason="大雪停课")
CLOSED = replace(OPEN, state=SweepState.CLOSED, closed_on=TODAY, signed_on=TODAY)


def extended(**changes: object) -> SweepFacts:
    return replace(LONGER, extension=replace(LATER, **changes))


def codes(step: str, facts: SweepFacts) -> list[str]:
    return [refusal.code for refusal in refusals(STEPS[step], facts)]


@pytest.mark.parametrize(("step", "facts"), [("approve", PLANNED), ("open", APPROVED),
                                             ("extend", LONGER), ("close", OPEN),
                                             ("sign", CLOSED)])  # fmt: skip
def test_a_whole_sweep_walks_from_plan_to_close(step: str, facts: SweepFacts) -> None:
    assert codes(step, facts) == []


@pytest.mark.parametrize(
    ("step", "facts", "code"),
    [
        ("approve", replace(PLANNED, title=" "), "sweeps.plan_is_complete"),
        ("approve", replace(PLANNED, departments=()), "sweeps.plan_is_complete"),
        ("approve", replace(PLANNED, ends_on=date(2026, 11, 1)), "sweeps.dates_are_in_order"),
        ("approve", replace(PLANNED, sites=0), "sweeps.sites_are_chosen"),
        ("approve", replace(PLANNED, has_plan_paper=False), "sweeps.approval_is_documented"),
        ("approve", replace(PLANNED, approved_on=None), "sweeps.approval_is_documented"),
        ("open", replace(APPROVED, filed_on=None), "sweeps.plan_was_filed_and_published"),
        (
            "open",
            replace(APPROVED, filed_on=date(2026, 11, 9)),
            "sweeps.plan_was_filed_and_published",
        ),
        ("open", replace(APPROVED, teams=()), "sweeps.every_district_has_a_team"),
        ("open", replace(APPROVED, unassigned=3), "sweeps.every_site_has_a_team"),
        ("open", PLANNED, "sweeps.step_fits_state"),
        ("close", replace(OPEN, stated=(11, 12)), "sweeps.statement_agrees"),
        ("close", replace(OPEN, stated=None), "sweeps.statement_agrees"),
        ("extend", replace(LONGER, state=SweepState.APPROVED), "sweeps.step_fits_state"),
        ("extend", replace(LONGER, reason=" "), "sweeps.reason_is_given"),
        ("extend", extended(until=date(2026, 11, 27)), "sweeps.extension_is_later"),
        ("extend", replace(LONGER, today=date(2026, 12, 5)), "sweeps.extension_is_later"),
        ("extend", extended(has_paper=False), "sweeps.extension_is_documented"),
        ("extend", extended(plan_no=" "), "sweeps.extension_is_documented"),
        ("extend", extended(approved_on=date(2026, 11, 20)), "sweeps.extension_is_documented"),
        ("extend", extended(approved_on=date(2026, 11, 9)), "sweeps.extension_is_documented"),
        ("extend", extended(until=date(2027, 1, 2)), "sweeps.teams_may_act_longer"),
        ("sign", replace(CLOSED, has_signed_paper=True), "sweeps.statement_is_signed_once"),
        ("sign", replace(CLOSED, signed_on=date(2026, 11, 18)), "sweeps.statement_is_signed_once"),
        ("sign", replace(CLOSED, signed_on=date(2026, 11, 20)), "sweeps.statement_is_signed_once"),
        ("sign", replace(CLOSED, state=SweepState.OPEN), "sweeps.step_fits_state"),
        ("cancel", replace(OPEN, visits=1, reason="改期"), "sweeps.no_visit_was_made"),
        ("cancel", PLANNED, "sweeps.reason_is_given"),
    ],
)
def test_each_rule_refuses_what_it_is_for(step: str, facts: SweepFacts, code: str) -> None:
    assert codes(step, facts) == [code]


@pytest.mark.parametrize(
    "team",
    [
        replace(TEAM, officers=(ZHOU,)),
        replace(TEAM, officers=(ZHOU, ZHOU)),
        replace(TEAM, officers=(ZHOU, HE)),
        replace(TEAM, recused=("li",)),
    ],
    ids=["one officer", "one person twice", "a certificate that ends too early", "one recused"],
)
def test_a_team_of_fewer_than_two_who_may_act_stops_the_opening(team: TeamFacts) -> None:
    assert codes("open", replace(APPROVED, teams=(team,))) == ["sweeps.teams_may_act"]


def test_nobody_stands_in_two_teams() -> None:
    other = TeamFacts("第2组", "210102", (LI, OfficerFacts("sun", "孙拟嘉", LONG)))

    found = refusals(STEPS["open"], replace(APPROVED, teams=(TEAM, other)))

    assert [(one.code, one.about) for one in found] == [("sweeps.nobody_is_in_two_teams", "李拟安")]


def test_a_blank_site_keeps_the_sweep_open_and_is_named() -> None:
    facts = replace(OPEN, reached=11, stated=(11, 12), blank_sites=("拟墨林学习馆",))

    found = refusals(STEPS["close"], facts)

    assert [(one.code, one.about) for one in found] == [("sweeps.no_site_is_blank", "拟墨林学习馆")]


def test_a_tablet_that_still_holds_records_is_read_before_the_closing() -> None:
    facts = replace(OPEN, holding=("甲平板 a1", "乙平板 b2"), holding_read=("甲平板 a1",))

    found = refusals(STEPS["close"], facts)

    assert [(one.code, one.about) for one in found] == [
        ("sweeps.holding_tablets_were_read", "乙平板 b2")
    ]
    assert codes("close", replace(facts, holding_read=facts.holding)) == []


def test_all_blank_sites_are_counted_though_few_are_named() -> None:
    names = tuple(f"拟{number}学校" for number in range(50))

    found = refusals(STEPS["close"], replace(OPEN, sites=300, reached=10, blank_sites=names,
                                             stated=(10, 300)))  # fmt: skip

    assert found[0].about == "拟0学校、拟1学校、拟2学校 …（290）"


def test_a_day_still_to_come_says_when() -> None:
    facts = replace(APPROVED, published_on=date(2026, 11, 25))

    assert [one.until for one in refusals(STEPS["open"], facts)] == [date(2026, 11, 25)]


@pytest.mark.parametrize(("another", "approver", "found"), [
    (True, "1", ["sweeps.approver_is_another"]), (True, "2", []), (False, "1", []),
])  # fmt: skip
def test_two_persons_plan_and_approve_where_there_are_two(
    another: bool, approver: str, found: list[str]
) -> None:
    facts = replace(PLANNED, planner="1", approver=approver, another_may_approve=another)

    assert codes("approve", facts) == found
