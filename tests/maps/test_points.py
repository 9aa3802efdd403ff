"""The three datums: reference pairs, the way there and back, no mixing."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.points import BD09Point, GCJ02Point, NotAPoint, WGS84Point, as_wgs84, in_datum

DEGREE = 111_195.0
lngs = st.floats(min_value=73.0, max_value=136.0)
lats = st.floats(min_value=2.0, max_value=54.5)


def metres(one, other):
    assert type(one) is type(other)
    east = (one.lng - other.lng) * math.cos(math.radians(one.lat))
    return math.hypot(east, one.lat - other.lat) * DEGREE


def test_gps_becomes_the_published_gcj02_pair():
    # published with the widely used coordtransform library
    point = WGS84Point(116.404, 39.915).to_gcj02()

    assert metres(point, GCJ02Point(116.41024449916938, 39.91640428150164)) < 0.001


def test_gcj02_becomes_the_published_baidu_pair():
    point = GCJ02Point(116.404, 39.915).to_bd09()

    assert metres(point, BD09Point(116.41036949371029, 39.92133699351021)) < 0.001


def test_in_shenyang_gcj02_lies_half_a_kilometre_to_the_north_east():
    gps = WGS84Point(123.43, 41.80)

    shown = gps.to_gcj02()

    assert 0.0055 < shown.lng - gps.lng < 0.0065
    assert 0.0020 < shown.lat - gps.lat < 0.0028


@given(lngs, lats)
def test_gps_to_gcj02_and_back_is_less_than_a_millimetre_off(lng, lat):
    gps = WGS84Point(lng, lat)

    assert metres(gps.to_gcj02().to_wgs84(), gps) < 0.001


@given(lngs, lats)
def test_gcj02_to_baidu_and_back_is_less_than_a_millimetre_off(lng, lat):
    amap = GCJ02Point(lng, lat)

    assert metres(amap.to_bd09().to_gcj02(), amap) < 0.001


@given(lngs, lats)
def test_baidu_to_gps_and_back_is_less_than_a_millimetre_off(lng, lat):
    baidu = BD09Point(lng, lat)

    assert metres(baidu.to_wgs84().to_gcj02().to_bd09(), baidu) < 0.001


@pytest.mark.parametrize("pair", [(2.35, 48.86), (-74.0, 40.7), (151.2, -33.9)])
def test_outside_china_nothing_is_shifted(pair):
    gps = WGS84Point(*pair)

    assert gps.to_gcj02() == GCJ02Point(*pair)
    assert gps.to_gcj02().to_bd09().to_wgs84() == gps


def test_the_same_numbers_in_two_datums_are_not_equal():
    assert WGS84Point(123.4, 41.8) != GCJ02Point(123.4, 41.8)


@pytest.mark.parametrize(
    ("datum", "kind"),
    [("wgs84", WGS84Point), ("GCJ-02", GCJ02Point), (" bd09 ", BD09Point), ("WGS_84", WGS84Point)],
)
def test_a_datum_is_known_by_its_usual_spellings(datum, kind):
    assert isinstance(in_datum(datum, 123.4, 41.8), kind)


def test_a_position_without_a_known_datum_is_refused():
    with pytest.raises(NotAPoint):
        in_datum("", 123.4, 41.8)


@pytest.mark.parametrize("pair", [(181.0, 0.0), (0.0, 91.0), (math.nan, 0.0), (0.0, math.inf)])
def test_what_is_no_place_on_earth_is_refused(pair):
    with pytest.raises(NotAPoint):
        WGS84Point(*pair)


def test_any_point_is_brought_to_gps_for_storage():
    gps = WGS84Point(123.43, 41.80)

    stored = [as_wgs84(p).rounded() for p in (gps, gps.to_gcj02(), gps.to_gcj02().to_bd09())]

    assert stored == [gps, gps, gps]
