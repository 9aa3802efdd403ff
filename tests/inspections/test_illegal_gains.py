from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.illegal_gains import (
    BadLines,
    Line,
    LineFault,
    LineKind,
    gains_from,
    lines_of,
    lines_received,
)
from inspections.penalty_ranges import penalty_range
from inspections.vocabulary import PartyType, PenaltyTier


def receipt(fen, **more):
    return {"kind": "receipt", "amount_fen": fen, **more}


def refund(fen, untaught, **more):
    return {"kind": "refund", "amount_fen": fen, "untaught_prepaid": untaught, **more}


def test_the_published_example_leaves_3_000_and_a_range_of_3_000_to_15_000():
    gains = gains_from(lines_of([receipt(4_658_000), refund(4_358_000, True)]))

    found = penalty_range(
        "unlicensed_institution",
        PenaltyTier.BASE,
        act_on=date(2025, 3, 1),
        party=PartyType.NATURAL_PERSON,
        base_fen=gains.base_fen,
    )
    assert gains.base_fen == 300_000
    assert (found.min_fen, found.max_fen) == (300_000, 1_500_000)


def test_only_refunds_of_untaught_prepaid_lessons_lower_the_base():
    rows = [receipt(12_000_000), refund(2_000_000, True), refund(3_000_000, False)]

    gains = gains_from(lines_of(rows))

    assert (gains.base_fen, gains.left_to_confiscate_fen) == (10_000_000, 7_000_000)


def test_no_lines_are_no_gains():
    assert (gains_from([]).base_fen, gains_from([]).left_to_confiscate_fen) == (0, 0)


BAD = [
    ("negative receipt", [receipt(-1)], 1, "amount_fen", LineFault.AMOUNT),
    ("nothing received", [receipt(0)], 1, "amount_fen", LineFault.AMOUNT),
    ("a part of a fen", [receipt(1.5)], 1, "amount_fen", LineFault.AMOUNT),
    ("a word", [receipt("100")], 1, "amount_fen", LineFault.AMOUNT),
    ("true is no amount", [receipt(True)], 1, "amount_fen", LineFault.AMOUNT),
    (
        "refund without its flag",
        [receipt(5), {"kind": "refund", "amount_fen": 1}],
        2,
        "untaught_prepaid",
        LineFault.FLAG_MISSING,
    ),
    (
        "a flag that is a word",
        [receipt(5), refund(1, "yes")],
        2,
        "untaught_prepaid",
        LineFault.FLAG_MISSING,
    ),
    (
        "a receipt with a flag",
        [receipt(5, untaught_prepaid=True)],
        1,
        "untaught_prepaid",
        LineFault.FLAG_OF_RECEIPT,
    ),
    ("a third kind", [receipt(5), {"kind": "gift", "amount_fen": 1}], 2, "kind", LineFault.KIND),
    ("no kind", [{"amount_fen": 1}], 1, "kind", LineFault.KIND),
    ("an unknown field", [receipt(5, total=5)], 1, "total", LineFault.FIELD),
    ("no day", [receipt(5, received_on="2025-02-30")], 1, "received_on", LineFault.DAY),
    ("not an object", [[1, 2]], 1, "line", LineFault.SHAPE),
]


@pytest.mark.parametrize(
    ("rows", "line", "field", "fault"), [row[1:] for row in BAD], ids=[row[0] for row in BAD]
)
def test_a_line_that_cannot_be_is_named(rows, line, field, fault):
    with pytest.raises(BadLines) as bad:
        lines_of(rows)

    (only,) = bad.value.faults
    assert (only.line, only.field, only.fault) == (line, field, fault)


def test_the_line_with_which_more_is_refunded_than_received_is_named():
    lines = lines_of([receipt(100), refund(60, True), refund(41, False)])

    with pytest.raises(BadLines, match="line 3, amount_fen"):
        gains_from(lines)


def test_every_fault_is_told_at_once():
    with pytest.raises(BadLines) as bad:
        lines_of([receipt(-1), {"kind": "refund", "amount_fen": 1}, receipt(1)])

    assert [fault.line for fault in bad.value.faults] == [1, 2]


def test_gains_of_a_part_count_what_came_in_then():
    rows = [
        receipt(100, received_on="2023-10-14"),
        receipt(70, received_on="2023-10-15"),
        refund(20, True, received_on="2023-10-15"),
    ]

    lines = lines_received(lines_of(rows), date(2023, 10, 15), date(2023, 12, 31))

    assert gains_from(lines).base_fen == 50


def test_a_part_needs_the_day_of_every_line():
    with pytest.raises(ValueError, match="line 1"):
        lines_received(lines_of([receipt(1)]), date(2023, 1, 1), date(2023, 12, 31))


amounts = st.integers(min_value=1, max_value=10**10)


@given(st.lists(st.tuples(amounts, st.booleans(), amounts), max_size=8))
def test_what_is_left_is_never_more_than_the_base_nor_below_zero(rows):
    lines = []
    for received, untaught, given_back in rows:
        lines.append(Line(LineKind.RECEIPT, received))
        lines.append(Line(LineKind.REFUND, min(received, given_back), untaught))

    gains = gains_from(lines)

    assert 0 <= gains.left_to_confiscate_fen <= gains.base_fen <= gains.received_fen
