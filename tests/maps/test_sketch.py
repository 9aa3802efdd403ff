import re

import pytest

from maps.boundaries import Boundaries, home_boundaries
from maps.points import WGS84Point
from maps.sketch import sketch_of

SQUARE = [[[123.0, 0.0], [124.0, 0.0], [124.0, 1.0], [123.0, 1.0], [123.0, 0.0]]]
FLAT = Boundaries(
    {
        "features": [
            {
                "properties": {"code": "210102", "name": "方"},
                "geometry": {"type": "Polygon", "coordinates": SQUARE},
            }
        ]
    }
)


def test_north_is_up_and_the_outline_fills_the_picture():
    found = sketch_of(FLAT, "210102", WGS84Point(123.0, 1.0))

    assert (found.width, found.height) == (240, 240)
    assert (found.x, found.y) == (10.0, 10.0)


def test_a_point_in_the_middle_stands_in_the_middle():
    found = sketch_of(FLAT, "210102", WGS84Point(123.5, 0.5))

    assert (found.x, found.y) == pytest.approx((120.0, 120.0), abs=0.2)


def test_a_point_outside_is_shown_where_it_is():
    found = sketch_of(FLAT, "210102", WGS84Point(126.0, 0.5))

    assert found.x == 230.0
    assert max(float(x) for x in re.findall(r"([\d.]+),", found.path)) < 90


def test_without_an_outline_there_is_no_picture():
    assert sketch_of(FLAT, "210103", WGS84Point(123.5, 0.5)) is None
    assert sketch_of(FLAT, None, WGS84Point(123.5, 0.5)) is None


@pytest.mark.parametrize("code", home_boundaries().codes)
def test_every_district_of_the_city_fits_in_four_kilobytes(code):
    lng, lat, _room = home_boundaries().label(code)

    found = sketch_of(home_boundaries(), code, WGS84Point(lng, lat))

    assert found.path.startswith("M")
    assert len(found.path) < 4000
    assert 0 < found.x < found.width <= 240
    assert 0 < found.y < found.height <= 240
