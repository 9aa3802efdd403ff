"""The street of a written address."""

import pytest

from maps.addresses import street_of


@pytest.mark.parametrize(
    ("address", "district", "street"),
    [
        ("辽宁省沈阳市和平区马路湾街道年阳大街261号9层", "210102", "马路湾街道"),
        ("沈阳市和平区文安路12号", "210102", "文安路"),
        ("和平区南湖街9号", "210102", "南湖街"),
        ("新民市新农村镇南城大街156号", "210181", "新农村镇"),
        ("沈阳市文岭大街84号2楼", "210113", "文岭大街"),
        ("青年大街1号", None, "青年大街"),
        ("B座1201", "210102", ""),
        ("", "210102", ""),
        (None, None, ""),
    ],
)
def test_the_subdistrict_is_found_else_the_road(address, district, street):
    assert street_of(address, district) == street
