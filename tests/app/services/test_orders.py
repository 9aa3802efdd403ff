"""Orders to correct through the services, on both databases."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.db import act, db
from app.errors import BadInput, Conflict, Forbidden, NotFound
from app.models.audit import AuditEvent
from app.models.orders import Order, OrderStep
from app.models.papers import PaperNumber
from app.models.visits import PendingFile, Visit
from app.queries.orders import open_orders_at, order_by_public_id
from app.services.order_drafts import edit_draft
from app.services.order_prefill import order_from
from app.services.order_steps import StepSaid
from app.services.orders import (
    Service,
    ask_extension,
    close_order,
    escalate_order,
    grant_extension,
    issue_order,
    receive_report,
    refuse_extension,
    serve_order,
    set_aside_order,
    withdraw_order,
)
from app.services.recusals import record_recusal
from inspections.checklists import GivenAnswer
from inspections.refusal import Refused
from inspections.vocabulary import (
    Answer,
    Corrected,
    LicenceStatus,
    OrderState,
    OrderVariant,
    ServiceMethod,
)
from tests.app.factories.orders import (
    DUE,
    ITEM,
    ORDER,
    TODAY,
    answered,
    issued,
    make_order,
    officers,
    rechecked,
    served,
    visit_with_findings,
)
from tests.app.factories.visits import all_yes, make_evidence, make_site, make_visit, person_of

YES, PARTLY, NO = Corrected.YES, Corrected.PARTLY, Corrected.NO
LICENSED = {"licence_status": LicenceStatus.VALID, "licence_no": "教民121010270000018号"}
NAMES = ("officer1", "officer2", "inspector1", "approver1", "leader1", "auditor1")


@pytest.fixture
def crew(people):
    """The persons as viewers, read before anything is written."""
    return SimpleNamespace(**{name: getattr(people, name) for name in NAMES})


@pytest.fixture
def visit(desk, crew):
    """A visit that found something, in one transaction with all that follows."""
    with act():
        return visit_with_findings(make_site(**LICENSED), crew.officer1).public_id


@pytest.fixture
def draft(visit, crew):
    """A draft with two items."""
    with act():
        return make_order(newest_visit(), crew.officer1).public_id


def newest_visit():
    return db.session.scalars(select(Visit).order_by(Visit.id.desc()).limit(1)).one()


def fetch(public_id: str) -> Order:
    return db.session.scalars(select(Order).where(Order.public_id == public_id)).one()


def said(day: date = TODAY, **more) -> StepSaid:
    return StepSaid(day, **more)


def codes(refused) -> list[str]:
    return [one.code for one in refused.value.refusals]


def test_an_order_is_prefilled_from_what_a_visit_found(visit):
    wanted = order_from(newest_visit().versions[-1])

    assert wanted.variant is OrderVariant.CORRECT
    assert [item.wrong for item in wanted.items] == ["公示栏未张贴收费标准"]
    assert wanted.items[0].checklist_item == "prices_posted"
    assert "《暂行办法》第二十二条第三项" in wanted.items[0].rule
    assert wanted.party_name == newest_visit().site.institution.name


def test_who_has_no_licence_is_told_to_stop(desk, crew):
    with act():
        site = make_site(licence_status=LicenceStatus.NONE)
        answers = all_yes(site, licence_held=GivenAnswer(Answer.NO, "拿不出办学许可证"))
        visit_with_findings(site, crew.officer1, answers=answers)

    wanted = order_from(newest_visit().versions[-1])

    assert wanted.variant is OrderVariant.STOP_AT_ONCE
    assert wanted.items[0].violation == "unlicensed_institution"


def test_an_issued_order_carries_the_next_number_of_its_office(visit, crew):
    with act():
        for _time in range(2):
            issued(make_order(newest_visit(), crew.officer1), crew.officer1)

    numbers = list(db.session.scalars(select(Order.number).order_by(Order.id)))
    assert numbers == ["和平教责改字〔2026〕第1号", "和平教责改字〔2026〕第2号"]


def test_an_issued_order_keeps_its_officers_and_their_certificates(draft, crew):
    with act():
        issued(fetch(draft), crew.officer1)

    order = fetch(draft)
    assert (order.first_officer.display, order.second_officer.display) == ("周拟衡", "李拟安")
    assert order.first_officer_certificate
    assert (order.state, order.issued_on, order.due_on) == (OrderState.ISSUED, TODAY, DUE)


def test_a_late_entry_is_flagged_and_not_refused(draft, crew):
    with act():
        issued(fetch(draft), crew.officer1, on=date(2026, 11, 18))

    event = db.session.scalars(select(AuditEvent).where(AuditEvent.verb == "order.issued")).one()
    assert event.details["late"] == 1


def test_an_order_needs_two_officers_who_are_not_recused(draft, crew):
    with act():
        record_recusal(
            person_of("inspector1"),
            fetch(draft).institution,
            decided_on=TODAY,
            reason="系举办者近亲属",
            actor=crew.approver1,
        )
    with pytest.raises(Refused) as refused, act():
        issued(fetch(draft), crew.officer1)

    assert codes(refused) == ["orders.officers_are_not_recused"]
    assert fetch(draft).number is None


def test_a_refused_issue_takes_no_number(draft, crew):
    with pytest.raises(Refused), act():
        issue_order(fetch(draft), said(), actor=crew.officer1)
    with act():
        issued(fetch(draft), crew.officer1)

    assert fetch(draft).number == "和平教责改字〔2026〕第1号"


def test_the_number_of_a_withdrawn_order_is_void_for_ever(draft, crew):
    with act():
        issued(fetch(draft), crew.officer1)
        withdraw_order(fetch(draft), said(reason="当事人名称有误"), actor=crew.officer1)
    with act():
        second = issued(make_order(newest_visit(), crew.officer1), crew.officer1).public_id

    void = db.session.scalars(select(PaperNumber).where(PaperNumber.number == 1)).one()
    assert (void.state.value, void.void_reason) == ("void", "当事人名称有误")
    assert fetch(second).number == "和平教责改字〔2026〕第2号"


def test_a_draft_is_changed_until_it_is_issued(draft, crew):
    with act():
        order = fetch(draft)
        wanted = replace(ORDER, items=(ITEM,), refund_fen=4_658_000)
        edit_draft(order, wanted, based_on=order.version, actor=crew.officer1)

    items = fetch(draft).items
    assert [item.is_refund for item in items] == [False, True]
    assert items[1].to_correct == "退还所收取的费用人民币46580.00元"


def test_a_draft_that_somebody_else_changed_is_not_overwritten(draft, crew):
    with pytest.raises(Conflict), act():
        edit_draft(fetch(draft), ORDER, based_on=99, actor=crew.officer1)


def test_an_issued_order_is_not_edited(draft, crew):
    with act():
        issued(fetch(draft), crew.officer1)
    with pytest.raises(BadInput), act():
        edit_draft(fetch(draft), ORDER, based_on=fetch(draft).version, actor=crew.officer1)


@pytest.mark.parametrize(
    "statement",
    [
        "update order_items set wrong = 'x'",
        "delete from order_items",
        "update order_steps set reason = 'x'",
        "delete from order_steps",
    ],
)
def test_the_database_itself_refuses_to_change_what_was_issued(draft, crew, statement):
    with act():
        issued(fetch(draft), crew.officer1)

    with pytest.raises(DBAPIError), act():
        db.session.execute(text(statement))


def test_service_begins_the_time_and_keeps_its_proof(draft, crew):
    with act():
        served(fetch(draft), crew.officer1)

    order = fetch(draft)
    assert (order.state, order.served_on, order.counts_on) == (OrderState.SERVED, TODAY, TODAY)
    assert len(order.steps[-1].files) == 1
    assert db.session.scalars(select(PendingFile)).all() == []


def test_an_announcement_counts_thirty_days_later(draft, crew):
    with act():
        order = issued(fetch(draft), crew.officer1)
        paper = make_evidence(order.site, crew.officer1, name="公告.pdf")
        serve_order(
            order,
            said(officers=officers(), reason="多次上门无人，电话停机", evidence=[paper]),
            Service(ServiceMethod.ANNOUNCEMENT),
            actor=crew.officer1,
        )

    assert fetch(draft).counts_on == date(2026, 12, 19)


def test_service_without_its_receipt_is_refused(draft, crew):
    with act():
        issued(fetch(draft), crew.officer1)
    with pytest.raises(Refused) as refused, act():
        serve_order(
            fetch(draft),
            said(officers=officers()),
            Service(ServiceMethod.DIRECT, "马拟然"),
            actor=crew.officer1,
        )

    assert codes(refused) == ["serving.is_proven"]


def test_who_is_to_stop_at_once_has_until_the_service(desk, crew):
    with act():
        site = make_site(licence_status=LicenceStatus.NONE)
        visit = visit_with_findings(site, crew.officer1)
        order = make_order(visit, crew.officer1, variant=OrderVariant.STOP_AT_ONCE, due_on=None)
        public_id = served(order, crew.officer1).public_id

    assert fetch(public_id).due_on == TODAY


def test_more_time_is_asked_for_and_granted_by_the_head(draft, crew):
    until = date(2026, 12, 18)
    with act():
        served(fetch(draft), crew.officer1)
        ask_extension(fetch(draft), said(reason="装修未完"), until=until, actor=crew.officer1)
    with pytest.raises(Forbidden), act():
        grant_extension(fetch(draft), said(), until=until, actor=crew.officer1)
    with act():
        grant_extension(fetch(draft), said(), until=date(2026, 12, 11), actor=crew.approver1)

    order = fetch(draft)
    assert (order.due_on, order.first_due_on) == (date(2026, 12, 11), DUE)
    assert order.extension_until is None


def test_refusing_more_time_leaves_the_day(draft, crew):
    with act():
        served(fetch(draft), crew.officer1)
        ask_extension(
            fetch(draft), said(reason="忙"), until=date(2026, 12, 18), actor=crew.officer1
        )
        refuse_extension(fetch(draft), said(reason="理由不充分"), actor=crew.approver1)

    assert (fetch(draft).due_on, fetch(draft).extension_until) == (DUE, None)


def test_the_institutions_report_is_kept_with_its_photos(draft, crew):
    with act():
        order = served(fetch(draft), crew.officer1)
        photo = make_evidence(order.site, crew.officer1, name="公示栏.pdf")
        receive_report(order, said(reason="已全部公示", evidence=[photo]), actor=crew.officer1)

    step = fetch(draft).steps[-1]
    assert (step.step, step.reason, len(step.files)) == ("receive_report", "已全部公示", 1)


def test_what_is_corrected_is_closed(draft, crew):
    with act():
        rechecked(served(fetch(draft), crew.officer1), crew.officer1, YES, YES)
        close_order(fetch(draft), said(), actor=crew.officer1)

    order = fetch(draft)
    assert (order.state, order.outcome) == (OrderState.CLOSED, YES)
    assert [step.step for step in order.steps] == ["issue", "serve", "recheck", "close"]


def test_what_is_corrected_in_part_is_not_closed_and_not_escalated_early(draft, crew):
    with act():
        rechecked(served(fetch(draft), crew.officer1), crew.officer1, YES, NO)

    assert fetch(draft).outcome is PARTLY
    with pytest.raises(Refused) as refused, act():
        close_order(fetch(draft), said(), actor=crew.officer1)
    assert codes(refused) == ["orders.all_is_corrected"]
    with pytest.raises(Refused) as refused, act():
        escalate_order(fetch(draft), said(reason="未改正"), actor=crew.officer1)
    assert codes(refused) == ["orders.day_to_correct_by_is_over"]


def test_after_its_day_an_order_is_escalated_with_a_reason(desk, crew, office):
    with act():
        visit = visit_with_findings(make_site(**LICENSED), crew.officer1)
        order = make_order(visit, crew.officer1, due_on=date(2026, 11, 19))
        served(order, crew.officer1, on=date(2026, 11, 18))
        public_id = rechecked(order, crew.officer1, NO, NO).public_id
    office.config["SETTINGS"].clock_file.write_text("2026-11-20T12:00:00+08:00")
    with act():
        step = escalate_order(
            fetch(public_id),
            said(date(2026, 11, 20), reason="逾期未改正"),
            actor=crew.officer1,
        )
        step_id = step.public_id

    assert fetch(public_id).state is OrderState.ESCALATED
    found = db.session.scalars(select(OrderStep).where(OrderStep.public_id == step_id)).one()
    assert found.reason == "逾期未改正"


def test_setting_aside_is_the_heads(draft, crew):
    with act():
        served(fetch(draft), crew.officer1)
    with pytest.raises(Forbidden), act():
        set_aside_order(fetch(draft), said(reason="事实不清"), actor=crew.officer1)
    with act():
        set_aside_order(fetch(draft), said(reason="事实不清"), actor=crew.approver1)

    assert fetch(draft).state is OrderState.SET_ASIDE


def test_another_district_finds_no_order(draft, crew):
    with pytest.raises(NotFound):
        order_by_public_id(crew.officer2, draft)
    with pytest.raises(NotFound), act():
        issued(fetch(draft), crew.officer2)


def test_an_auditor_issues_nothing(draft, crew):
    with pytest.raises(Forbidden), act():
        issued(fetch(draft), replace(crew.auditor1, district_code="210102"))


def test_a_visit_carries_a_recheck_in_its_own_act(draft, crew):
    with act():
        order = served(fetch(draft), crew.officer1)
        visit = make_visit(
            order.site, crew.officer1, happened_on=TODAY, rechecks=(answered(order, YES, YES),)
        )
        digest = visit.versions[-1].document["rechecks"][0]["order"]

    order = fetch(draft)
    assert digest == draft
    assert (order.state, order.outcome) == (OrderState.RECHECKED, YES)
    assert order.steps[-1].visit.public_id == newest_visit().public_id
    assert [answer.note for answer in order.steps[-1].answers] == ["现场查看", "现场查看"]


def test_a_visit_whose_recheck_is_refused_is_not_entered(draft, crew):
    before = newest_visit().public_id
    with pytest.raises(Refused) as refused, act():
        order = served(fetch(draft), crew.officer1)
        make_visit(order.site, crew.officer1, happened_on=TODAY, rechecks=(answered(order, YES),))

    assert codes(refused) == ["orders.every_item_is_rechecked"]
    assert newest_visit().public_id == before


def test_what_was_found_uncorrected_is_no_visit_without_findings(draft, crew):
    with pytest.raises(Refused) as refused, act():
        order = served(fetch(draft), crew.officer1)
        make_visit(
            order.site, crew.officer1, happened_on=TODAY, rechecks=(answered(order, YES, NO),)
        )

    assert codes(refused) == ["visits.result_agrees_with_findings"]


def test_an_order_of_another_site_is_unknown(draft, crew):
    with pytest.raises(BadInput), act():
        order = served(fetch(draft), crew.officer1)
        make_visit(
            make_site(),
            crew.officer1,
            happened_on=TODAY,
            rechecks=(answered(order, YES, YES),),
        )


def test_only_running_orders_wait_at_a_site(draft, crew):
    with act():
        order = served(fetch(draft), crew.officer1)
        issued(make_order(newest_visit(), crew.officer1), crew.officer1)
        site = order.site_id

    assert [one.public_id for one in open_orders_at(crew.officer1, [site])[site]] == [draft]
