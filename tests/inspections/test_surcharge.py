from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.surcharge import NoRate, Pause, Payment, due_day, surcharge

DUE = date(2026, 2, 4)  # a Wednesday


def grown(fine_fen, days, **more):
    return surcharge(fine_fen, DUE, until=DUE + timedelta(days=days), **more)


BY_DAYS = [
    ("on the due day", 0, 0, False),
    ("one day late", 1, 3_000, False),
    ("two days late", 2, 6_000, False),
    ("day 33", 33, 99_000, False),
    ("day 34 reaches the fine", 34, 100_000, True),
    ("long after", 400, 100_000, True),
]


@pytest.mark.parametrize(
    ("days", "fen", "capped"), [row[1:] for row in BY_DAYS], ids=[row[0] for row in BY_DAYS]
)
def test_three_in_a_hundred_a_day_until_the_fine_is_reached(days, fen, capped):
    found = grown(100_000, days)

    assert (found.surcharge_fen, found.capped) == (fen, capped)


def test_paid_before_the_due_day_nothing_grows():
    assert surcharge(100_000, DUE, until=DUE - timedelta(days=3)).surcharge_fen == 0


def test_the_sum_is_cut_to_the_fen_once_and_not_day_by_day():
    # 3 % of 0.50 yuan is 1.5 fen: two days make 3, not 2
    assert grown(50, 1).surcharge_fen == 1
    assert grown(50, 2).surcharge_fen == 3


def test_a_due_day_of_rest_rolls_to_the_next_working_day():
    sunday, monday = date(2026, 3, 1), date(2026, 3, 2)

    assert due_day(sunday).on == monday
    assert surcharge(100_000, sunday, until=monday).surcharge_fen == 0
    assert surcharge(100_000, sunday, until=date(2026, 3, 3)).surcharge_fen == 3_000


def test_a_make_up_working_day_does_not_roll():
    assert due_day(date(2026, 2, 28)).on == date(2026, 2, 28)


def test_a_year_without_a_calendar_is_provisional_and_named():
    due = due_day(date(2031, 3, 3))

    assert due.is_provisional
    assert due.missing_year == 2031


def test_both_ends_of_a_pause_are_left_out():
    pause = Pause(DUE + timedelta(days=2), DUE + timedelta(days=4))

    assert grown(100_000, 5, pauses=[pause]).surcharge_fen == 6_000
    assert grown(100_000, 4, pauses=[pause]).surcharge_fen == 3_000


def test_pauses_that_overlap_count_once():
    first = Pause(DUE + timedelta(days=1), DUE + timedelta(days=3))
    second = Pause(DUE + timedelta(days=2), DUE + timedelta(days=4))

    assert grown(100_000, 6, pauses=[first, second]).days == 2


def test_what_is_paid_stops_growing_after_its_day():
    half = Payment(DUE + timedelta(days=2), 50_000)

    # two days on the whole, two on the half
    assert grown(100_000, 4, payments=[half]).surcharge_fen == 9_000


def test_what_was_paid_in_time_never_grows():
    assert grown(100_000, 1, payments=[Payment(DUE, 100_000)]).surcharge_fen == 0
    assert grown(100_000, 1, payments=[Payment(DUE, 40_000)]).surcharge_fen == 1_800


@pytest.mark.parametrize(
    ("fine_fen", "more", "said"),
    [
        (0, {}, "above 0"),
        (-5, {}, "above 0"),
        (100, {"payments": [Payment(DUE, 101)]}, "more is paid"),
        (100, {"payments": [Payment(DUE, 0)]}, "above 0"),
        (100, {"pauses": [Pause(DUE, DUE - timedelta(days=1))]}, "pause"),
    ],
    ids=["no fine", "negative fine", "overpaid", "empty payment", "pause turned round"],
)
def test_what_cannot_be_is_refused(fine_fen, more, said):
    with pytest.raises(ValueError, match=said):
        grown(fine_fen, 1, **more)


def test_no_rate_is_guessed_for_a_day_before_the_rows():
    with pytest.raises(NoRate):
        surcharge(100, date(2017, 12, 29), until=date(2018, 1, 5))


def test_before_2021_07_15_the_rate_is_the_same_and_unverified():
    found = surcharge(100_000, date(2020, 5, 6), until=date(2020, 5, 7))

    assert (found.surcharge_fen, found.rate.unverified) == (3_000, True)


@given(
    fine_fen=st.integers(min_value=1, max_value=10**11),
    days=st.integers(min_value=-10, max_value=500),
    pause=st.none() | st.tuples(st.integers(-5, 60), st.integers(0, 60)),
    part=st.none() | st.tuples(st.integers(-5, 60), st.floats(0.01, 1)),
)
def test_the_surcharge_never_exceeds_the_fine(fine_fen, days, pause, part):
    pauses, payments = [], []
    if pause:
        first = DUE + timedelta(days=pause[0])
        pauses = [Pause(first, first + timedelta(days=pause[1]))]
    if part:
        payments = [Payment(DUE + timedelta(days=part[0]), max(1, int(fine_fen * part[1])))]

    found = grown(fine_fen, days, pauses=pauses, payments=payments)

    assert 0 <= found.surcharge_fen <= fine_fen
    assert found.capped == (found.surcharge_fen == fine_fen)


@given(st.integers(min_value=100, max_value=10**11))
def test_day_34_reaches_the_fine_and_day_33_does_not(fine_fen):
    assert grown(fine_fen, 33).surcharge_fen == fine_fen * 99 // 100
    assert grown(fine_fen, 34).capped
