"""The second officer reads and confirms a record on an own tablet, with no network between."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from tests.journeys.tablet_hands import PATIENCE, PINS, TabletHands, photo
from tests.server import Server

pytestmark = pytest.mark.browser


@pytest.fixture
def tablets(
    playwright: Playwright, bureau_of_teams: Server, tmp_path: Path
) -> Iterator[tuple[TabletHands, TabletHands]]:
    """Two tablets, each with one officer of the team, both with the round and without a network."""
    both = []
    for name in ("inspector1", "inspector2"):
        hands = TabletHands(playwright, tmp_path / name, bureau_of_teams.url).open_app()
        hands.enrol_for(name)
        hands.load_round()
        both.append(hands)
    for hands in both:
        hands.act("load").click()  # once more: now each round holds the key of the other tablet
        expect(hands.act("load")).to_be_enabled()
        hands.context.set_offline(True)
    yield both[0], both[1]
    for hands in both:
        hands.put_away()
        assert hands.faults == []


def test_a_confirmation_of_another_tablet_is_verified_by_the_office(
    tablets, bureau_of_teams, tmp_path
):
    first, second = tablets
    first.begin()
    read_by_the_first(first)
    first.act("elsewhere").click()
    record = saved(first, "give", tmp_path / "record.json")

    answer = confirmed_on(second, record, tmp_path / "answer.json")
    forged = tmp_path / "forged.json"
    said = json.loads(answer.read_text())
    forged.write_text(json.dumps({**said, "signature": flipped(said["signature"])}))
    first.page.set_input_files("dialog[open] input[type=file]", forged)
    expect(first.page.locator("dialog[open] [role=alert]")).not_to_be_empty()
    first.page.set_input_files("dialog[open] input[type=file]", answer)
    expect(first.page.locator("[data-signer=second_officer][data-given=true]")).to_be_visible()
    first.lock()
    first.context.set_offline(False)
    first.expect_lane("received", 1)

    assert flags_of(bureau_of_teams, first.stored("queue")[0]["visit"]) == []


def test_a_record_that_changed_meanwhile_is_not_taken_as_confirmed(tablets, tmp_path):
    first, second = tablets
    first.begin()
    read_by_the_first(first)
    first.act("elsewhere").click()
    record = saved(first, "give", tmp_path / "record.json")
    answer = confirmed_on(second, record, tmp_path / "answer.json")
    first.page.locator("dialog[open] .button").last.click()
    first.page.fill("#note", "门上贴有停业通知")
    first.act("finish").click()
    first.act("elsewhere").click()

    first.page.set_input_files("dialog[open] input[type=file]", answer)

    alert = first.page.locator("dialog[open] [role=alert]")
    expect(alert).to_have_text("笔录此后改动过，请重新确认。")
    expect(first.page.locator("[data-signer=second_officer][data-given=false]")).to_be_visible()


def read_by_the_first(tablet: TabletHands) -> None:
    """Record closed premises; the first officer has read and confirmed it."""
    tablet.choose("certificate", "yes")
    tablet.choose("entered", "no")
    tablet.choose("not-entered", "closed_premises")
    tablet.add_photo(photo(140))
    tablet.act("finish").click()
    tablet.act("confirm-author").click()
    tablet.page.locator("dialog input").first.fill(PINS["inspector1"])
    expect(tablet.page.locator("[data-signer=author] .signed")).to_be_visible(timeout=PATIENCE)


def confirmed_on(tablet: TabletHands, record: Path, answer: Path) -> Path:
    """Let the second officer open, read and confirm the record; return the file for the first."""
    tablet.go("settings")
    tablet.page.set_input_files("section input[type=file]", record)
    expect(tablet.page.locator("article.paper")).to_contain_text("关门歇业")
    tablet.act("confirm-foreign").click()
    with tablet.page.expect_download() as saving:
        tablet.page.locator("dialog input").first.fill(PINS["inspector2"])
    saving.value.save_as(answer)
    return answer


def saved(tablet: TabletHands, act: str, file: Path) -> Path:
    """Touch the button that saves a file, and return the file."""
    with tablet.page.expect_download() as saving:
        tablet.act(act).click()
    saving.value.save_as(file)
    return file


def flipped(signature: str) -> str:
    """Return a signature that differs in its first letter."""
    return ("B" if signature[0] == "A" else "A") + signature[1:]


def flags_of(bureau: Server, visit: str) -> list[str]:
    """Return what the office remarked about a record."""
    with sqlite3.connect(bureau.instance / "mingcha.sqlite") as connection:
        asked = "select flags from visit_manifests where uuid = ?"
        (flags,) = connection.execute(asked, [visit]).fetchone()
    found: list[str] = json.loads(flags)
    return found
