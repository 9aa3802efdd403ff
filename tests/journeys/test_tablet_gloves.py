"""Gloves in the cold: what is touched is large, stays in its place, and can be taken back."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.tablet_hands import PATIENCE, TabletHands, photo

pytestmark = pytest.mark.browser

SCREENS = {"tablet": (820, 1180), "turned": (1180, 820), "phone": (360, 780)}
TAKES_AWAY = ["drop", "take-out", "clear"]
BUSY = {"error": {"code": "busy", "message": "", "fields": []}}
SMALL = """takesAway => {
  const touched = 'button, a[href], select, textarea, summary, input, [role=button]';
  const faceOf = one => one.matches('input[type=radio], input[type=checkbox], input[type=file]')
    ? one.closest('label') : one;
  const within = document.querySelector('dialog[open]') ?? document;
  const all = [...new Set([...within.querySelectorAll(touched)].map(faceOf))]
    .filter(one => one.checkVisibility())
    .map(one => ({ one, box: one.getBoundingClientRect(),
                   name: one.dataset?.act ?? one.textContent.trim().slice(0, 30) }));
  const small = all.filter(({ box }) => box.width < 55.5 || box.height < 55.5)
    .map(({ name, box }) => `${name}: ${box.width}×${box.height}`);
  const gap = (a, b) => Math.max(a.left - b.right, b.left - a.right,
                                 a.top - b.bottom, b.top - a.bottom);
  const close = all.filter(({ name }) => takesAway.includes(name)).flatMap(one =>
    all.filter(other => other !== one && gap(one.box, other.box) < 8)
      .map(other => `${one.name} beside ${other.name}`));
  return [...small, ...close];
}"""


def test_cards_of_the_outbox_stay_where_they_are_through_every_state(team_tablet):
    page = team_tablet.page
    team_tablet.context.set_offline(True)
    for number in range(2):
        team_tablet.begin()
        team_tablet.visit_closed([photo(70 + number)])
        team_tablet.lock()
    held: list[Route] = []
    page.context.route("**/tablet/api/visits/*", lambda route: hold_the_first(route, held))
    team_tablet.go("outbox")
    cards = page.locator("[data-visit]")
    expect(cards).to_have_count(2)
    places = boxes(page)

    team_tablet.context.set_offline(False)
    expect(cards.first).to_have_attribute("data-state", "sending")
    assert boxes(page) == places
    held[0].fulfill(status=503, json=BUSY)
    expect(page.locator("[data-visit] .message", has_text="局里的系统正忙")).to_have_count(2)
    assert boxes(page) == places
    page.context.unroute("**/tablet/api/visits/*")
    cards.nth(1).locator("[data-act=retry]").click()
    expect(page.locator("[data-visit][data-state=received]")).to_have_count(2, timeout=PATIENCE)

    assert boxes(page) == places


@pytest.mark.parametrize("screen", SCREENS)
def test_every_target_fits_a_glove_and_none_stands_close_to_what_takes_away(team_tablet, screen):
    width, height = SCREENS[screen]
    page = team_tablet.page
    page.set_viewport_size({"width": width, "height": height})
    assert small(page) == []
    for part in ("settings", "place", "outbox"):
        team_tablet.go(part)
        assert small(page) == [], part
    team_tablet.go("")
    team_tablet.begin()
    team_tablet.choose("certificate", "yes")
    team_tablet.choose("entered", "yes")
    page.locator("#step-arrive .tick input").check()  # a dwelling
    team_tablet.add_photo(photo(80))
    page.locator(".item label:has(input[value=no])").first.click()
    assert small(page) == []
    page.locator(".photo-frame").first.click()
    assert small(page) == []
    page.keyboard.press("Escape")
    page.locator(".item label:has(input[value=yes])").first.click()
    page.locator("#step-arrive .tick input").uncheck()
    finish(team_tablet)
    assert small(page) == []
    team_tablet.act("confirm-author").click()
    assert small(page) == []
    page.get_by_role("button", name="取消").click()
    for act in ("elsewhere", "party"):
        team_tablet.act(act).click()
        assert small(page) == [], act
        page.locator("dialog[open] .button:not([data-act])").last.click()


def test_what_is_taken_away_comes_back(team_tablet):
    page = team_tablet.page
    visit = team_tablet.begin()
    team_tablet.choose("certificate", "yes")
    team_tablet.choose("entered", "yes")
    page.locator("#step-arrive .tick input").check()
    page.fill("#consent-by", "马拟然")
    team_tablet.add_photo(photo(81))

    page.locator("#step-arrive .tick input").uncheck()
    team_tablet.act("undo").click()
    expect(page.locator("#consent-by")).to_have_value("马拟然")
    page.locator(".photo-frame").first.click()
    team_tablet.act("take-out").click()
    expect(page.locator("#step-photos img")).to_have_count(0)
    team_tablet.act("undo").click()
    expect(page.locator("#step-photos img")).to_have_count(1)
    place = team_tablet.act("lock").bounding_box()
    team_tablet.act("drop").click()
    team_tablet.act("undo").click()

    page.wait_for_url(f"**/visit/{visit}")
    expect(page.locator("#consent-by")).to_have_value("马拟然")
    assert team_tablet.act("lock").bounding_box() == place


def hold_the_first(route: Route, held: list[Route]) -> None:
    """Leave the first request without an answer; to those after it the office is busy."""
    if held:
        route.fulfill(status=503, json=BUSY)
    held.append(route)


def finish(tablet: TabletHands) -> None:
    """Bring a visit to its signatures."""
    tablet.answer_all()
    tablet.page.fill("#met-name", "马拟然")
    tablet.choose("result", "compliant")
    tablet.act("finish").click()
    expect(tablet.act("confirm-author")).to_be_visible()


def boxes(page: Page) -> list[dict[str, float] | None]:
    """Return where every card of the outbox and each of its keys stands."""
    return [one.bounding_box() for one in page.locator("[data-visit], [data-visit] button").all()]


def small(page: Page) -> list[str]:
    """Return what is too small for a glove, or too close to what takes something away."""
    found: list[str] = page.evaluate(SMALL, TAKES_AWAY)
    return found
