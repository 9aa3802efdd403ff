"""The steps of an order to correct and what stands against them."""

from dataclasses import replace
from datetime import date

import pytest

from inspections.order_facts import AnswerFacts, ItemFacts, OrderFacts, outcome_of
from inspections.orders import STEPS, OrderRemark, due_state, refusals, remarks
from inspections.serving import ServiceFacts
from inspections.visit_facts import CertificateFacts, OfficerFacts
from inspections.vocabulary import Corrected, DueState, OrderState, OrderVariant, ServiceMethod

S, V, C = OrderState, OrderVariant, Corrected
LONG = (CertificateFacts("1", date(2024, 1, 1), date(2027, 1, 1)),)
SHORT = (CertificateFacts("2", date(2024, 1, 1), date(2026, 11, 18)),)
ZHOU, LI = OfficerFacts("zhou", "周拟衡", LONG), OfficerFacts("li", "李拟安", LONG)
HE = OfficerFacts("he", "何拟清", SHORT)
TODAY = date(2026, 11, 19)
PRICES = ItemFacts(1, "未公示收费标准", "暂行办法第二十二条第三项", "公示全部收费项目")
NO_LICENCE = ItemFacts(1, "无证招生", "暂行办法第十七条", "停止举办", "unlicensed_institution")
DRAFT = OrderFacts(
    state=S.DRAFT,
    variant=V.CORRECT,
    today=TODAY,
    happened_on=TODAY,
    rests_on=date(2026, 11, 18),
    party_name="沈阳拟星培训学校",
    items=(PRICES,),
    recheck_how="期满后到现场复查",
    due_on=date(2026, 12, 4),
    officers=(ZHOU, LI),
)
STOP = replace(DRAFT, variant=V.STOP_AT_ONCE, items=(NO_LICENCE,), due_on=None, has_licence=False)
HANDED = ServiceFacts(ServiceMethod.DIRECT, "马拟然，教务主管", proofs=1)
ISSUED = replace(DRAFT, state=S.ISSUED, service=HANDED)
SERVED = replace(DRAFT, state=S.SERVED)
ASKING = replace(SERVED, until=date(2026, 12, 18), reason="装修未完")
DECIDING = replace(ASKING, extension_until=date(2026, 12, 18))
REPORTING = replace(SERVED, report="已公示", report_files=2)
CHECKED = replace(SERVED, answers=(AnswerFacts(1, C.YES, "公示栏已张贴", 1),))
DONE = replace(SERVED, state=S.RECHECKED, outcome=C.YES)
LACKING = replace(
    SERVED,
    state=S.RECHECKED,
    outcome=C.PARTLY,
    today=date(2026, 12, 5),
    happened_on=date(2026, 12, 5),
    reason="复查仍未公示",
)


def codes(step: str, facts: OrderFacts) -> list[str]:
    return [refusal.code for refusal in refusals(STEPS[step], facts)]


@pytest.mark.parametrize(
    ("step", "facts"),
    [
        ("issue", DRAFT),
        ("serve", ISSUED),
        ("receive_report", REPORTING),
        ("ask_extension", ASKING),
        ("grant_extension", DECIDING),
        ("refuse_extension", DECIDING),
        ("recheck", CHECKED),
        ("close", DONE),
        ("escalate", LACKING),
        ("withdraw", replace(ISSUED, reason="当事人有误")),
        ("set_aside", replace(SERVED, reason="事实不清")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_complete_order_may_take_the_step(step, facts):
    assert codes(step, facts) == []


@pytest.mark.parametrize("step", [code for code in STEPS if code not in ("issue", "withdraw")])
def test_a_draft_can_only_be_issued_or_withdrawn(step):
    assert codes(step, DRAFT) == ["orders.step_fits_state"]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (replace(DRAFT, party_name=" "), "orders.party_is_named"),
        (replace(DRAFT, items=()), "orders.items_are_complete"),
        (replace(DRAFT, items=(replace(PRICES, rule=""),)), "orders.items_are_complete"),
        (replace(DRAFT, due_on=None), "orders.day_to_correct_by_is_set"),
        (replace(DRAFT, due_on=TODAY), "orders.day_to_correct_by_is_set"),
        (replace(DRAFT, recheck_how=""), "orders.recheck_is_announced"),
        (replace(DRAFT, happened_on=date(2026, 11, 17)), "orders.step_follows_what_it_rests_on"),
        (replace(DRAFT, today=date(2026, 11, 18)), "orders.day_has_come"),
        (replace(DRAFT, officers=(ZHOU, ZHOU)), "orders.two_officers_acted"),
        (replace(DRAFT, officers=(ZHOU, HE)), "orders.officers_were_certified"),
        (replace(DRAFT, recused=("周拟衡",)), "orders.officers_are_not_recused"),
        (replace(STOP, due_on=date(2026, 12, 4)), "orders.stop_gives_no_time"),
        (replace(STOP, has_licence=True), "orders.stop_is_for_those_without_a_licence"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_order_that_lacks_something_is_not_issued(facts, code):
    assert codes("issue", facts) == [code]


def test_all_reasons_are_told_at_once():
    facts = replace(DRAFT, party_name="", due_on=None, officers=())

    assert codes("issue", facts) == [
        "orders.party_is_named",
        "orders.day_to_correct_by_is_set",
        "orders.two_officers_acted",
    ]


def test_running_without_approval_is_given_no_day():
    facts = replace(STOP, variant=V.CORRECT, due_on=date(2026, 12, 4))

    assert codes("issue", facts) == ["orders.running_without_approval_stops_at_once"]


def test_an_order_to_stop_is_issued_without_a_day():
    assert codes("issue", STOP) == []


def test_a_step_of_tomorrow_says_from_when_it_may_be_recorded():
    facts = replace(DRAFT, happened_on=date(2026, 11, 20))

    found = refusals(STEPS["issue"], facts)

    assert [(one.code, one.until) for one in found] == [("orders.day_has_come", date(2026, 11, 20))]


@pytest.mark.parametrize(
    ("service", "code"),
    [
        (ServiceFacts(proofs=1), "serving.method_is_chosen"),
        (replace(HANDED, proofs=0), "serving.is_proven"),
        (replace(HANDED, receiver=""), "serving.receiver_is_named"),
        (replace(HANDED, method=ServiceMethod.LEFT), "serving.leaving_is_witnessed"),
        (ServiceFacts(ServiceMethod.ELECTRONIC, proofs=1), "serving.electronic_was_agreed"),
        (
            ServiceFacts(ServiceMethod.ANNOUNCEMENT, proofs=1),
            "serving.announcement_is_the_last_way",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_service_without_its_proof_is_refused(service, code):
    assert codes("serve", replace(ISSUED, service=service)) == [code]


@pytest.mark.parametrize(
    ("step", "facts", "code"),
    [
        ("ask_extension", replace(ASKING, until=date(2026, 12, 4)), "orders.extension_is_later"),
        ("ask_extension", replace(ASKING, reason=""), "orders.reason_is_given"),
        ("ask_extension", DECIDING, "orders.no_extension_waits"),
        (
            "ask_extension",
            replace(ASKING, variant=V.STOP_AT_ONCE, due_on=None),
            "orders.extension_needs_a_day",
        ),
        ("ask_extension", replace(ASKING, outcome=C.YES), "orders.something_is_left_to_correct"),
        ("grant_extension", ASKING, "orders.extension_waits"),
        ("refuse_extension", replace(DECIDING, reason=""), "orders.reason_is_given"),
        ("receive_report", replace(SERVED, report=" "), "orders.report_says_something"),
    ],
)
def test_what_isnt_so_stands_against_the_step(step, facts, code):
    assert codes(step, facts) == [code]


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ((), "orders.every_item_is_rechecked"),
        ((AnswerFacts(2, C.YES, "x"),), "orders.every_item_is_rechecked"),
        ((AnswerFacts(1, C.NO, "", 1),), "orders.recheck_says_what_was_seen"),
        ((AnswerFacts(1, C.YES),), "orders.recheck_is_proven"),
    ],
    ids=["no answer", "another item", "not corrected, nothing seen", "without proof"],
)
def test_a_recheck_answers_every_item_with_its_proof(answers, code):
    assert codes("recheck", replace(SERVED, answers=answers)) == [code]


def test_only_what_is_corrected_is_closed():
    assert codes("close", replace(DONE, outcome=C.PARTLY)) == ["orders.all_is_corrected"]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (replace(LACKING, outcome=C.YES), "orders.recheck_found_a_lack"),
        (replace(LACKING, outcome=None, state=S.SERVED), "orders.recheck_found_a_lack"),
        (replace(LACKING, happened_on=date(2026, 12, 4)), "orders.day_to_correct_by_is_over"),
        (replace(LACKING, extension_until=date(2026, 12, 18)), "orders.no_extension_waits"),
        (replace(LACKING, reason=""), "orders.reason_is_given"),
    ],
    ids=["all corrected", "no re-check", "its last day", "an extension waits", "no reason"],
)
def test_an_order_is_not_escalated_too_early(facts, code):
    assert codes("escalate", facts) == [code]


def test_who_was_to_stop_at_once_is_escalated_the_same_day():
    facts = replace(
        STOP, state=S.RECHECKED, outcome=C.NO, due_on=TODAY, happened_on=TODAY, reason="仍在授课"
    )

    assert codes("escalate", facts) == []


# 2026-12-04 is a Friday: three working days before it are 1, 2 and 3 December
@pytest.mark.parametrize(
    ("today", "wanted"),
    [
        (date(2026, 11, 30), DueState.OPEN),
        (date(2026, 12, 1), DueState.DUE_SOON),
        (date(2026, 12, 4), DueState.DUE_SOON),
        (date(2026, 12, 5), DueState.OVERDUE),
    ],
    ids=str,
)
def test_the_day_to_correct_by_stands_to_today(today, wanted):
    assert due_state(S.SERVED, None, date(2026, 12, 4), today) is wanted


@pytest.mark.parametrize(
    ("state", "outcome", "wanted"),
    [
        (S.ISSUED, None, DueState.NOT_RUNNING),
        (S.RECHECKED, C.YES, DueState.NOT_RUNNING),
        (S.RECHECKED, C.NO, DueState.OVERDUE),
        (S.CLOSED, C.YES, DueState.NOT_RUNNING),
    ],
    ids=["not served", "corrected", "not corrected", "closed"],
)
def test_a_day_runs_from_service_until_all_is_corrected(state, outcome, wanted):
    assert due_state(state, outcome, date(2026, 12, 4), date(2026, 12, 7)) is wanted


@pytest.mark.parametrize(
    ("answers", "wanted"),
    [
        ([C.YES, C.YES], C.YES),
        ([C.YES, C.NO], C.PARTLY),
        ([C.PARTLY], C.PARTLY),
        ([C.NO, C.NO], C.NO),
    ],
)
def test_the_whole_is_corrected_only_where_every_item_is(answers, wanted):
    assert outcome_of(answers) is wanted


# issued Thursday 2026-11-19; the seventh working day is Monday 2026-11-30
@pytest.mark.parametrize(
    ("served_on", "wanted"),
    [(date(2026, 11, 30), []), (date(2026, 12, 1), [OrderRemark.SERVED_LATE])],
    ids=str,
)
def test_service_after_seven_working_days_is_remarked(served_on, wanted):
    found = remarks(
        issued_on=TODAY,
        served_on=served_on,
        counts_on=served_on,
        first_due_on=date(2026, 12, 4),
        asked_late=False,
    )

    assert found == wanted


def test_an_order_served_on_its_last_day_leaves_no_time():
    found = remarks(
        issued_on=TODAY,
        served_on=date(2026, 11, 20),
        counts_on=date(2026, 12, 20),
        first_due_on=date(2026, 12, 4),
        asked_late=True,
    )

    assert found == [OrderRemark.NO_TIME_LEFT, OrderRemark.ASKED_LATE]
