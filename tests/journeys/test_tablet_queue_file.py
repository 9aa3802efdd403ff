"""A tablet that can't send any more saves its queue as a file; the desk takes it in."""

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import Hands
from tests.journeys.tablet_hands import TabletHands, photo
from tests.server import Server

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(browser: Browser, bureau_of_teams: Server):
    hands = Hands(browser, bureau_of_teams, width=1440, height=900)
    yield hands.sign_in("leader1")
    hands.close()


def test_the_desk_takes_in_what_a_tablet_could_not_send(team_tablet, desk, tmp_path):
    team_tablet.context.set_offline(True)
    team_tablet.begin()
    team_tablet.visit_closed([photo(50)])
    team_tablet.lock()
    file = save_queue(team_tablet, tmp_path)

    page = desk.open("/desk/tablets/import")
    page.set_input_files("[name=queue]", file)
    page.locator("main form button[type=submit]").click()

    expect(page.locator("h1")).to_contain_text("2")
    assert photo(50) not in file.read_bytes()
    team_tablet.context.set_offline(False)
    team_tablet.expect_lane("received", 1)
    number = team_tablet.stored("queue")[0]["receipt"]["receipt"]["number"]
    expect(page.get_by_text(number)).to_be_visible()  # the same receipt on both ways


def save_queue(tablet: TabletHands, folder):
    tablet.go("outbox")
    with tablet.page.expect_download() as saving:
        tablet.act("export").click()
    saving.value.save_as(folder / "queue.json")
    return folder / "queue.json"
