"""The tablet's app: enrolment, round, a visit with its dialogs, the record, outbox, settings."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from tests.journeys.tablet_hands import TabletHands, photo
from tests.screenshots.album import TALLEST, Album
from tests.server import Server

SIZES = {"tablet-820": (820, 1180), "tablet-1180": (1180, 820), "tablet-360": (360, 780)}
DIALOGS = ("party", "elsewhere", "confirm-author")
INNER = ".page, .round-list"  # these scroll inside the window
BELOW = """inner => [...document.querySelectorAll(inner)]
  .reduce((most, one) => Math.max(most, one.scrollHeight - one.clientHeight), 0)"""


def shoot(profile: Path, server: Server, album: Album) -> None:
    """Enrol a tablet, walk through a round, and take every page of the app."""
    with sync_playwright() as playwright:
        hands = TabletHands(playwright, profile, server.url).open_app()
        try:
            _shoot_enrolment(hands, album)
            _shoot_app(hands, album)
        finally:
            hands.put_away()


def _shoot_enrolment(hands: TabletHands, album: Album) -> None:
    _take(hands.page, album, "not signed in")
    hands.enrol()
    hands.load_round()


def _shoot_app(hands: TabletHands, album: Album) -> None:
    hands.context.set_offline(True)
    received = hands.begin()
    hands.visit_in_order([photo(1)])
    hands.lock()
    with _online(hands):
        hands.expect_lane("received", 1)
    draft = hands.begin()
    for language in ("zh", "en"):
        _speak(hands, language)
        _shoot_pages(hands, album, language, received, draft)
    _speak(hands, "zh")
    hands.go(f"visit/{draft}")
    _fill(hands)
    for language in ("zh", "en"):
        _speak(hands, language)
        hands.go(f"visit/{draft}")
        _take(hands.page, album, f"visit filled {language}")
        for dialog in DIALOGS:
            _shoot_dialog(hands, album, dialog, f"{dialog} {language}")
    hands.confirm()
    hands.let_party_sign()
    hands.act("lock").click()
    _take(hands.page, album, "lock en", whole=False)
    hands.act("lock-now").click()
    for part in ("", "outbox"):
        hands.go(part)
        _take(hands.page, album, f"{part or 'round'} with one unsent en")


def _shoot_pages(
    hands: TabletHands, album: Album, language: str, received: str, draft: str
) -> None:
    pages = {
        "round": "",
        "visit begun": f"visit/{draft}",
        "visit locked": f"visit/{received}",
        "outbox": "outbox",
        "settings": "settings",
        "other site": "site",
        "place": "place",
    }
    for name, part in pages.items():
        hands.go(part)
        _take(hands.page, album, f"{name} {language}")
    hands.go(f"visit/{received}")
    hands.page.get_by_role("button", name="更正" if language == "zh" else "Correct").click()
    _take(hands.page, album, f"correct {language}", whole=False)
    hands.page.keyboard.press("Escape")


def _fill(hands: TabletHands) -> None:
    hands.choose("certificate", "yes")
    hands.choose("entered", "yes")
    item = hands.page.locator(".item.unanswered").first
    item.locator("label:has(input[value=no])").click()
    hands.page.locator(".item.no textarea").first.fill("价目表写明一次收6个月")
    hands.answer_all()
    for number in (2, 3):
        hands.add_photo(photo(number))
    hands.page.fill("#met-name", "马拟然")
    hands.choose("result", "correction_ordered")
    hands.act("finish").click()


def _shoot_dialog(hands: TabletHands, album: Album, act: str, label: str) -> None:
    if hands.act(act).count() == 0:
        return
    hands.act(act).click(force=True)
    _take(hands.page, album, label, whole=False)
    if hands.page.locator("dialog").count():
        hands.page.keyboard.press("Escape")
        expect(hands.page.locator("dialog")).to_have_count(0)


def _speak(hands: TabletHands, language: str) -> None:
    hands.go("settings")
    hands.choose("language", language)


@contextmanager
def _online(hands: TabletHands) -> Iterator[None]:
    hands.context.set_offline(False)
    yield
    hands.context.set_offline(True)


def _take(page: Page, album: Album, label: str, *, whole: bool = True) -> None:
    """Take what is shown at each size, bright, and dark at the first."""
    for sheet, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        if whole:
            _stretch(page, width, height)
        album.take(page, sheet, label, whole=False)
    width, height = SIZES["tablet-820"]
    page.set_viewport_size({"width": width, "height": height})
    if label.endswith("en"):
        return
    page.emulate_media(color_scheme="dark")
    album.take(page, "tablet-dark", f"{label} dark", whole=False)
    page.emulate_media(color_scheme="light")


def _stretch(page: Page, width: int, height: int) -> None:
    """Make the window as tall as what scrolls in it, so that the picture holds all of it."""
    below = page.evaluate(BELOW, INNER)
    if below > 0:
        page.set_viewport_size({"width": width, "height": min(height + below, TALLEST)})
