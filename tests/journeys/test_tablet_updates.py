"""The app itself: small, stored whole, offered anew by a button, and never half replaced."""

import gzip
import re
import shutil
import time
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from app.frontend_assets import BUILD, load_assets
from tests.journeys.between import Answered, Between, between
from tests.journeys.tablet_hands import TabletHands
from tests.server import Server

pytestmark = pytest.mark.browser

MOST_BYTES = 350_000
NEWER = "0123456789abcdef"
REVISION = re.compile(rb"(/tablet/.,revision:.)[0-9a-f]{16}")
HOTSPOT = b"<!doctype html><title>Wi-Fi</title>"


@pytest.fixture(scope="module")
def bureau(sqlite_instance: Path, tmp_path_factory: pytest.TempPathFactory):
    """A bureau without anything but people, served."""
    instance = tmp_path_factory.mktemp("updates") / "instance"
    shutil.copytree(sqlite_instance, instance)
    server = Server(instance).start()
    yield server
    server.stop()


@pytest.fixture
def line(bureau: Server):
    """The line between the tablet and the bureau, on which single answers can be changed."""
    with between(bureau) as proxy:
        yield proxy


@pytest.fixture
def tablet(playwright: Playwright, line: Between, tmp_path: Path):
    """A browser in which the app was opened once and stored."""
    hands = TabletHands(playwright, tmp_path / "profile", line.url).open_app()
    hands.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    expect(hands.page.get_by_role("heading", level=1)).to_be_visible()
    yield hands
    hands.put_away()
    assert hands.faults == []


def newer(path: str, answered: Answered) -> Answered:
    """Answer as an office whose app has just been replaced."""
    if path.startswith("/tablet/sw.js"):
        body, changed = REVISION.subn(rb"\g<1>" + NEWER.encode(), answered.body)
        assert changed >= 1
        return Answered(200, answered.headers, body)
    return answered


def is_page(path: str) -> bool:
    return path.partition("?")[0] == "/tablet/"


BROKEN = {
    "503 for the page": (503, b"busy", "text/plain"),
    "a hotspot's page": (200, HOTSPOT, "text/html"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_failed_update_leaves_the_old_app_working_offline(tablet, line, case):
    status, body, kind = BROKEN[case]

    def half(path: str, answered: Answered) -> Answered:
        if is_page(path):
            return Answered(status, [("Content-Type", kind)], body)
        return newer(path, answered)

    line.change = half
    state = look_for_update(tablet)

    assert state == "redundant"
    assert stored_revisions(tablet) != {NEWER}
    tablet.put_away()
    tablet.open_app(offline=True)
    expect(tablet.page.get_by_role("heading", level=1)).to_be_visible()


def test_a_hotspots_page_in_place_of_the_worker_changes_nothing(tablet, line):
    line.change = lambda _path, _answered: Answered(200, [("Content-Type", "text/html")], HOTSPOT)

    state = look_for_update(tablet)

    assert state == "refused"
    tablet.put_away()
    tablet.open_app(offline=True)
    expect(tablet.page.get_by_role("heading", level=1)).to_be_visible()


def test_a_newer_app_waits_until_somebody_takes_it(tablet, line):
    line.change = newer
    tablet.page.evaluate("window.before = true")

    state = look_for_update(tablet)

    button = tablet.page.get_by_role("button", name="现在更新")
    expect(button).to_be_visible()
    assert state == "installed"
    assert tablet.page.evaluate("window.before") is True
    with tablet.page.expect_navigation():
        button.click()
    expect(button).to_be_hidden()
    expect(tablet.page.get_by_role("heading", level=1)).to_be_visible()
    assert stored_revisions(tablet) == {NEWER}


def test_the_first_load_is_small():
    files = load_assets().files
    names = [files[name] for name in ("tablet.js", "tablet.css", "theme.js", "favicon.svg")]
    names += [name for name in files if name.startswith("words-zh")] + ["tablet-sw.js"]

    total = sum(len(gzip.compress((BUILD / name).read_bytes())) for name in names)

    assert total < MOST_BYTES


def test_the_app_opens_offline_within_a_second_and_a_half_on_a_slow_processor(tablet):
    tablet.put_away()
    tablet.open_app(offline=True)
    session = tablet.context.new_cdp_session(tablet.page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})

    best = min(seconds_to_open(tablet) for _try in range(3))

    assert best < 1.5


def seconds_to_open(tablet: TabletHands) -> float:
    begun = time.monotonic()
    tablet.page.reload(wait_until="commit")
    expect(tablet.page.get_by_role("heading", level=1)).to_be_visible()
    return time.monotonic() - begun


def look_for_update(tablet: TabletHands) -> str:
    """Let the browser look for a newer worker; answer what became of it."""
    return tablet.page.evaluate(
        """async () => {
          const registration = await navigator.serviceWorker.getRegistration('/tablet/');
          try {
            await registration.update();
          } catch {
            return 'refused';
          }
          const worker = registration.installing ?? registration.waiting;
          if (worker === null) return 'none';
          while (worker.state === 'installing') {
            await new Promise(resolve => { worker.onstatechange = resolve; });
          }
          return worker.state;
        }"""
    )


def stored_revisions(tablet: TabletHands) -> set[str]:
    """Return the revisions of the app's page in the browser's stores."""
    addresses = tablet.page.evaluate(
        """async () => {
          const names = await caches.keys();
          const stores = await Promise.all(names.map(name => caches.open(name)));
          const requests = await Promise.all(stores.map(store => store.keys()));
          return requests.flat().map(request => request.url);
        }"""
    )
    return {url.rpartition("=")[2] for url in addresses if "/tablet/?" in url}
