"""An order to correct from a visit at the desk to its re-check offline, and to its end."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.journeys.conftest import Hands
from tests.journeys.tablet_hands import TabletHands, photo
from tests.server import Server

pytestmark = pytest.mark.browser

DEEDS = ("作出责令改正通知书", "送达责令改正通知书", "同意延期", "整改复查", "整改完成，结束")
SEEN = "公示栏未张贴收费标准"
RECEIPT = {"name": "送达回证.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF\n"}


@pytest.fixture
def tablet(playwright: Playwright, bureau_of_teams: Server, tmp_path: Path):
    """A tablet with its officers and today's round."""
    hands = TabletHands(playwright, tmp_path / "profile", bureau_of_teams.url).open_app()
    hands.enrol()
    hands.load_round()
    yield hands
    hands.put_away()
    assert hands.faults == []


@pytest.fixture
def desk(browser: Browser, bureau_of_teams: Server):
    """Return a function that seats a person at a desk of the bureau."""
    seated: list[Hands] = []

    def sit_down(name: str) -> Page:
        hands = Hands(browser, bureau_of_teams, width=1440, height=900)
        hands.page.set_default_timeout(30_000)
        seated.append(hands.sign_in(name))
        return hands.page

    yield sit_down
    for hands in seated:
        hands.close()


def test_an_order_is_served_put_off_rechecked_offline_and_closed(tablet, desk, bureau_of_teams):
    site = next_site(tablet)
    officer = desk("officer1")
    enter_visit_with_a_finding(officer, bureau_of_teams.url, site["site"])
    order = draft_and_issue(officer)
    serve(officer)
    put_off(officer, desk("approver1"), order)

    tablet.act("load").click()
    expect(tablet.act("load")).to_be_enabled(timeout=60_000)
    assert next_site(tablet)["site"] == site["site"]
    tablet.context.set_offline(True)
    tablet.begin()
    recheck_offline(tablet, order.rsplit("/", 1)[1])
    tablet.lock()
    tablet.expect_lane("saved", 1)
    tablet.context.set_offline(False)
    tablet.expect_lane("received", 1)

    officer.goto(order)
    expect(officer.locator("h1")).to_have_text("已全部改正，可以结束")
    expect(officer.locator("ul.thumbs li")).not_to_have_count(0)
    step(officer, "close")
    expect(officer.locator("main")).to_contain_text("整改完成")
    officer.goto(f"{bureau_of_teams.url}/desk/register/{site['institution']}")
    story = officer.locator("ol.story")
    for deed in (
        "作出责令改正通知书",
        "送达责令改正通知书",
        "同意延期",
        "整改复查",
        "整改完成，结束",
    ):
        expect(story).to_contain_text(deed)


def next_site(tablet: TabletHands) -> dict:
    """Return the site that the tablet would begin with."""
    sites = tablet.stored("rounds")[0]["sites"]
    return next(site for site in sites if site["state"] == "missing")


def enter_visit_with_a_finding(page: Page, url: str, site: str) -> None:
    page.goto(f"{url}/desk/visits/new?site={site}&on=2026-11-18")
    page.fill("#happened_on", "2026-11-18")
    page.select_option("#kind", "daily")
    page.fill("#ground", "沈和教检〔2026〕14号")
    choose_officer(page, "author", "周拟衡")
    choose_officer(page, "second_officer", "李拟安")
    page.check("input[name=certificate_shown][value=yes]", force=True)
    for item in page.locator(".checklist input[value=yes]").all():
        item.check(force=True)
    page.check("input[name=answer-prices_posted][value=no]", force=True)
    page.fill("#seen-prices_posted", SEEN)
    page.fill("#met_name", "马拟然")
    page.check("input[name=result][value=correction_ordered]")
    page.check("input[name=signing][value=refused]", force=True)
    page.fill("#signing_note", "不愿签名，见证人：王拟民")
    page.get_by_role("button", name="登记并定稿锁定").click()
    page.wait_for_url(re.compile(r"/desk/visits/\w{10}$"))


def choose_officer(page: Page, field: str, name: str) -> None:
    value = page.locator(f"#{field} option", has_text=name).first.get_attribute("value")
    page.select_option(f"#{field}", value)


def draft_and_issue(page: Page) -> str:
    """Draft the order from the visit and issue it; return its address."""
    page.get_by_role("link", name="责令改正").last.click()
    expect(page.locator("#wrong-1")).to_have_value(SEEN)
    page.fill("#due_on", "2026-12-04")
    page.get_by_role("button", name="保存草稿").click()
    page.wait_for_url(re.compile(r"/desk/orders/\w{10}$"))
    address = page.url
    step(page, "issue")
    expect(page.locator("main")).to_contain_text("教责改字〔2026〕第")
    return address


def step(page: Page, code: str) -> None:
    """Choose a step, and take it with what its form holds."""
    page.locator(f"[data-step={code}] a.btn").click()
    submit(page, code)


def submit(page: Page, code: str) -> None:
    page.locator(f"[data-step={code}] form button[type=submit]").click()
    expect(page.locator(".message.jade").first).to_contain_text("已登记")


def serve(page: Page) -> None:
    page.locator("[data-step=serve] a.btn").click()
    page.select_option("#method", "direct")
    page.fill("#receiver", "马拟然，教务主管")
    page.set_input_files("#papers", files=[RECEIPT])
    submit(page, "serve")


def put_off(officer: Page, head: Page, order: str) -> None:
    """The institution asks for more time, the head of department grants it."""
    officer.locator("[data-step=ask_extension] a.btn").click()
    officer.fill("#until", "2026-12-18")
    officer.fill("#reason", "公示栏正在制作")
    submit(officer, "ask_extension")
    head.goto(order)
    step(head, "grant_extension")
    expect(head.locator("main")).to_contain_text("2026-12-18")


def recheck_offline(tablet: TabletHands, order: str) -> None:
    """Re-check the order in the visit, with a photo of what was put right."""
    page = tablet.page
    tablet.choose("certificate", "yes")
    tablet.choose("entered", "yes")
    card = page.locator(f"[data-order='{order}']")
    expect(card).to_contain_text("2026-12-18")
    tablet.act("recheck").click()
    item = page.locator(f"[data-recheck='order_{order}_1']")
    expect(item.locator("input:checked")).to_have_count(0)
    tablet.answer_all()
    page.set_input_files(f"input[name='photo-order_{order}_1']", files=[picture()])
    expect(item.locator("img")).to_have_count(1)
    page.fill("#met-name", "马拟然")
    tablet.choose("result", "compliant")
    tablet.sign()


def picture() -> dict:
    return {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": photo(7)}
