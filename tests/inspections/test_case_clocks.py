"""The clocks of a case: what runs, until when, how it stands."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from inspections.calendars import Calendar, Notice
from inspections.procedure.clocks import running, tracks
from inspections.procedure.facts import Correction, Preservation, Recusal
from inspections.procedure.terms import ClockState, HearingRight, Track
from tests.builders import ANNOUNCED, decided, filed, investigated, notified, served

DAY = timedelta(days=1)


def clocks(course, today: date | None = None, calendar: Calendar | None = None) -> dict:
    given = {"calendar": calendar} if calendar else {}
    return {clock.code: clock for clock in running(course.facts, today or course.day, **given)}


def test_a_filing_starts_the_ninety_days():
    found = clocks(filed())["decision"]

    # filed on 2026-03-04
    assert found.due_on == date(2026, 6, 2)
    assert found.state is ClockState.OPEN
    assert "60" in found.article("en") and "六十" in found.article("zh")


@pytest.mark.parametrize(
    ("today", "state", "left"),
    [
        (date(2026, 5, 27), ClockState.OPEN, 4),
        (date(2026, 5, 28), ClockState.DUE_SOON, 3),
        (date(2026, 6, 2), ClockState.DUE_SOON, 0),
        (date(2026, 6, 3), ClockState.OVERDUE, 0),
    ],
)
def test_a_clock_says_how_many_working_days_are_left(today, state, left):
    found = clocks(filed(), today)["decision"]

    assert (found.state, found.working_days_left) == (state, left)


def test_a_notice_starts_both_windows_which_lapse_and_are_never_overdue():
    course = notified()  # served on 2026-03-10

    assert {"defence", "hearing_request", "decision"} <= set(clocks(course))
    assert clocks(course)["defence"].due_on == date(2026, 3, 17)
    assert {"defence", "hearing_request"} & set(clocks(course, date(2026, 3, 18))) == set()


def test_each_waiver_stops_its_own_window():
    assert "defence" not in clocks(notified().take("waive_defence"))
    assert "hearing_request" in clocks(notified().take("waive_defence"))
    assert "hearing_request" not in clocks(notified().take("waive_hearing"))


def test_where_no_hearing_is_due_its_window_does_not_run():
    assert "hearing_request" not in clocks(notified(HearingRight.NO))


def test_a_hearing_that_is_planned_shows_the_last_day_of_its_notice():
    course = notified().take("request_hearing")
    planned = replace(course.facts.notice.hearing, scheduled_on=date(2026, 4, 10))
    course.facts = replace(course.facts, notice=replace(course.facts.notice, hearing=planned))

    # eight working days before Friday 04-10, over Qingming (04-04 to 04-06): Monday 03-30
    assert clocks(course)["hearing_notice"].due_on == date(2026, 3, 30)


def test_a_decision_ends_the_ninety_days_and_starts_service_and_publication():
    found = clocks(decided())  # decided on 2026-03-25

    assert set(found) == {"service", "publication", "correction"}
    assert found["service"].due_on == date(2026, 4, 3)


def test_a_fine_runs_from_its_service_until_it_is_paid():
    course = served()

    assert clocks(course)["payment"].due_on == date(2026, 4, 10)
    assert clocks(course, date(2026, 4, 11))["payment"].state is ClockState.OVERDUE
    course.take("start_performance", "confirm_performance")
    assert "payment" not in clocks(course)
    assert {"reconsideration", "lawsuit"} <= set(clocks(course))


def test_an_announcement_runs_first_and_the_payment_from_its_end():
    course = decided().take("serve_decision", service=ANNOUNCED)

    found = clocks(course)

    assert found["announcement"].due_on == date(2026, 4, 25)
    assert found["payment"].due_on == date(2026, 5, 12)


def test_the_three_months_show_once_the_remedies_are_over():
    course = served().wait(20).take("mark_overdue", "serve_demand")

    assert "court_application" not in clocks(course, date(2026, 9, 28))
    assert clocks(course, date(2026, 9, 29))["court_application"].due_on == date(2026, 12, 28)


def test_every_piece_of_evidence_and_every_order_has_its_own_clock():
    course = investigated()
    open_on, done_on = date(2026, 3, 9), date(2026, 3, 6)
    course.facts = replace(
        course.facts,
        preservations=(
            Preservation(preserved_on=done_on, items=1, decided_on=done_on),
            Preservation(preserved_on=open_on, items=1),
        ),
        corrections=(
            Correction(issued_on=done_on, served_on=done_on, correct_by=date(2026, 3, 20)),
            Correction(issued_on=done_on, served_on=done_on, correct_by=date(2026, 3, 31)),
        ),
    )

    found = [(one.code, one.due_on) for one in running(course.facts, course.day)]

    assert found == [
        ("evidence_preservation", date(2026, 3, 18)),
        ("correction", date(2026, 3, 20)),
        ("correction", date(2026, 3, 31)),
        ("decision", date(2026, 6, 2)),
    ]


def test_a_suspected_crime_has_three_days_and_does_not_stop_the_ninety():
    course = filed().take("begin_investigation", "suspect_crime")
    reported = course.facts.latest("suspect_crime").happened_on
    assert clocks(course)["crime_transfer_decision"].due_on == reported + 3 * DAY

    course.take("decide_crime_transfer")
    assert clocks(course)["crime_transfer_sending"].state is ClockState.DUE_SOON

    course.take("send_crime_transfer")
    assert {"crime_transfer_answer", "decision"} <= set(clocks(course))
    assert "decision" not in clocks(course.take("police_accept"))


def test_a_clock_into_an_unpublished_year_is_provisional_until_its_notice_is_entered():
    course = filed(on=date(2026, 11, 2))
    notice = Notice(
        2027, (date(2027, 2, 5),), (date(2027, 1, 31),), "国办发明电〔2026〕7号", date(2026, 11, 4)
    )

    assert clocks(course)["decision"].state is ClockState.PROVISIONAL
    assert clocks(course)["decision"].end.missing_year == 2027
    entered = clocks(course, calendar=Calendar((notice,)))
    assert entered["decision"].state is ClockState.OPEN


def test_what_runs_beside_a_case_is_told():
    course = notified()
    kept = Preservation(preserved_on=course.day, items=1)
    facts = replace(
        course.facts,
        preservations=(kept,),
        recusals=(Recusal(person="o1", asked_on=course.day),),
    )

    assert tracks(facts) == [
        Track.EVIDENCE_PRESERVED,
        Track.CORRECTION_ORDERED,
        Track.DEFENCE_WINDOW,
        Track.RECUSAL,
    ]
