"""Notices of working days: entered, corrected and withdrawn as versions that stay."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import DatabaseError

from app.db import act, db
from app.errors import Forbidden, NotFound
from app.models.audit import AuditEvent
from app.models.calendars import CalendarNotice
from app.queries.calendars import calendar_now
from app.queries.listing_facts import facts_of
from app.queries.running_clocks import what_moves
from app.services.calendars import (
    NewNotice,
    calendar_with,
    correct_notice,
    enter_notice,
    withdraw_notice,
)
from inspections.blacklist_facts import answer_due
from inspections.calendars import NoticeScope
from inspections.refusal import Refused
from tests.app.factories.blacklist import make_draft
from tests.app.factories.orders import make_order, served, visit_with_findings
from tests.app.factories.visits import make_site

NEW_YEAR_2027 = NewNotice(
    year=2027,
    scope=NoticeScope.WHOLE,
    title="国务院办公厅关于2027年部分节假日安排的通知",
    number="国办发明电〔2026〕8号",
    published_on=date(2026, 11, 10),
    off=(date(2027, 1, 1), date(2027, 2, 8)),
    work=(date(2027, 1, 31),),
)
MONDAY_OFF, SUNDAY_WORKED = date(2027, 2, 8), date(2027, 1, 31)


def refused(call, *arguments, **keywords) -> list[str]:
    with pytest.raises(Refused) as caught, act():
        call(*arguments, **keywords)
    return [refusal.code.partition(".")[2] for refusal in caught.value.refusals]


def entered(people, new=NEW_YEAR_2027) -> CalendarNotice:
    with act():
        return enter_notice(new, actor=people.leader1)


def test_an_entered_notice_decides_about_its_year(desk, people):
    before = calendar_now()

    entered(people)

    after = calendar_now()
    assert (before.is_published(2027), after.is_published(2027)) == (False, True)
    assert not after.is_working_day(MONDAY_OFF)
    assert after.is_working_day(SUNDAY_WORKED)


def test_a_notice_is_entered_once(desk, people):
    entered(people)

    assert refused(enter_notice, NEW_YEAR_2027, actor=people.leader1) == ["is_entered_once"]


def test_a_correction_replaces_the_version_and_keeps_it(desk, people):
    row = entered(people)
    better = replace(NEW_YEAR_2027, off=(date(2027, 1, 1),), reason="2月8日录错")

    with act():
        correct_notice(row, better, actor=people.leader1)

    assert calendar_now().is_working_day(MONDAY_OFF)
    kept = db.session.scalars(select(CalendarNotice).order_by(CalendarNotice.id)).all()
    assert [len(one.off) for one in kept] == [2, 1]
    assert kept[0].replaced_by is kept[1]


def test_a_version_that_was_replaced_is_not_changed_again(desk, people):
    row = entered(people)
    better = replace(NEW_YEAR_2027, off=(date(2027, 1, 1),), reason="录错")
    with act():
        correct_notice(row, better, actor=people.leader1)

    assert refused(correct_notice, row, better, actor=people.leader1) == [
        "newest_version_is_changed"
    ]


def test_a_withdrawn_notice_counts_no_longer_and_may_be_entered_again(desk, people):
    row = entered(people)
    with act():
        gone = withdraw_notice(row, reason="录入了错误的年份", actor=people.leader1)
    without = calendar_now().is_published(2027)

    with act():
        correct_notice(gone, replace(NEW_YEAR_2027, reason="重新录入"), actor=people.leader1)

    assert (without, calendar_now().is_published(2027)) == (False, True)


def test_a_withdrawal_needs_its_reason(desk, people):
    row = entered(people)

    assert refused(withdraw_notice, row, reason=" ", actor=people.leader1) == [
        "change_has_a_reason"
    ]


def test_only_who_works_for_the_whole_bureau_keeps_the_calendar(desk, people):
    with pytest.raises(NotFound), act():
        enter_notice(NEW_YEAR_2027, actor=people.approver1)
    with pytest.raises(Forbidden), act():
        enter_notice(NEW_YEAR_2027, actor=people.auditor1)


def test_an_entry_leaves_an_event_in_the_bureaus_chain(desk, people):
    row = entered(people)

    verb = AuditEvent.verb == "calendar.entered"
    told = db.session.scalars(select(AuditEvent).where(verb)).one()
    assert (told.chain, told.object_id) == ("210100", row.public_id)


@pytest.mark.parametrize("table", ["calendar_notices", "calendar_days"])
def test_what_was_entered_is_never_changed(desk, people, table):
    entered(people)

    for deed in ("update {} set id = id", "delete from {}"):
        with pytest.raises(DatabaseError), act():
            db.session.execute(text(deed.format(table)))


def test_what_moves_names_the_orders_that_run(desk, people):
    officer = people.officer1
    with act():
        for due_on in (date(2027, 2, 8), date(2026, 12, 4)):
            visit = visit_with_findings(make_site(), officer)
            served(make_order(visit, officer, due_on=due_on), officer)

    found, running = what_moves(
        people.leader1,
        date(2026, 11, 19),
        before=calendar_now(),
        after=calendar_with(NEW_YEAR_2027),
    )

    assert running == 2
    assert [one.ends.after.warn_on for one in found] == [date(2027, 2, 5)]
    assert [one.ends.before.missing_year for one in found] == [2027]


def test_the_calendar_is_read_in_one_statement(desk, people):
    entered(people)
    sent: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *told: sent.append(told[2]))

    calendar_now()
    calendar_now()

    assert len([one for one in sent if one.startswith("SELECT")]) == 1


def test_a_listings_time_to_answer_follows_the_calendar(desk, people):
    officer = people.officer1
    with act():
        listing = make_draft(officer, notice_served_on=date(2027, 2, 3))
    before = listing.answer_due_on

    entered(people)

    db.session.refresh(listing)
    facts = facts_of(listing, actor=officer, today=date(2027, 2, 10))
    assert before != listing.answer_due_on == date(2027, 2, 11)
    assert answer_due(facts).on == date(2027, 2, 11)
