"""Whatever answers in the office's place, nothing is lost: 3 of 3 stay queued and say why."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Playwright, Route, expect

from tests.journeys.tablet_hands import PATIENCE, TabletHands, photo
from tests.server import Server

pytestmark = pytest.mark.browser

HOTSPOT = "<!doctype html><title>Wi-Fi</title><p>请登录"


def answer(status: int, code: str) -> Callable[[Route], None]:
    body = {"error": {"code": code, "message": "局里的话", "fields": []}}
    return lambda route: route.fulfill(status=status, json=body)


def page(status: int) -> Callable[[Route], None]:
    return lambda route: route.fulfill(status=status, content_type="text/html", body=HOTSPOT)


BAD_ANSWERS = {
    "400": (answer(400, "invalid"), "局里不能识别这份记录"),
    "403, the tablet is revoked": (answer(403, "device_revoked"), "局里已停用这台平板"),
    "403 of a proxy": (page(403), "收到的不是局里的答复"),
    "409, another record": (answer(409, "visit_differs"), "局里已有这次检查的另一份记录"),
    "409, against the rules": (answer(409, "visit_refused"), "记录不符合规定"),
    "500": (page(500), "局里的系统出了故障"),
    "503": (answer(503, "busy"), "局里的系统正忙"),
    "a cut line": (lambda route: route.abort("connectionreset"), "连不上局里"),
    "a redirect to a sign-in": (
        lambda route: route.fulfill(status=302, headers={"Location": "/sign-in"}),
        "被网络的登录页拦住了",
    ),
    "a hotspot's 200": (page(200), "收到的不是局里的答复"),
    "a 200 without a receipt": (
        lambda route: route.fulfill(status=200, json={"receipt": {}, "key": "x", "signature": "y"}),
        "没有有效回执",
    ),
}


@pytest.fixture(scope="module")
def tablet(
    playwright: Playwright, bureau_of_teams: Server, tmp_path_factory: pytest.TempPathFactory
):
    """A tablet with three locked visits that it couldn't send yet."""
    profile = tmp_path_factory.mktemp("tablet")
    hands = TabletHands(playwright, profile, bureau_of_teams.url).open_app()
    hands.enrol()
    hands.load_round()
    hands.context.set_offline(True)
    for number in range(3):
        hands.begin()
        hands.visit_closed([photo(number)])
        hands.lock()
    hands.expect_lane("saved", 3)
    hands.context.set_offline(False)
    yield hands
    hands.put_away()
    assert hands.faults == []


@pytest.mark.parametrize("case", BAD_ANSWERS)
def test_a_bad_answer_leaves_all_three_queued_and_says_why(tablet, case):
    handler, words = BAD_ANSWERS[case]
    tablet.context.route("**/tablet/api/visits/*", handler)
    tablet.context.route("**/tablet/api/photos/*", handler)

    send_again(tablet)

    said = tablet.page.locator("[data-visit] .message", has_text=words)
    expect(said).to_have_count(3, timeout=PATIENCE)
    tablet.expect_lane("saved", 3)
    tablet.expect_lane("received", 0)
    tablet.context.unroute("**/tablet/api/visits/*")
    tablet.context.unroute("**/tablet/api/photos/*")


def test_after_all_that_the_three_visits_arrive(tablet):
    send_again(tablet)

    tablet.expect_lane("received", 3)
    tablet.expect_lane("saved", 0)
    numbers = {row["receipt"]["receipt"]["number"] for row in tablet.stored("queue")}
    assert len(numbers) == 3


def send_again(tablet: TabletHands) -> None:
    """Touch "send now", as somebody would who wants to go home: it tries what was given up too."""
    tablet.go("outbox")
    tablet.page.locator("[data-act=send]").click()
