"""Shades of districts: equal values alike, every value under a line of the legend."""

from hypothesis import given
from hypothesis import strategies as st

from maps.shading import Step, shade_counts, shade_shares


def test_counts_are_spread_over_five_shades():
    shading = shade_counts({"a": 1, "b": 2, "c": 3, "d": 4, "e": 50})

    assert shading.shades == {"a": 1, "b": 2, "c": 3, "d": 4, "e": 5}
    assert shading.legend[0] == Step(1, 1, 1)
    assert shading.legend[4] == Step(5, 5, 50)


def test_districts_all_alike_have_one_middling_shade():
    shading = shade_counts({"a": 7, "b": 7})

    assert shading.shades == {"a": 3, "b": 3}
    assert shading.legend == (Step(3, 7, 7),)


def test_nought_has_a_shade_of_its_own():
    shading = shade_counts({"a": 0, "b": 1, "c": 1, "d": 9})

    assert shading.shades == {"a": 1, "b": 3, "c": 3, "d": 5}
    assert shading.legend[0] == Step(1, 0, 0)


def test_a_district_without_a_value_has_no_shade():
    assert shade_counts({"a": None, "b": 2}).shades == {"a": 0, "b": 3}
    assert shade_counts({"a": None}).legend == ()
    assert shade_shares({"a": None}).shades == {"a": 0}


def test_a_share_has_the_same_shade_on_every_map():
    shading = shade_shares({"a": 0.0, "b": 0.2, "c": 0.21, "d": 1.0})

    assert shading.shades == {"a": 1, "b": 1, "c": 2, "d": 5}


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 10_000), max_size=30))
def test_every_count_stands_under_the_line_of_its_shade(values):
    shading = shade_counts(values)

    lines = {step.shade: step for step in shading.legend}
    for code, value in values.items():
        step = lines[shading.shades[code]]
        assert step.low <= value <= step.high
