"""An inspection team's hands at a tablet: a browser profile that outlives the browser."""

import io
import re
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page, Playwright, expect

from app.services.demo_people import PASSWORD
from tests import chromium

PINS = {"inspector1": "271828", "inspector2": "314159"}
NAMES = {"周拟衡": "inspector1", "李拟安": "inspector2"}
AN_AFTERNOON = "2026-11-19T07:00:00Z"  # the office's clock stands at the same moment
STANDS = {"longitude": 123.4, "latitude": 41.79, "accuracy": 12}
PATIENCE = 20_000
READ_STORE = """store => new Promise((resolve, reject) => {
  const opening = indexedDB.open('mingcha-tablet');
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const asked = opening.result.transaction(store).objectStore(store).getAll();
    asked.onerror = () => reject(asked.error);
    asked.onsuccess = () => {
      opening.result.close();
      resolve(JSON.parse(JSON.stringify(asked.result)));
    };
  };
})"""


def photo(number: int) -> bytes:
    """Return a JPEG that no other number gives."""
    out = io.BytesIO()
    Image.effect_noise((640, 480), 20 + number).convert("RGB").save(out, "JPEG", quality=90)
    return out.getvalue()


class TabletHands:
    """One tablet: `open_app` starts its browser, `put_away` ends it, the profile stays."""

    flags: tuple[str, ...] = chromium.FLAGS
    permissions: tuple[str, ...] = ("geolocation",)

    def __init__(self, playwright: Playwright, profile: Path, url: str) -> None:
        self._playwright, self._profile, self.url = playwright, profile, url
        self.faults: list[str] = []
        self.context: BrowserContext
        self.page: Page

    def open_app(self, *, offline: bool = False) -> "TabletHands":
        """Start the browser cold, without a network if told so, and open the app."""
        self.context = self._playwright.chromium.launch_persistent_context(
            self._profile,
            executable_path=chromium.path(),
            args=list(self.flags),
            viewport={"width": 820, "height": 1180},
            locale="zh-CN",
            geolocation=STANDS,
            permissions=list(self.permissions),
        )
        self.context.clock.install(time=AN_AFTERNOON)
        self.context.set_offline(offline)
        self.page = self.context.pages[0]
        self.page.set_default_timeout(PATIENCE)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.goto(f"{self.url}/tablet/")
        return self

    def put_away(self) -> None:
        """End the browser, as a tablet does that is switched off."""
        self.context.close()

    def enrol_for(self, name: str) -> None:
        """Make the browser a tablet of the bureau, with the PIN of one officer."""
        self.sign_in(name)
        self.page.fill("#label", "第二组平板")
        self.page.locator("form button[type=submit]").click()
        self._set_pin(name)
        self.context.clear_cookies()

    def enrol(self) -> None:
        """Make the browser a tablet of the bureau, with the PINs of the two officers."""
        self.enrol_for("inspector1")
        self.sign_in("inspector2")
        self.go("settings")
        self._set_pin("inspector2")
        self.context.clear_cookies()  # whatever follows needs no session
        self.go("")

    def sign_in(self, name: str) -> None:
        """Sign in at the office in the tablet's browser, as an officer does to set a PIN."""
        self.page.goto(f"{self.url}/sign-in?next=/tablet/")
        self.page.fill("[name=username]", name)
        self.page.fill("[name=password]", PASSWORD)
        self.page.get_by_role("button", name="登录").click()
        self.page.wait_for_url("**/tablet/**")

    def _set_pin(self, name: str) -> None:
        for field in ("#pin-1", "#pin-2"):
            self.page.fill(field, PINS[name])
        button = self.page.locator("form:has(#pin-1) button[type=submit]")
        button.click()
        expect(button).to_be_hidden(timeout=PATIENCE)

    def go(self, part: str) -> None:
        """Open a page of the app by its address."""
        self.page.evaluate("part => { location.hash = '/' + part }", part)

    def load_round(self) -> None:
        """Touch "load" and wait for the sites."""
        self.page.get_by_role("button", name="装载今日一轮").click()
        expect(self.act("begin")).to_be_visible(timeout=PATIENCE)
        expect(self.act("load")).to_be_enabled(timeout=60_000)

    def act(self, name: str) -> Locator:
        """Return the button that does this."""
        return self.page.locator(f"[data-act={name}]").first

    def choose(self, choice: str, value: str) -> None:
        """Touch one of joined buttons."""
        fieldset = f"[data-choice='{choice}']"
        self.page.locator(f"{fieldset} label:has(input[value={value}])").click()

    def begin(self) -> str:
        """Begin the next visit; return its id."""
        self.act("begin").click()
        self.page.wait_for_url(re.compile(r"#/visit/"))
        return self.page.url.rsplit("/", 1)[1]

    def begin_outside(self, number: int, *, ground: str) -> None:
        """Begin a daily inspection at the site of this number in the list of the area."""
        self.go("site")
        self.act("near").click()
        self.page.locator("[data-site] button").nth(number).click()
        self.choose("outside-kind", "daily")
        self.page.fill("#outside-ground", ground)
        self.act("begin-outside").click()
        self.page.wait_for_url(re.compile(r"#/visit/"))

    def add_photo(self, content: bytes) -> None:
        """Take a photo of the place."""
        before = self.page.locator("#step-photos img").count()
        file: Any = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": content}
        self.page.set_input_files("input[name=photo-visit]", files=[file])
        expect(self.page.locator("#step-photos img")).to_have_count(before + 1, timeout=PATIENCE)

    def answer_all(self) -> None:
        """Answer every item with a yes, one by one."""
        items = self.page.locator(".item.unanswered label:has(input[value=yes])")
        for _item in range(items.count()):
            items.first.click()

    def visit_in_order(self, photos: list[bytes]) -> None:
        """Record a visit that found nothing wrong, up to the signatures."""
        self.choose("certificate", "yes")
        self.choose("entered", "yes")
        self.answer_all()
        for content in photos:
            self.add_photo(content)
        self.page.fill("#met-name", "马拟然")
        self.choose("result", "compliant")
        self.sign()

    def visit_closed(self, photos: list[bytes]) -> None:
        """Record closed premises, up to the officers' confirmations."""
        self.choose("certificate", "yes")
        self.choose("entered", "no")
        self.choose("not-entered", "closed_premises")
        for content in photos:
            self.add_photo(content)
        self.act("finish").click()
        self.confirm()

    def sign(self) -> None:
        """Let the record be read; both officers confirm, the party signs on the screen."""
        self.act("finish").click()
        self.confirm()
        self.let_party_sign()

    def let_party_sign(self) -> None:
        """The party draws on the pad."""
        self.act("party").click()
        self.draw()
        self.act("party-done").click()
        expect(self.page.locator("[data-signer=party][data-given=true]")).to_be_visible()

    def draw(self) -> None:
        """Draw a name on the pad."""
        pad = self.page.locator("dialog canvas")
        box = pad.bounding_box()
        assert box is not None
        self.page.mouse.move(box["x"] + 30, box["y"] + 40)
        self.page.mouse.down()
        for step in range(1, 6):
            self.page.mouse.move(box["x"] + 30 + 30 * step, box["y"] + 40 + 10 * (step % 2))
        self.page.mouse.up()

    def confirm(self) -> None:
        """Both officers type their PINs."""
        for button, who in (("confirm-author", "author"), ("confirm-second", "second_officer")):
            signer = self.page.locator(f"[data-signer={who}]")
            name = signer.locator(".signer-name [lang=zh]").first.inner_text()
            self.act(button).click()
            self.page.locator("dialog input").first.fill(PINS[NAMES[name]])
            expect(signer.locator(".pad-box.signed")).to_be_visible(timeout=PATIENCE)

    def lock(self) -> None:
        """Lock the visit and return to the round."""
        self.lock_and_stay()
        self.go("")

    def lock_and_stay(self) -> None:
        """Lock the visit, and say once more that this is meant."""
        self.act("lock").click()
        self.act("lock-now").click()
        expect(self.page.locator("[data-send]")).to_be_visible(timeout=PATIENCE)

    def expect_lane(self, lane: str, count: int) -> None:
        """Wait until the strip at the bottom shows this number."""
        shown = self.page.locator(f"[data-lane={lane}] .count")
        expect(shown).to_have_text(str(count), timeout=60_000)

    def stored(self, store: str) -> list[dict[str, Any]]:
        """Return the rows of the tablet's own store, as far as JSON can say them."""
        return self.page.evaluate(READ_STORE, store)
