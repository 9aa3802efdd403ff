"""The rendered map: no foreign host, no inline anything, the same text every time."""

import re

import pytest

from maps.boundaries import Boundaries
from maps.page import district_map
from maps.tiles import BadTiles, tiles_from


def boundaries(name):
    ring = [[123.0, 41.0], [124.0, 41.0], [124.0, 42.0], [123.0, 42.0], [123.0, 41.0]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    feature = {"properties": {"code": "210102", "name": name}, "geometry": geometry}
    return Boundaries({"features": [feature]})


def test_the_map_names_no_foreign_host():
    page = district_map()

    assert "//" not in page.html
    assert not re.search(r"https?:", page.script)


def test_the_html_holds_no_script_and_no_style():
    html = district_map().html

    assert html == '<div class="folium-map" id="map_1" ></div>'


def test_the_same_map_is_the_same_text_and_has_the_same_name():
    one = district_map(boundaries("甲区"))
    other = district_map(boundaries("甲区"))

    assert one == other
    assert one.digest == other.digest
    assert not re.search("[0-9a-f]{32}", one.script)


def test_no_name_of_a_boundary_file_reaches_the_script():
    page = district_map(boundaries("${alert(1)}</script>"))

    assert "alert" not in page.script
    assert '"code": "210102"' in page.script


def test_the_script_ends_by_handing_the_map_to_our_own_script():
    script = district_map().script

    assert script.endswith("window.mingchaMap(map_1, {districts: geo_json_2});")


def test_a_base_map_is_added_only_by_setting():
    plain = district_map()
    tiled = district_map(tiles=tiles_from("/tiles/{z}/{x}/{y}.png"))

    assert "L.tileLayer" not in plain.script
    assert '"/tiles/{z}/{x}/{y}.png"' in tiled.script


def test_the_host_of_the_tiles_is_named_for_the_security_policy():
    assert tiles_from("") is None
    assert tiles_from("/tiles/{z}/{x}/{y}.png").origin == ""
    assert tiles_from("https://t{s}.example.cn/{z}/{x}/{y}").origin == "https://t*.example.cn"


@pytest.mark.parametrize(
    "setting",
    [
        "tiles/{z}/{x}/{y}",
        "https://example.cn/{z}/{x}",
        "javascript:{z}{x}{y}",
        "https://u:p@example.cn/{z}/{x}/{y}",
        "https:///{z}/{x}/{y}",
    ],
)
def test_what_is_no_tile_address_is_refused(setting):
    with pytest.raises(BadTiles):
        tiles_from(setting)
