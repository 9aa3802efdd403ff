"""A hurried inspector: fingers that tap twice, a field left for later, a PIN forgotten."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, Playwright, expect

from app.services.demo_people import PASSWORD
from tests.journeys.tablet_hands import NAMES, PATIENCE, PINS, TabletHands, photo
from tests.server import Server

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def tablet(
    playwright: Playwright, bureau_of_teams: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TabletHands]:
    """One tablet with its officers and today's round; each test begins at the round."""
    profile = tmp_path_factory.mktemp("tablet")
    hands = TabletHands(playwright, profile, bureau_of_teams.url).open_app()
    hands.enrol()
    hands.load_round()
    yield hands
    hands.put_away()
    assert hands.faults == []


def test_a_site_of_the_round_is_found_by_what_is_typed(tablet):
    page = tablet.page
    row = page.locator(".round-rest [data-site]").nth(1)
    parts = (".name", ".under >> nth=0", ".number")
    name, address, number = (row.locator(part).inner_text() for part in parts)

    page.fill("#round-search", address)
    expect(page.locator("[data-hits] .name")).to_have_text(name)
    page.fill("#round-search", "无此机构")
    expect(page.locator("[data-hits] [data-site]")).to_have_count(0)
    page.fill("#round-search", number)
    page.locator("[data-hits] button", has_text=name).click()

    expect(page.locator(".next h2")).to_have_text(name)
    expect(page.locator("#round-search")).to_have_value("")


def test_signs_that_cant_be_shown_are_left_out_as_they_are_pasted(tablet):
    page = tablet.page
    tablet.go("place")
    page.fill("#new-name", "甲\u202e乙\u0000丙")
    page.fill("#new-address", "沈河区拟青路1号")

    expect(page.locator("#new-name")).to_have_value("甲乙丙")
    expect(page.locator("#new-name + [role=status]")).to_have_text("已略去无法显示的字符。")
    tablet.go("")


def test_no_result_is_claimed_where_nobody_went_in(tablet):
    page = tablet.page
    tablet.begin()
    tablet.choose("certificate", "yes")
    tablet.choose("entered", "no")
    tablet.choose("not-entered", "refused_entry")
    expect(page.locator("#step-result")).not_to_contain_text("未发现")

    tablet.act("finish").click()
    said = page.locator("#step-signatures .message.cin")
    expect(said).to_have_text("请拍照或写明情况为证。")
    tablet.add_photo(photo(201))

    expect(said).to_have_count(0)
    drop(tablet)


def test_a_visit_begun_again_after_it_was_dropped_stays(tablet):
    page = tablet.page
    visit = closed(tablet)
    tablet.act("drop").click()

    again = tablet.begin()
    page.clock.fast_forward(21_000)

    assert again == visit
    expect(page.locator("#note")).to_have_value("门上贴有停业通知")
    assert [draft["visit"] for draft in tablet.stored("drafts")] == [visit]
    drop(tablet)


def test_who_was_met_is_asked_before_anybody_signs(tablet):
    page = tablet.page
    visit = in_order(tablet)

    tablet.act("finish").click()
    expect(page.locator("#step-signatures .message.cin")).to_contain_text("请填写会见人姓名")
    page.locator("[data-missing=met]").click()
    expect(page.locator("#met-name")).to_be_focused()
    page.locator("[data-nobody]").check()
    tablet.act("finish").click()
    tablet.confirm()
    tablet.act("party").click()

    expect(page.locator("dialog [data-choice=party-way] input")).to_have_count(2)
    page.go_back()  # closes the dialog, and leaves the visit where it is
    expect(page.locator("dialog")).to_have_count(0)
    assert page.url.endswith(visit)
    expect(page.locator("[data-signer=author][data-given=true]")).to_be_visible()
    drop(tablet)


def test_a_record_is_corrected_once_and_says_so(tablet):
    page = tablet.page
    first = in_order(tablet)
    page.fill("#met-name", "马拟然")
    tablet.add_photo(photo(202))
    tablet.act("finish").click()
    tablet.confirm()
    tablet.act("party").click()
    tablet.act("party-done").click()
    alert = page.locator("dialog [role=alert]")
    expect(alert).to_have_text("还没有签名。")
    tablet.draw()
    expect(alert).to_be_empty()
    tablet.act("party-done").click()
    expect(page.locator("[data-signer=party][data-given=true]")).to_be_visible()
    tablet.lock_and_stay()
    photos = page.locator("dt:text-is('照片') + dd").first
    expect(photos).to_have_text("1")  # the drawn name is none

    tablet.act("correct").click()
    page.fill("#amend-reason", "补记备注")
    tablet.act("new-version").dblclick()
    page.wait_for_url(lambda url: not url.endswith(first))
    assert len(tablet.stored("drafts")) == 1
    tablet.sign()
    tablet.lock_and_stay()
    tablet.go(f"visit/{first}")

    expect(tablet.act("newer")).to_be_visible()
    expect(tablet.act("correct")).to_have_count(0)
    tablet.expect_lane("received", 2)
    tablet.go("")


def test_a_forgotten_pin_is_set_anew(tablet, bureau_of_teams):
    page = tablet.page
    visit = closed(tablet)
    tablet.act("finish").click()
    who = NAMES[page.locator("[data-signer=author] .signer-name [lang=zh]").first.inner_text()]
    tablet.act("confirm-author").click()
    for _try in range(5):
        page.locator("dialog input").first.fill("000000")
        expect(page.locator("dialog input").first).to_be_enabled(timeout=PATIENCE)
    expect(page.locator("#pin-error")).to_contain_text("之后可再试")
    page.locator("dialog input").first.fill(PINS[who])
    expect(page.locator("#pin-error")).to_contain_text("之后可再试")  # not even the right one
    expect(page.locator("dialog")).to_contain_text("忘记口令")

    tablet.sign_in(who)
    tablet.go("settings")
    page.locator("summary", has_text="重设口令").click()
    for field in ("#pin-1", "#pin-2"):
        page.fill(field, PINS[who])
    page.locator("form:has(#pin-1) button[type=submit]").click()
    expect(page.locator("form:has(#pin-1)")).to_be_hidden(timeout=PATIENCE)
    tablet.act("sign-out").click()
    expect(page.get_by_role("link", name="登录")).to_be_visible()
    tablet.go(f"visit/{visit}")
    tablet.confirm()
    tablet.lock()

    tablet.expect_lane("saved", 0)
    assert "confirm" not in flags_of(bureau_of_teams, visit)  # the new key holds


def test_what_the_office_decided_is_shown_and_waits_no_more(tablet, bureau_of_teams):
    page = tablet.page
    with without_certificates(bureau_of_teams):
        visit = closed(tablet)
        tablet.act("finish").click()
        tablet.confirm()
        tablet.lock_and_stay()
        tablet.expect_lane("saved", 1)
        expect(page.locator("[data-send]")).to_contain_text("等待处理")
    desk = page.context.new_page()
    sign_in_at_the_desk(desk, bureau_of_teams)
    expect(desk.locator("main")).to_contain_text("1份检查未发送")  # told at the sending itself
    dismiss(desk, bureau_of_teams, reason="误发，不予登记")

    tablet.go("")
    tablet.act("load").click()

    tablet.expect_lane("saved", 0)
    tablet.go("outbox")
    card = page.locator(f"[data-visit='{visit}']")
    expect(card).to_have_attribute("data-state", "decided")
    expect(card).to_contain_text("误发，不予登记")
    desk.goto(f"{bureau_of_teams.url}/desk/tablets")
    expect(desk.locator("h1")).to_have_text("各平板上报的记录都已收到")
    desk.close()


def in_order(tablet: TabletHands) -> str:
    """Record a visit that found nothing wrong, up to who was met."""
    visit = tablet.begin()
    tablet.choose("certificate", "yes")
    tablet.choose("entered", "yes")
    tablet.answer_all()
    tablet.choose("result", "compliant")
    return visit


def closed(tablet: TabletHands) -> str:
    """Record closed premises, up to the reading."""
    visit = tablet.begin()
    tablet.choose("certificate", "yes")
    tablet.choose("entered", "no")
    tablet.choose("not-entered", "closed_premises")
    tablet.page.fill("#note", "门上贴有停业通知")
    return visit


def drop(tablet: TabletHands) -> None:
    """Drop the visit, and let the time pass in which that can be taken back."""
    tablet.act("drop").click()
    tablet.page.clock.fast_forward(21_000)
    expect(tablet.act("begin")).to_contain_text("开始检查")


@contextmanager
def without_certificates(bureau: Server) -> Iterator[None]:
    """Let no certificate be valid for a while: the office then refuses what the tablet sends."""
    with sqlite3.connect(bureau.instance / "mingcha.sqlite", timeout=20) as connection:
        connection.execute("update certificates set valid_until = date(valid_until, '-100 years')")
    yield
    with sqlite3.connect(bureau.instance / "mingcha.sqlite", timeout=20) as connection:
        connection.execute("update certificates set valid_until = date(valid_until, '+100 years')")


def sign_in_at_the_desk(desk: Page, bureau: Server) -> None:
    desk.goto(f"{bureau.url}/sign-in?next=/desk/tablets")
    desk.fill("[name=username]", "officer1")
    desk.fill("[name=password]", PASSWORD)
    desk.get_by_role("button", name="登录").click()
    desk.wait_for_url("**/desk/**")
    desk.goto(f"{bureau.url}/desk/tablets")


def dismiss(desk: Page, bureau: Server, *, reason: str) -> None:
    desk.goto(f"{bureau.url}/desk/tablets/held?state=waiting")
    desk.locator("tbody a.subject").click()
    form = desk.locator("form[action$='/dismiss']")
    form.locator("[name=reason]").fill(reason)
    form.locator("button[type=submit]").click()
    desk.locator("dialog[open] button[value=yes]").click()
    expect(desk.locator("main")).to_contain_text("原件存档")


def flags_of(bureau: Server, visit: str) -> str:
    """Return what the office remarked about a record."""
    with sqlite3.connect(bureau.instance / "mingcha.sqlite") as connection:
        asked = "select flags from visit_manifests where uuid = ?"
        (flags,) = connection.execute(asked, [visit]).fetchone()
    return str(flags)
