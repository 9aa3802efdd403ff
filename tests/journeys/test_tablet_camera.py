"""Photos of the app's camera and from files: bytes, place, time and mark reach the office."""

import hashlib
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright, expect

from tests import chromium
from tests.journeys.tablet_hands import STANDS, TabletHands, photo
from tests.server import Server

pytestmark = pytest.mark.browser

MARKS = ("children", "roster", "dwelling")
FRAME = """digest => new Promise(resolve => {
  const opening = indexedDB.open('mingcha-tablet');
  opening.onsuccess = () => {
    const asked = opening.result.transaction('files').objectStore('files').get(digest);
    asked.onsuccess = async () => {
      opening.result.close();
      const picture = await createImageBitmap(asked.result.original);
      resolve([picture.width, picture.height, asked.result.original.type]);
    };
  };
})"""


class WithCamera(TabletHands):
    """A tablet whose camera shows Chromium's test picture."""

    flags = (
        *chromium.FLAGS,
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
    )
    permissions = ("geolocation", "camera")


@pytest.fixture
def tablet(playwright: Playwright, bureau_of_teams: Server, tmp_path: Path):
    """A tablet with a camera, its officers and today's round, online."""
    hands = WithCamera(playwright, tmp_path / "profile", bureau_of_teams.url).open_app()
    hands.enrol()
    hands.load_round()
    yield hands
    hands.put_away()
    assert hands.faults == []


def test_photos_of_both_ways_reach_the_office_byte_for_byte(tablet, bureau_of_teams):
    page, chosen = tablet.page, photo(130)
    tablet.begin()
    tablet.choose("certificate", "yes")
    tablet.choose("entered", "no")
    tablet.choose("not-entered", "closed_premises")
    page.locator("[data-camera=visit]").click()
    for number, mark in enumerate(MARKS, start=1):
        tablet.choose("camera-visit", mark)
        tablet.act("shoot").click()
        expect(page.locator("dialog[open] [role=status]")).to_contain_text(str(number))
    page.locator("dialog[open]").get_by_role("button", name="完成").click()
    assert page.evaluate("document.querySelector('video')") is None
    tablet.choose("mark-next", "roster")
    tablet.add_photo(chosen)
    tablet.act("finish").click()
    tablet.confirm()
    draft = tablet.stored("drafts")[0]
    shot = draft["photos"][0]
    width, height, kind = page.evaluate(FRAME, shot["sha256"])
    tablet.lock()
    tablet.expect_lane("received", 1)

    assert (kind, width >= 640, height >= 480) == ("image/jpeg", True, True)
    assert draft["photos"][3]["sha256"] == hashlib.sha256(chosen).hexdigest()
    listed = listed_at(bureau_of_teams, [one["sha256"] for one in draft["photos"]])
    assert [one["mark"] for one in listed] == [*MARKS, "roster"]
    for one in listed:
        assert one["taken_at"].startswith("2026-11-19T07:")
        assert (one["lng_wgs84"], one["lat_wgs84"]) == (STANDS["longitude"], STANDS["latitude"])
    kept = digests_in(bureau_of_teams.instance)
    assert {one["sha256"] for one in listed} <= kept


def test_without_a_camera_the_files_are_the_way(team_tablet):
    page = team_tablet.page
    team_tablet.begin()
    page.locator("[data-camera=visit]").click()
    expect(page.locator("dialog[open] [role=alert]")).to_be_visible()
    page.locator("dialog[open]").get_by_role("button", name="完成").click()

    team_tablet.add_photo(photo(131))

    assert len(team_tablet.stored("drafts")[0]["photos"]) == 1


def listed_at(bureau: Server, digests: list[str]) -> list[dict[str, Any]]:
    """Return what the office keeps of these files, in this order."""
    with sqlite3.connect(bureau.instance / "mingcha.sqlite") as connection:
        rows = connection.execute("select body from visit_manifests").fetchall()
    files = [one for (body,) in rows for one in json.loads(body)["files"]]
    found = {one["sha256"]: one for one in files}
    return [{**found[digest], **found[digest]["position"]} for digest in digests]


def digests_in(folder: Path) -> set[str]:
    """Return the digests of everything that the office keeps, byte for byte."""
    every = (path for path in folder.rglob("*") if path.is_file())
    return {hashlib.sha256(path.read_bytes()).hexdigest() for path in every}
