"""One visit at the tablet with a network: typed, kept, locked, received, corrected."""

from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from app.services.demo_people import PASSWORD
from tests.journeys.tablet_hands import TabletHands, photo
from tests.server import Server

pytestmark = pytest.mark.browser

SEEN = "价目表写明一次收6个月"


@pytest.fixture
def tablet(playwright: Playwright, bureau_of_teams: Server, tmp_path: Path):
    """A tablet with its officers and today's round, online."""
    hands = TabletHands(playwright, tmp_path / "profile", bureau_of_teams.url).open_app()
    hands.enrol()
    hands.load_round()
    yield hands
    hands.put_away()
    assert hands.faults == []


def test_a_visit_outlives_the_browser_is_locked_received_and_corrected(tablet):
    visit = tablet.begin()
    name = tablet.page.locator("header h1").inner_text()
    expect_reasons_instead_of_a_lock(tablet)
    tablet.choose("certificate", "yes")
    tablet.choose("entered", "yes")
    answer_one_with_no(tablet)
    expect(tablet.page.get_by_role("status").filter(has_text="已保存")).to_be_visible()

    tablet.put_away()
    tablet.open_app()
    tablet.page.clock.fast_forward("02:00")
    tablet.go(f"visit/{visit}")
    expect(tablet.page.locator(".item.no textarea")).to_have_value(SEEN)
    expect(tablet.page.locator("[data-choice=certificate] input[value=yes]")).to_be_checked()

    tablet.answer_all()
    tablet.add_photo(photo(1))
    tablet.page.fill("#met-name", "马拟然")
    tablet.choose("result", "correction_ordered")
    tablet.sign()
    tablet.lock_and_stay()
    tablet.expect_lane("received", 1)
    number = tablet.stored("queue")[0]["receipt"]["receipt"]["number"]
    expect(tablet.page.locator("[data-lane=received] small")).to_contain_text(number)
    assert tablet.page.locator("textarea, input").count() == 0
    assert name in desk_visits(tablet)

    correct(tablet, reason="会见人姓名写错", met="马拟燃")
    tablet.expect_lane("received", 2)
    versions = sorted(tablet.stored("queue"), key=lambda row: row["sequence"])
    assert [row["amends"] for row in versions] == [None, visit]


def expect_reasons_instead_of_a_lock(tablet: TabletHands) -> None:
    """Touch the blocked lock: it says what is missing, and each reason leads to its place."""
    tablet.act("lock").click(force=True)
    reason = tablet.page.locator("[data-missing='visits.result_is_stated']")
    reason.click()
    expect(tablet.page.locator("#step-result")).to_be_focused()


def correct(tablet: TabletHands, *, reason: str, met: str) -> None:
    """Make a new version of the record on the screen; without a reason there is none."""
    tablet.page.get_by_role("button", name="更正这份记录").click()
    tablet.page.get_by_role("button", name="另存新版本").click()
    expect(tablet.page.get_by_role("alert").filter(has_text="请写明更正原因")).to_be_visible()
    tablet.page.fill("#amend-reason", reason)
    tablet.page.get_by_role("button", name="另存新版本").click()
    tablet.page.fill("#met-name", met)
    tablet.sign()
    tablet.lock_and_stay()


def answer_one_with_no(tablet: TabletHands) -> None:
    """Answer the first open item with a no, and say what was seen."""
    item = tablet.page.locator(".item.unanswered").first
    item.locator("label:has(input[value=no])").click()
    tablet.page.locator(".item.no textarea").first.fill(SEEN)


def desk_visits(tablet: TabletHands) -> str:
    """Return what an officer of the district reads in the desk's list of visits."""
    page = tablet.context.new_page()
    page.goto(f"{tablet.url}/sign-in")
    page.fill("[name=username]", "officer1")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/desk/**")
    page.goto(f"{tablet.url}/desk/visits")
    return page.locator("main").inner_text()
