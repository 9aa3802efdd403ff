"""What a tablet keeps: signatures for what was read, PINs nobody guesses, visits for a week."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.tablet_hands import NAMES, PINS, TabletHands, photo

pytestmark = pytest.mark.browser

A_WEEK = timedelta(days=7, minutes=1)


def test_a_change_after_signing_takes_the_signatures_back(team_tablet):
    team_tablet.begin()
    team_tablet.visit_closed([photo(60)])
    expect(team_tablet.page.locator("[data-signer] .signed")).to_have_count(2)

    team_tablet.page.fill("#note", "门上贴有停业通知")

    expect(team_tablet.act("finish")).to_be_visible()
    draft = team_tablet.stored("drafts")[0]
    assert (draft["signatures"], draft["ended_at"]) == ([], None)


def test_a_guessed_pin_has_to_wait_and_the_right_one_works_after(team_tablet):
    team_tablet.begin()
    team_tablet.choose("certificate", "yes")
    team_tablet.choose("entered", "no")
    team_tablet.choose("not-entered", "closed_premises")
    team_tablet.add_photo(photo(61))
    team_tablet.act("finish").click()
    name = team_tablet.page.locator("[data-signer=author] .signer-name [lang=zh]").inner_text()
    team_tablet.act("confirm-author").click()
    for tries in range(1, 6):
        type_pin(team_tablet, "864201")
        expect_tries(team_tablet, tries)

    type_pin(team_tablet, PINS[NAMES[name]])

    expect(team_tablet.page.get_by_text("口令多次错误")).to_be_visible()
    team_tablet.context.clock.fast_forward(timedelta(seconds=31).seconds * 1000)
    type_pin(team_tablet, PINS[NAMES[name]])
    expect(team_tablet.page.locator("[data-signer=author] .signed")).to_be_visible()


def test_a_visit_is_worked_on_in_one_window_at_a_time(team_tablet):
    team_tablet.begin()

    other = team_tablet.context.new_page()
    other.goto(team_tablet.page.url)

    expect(other.locator("[data-act=lock]")).to_have_count(0)
    team_tablet.page.fill("#note", "只在第一个窗口里写")
    expect(team_tablet.page.get_by_text("已保存")).to_be_visible()


def test_a_received_visit_leaves_the_tablet_after_a_week(team_tablet):
    team_tablet.begin()
    team_tablet.visit_closed([photo(63)])
    team_tablet.lock()
    team_tablet.expect_lane("received", 1)
    assert len(team_tablet.stored("files")) == 1

    team_tablet.context.clock.fast_forward(int(A_WEEK.total_seconds()) * 1000)
    team_tablet.page.reload()

    team_tablet.expect_lane("received", 0)
    assert (team_tablet.stored("queue"), team_tablet.stored("files")) == ([], [])


def type_pin(tablet: TabletHands, pin: str) -> None:
    field = tablet.page.locator("dialog input").first
    expect(field).to_have_value("")
    field.fill(pin)


def expect_tries(tablet: TabletHands, tries: int) -> None:
    """Wait until the tablet has counted a wrong PIN, durably and before it answers."""
    expect(tablet.page.locator("dialog [role=alert]")).not_to_be_empty()
    expect(tablet.page.locator("dialog input").first).to_have_value("")
    assert max(row["wrong"] for row in tablet.stored("officers")) == tries
