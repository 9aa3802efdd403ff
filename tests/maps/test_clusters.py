"""Clusters: nothing lost, nothing regrouped by panning, quick with many places."""

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.clusters import (
    MOST_FEATURES,
    BadBox,
    Box,
    Gathered,
    box_from,
    collection,
    places_from,
    zoom_from,
)

CITY = Box(122.4, 41.1, 123.9, 43.1)


def row(number, lng=123.4, lat=41.8, category="licensed"):
    return (f"p{number}", lng, lat, category)


def test_places_near_each_other_are_one_cluster_with_its_categories():
    near = [row(1), row(2, lng=123.4001, category="blacklisted"), row(3, lat=41.8001)]

    found = Gathered(places_from(near)).touching(CITY, 9)

    assert len(found) == 1
    assert found[0]["properties"]["count"] == 3
    assert found[0]["properties"]["categories"] == {"blacklisted": 1, "licensed": 2}
    assert found[0]["properties"]["box"] == [123.4, 41.8, 123.4001, 41.8001]


def test_a_place_alone_keeps_its_id_and_its_point():
    found = Gathered(places_from([row(7, lng=123.41234, lat=41.8)])).touching(CITY, 9)

    assert found[0]["properties"] == {"count": 1, "id": "p7", "categories": {"licensed": 1}}
    assert found[0]["geometry"] == {"type": "Point", "coordinates": [123.41234, 41.8]}


def test_from_close_by_neighbours_stand_apart_and_only_the_same_point_is_shared():
    near = places_from([row(1), row(2, lng=123.40001), row(3), row(4)])

    found = Gathered(near).touching(CITY, 18)
    far = Gathered(places_from([row(1), row(2)])).touching(CITY, 5)

    assert [feature["properties"]["count"] for feature in found] == [3, 1]
    licensed = "licensed"
    assert [member["id"] for member in far[0]["properties"]["members"]] == ["p1", "p2"]
    assert found[0]["properties"]["members"] == [
        {"id": each, "category": licensed} for each in ("p1", "p3", "p4")
    ]


@given(
    st.lists(
        st.tuples(st.floats(122.5, 123.8), st.floats(41.2, 43.0), st.sampled_from("ab")),
        max_size=60,
    ),
    st.integers(min_value=0, max_value=20),
)
def test_no_place_is_lost_or_counted_twice(points, zoom):
    places = places_from((str(i), lng, lat, kind) for i, (lng, lat, kind) in enumerate(points))

    found = Gathered(places).touching(CITY, zoom)

    assert sum(feature["properties"]["count"] for feature in found) == len(points)
    for kind in "ab":
        counted = sum(f["properties"]["categories"].get(kind, 0) for f in found)
        assert counted == sum(point[2] == kind for point in points)


def test_panning_regroups_nothing():
    random = np.random.default_rng(1)
    spread = zip(random.uniform(122.5, 123.8, 500), random.uniform(41.2, 43.0, 500), strict=True)
    places = places_from((str(i), lng, lat, "a") for i, (lng, lat) in enumerate(spread))
    whole = Gathered(places).touching(CITY, 10)

    part = Gathered(places).touching(Box(123.0, 41.5, 123.5, 42.0), 10)

    assert part
    assert all(feature in whole for feature in part)


def test_a_box_far_too_large_for_its_zoom_is_answered_from_farther_away():
    random = np.random.default_rng(1)
    spread = zip(random.uniform(122, 124, 9000), random.uniform(41, 43, 9000), strict=True)
    places = places_from((str(i), lng, lat, "a") for i, (lng, lat) in enumerate(spread))

    found = Gathered(places).touching(Box(-180, -90, 180, 90), 20)

    assert len(found) <= MOST_FEATURES
    assert sum(feature["properties"]["count"] for feature in found) == 9000


def test_nothing_gives_nothing():
    assert Gathered(places_from([])).touching(CITY, 9) == []
    assert Gathered(places_from([row(1)])).touching(Box(0, 0, 1, 1), 9) == []


def test_places_can_be_narrowed_by_a_mask():
    places = places_from([row(1), row(2, category="blacklisted")])

    wanted = places.categories == places.names.index("blacklisted")
    (only,) = Gathered(places, wanted).touching(CITY, 9)

    assert only["properties"]["id"] == "p2"
    assert len(places) == 2


def test_a_hundred_thousand_places_take_less_than_a_tenth_of_a_second():
    random = np.random.default_rng(1)
    size = 100_000
    spread = zip(random.uniform(122.4, 123.8, size), random.uniform(41.2, 43.0, size), strict=True)
    places = places_from((str(i), lng, lat, "a") for i, (lng, lat) in enumerate(spread))
    Gathered(places).touching(CITY, 9)

    started = time.perf_counter()
    Gathered(places).touching(CITY, 9)

    assert time.perf_counter() - started < 0.1


def test_a_box_is_four_numbers_in_degrees():
    assert box_from("122.4,41.1,123.9,43.1") == CITY


@pytest.mark.parametrize(
    "text", ["", "1,2,3", "1,2,3,4,5", "a,b,c,d", "3,0,1,1", "0,3,1,1", "nan,0,1,1", "-181,0,1,1"]
)
def test_what_is_no_box_is_refused(text):
    with pytest.raises(BadBox):
        box_from(text)


@pytest.mark.parametrize("text", ["", "-1", "21", "9.5", "９", "nine", "1e1"])
def test_what_is_no_zoom_is_refused(text):
    with pytest.raises(BadBox):
        zoom_from(text)


def test_a_collection_is_geojson():
    assert collection([], as_of="x") == {"type": "FeatureCollection", "features": [], "as_of": "x"}
