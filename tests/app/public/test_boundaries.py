"""A bureau elsewhere: its own boundaries travel in the edition, signed with the rest."""

import html
import json
import re
from dataclasses import replace

import pytest

from app.editions.builder import build_edition
from app.editions.layout import BOUNDARIES
from app.editions.verify import checks_of, evidence_in
from app.public.options import SiteOptions
from app.public.site import create_site
from tests.app.editions.records import ALL, NOON, order

SQUARE = [[[126.5, 45.7], [126.7, 45.7], [126.7, 45.9], [126.5, 45.9], [126.5, 45.7]]]
ELSEWHERE = {
    "type": "FeatureCollection",
    "datum": "WGS-84",
    "features": [
        {
            "type": "Feature",
            "properties": {"code": "230102", "name": "道里区"},
            "geometry": {"type": "Polygon", "coordinates": SQUARE},
        }
    ],
}


@pytest.fixture
def elsewhere(tmp_path):
    """The folder of an edition with the boundaries of another city."""
    own = tmp_path / "own.geojson"
    own.write_text(json.dumps(ELSEWHERE, ensure_ascii=False), "utf-8")
    folder = tmp_path / "000001"
    folder.mkdir()
    build_edition(folder, ALL, replace(order(), boundaries=own))
    return folder


@pytest.fixture
def visitor(elsewhere, clock):
    options = SiteOptions(clock=clock, is_moved=True, map_review_number="黑S（2026）001号")
    return create_site(elsewhere, options).test_client()


def test_the_public_map_shows_the_bureaus_own_districts(visitor):
    page = visitor.get("/map").text

    config = json.loads(html.unescape(re.search('data-map="([^"]+)"', page)[1]))
    assert [one["code"] for one in config["districts"]] == ["230102"]
    assert config["box"] == [126.5, 45.7, 126.7, 45.9]


def test_the_script_of_that_map_is_served(visitor):
    script = re.search(r'src="(/map/script-[^"]+)"', visitor.get("/map").text)[1]

    assert visitor.get(script).status_code == 200


def test_the_boundaries_are_signed(elsewhere):
    intact = {check.name: check.ok for check in checks_of(evidence_in(elsewhere), now=NOON)}
    with (elsewhere / BOUNDARIES).open("r+b") as file:
        file.write(b" ")

    changed = {check.name: check.ok for check in checks_of(evidence_in(elsewhere), now=NOON)}

    assert intact["files_are_as_signed"]
    assert not changed["files_are_as_signed"]


def test_without_boundaries_of_its_own_an_edition_has_no_such_file(folder):
    assert not (folder / BOUNDARIES).exists()
