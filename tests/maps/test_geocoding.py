"""Geocoding: off by default, asked once, answered in WGS-84."""

from dataclasses import dataclass, field

import pytest
from geopy.exc import GeocoderTimedOut

from maps.geocoding import Geocoder, GeocodingFailed, geocoder_from
from maps.points import BD09Point, WGS84Point


@dataclass
class Answer:
    longitude: float
    latitude: float


@dataclass
class FakeProvider:
    answers: list
    asked: list[str] = field(default_factory=list)

    def geocode(self, query):
        self.asked.append(query)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def test_without_a_setting_there_is_no_geocoder():
    assert geocoder_from("") is None


def test_an_answer_in_baidus_datum_is_brought_to_gps():
    gps = WGS84Point(123.43, 41.8)
    baidu = gps.to_gcj02().to_bd09()
    geocoder = Geocoder(FakeProvider([Answer(baidu.lng, baidu.lat)]), datum=BD09Point)

    assert geocoder.point("沈阳市和平区文安路21号") == gps


def test_the_same_address_is_asked_once():
    provider = FakeProvider([Answer(123.4, 41.8), None])
    geocoder = Geocoder(provider)

    points = [geocoder.point(address) for address in ("甲 路", " 甲  路 ", "乙路", "乙路", " ")]

    assert points == [WGS84Point(123.4, 41.8), WGS84Point(123.4, 41.8), None, None, None]
    assert provider.asked == ["甲 路", "乙路"]


def test_a_failure_is_told_and_not_remembered():
    geocoder = Geocoder(FakeProvider([GeocoderTimedOut(), Answer(123.4, 41.8)]))

    with pytest.raises(GeocodingFailed):
        geocoder.point("甲路")

    assert geocoder.point("甲路") == WGS84Point(123.4, 41.8)


def test_an_answer_that_is_no_point_is_a_failure():
    with pytest.raises(GeocodingFailed):
        Geocoder(FakeProvider([Answer(500.0, 41.8)])).point("甲路")


@pytest.mark.parametrize("setting", ["baidu", "baidu:", "unknown:key"])
def test_an_unknown_or_incomplete_provider_is_refused(setting):
    with pytest.raises(ValueError, match="geocoder"):
        geocoder_from(setting)


@pytest.mark.parametrize("setting", ["baidu:key", "nominatim:maps.example.cn"])
def test_a_provider_is_chosen_by_setting(setting):
    assert isinstance(geocoder_from(setting), Geocoder)
