"""Sharing out and walking order."""

import random
import time
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maps.points import WGS84Point
from maps.routes import Stop, metres_between, metres_of, share_out, walking_order

points = st.builds(
    WGS84Point,
    st.floats(123.3, 123.5, allow_nan=False),
    st.floats(41.7, 41.9, allow_nan=False),
)
stops = st.lists(
    st.builds(Stop, st.none() | points, st.sampled_from(["", "太原街", "长白街", "浑河湾"])),
    max_size=60,
)


def test_a_degree_of_latitude_is_a_hundred_and_eleven_kilometres() -> None:
    apart = metres_between(WGS84Point(123.4, 41.0), WGS84Point(123.4, 42.0))
    assert apart == pytest.approx(111_195, abs=1)


@given(stops=stops, teams=st.integers(1, 9))
@settings(max_examples=60, deadline=None)
def test_every_stop_goes_to_one_team_and_loads_differ_by_one_at_most(
    stops: list[Stop], teams: int
) -> None:
    shares = share_out(stops, teams)

    assert sorted(index for share in shares for index in share) == list(range(len(stops)))
    assert len(shares) == teams
    loads = [len(share) for share in shares]
    assert max(loads) - min(loads) <= 1


def test_two_clusters_go_to_two_teams() -> None:
    west = [Stop(WGS84Point(123.30 + step / 1000, 41.80)) for step in range(5)]
    east = [Stop(WGS84Point(123.50 + step / 1000, 41.80)) for step in range(5)]

    assert share_out([*west, *east], 2) == [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9]]


def test_a_street_stays_with_one_team_where_loads_allow() -> None:
    mixed = [
        Stop(WGS84Point(123.40 + step / 100, 41.80), "甲街" if step % 2 else "乙街")
        for step in range(8)
    ]

    shares = share_out(mixed, 2)

    assert [{mixed[index].street for index in share} for share in shares] == [{"乙街"}, {"甲街"}]


def test_a_stop_without_a_point_joins_its_street() -> None:
    stops = [
        Stop(WGS84Point(123.30, 41.8), "西街"),
        Stop(WGS84Point(123.50, 41.8), "东街"),
        Stop(WGS84Point(123.50, 41.8), "东街"),
        Stop(None, "西街"),
    ]

    assert share_out(stops, 2) == [[0, 3], [1, 2]]


def test_fifteen_hundred_stops_are_shared_among_forty_teams_at_once() -> None:
    dice = random.Random(7)
    stops = [
        Stop(WGS84Point(dice.uniform(122.5, 123.8), dice.uniform(41.2, 43.0)), f"街{number % 90}")
        for number in range(1500)
    ]
    began = time.perf_counter()

    shares = share_out(stops, 40)

    assert time.perf_counter() - began < 5
    assert {len(share) for share in shares} == {37, 38}


@given(stops=st.lists(points, max_size=7), start=st.none() | points)
@settings(max_examples=60, deadline=None)
def test_short_ways_are_within_a_tenth_of_the_shortest(
    stops: list[WGS84Point], start: WGS84Point | None
) -> None:
    order = walking_order(stops, start)

    assert sorted(order) == list(range(len(stops)))
    best = min(metres_of(stops, one, start) for one in permutations(range(len(stops))))
    assert metres_of(stops, order, start) <= best * 1.10 + 1


def test_places_on_a_line_are_walked_along_it() -> None:
    line = [WGS84Point(123.4 + step / 1000, 41.8) for step in (3, 0, 4, 1, 2)]

    assert walking_order(line, WGS84Point(123.39, 41.8)) == [1, 3, 4, 0, 2]


def test_places_without_a_point_come_last() -> None:
    here, there = WGS84Point(123.40, 41.8), WGS84Point(123.41, 41.8)

    assert walking_order([None, there, here], WGS84Point(123.39, 41.8)) == [2, 1, 0]


def test_a_round_of_sixty_is_ordered_within_a_second() -> None:
    dice = random.Random(3)
    stops = [WGS84Point(dice.uniform(123.3, 123.5), dice.uniform(41.7, 41.9)) for _ in range(60)]
    began = time.perf_counter()

    order = walking_order(stops)

    assert time.perf_counter() - began < 3
    assert metres_of(stops, order) < 0.8 * metres_of(stops, range(60))
