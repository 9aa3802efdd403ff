"""What must hold before each step of a listing."""

from dataclasses import replace
from datetime import date

import pytest

from inspections.blacklist import (
    APPROVE,
    KEEP,
    PROPOSE,
    PROPOSE_REMOVAL,
    PROPOSE_REVOCATION,
    PUBLISH,
    REMOVE,
    REVOKE,
    STEPS,
    offered,
    refusals,
)
from inspections.blacklist_facts import EntryFacts
from inspections.listing_policy import ground_word, policy_on
from inspections.rulebook import RULES
from inspections.vocabulary import Ending, ListingState, PartyAnswer, SetAsideReason
from inspections.workdays import months_after

DAY = date(2026, 11, 19)
OFFICER, APPROVER, PUBLISHER = 1, 2, 3
DRAFT = EntryFacts(
    state=ListingState.DRAFT,
    today=DAY,
    policy=policy_on(DAY),
    name="沈阳拟明溪英语培训有限公司",
    actor_person=OFFICER,
    ground="unlicensed_institution",
    legal_basis="《校外培训行政处罚暂行办法》第十七条",
    decision_no="和平教罚字〔2026〕第9号",
    decision_on=date(2026, 11, 12),
    authority="沈阳市和平区教育局",
    has_scan=True,
    notice_served_on=date(2026, 11, 2),
    listed_on=date(2026, 11, 12),
    ends_on=date(2029, 11, 12),
    content_digest="a",
)
PROPOSED = replace(DRAFT, state=ListingState.PROPOSED, proposed_by=OFFICER, actor_person=APPROVER)
APPROVED = replace(
    PROPOSED,
    state=ListingState.APPROVED,
    approved_by=APPROVER,
    approved_digest="a",
    actor_person=PUBLISHER,
)
LISTED = replace(APPROVED, state=ListingState.LISTED)
SETTING_ASIDE = replace(
    LISTED,
    ending=Ending.SET_ASIDE,
    ending_reason="决定已被撤销。",
    ending_category=SetAsideReason.DECISION_REVOKED,
    has_ending_scan=True,
    ending_proposed_by=OFFICER,
    actor_person=OFFICER,
)


def codes(step, facts):
    return [refusal.code.removeprefix("blacklist.") for refusal in refusals(step, facts)]


def test_a_complete_entry_takes_its_three_steps():
    assert codes(PROPOSE, DRAFT) == []
    assert codes(APPROVE, PROPOSED) == []
    assert codes(PUBLISH, APPROVED) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": "王小明"}, "entry_is_no_person"),
        ({"ground": "because"}, "ground_is_given"),
        ({"decision_no": None}, "decision_is_complete"),
        ({"authority": ""}, "decision_is_complete"),
        ({"legal_basis": None}, "decision_is_complete"),
        ({"has_scan": False}, "scan_is_there"),
        ({"notice_served_on": None}, "notice_was_served"),
        ({"decision_on": date(2026, 11, 1)}, "decision_follows_notice"),
        ({"ends_on": date(2027, 11, 11)}, "term_is_within_policy"),
        ({"ends_on": date(2029, 11, 13)}, "term_is_within_policy"),
        ({"listed_on": date(2026, 11, 11)}, "term_is_within_policy"),
        ({"is_listed_already": True}, "not_listed_already"),
    ],
)  # fmt: skip
def test_an_entry_that_lacks_something_is_not_proposed(change, code):
    assert codes(PROPOSE, replace(DRAFT, **change)) == [code]


def test_a_decision_of_tomorrow_opens_tomorrow():
    facts = replace(
        DRAFT,
        decision_on=date(2026, 11, 20),
        listed_on=date(2026, 11, 20),
        ends_on=date(2029, 11, 20),
    )

    assert refusals(PROPOSE, facts)[0].until == date(2026, 11, 20)


def test_a_term_that_is_over_is_not_published_anew():
    facts = replace(
        APPROVED,
        listed_on=date(2023, 1, 5),
        ends_on=date(2026, 1, 5),
        decision_on=date(2023, 1, 5),
        notice_served_on=date(2022, 12, 5),
    )

    assert codes(PUBLISH, facts) == ["term_is_not_over"]


def test_nobody_approves_what_they_proposed():
    facts = replace(PROPOSED, actor_person=OFFICER)

    assert codes(APPROVE, facts) == ["approver_is_another_person"]


@pytest.mark.parametrize("person", [OFFICER, APPROVER, None])
def test_the_publisher_is_a_third_person(person):
    facts = replace(APPROVED, actor_person=person)

    assert codes(PUBLISH, facts) == ["publisher_is_a_third_person"]


def test_an_edit_after_approval_voids_it():
    assert codes(PUBLISH, replace(APPROVED, content_digest="b")) == ["content_is_as_approved"]


def test_the_party_has_five_working_days_to_answer():
    # served Thu 2026-11-12: last day Thu 2026-11-19
    facts = replace(PROPOSED, notice_served_on=date(2026, 11, 12))

    assert refusals(APPROVE, facts)[0].until == date(2026, 11, 20)
    assert codes(APPROVE, replace(facts, today=date(2026, 11, 20))) == []


def test_a_considered_answer_ends_the_wait():
    facts = replace(PROPOSED, notice_served_on=date(2026, 11, 12), answer=PartyAnswer.CONSIDERED)

    assert codes(APPROVE, facts) == []


def test_an_answer_that_was_not_considered_blocks_for_good():
    facts = replace(PROPOSED, answer=PartyAnswer.RECEIVED)

    assert refusals(APPROVE, facts)[0].until is None


def test_a_window_in_a_year_without_calendar_names_the_year():
    facts = replace(
        PROPOSED,
        today=date(2027, 1, 10),
        notice_served_on=date(2026, 12, 30),
        decision_on=date(2027, 1, 5),
        listed_on=date(2027, 1, 5),
        ends_on=date(2029, 1, 5),
    )

    assert refusals(APPROVE, facts)[0].about == "2027"
    assert codes(APPROVE, replace(facts, today=date(2027, 2, 10))) == []


def test_a_listing_is_proposed_and_published_from_its_first_day_on():
    later = {"listed_on": date(2026, 12, 1), "ends_on": date(2029, 12, 1)}

    for step, facts in ((PROPOSE, DRAFT), (PUBLISH, APPROVED)):
        facts = replace(facts, **later)
        assert refusals(step, facts)[0].until == date(2026, 12, 1)
        assert codes(step, replace(facts, today=date(2026, 12, 1))) == []


def test_an_early_removal_waits_for_the_shortest_term():
    assert refusals(PROPOSE_REMOVAL, LISTED)[0].until == date(2027, 11, 12)
    assert codes(PROPOSE_REMOVAL, replace(LISTED, today=date(2027, 11, 12))) == []


def test_a_wrong_listing_may_be_set_aside_at_once_but_not_by_one_person():
    assert codes(PROPOSE_REVOCATION, LISTED) == []
    assert "setting_aside_is_proposed" in codes(REVOKE, LISTED)
    assert codes(REVOKE, replace(SETTING_ASIDE, actor_person=APPROVER)) == []
    assert codes(REVOKE, SETTING_ASIDE) == ["ending_is_by_another_person"]


@pytest.mark.parametrize(
    "change",
    [{"ending_reason": ""}, {"ending_category": None}, {"has_ending_scan": False}],
    ids=["reason", "kind of reason", "document"],
)
def test_an_ending_that_lacks_something_is_not_approved(change):
    facts = replace(SETTING_ASIDE, actor_person=APPROVER, **change)

    assert codes(REVOKE, facts) == ["ending_is_documented"]


def test_a_removal_is_not_approved_as_a_setting_aside():
    facts = replace(SETTING_ASIDE, actor_person=APPROVER, today=date(2027, 11, 12))

    assert codes(REMOVE, facts) == ["removal_is_proposed"]
    assert codes(REMOVE, replace(facts, ending=Ending.REMOVAL)) == []


def test_one_ending_at_a_time():
    assert codes(PROPOSE_REVOCATION, SETTING_ASIDE) == ["no_ending_is_proposed"]
    assert codes(KEEP, SETTING_ASIDE) == []
    assert codes(KEEP, LISTED) == ["ending_is_proposed"]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ("listed", ["propose_revocation", "propose_removal", "expire"]),
        ("setting_aside", ["keep", "revoke", "expire"]),
        ("removal", ["keep", "remove", "expire"]),
    ],
)
def test_only_steps_that_fit_the_ending_are_offered(facts, expected):
    ending = {"listed": None, "setting_aside": Ending.SET_ASIDE, "removal": Ending.REMOVAL}[facts]

    assert [step.code for step in offered(replace(LISTED, ending=ending))] == expected


@pytest.mark.parametrize("code", STEPS)
def test_a_step_is_refused_in_a_state_that_it_does_not_leave(code):
    facts = replace(DRAFT, state=ListingState.REVOKED)

    assert codes(STEPS[code], facts) == ["step_fits_state"]


def test_every_refusal_stands_in_the_rulebook():
    for rule in (code for code in RULES if code.startswith("blacklist.")):
        assert RULES[rule].zh and RULES[rule].basis_zh and RULES[rule].en


@pytest.mark.parametrize(
    "reason",
    [
        "停课期间组织线下培训",
        "未取得办学许可证",
        "超出许可范围培训",
        "聘用在职教师",
        "消防设施不合格",
        "虚假宣传",
        "超期或超额收费",
        "拒不整改",
        "挪用预收费",
    ],
)
def test_the_reasons_of_older_lists_are_grounds_of_the_policy(reason):
    assert policy_on(DAY).ground_for_reason(reason) is not None


def test_a_reason_that_is_merely_alike_is_no_ground():
    assert policy_on(DAY).ground_for_reason("虚假宣传等") is None


def test_a_ground_has_its_word_in_both_languages():
    assert ground_word("fees", "zh") == "超期或超额收费"
    assert ground_word("fees", "en") == "Charged too much or too far ahead"


def test_a_term_from_the_last_day_of_a_long_month_ends_in_a_shorter_one():
    assert months_after(date(2026, 8, 31), 18) == date(2028, 2, 29)
