"""The app open in two windows: nothing typed is lost, nothing is begun or sent twice."""

from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.journeys.between import Answered, between
from tests.journeys.tablet_hands import TabletHands, photo
from tests.server import Server

pytestmark = pytest.mark.browser


@pytest.fixture
def asked() -> Counter[str]:
    """How often what was sent to each address was receipted."""
    return Counter()


@pytest.fixture
def tablet(playwright: Playwright, bureau_of_teams: Server, tmp_path: Path, asked: Counter[str]):
    """A tablet with today's round whose calls are counted on their way."""

    def count(path: str, answered: Answered) -> Answered:
        if b'"receipt"' in answered.body:
            asked[path.partition("?")[0]] += 1
        return answered

    with between(bureau_of_teams) as office:
        office.change = count
        hands = TabletHands(playwright, tmp_path / "profile", office.url).open_app()
        hands.enrol()
        hands.load_round()
        yield hands
        hands.put_away()
    assert hands.faults == []


def test_a_draft_goes_from_window_to_window_with_every_letter(tablet):
    visit = tablet.begin()
    other = second_window(tablet, f"#/visit/{visit}")
    expect(other.locator("[data-in-use]")).to_be_visible()
    tablet.page.fill("#note", "在第一个窗口里写的")
    tablet.go("")

    expect(other.locator("#note")).to_have_value("在第一个窗口里写的")
    other.fill("#note", "在第二个窗口里改的")
    tablet.go(f"visit/{visit}")
    expect(tablet.page.locator("[data-in-use]")).to_be_visible()
    other.close()

    expect(tablet.page.locator("#note")).to_have_value("在第二个窗口里改的")


def test_two_windows_begin_one_visit_and_send_each_record_once(tablet, asked):
    tablet.context.set_offline(True)
    other = second_window(tablet, "")
    for page in (tablet.page, other):
        page.evaluate("document.querySelector('[data-act=begin]').click()")
    other.wait_for_url("**/visit/*")
    tablet.page.wait_for_url("**/visit/*")
    assert other.url == tablet.page.url
    assert len(tablet.stored("drafts")) == 1
    other.evaluate("location.hash = '/outbox'")
    tablet.visit_closed([photo(120), photo(121)])
    tablet.lock()
    tablet.begin()
    tablet.visit_closed([photo(122)])
    tablet.lock()
    expect(other.locator("[data-visit]")).to_have_count(2)

    tablet.context.set_offline(False)
    tablet.go("outbox")
    for page in (other, tablet.page):  # a window may be done before the other's button is reached
        page.evaluate("document.querySelector('[data-act=send]')?.click()")
    tablet.expect_lane("received", 2)

    expect(other.locator("[data-visit][data-state=received]")).to_have_count(2)
    assert len(asked) == 5  # two records, three photos
    assert set(asked.values()) == {1}


def second_window(tablet: TabletHands, part: str) -> Page:
    """Open the app once more in the same browser."""
    page = tablet.context.new_page()
    page.on("pageerror", lambda error: tablet.faults.append(str(error)))
    page.goto(f"{tablet.url}/tablet/{part}")
    expect(page.locator("html.ready")).to_be_attached()
    return page
