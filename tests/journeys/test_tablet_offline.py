"""A round worked offline, the server stopped, the browser ended in between: all of it arrives."""

import hashlib
import json
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from app.canonical import canonical
from app.device_keys import from_b64
from app.signing import verified
from tests.journeys.conftest import load_teams, office_with_people
from tests.journeys.tablet_hands import TabletHands, photo
from tests.postgres import ENGINES
from tests.server import Server

pytestmark = pytest.mark.browser


@pytest.fixture(params=ENGINES)
def bureau(request: pytest.FixtureRequest, tmp_path: Path):
    """A bureau with an open sweep of teams, served."""
    with office_with_people(request, tmp_path) as office:
        load_teams(office)
        office.start()
        yield office
        office.stop()


@pytest.fixture
def tablet(playwright: Playwright, bureau: Server, tmp_path: Path):
    """A tablet with its officers and today's round, still online."""
    hands = TabletHands(playwright, tmp_path / "profile", bureau.url).open_app()
    hands.enrol()
    hands.load_round()
    yield hands
    hands.put_away()
    assert hands.faults == []


def test_a_round_worked_offline_arrives_whole(bureau, tablet):
    sweep = tablet.stored("rounds")[0]["sweeps"][0]["sweep"]
    before = coverage(bureau, sweep)["reached"]
    photos = [photo(number) for number in range(5)]
    tablet.put_away()
    bureau.stop()

    tablet.open_app(offline=True)
    tablet.begin()
    tablet.visit_in_order(photos[:2])
    tablet.lock()
    tablet.begin()
    tablet.visit_closed(photos[2:4])
    tablet.lock()
    tablet.put_away()
    tablet.open_app(offline=True)
    tablet.begin()
    tablet.visit_in_order(photos[4:])
    tablet.lock()
    tablet.expect_lane("saved", 3)
    bureau.start()
    tablet.context.set_offline(False)
    tablet.expect_lane("received", 3)

    queue = tablet.stored("queue")
    keys = {
        key["id"]: key["ed25519"]
        for key in tablet.stored("device")[0]["server_keys"]
        if "ed25519" in key
    }
    assert len({row["receipt"]["receipt"]["number"] for row in queue}) == 3
    for row in queue:
        given = row["receipt"]
        assert given["receipt"]["manifest"] == hashlib.sha256(row["body"].encode()).hexdigest()
        assert verified(
            from_b64(keys[given["key"]]), canonical(given["receipt"]), from_b64(given["signature"])
        )
    assert coverage(bureau, sweep)["reached"] == before + 3
    assert {digest(content) for content in photos} <= digests_in(bureau.instance)


def coverage(bureau: Server, sweep: str) -> dict[str, int]:
    asked = bureau.flask("sweeps", "coverage", sweep, "--as", "leader1", "--json")
    assert asked.returncode == 0, asked.stderr
    return json.loads(asked.stdout)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def digests_in(folder: Path) -> set[str]:
    """Return the digests of everything that the bureau keeps, byte for byte."""
    return {digest(path.read_bytes()) for path in folder.rglob("*") if path.is_file()}
