"""A long day without a network: many visits held, saved as a file, sent, taken in at the desk."""

import io
import os
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import Hands
from tests.journeys.tablet_hands import TabletHands
from tests.server import Server

pytestmark = pytest.mark.browser

VISITS, PHOTOS = 12, 2
EVERYTHING = VISITS * (1 + PHOTOS)
HALF_A_MEGABYTE = 500_000
WATCH_PROGRESS = """() => {
  window.seen = [];
  const bar = document.querySelector('progress');
  new MutationObserver(() => window.seen.push(bar.value)).observe(bar, { attributes: true });
}"""


@pytest.fixture
def desk(browser: Browser, bureau_of_teams: Server):
    hands = Hands(browser, bureau_of_teams, width=1440, height=900)
    yield hands.sign_in("leader1")
    hands.close()


def test_a_long_queue_is_saved_sent_and_taken_in_once(team_tablet, desk, tmp_path):
    team_tablet.context.set_offline(True)
    for number in range(VISITS):
        team_tablet.begin_outside(number, ground="沈和教检〔2026〕40号")
        team_tablet.visit_closed([large_photo() for _photo in range(PHOTOS)])
        team_tablet.lock()
    team_tablet.expect_lane("saved", VISITS)
    team_tablet.go("outbox")
    file = save_queue(team_tablet, tmp_path)
    bar = team_tablet.page.locator("progress")
    expect(bar).to_have_attribute("max", str(EVERYTHING))
    team_tablet.page.evaluate(WATCH_PROGRESS)

    team_tablet.context.set_offline(False)
    team_tablet.expect_lane("received", VISITS)

    seen = team_tablet.page.evaluate("window.seen")
    assert seen == sorted(seen)
    assert len(set(seen)) > VISITS  # it moved with the photos, not only at the end
    assert seen[-1] == EVERYTHING
    assert file.stat().st_size > VISITS * PHOTOS * HALF_A_MEGABYTE
    page = desk.open("/desk/tablets/import")
    page.set_input_files("[name=queue]", file)
    page.locator("main form button[type=submit]").click()
    expect(page.locator("h1")).to_contain_text(re.compile(rf"\b{EVERYTHING}\b"))
    for row in team_tablet.stored("queue"):
        expect(page.get_by_text(row["receipt"]["receipt"]["number"])).to_be_visible()


def large_photo() -> bytes:
    """Return a JPEG of noise that weighs half a megabyte or more."""
    out = io.BytesIO()
    side = 800
    noise = Image.frombytes("RGB", (side, side), os.urandom(3 * side * side))
    noise.save(out, "JPEG", quality=90)
    assert out.tell() > HALF_A_MEGABYTE
    return out.getvalue()


def save_queue(tablet: TabletHands, folder: Path) -> Path:
    """Save the queue, which fits into one file, and return it."""
    with tablet.page.expect_download() as saving:
        tablet.act("export").click()
    saving.value.save_as(folder / "queue.json")
    return folder / "queue.json"
