"""Local standards: rows as pasted, the rules before they are entered, their place on the bar."""

from dataclasses import replace
from datetime import date

import pytest

from inspections.penalty_bar import LEFT, RIGHT, bar_of, multiple_of
from inspections.standard_text import BadRows, BandFault, read_bands
from inspections.standards import (
    Band,
    BandStep,
    InstrumentFacts,
    bands_for,
    is_compared_by_another,
    refusals,
    stays_in_range,
)
from inspections.vocabulary import PartyType, PenaltyTier

BASE, SERIOUS = PenaltyTier.BASE, PenaltyTier.SERIOUS
TABLE = """
未经批准举办校外培训机构\t一般情节\t从轻\t1-2倍\t初次
未经批准举办校外培训机构\t一般情节\t一般\t2倍以上3.5倍以下
unlicensed_institution | base | heavier | 3.5~5倍 | 两年内再次
隐蔽场所有偿学科类辅导 | 情节严重 | 一般 | 1万元以上3万元以下 | 学员10人以上
隐蔽场所有偿学科类辅导 | 一般情节 | 从轻 | 警告
"""
INSTRUMENT = InstrumentFacts(
    title="辽宁省校外培训行政处罚裁量基准",
    number="辽教规〔2024〕1号",
    valid_from=date(2024, 1, 1),
    bands=tuple(read_bands(TABLE)),
)


def test_a_pasted_table_gives_its_rows():
    rows = read_bands(TABLE)

    assert [(row.violation, row.tier.value, row.step.value) for row in rows] == [
        ("unlicensed_institution", "base", "lighter"),
        ("unlicensed_institution", "base", "general"),
        ("unlicensed_institution", "base", "heavier"),
        ("hidden_venue", "serious", "general"),
        ("hidden_venue", "base", "lighter"),
    ]
    assert [(row.min_percent, row.max_percent) for row in rows[:3]] == [
        (100, 200),
        (200, 350),
        (350, 500),
    ]
    assert (rows[3].min_fen, rows[3].max_fen) == (1_000_000, 3_000_000)
    assert rows[4].bounds(None) is None
    assert rows[2].circumstances == "两年内再次"


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        pytest.param(
            "未经批准举办校外培训机构 | 一般情节 | 从轻", BandFault.COLUMNS, id="too short"
        ),
        pytest.param("占道经营 | 一般情节 | 从轻 | 1-2倍", BandFault.VIOLATION, id="foreign act"),
        pytest.param("hidden_venue | 轻微 | 从轻 | 1万元以下", BandFault.TIER, id="no such tier"),
        pytest.param(
            "hidden_venue | serious | 中等 | 1万元以下", BandFault.STEP, id="no such step"
        ),
        pytest.param("hidden_venue | serious | 从轻 | 1-2", BandFault.RANGE, id="no unit"),
    ],
)
def test_a_row_that_cannot_be_read_is_named(row, fault):
    with pytest.raises(BadRows) as caught:
        read_bands(TABLE + row)

    assert [(one.row, one.fault) for one in caught.value.faults] == [(6, fault)]


def test_multiples_follow_the_gains():
    row = read_bands("unlicensed_institution | base | heavier | 3.5-5倍")[0]

    assert row.bounds(12_400_000) == (43_400_000, 62_000_000)
    assert row.bounds(None) is None


def test_the_rows_of_a_tier_stand_lowest_first():
    rows = bands_for(reversed(INSTRUMENT.bands), "unlicensed_institution", BASE)

    assert [row.step for row in rows] == [BandStep.LIGHTER, BandStep.GENERAL, BandStep.HEAVIER]


@pytest.mark.parametrize(
    ("row", "stays"),
    [
        pytest.param("unlicensed_institution | base | severe | 1-5倍", True, id="both ends belong"),
        pytest.param("unlicensed_institution | base | severe | 4-6倍", False, id="above 5 times"),
        pytest.param("unlicensed_institution | base | severe | 1-2万元", False, id="no multiple"),
        pytest.param("hidden_venue | serious | severe | 4-5万元", True, id="50 000 belongs"),
        pytest.param("hidden_venue | very_serious | severe | 4-6万元", False, id="below 50 000"),
        pytest.param("hidden_venue | base | lighter | 1万元以下", False, id="no fine there"),
        pytest.param("unlicensed_institution | serious | severe | 1-5倍", False, id="no such tier"),
    ],
)
def test_a_standard_stays_inside_the_law(row, stays):
    assert stays_in_range(read_bands(row)[0]) is stays


def test_a_whole_instrument_may_be_entered():
    assert refusals(INSTRUMENT) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        pytest.param({"number": ""}, "instrument_is_named", id="no number"),
        pytest.param({"valid_to": date(2023, 12, 31)}, "days_are_in_order", id="ends before"),
        pytest.param({"bands": ()}, "says_something", id="nothing in it"),
        pytest.param({"goods_from_fen": 0}, "amounts_are_above_zero", id="an amount of 0"),
        pytest.param(
            {"fine_from_fen": ((PartyType.ORGANISATION, 0),)}, "amounts_are_above_zero", id="fine 0"
        ),
        pytest.param(
            {"bands": tuple(read_bands("unlicensed_institution|base|severe|5-6倍"))},
            "rows_stay_in_the_legal_range",
            id="above the law",
        ),
        pytest.param({"is_entered_already": True}, "is_entered_once", id="twice"),
    ],
)
def test_an_instrument_that_does_not_hold_is_refused(changes, code):
    assert [one.code for one in refusals(replace(INSTRUMENT, **changes))] == [f"standards.{code}"]


def test_who_entered_it_does_not_compare_it():
    assert is_compared_by_another(1, 1) is not None
    assert is_compared_by_another(1, 2) is None


def test_the_bar_shows_both_ends_and_the_proposal_between_them():
    bar = bar_of(12_400_000, 62_000_000, base_fen=12_400_000, fine_fen=37_200_000)

    assert (bar.left, bar.right, bar.has_outside_left) == (LEFT, RIGHT, True)
    assert bar.proposal == pytest.approx((LEFT + RIGHT) / 2, abs=0.01)


def test_what_lies_beyond_an_end_is_drawn_outside_it():
    above = bar_of(12_400_000, 62_000_000, fine_fen=99_000_000)
    below = bar_of(12_400_000, 62_000_000, fine_fen=1_000_000)

    assert above.proposal > RIGHT
    assert below.proposal < LEFT


def test_a_range_without_width_has_no_bar():
    assert bar_of(0, 0) is None


def test_the_steps_of_a_standard_follow_each_other_on_the_bar():
    rows = bands_for(INSTRUMENT.bands, "unlicensed_institution", BASE)

    parts = bar_of(12_400_000, 62_000_000, base_fen=12_400_000, bands=rows).segments

    assert [part.band.step for part in parts] == [row.step for row in rows]
    assert parts[0].start == LEFT
    assert parts[0].end == parts[1].start
    assert parts[2].end == RIGHT


def test_an_amount_is_told_as_a_multiple_of_the_gains():
    assert multiple_of(49_600_000, 12_400_000) == 4.0
    assert multiple_of(1, 0) is None


def test_a_row_without_a_fine_has_no_bounds():
    assert Band(violation="hidden_venue", tier=SERIOUS, step=BandStep.LIGHTER).bounds(100) is None
