"""The clocks of cases: moved by the calendar, renewed at night; few statements for a case."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import event, select

from app.db import act, db
from app.models.cases import Case
from app.queries.case_facts import case_record
from app.queries.cases import whole_case
from app.queries.running_clocks import PeriodKind, running_clocks
from app.services.calendars import enter_notice, withdraw_notice
from app.services.case_clocks import renew_nightly
from tests.app.factories.cases import actor, led, make_lead, notified, step
from tests.app.factories.orders import TODAY
from tests.app.services.test_calendars import NEW_YEAR_2027

FILED = date(2026, 11, 10)  # ninety days end on Monday 2027-02-08


@pytest.fixture
def case_id(desk):
    with act():
        case = make_lead(actor("officer1"), received_on=FILED)
        led(case, "begin_review", start=FILED)
        led(case, "file", start=FILED)
        return case.public_id


def fetch(public_id: str) -> Case:
    return db.session.scalars(select(Case).where(Case.public_id == public_id)).one()


def clock_of(public_id: str):
    row = fetch(public_id).clocks[0]
    return row.code, row.due_on, row.warn_on, row.provisional, row.missing_year


def test_a_deadline_in_a_year_without_a_calendar_is_provisional(case_id):
    assert clock_of(case_id)[3:] == (True, 2027)


def test_a_published_year_makes_it_certain_and_moves_its_warning(case_id, people):
    with act():
        notice = enter_notice(NEW_YEAR_2027, actor=people.leader1)

    # the 8th is off, the 6th and 7th are a weekend: warned on Friday the 5th
    assert clock_of(case_id) == (
        "decision",
        date(2027, 2, 8),
        date(2027, 2, 5),
        False,
        None,
    )
    with act():
        withdraw_notice(notice, reason="录入有误", actor=people.leader1)
    assert clock_of(case_id)[3] is True


def test_running_deadlines_of_cases_are_among_what_a_calendar_may_move(case_id, people):
    found = [one for one in running_clocks(people.leader1, TODAY) if one.kind is PeriodKind.CASE]

    assert [(one.public_id, one.period.deadline) for one in found] == [(case_id, "decision")]


def test_at_two_at_night_what_lapsed_goes(office, desk):
    with act():
        public_id = notified(actor("officer1")).public_id
    codes = {row.code for row in fetch(public_id).clocks}
    row = next(one for one in fetch(public_id).clocks if one.code == "decision")
    assert codes == {"decision", "correction"}  # the party's own times are long over
    with act():
        db.session.delete(row)
    clock_file = office.config["SETTINGS"].clock_file
    clock_file.write_text(datetime(2026, 11, 19, 18, 0, tzinfo=UTC).isoformat())

    renew_nightly()

    assert {row.code for row in fetch(public_id).clocks} == codes


def test_by_day_nothing_is_renewed(case_id):
    with act():
        db.session.delete(fetch(case_id).clocks[0])

    renew_nightly()

    assert fetch(case_id).clocks == []


def statements(read) -> int:
    sent: list[str] = []

    def hear(*told):
        sent.append(told[2])

    db.session.rollback()  # a transaction of its own, as a page has
    event.listen(db.engine, "before_cursor_execute", hear)
    read()
    event.remove(db.engine, "before_cursor_execute", hear)
    return len(sent)


def test_a_whole_case_with_its_facts_takes_few_statements_however_long(desk, people):
    viewer = people.officer1
    with act():
        short = notified(actor("officer1"))
        long = notified(actor("officer1"))
        step(long, "decide_penalty", date(2026, 3, 25))
        led(long, "serve_decision", "start_performance", start=date(2026, 3, 26))
        ids = short.public_id, long.public_id

    counts = [
        statements(lambda one=one: case_record(whole_case(viewer, one)).facts(TODAY)) for one in ids
    ]

    assert counts[0] == counts[1] <= 12
