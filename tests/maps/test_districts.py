"""Districts: the tree, names as people write them, boundaries."""

import json
import time

import pytest

from maps.boundaries import Boundaries, NoBoundaries, boundaries_from
from maps.districts import (
    Misplaced,
    children,
    contains,
    descendants,
    district,
    district_of,
    find_district,
    full_name,
    is_district,
    is_within,
    misplaced,
    name,
    subdistricts,
)
from maps.points import WGS84Point

NORTH_STATION = WGS84Point(123.4310, 41.8165)  # Shenyang North railway station, in 沈河区
ZHONGSHAN_SQUARE = WGS84Point(123.3900, 41.7935)  # in 和平区


def square(code="910001", side=1.0):
    ring = [[0, 0], [side, 0], [side, side], [0, side], [0, 0]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"properties": {"code": code, "name": "甲区"}, "geometry": geometry}


def test_shenyang_has_thirteen_districts_in_the_order_of_their_codes():
    codes = [each.code for each in children("210100")]

    assert len(codes) == 13
    assert codes[0] == "210102"
    assert codes == sorted(codes)


def test_a_division_counts_as_lying_in_itself_and_in_all_above_it():
    assert is_within("210102", "210102")
    assert is_within("210102", "210100")
    assert is_within("210102", "100000")
    assert not is_within("210102", "210200")
    assert not is_within("999999", "210100")


def test_a_city_without_counties_is_a_district_of_its_province():
    assert is_district("441900")
    assert district("441900").parent == "440000"
    assert not is_district("210100")


def test_the_descendants_of_a_city_are_the_city_and_its_districts():
    assert len(descendants("210100")) == 14
    assert descendants("210102") == ("210102",)
    assert descendants("nothing") == ()


@pytest.mark.parametrize(
    ("code", "language", "expected"),
    [
        ("210102", "zh", "和平区"),
        ("210102", "en", "Heping District"),
        ("210100", "en", "Shenyang"),
        ("120101", "en", "和平区"),
        ("000001", "zh", "000001"),
    ],
)
def test_names_in_both_languages(code, language, expected):
    assert name(code, language) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [("210102", "辽宁省沈阳市和平区"), ("110105", "北京市朝阳区"), ("419001", "河南省济源市")],
)
def test_a_full_name_says_each_part_once(code, expected):
    assert full_name(code) == expected


@pytest.mark.parametrize(
    ("text", "code", "how"),
    [
        ("和平", "210102", "short"),
        ("和平区", "210102", "exact"),
        ("沈阳市和平区", "210102", "exact"),
        ("沈阳和平区", "210102", "exact"),
        ("辽宁省沈阳市和平区", "210102", "exact"),
        ("辽宁 沈阳 和平", "210102", "short"),
        ("　和　平　区 ", "210102", "exact"),
        ("沈陽市瀋河區", "210103", "exact"),
        ("沈北", "210113", "short"),
        ("沈北区", "210113", "alias"),
        ("新城子区", "210113", "former"),
        ("浑南新区", "210112", "alias"),
        ("东陵区", "210112", "former"),
        ("于洪新区", "210114", "alias"),
        ("铁西新区", "210106", "alias"),
        ("沈阳经济技术开发区", "210106", "alias"),
        ("辽中县", "210115", "former"),
        ("皇菇区", "210105", "misspelt"),
        ("沈合区", "210103", "misspelt"),
        ("苏家区", "210111", "misspelt"),
        ("沈阳市皇菇区", "210105", "misspelt"),
        ("Heping District", "210102", "alias"),
        ("210102", "210102", "code"),
        ("２１０１０２", "210102", "code"),
        ("210102.0", "210102", "code"),
        ("210102000000", "210102", "code"),
        ("210122", "210115", "former"),
        ("天津市和平区", "120101", "exact"),
        ("北京朝阳", "110105", "short"),
        ("鞍山市铁西区", "210303", "exact"),
        ("辽宁省铁西区", "210106", "exact"),
        ("甘井子区", "210211", "exact"),
        ("太平区", "210904", "exact"),
        ("东莞市", "441900", "exact"),
        ("桓仁", "210522", "short"),
    ],
)
def test_a_district_is_understood(text, code, how):
    found = find_district(text)

    assert found is not None
    assert (found.code, found.how) == (code, how)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "沈阳市",
        "大连",
        "朝阳区",
        "新华区",
        "辽阳",
        "城区",
        "某某区",
        "和平区、沈河区",
        "和",
        "999999",
        "110000",
    ],
)
def test_what_stays_open_is_not_guessed(text):
    assert find_district(text) is None


def test_another_home_city_changes_whose_name_it_is():
    found = find_district("和平区", home="120000")

    assert found is not None
    assert found.code == "120101"


def test_only_todays_names_need_no_second_look():
    assert find_district("和平").exact
    assert find_district("210102").exact
    assert not find_district("东陵区").exact
    assert not find_district("皇菇区").exact


def test_a_hundred_thousand_look_ups_of_few_names_take_less_than_a_second():
    texts = ["和平区", "沈北", "皇菇区", "朝阳区"] * 25_000

    started = time.perf_counter()
    for text in texts:
        find_district(text)

    assert time.perf_counter() - started < 1.0


def test_known_squares_lie_in_their_districts():
    assert district_of(ZHONGSHAN_SQUARE) == "210102"
    assert district_of(NORTH_STATION) == "210103"
    assert district_of(WGS84Point(116.4, 39.9)) is None


def test_a_city_contains_what_its_districts_contain():
    assert contains("210100", ZHONGSHAN_SQUARE) is True
    assert contains("210103", ZHONGSHAN_SQUARE) is False


def test_without_a_boundary_nothing_is_said_about_a_point():
    assert contains("110105", ZHONGSHAN_SQUARE) is None
    assert misplaced("110105", ZHONGSHAN_SQUARE) is None


def test_a_point_in_another_district_is_misplaced_and_the_other_is_named():
    assert misplaced("210181", ZHONGSHAN_SQUARE) == Misplaced("210181", "210102")
    assert misplaced("210102", ZHONGSHAN_SQUARE) is None


def test_a_point_just_over_the_border_is_not_called_misplaced():
    known = Boundaries({"features": [square()]})
    near, far = WGS84Point(1.001, 0.5), WGS84Point(1.01, 0.5)

    assert misplaced("910001", near, boundaries=known) is None
    assert misplaced("910001", far, boundaries=known) == Misplaced("910001", None)


def test_any_geojson_with_code_and_name_serves(tmp_path):
    path = tmp_path / "other.geojson"
    path.write_text(json.dumps({"features": [square("1"), square("2", side=2.0)]}))

    known = boundaries_from(path)

    assert known.codes == ("1", "2")
    assert known.name("2") == "甲区"
    assert known.district_of(WGS84Point(1.5, 1.5)) == "2"
    assert known.box() == (0.0, 0.0, 2.0, 2.0)


@pytest.mark.parametrize(
    "collection",
    [
        {},
        {"features": []},
        {"features": [{"properties": {"name": "甲区"}}]},
        {"features": [square()], "datum": "GCJ-02"},
        {"features": ["text"]},
    ],
)
def test_a_file_that_is_no_boundary_file_is_refused(collection):
    with pytest.raises(NoBoundaries):
        Boundaries(collection)


def test_an_unreadable_boundary_file_is_refused(tmp_path):
    path = tmp_path / "broken.geojson"
    path.write_text("[1")

    with pytest.raises(NoBoundaries):
        boundaries_from(path)


def test_subdistricts_belong_to_their_district():
    assert {each.district_code for each in subdistricts("210102")} == {"210102"}
    assert subdistricts("110105") == ()
