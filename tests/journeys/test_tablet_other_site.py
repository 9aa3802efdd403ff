"""A visit that no sweep had foreseen: found offline in the list of the area, on its own ground."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.tablet_hands import TabletHands, photo

pytestmark = pytest.mark.browser

GROUND = "沈和教线索〔2026〕31号"


def test_a_site_of_the_area_is_found_offline_and_visited_on_its_own_ground(team_tablet):
    page = team_tablet.page
    site = site_to_go(team_tablet)
    headline = page.locator("h2.answer").inner_text()
    team_tablet.context.set_offline(True)

    team_tablet.go("site")
    page.fill("#site-search", site["name"][2:6])
    page.locator(f"[data-site='{site['site']}'] button").click()
    team_tablet.act("begin-outside").click()
    expect(page.get_by_role("alert").filter(has_text="请选择检查类型。")).to_be_visible()
    team_tablet.choose("outside-kind", "case")
    team_tablet.act("begin-outside").click()
    expect(page.locator("#ground-fault")).not_to_be_empty()
    page.fill("#outside-ground", GROUND)
    team_tablet.act("begin-outside").click()
    page.wait_for_url(re.compile(r"#/visit/"))
    expect(page.locator("#ground")).to_have_value(GROUND)
    team_tablet.visit_closed([photo(110)])
    expect(page.locator("article.paper")).to_contain_text(site["address"])
    expect(page.locator("article.paper")).to_contain_text(GROUND)
    team_tablet.lock()
    expect(page.locator("h2.answer")).to_have_text(
        headline
    )  # the sweep's own visit is still to come
    team_tablet.context.set_offline(False)
    team_tablet.expect_lane("received", 1)

    receipt = team_tablet.stored("queue")[0]["receipt"]["receipt"]
    assert receipt["site"] == site["site"]


def test_a_special_visit_from_the_list_settles_its_site_of_the_sweep(team_tablet):
    page = team_tablet.page
    site = site_to_go(team_tablet)

    team_tablet.go("site")
    team_tablet.act("near").click()
    expect(page.locator("[data-site] .far").first).not_to_be_empty()
    page.fill("#site-search", site["name"])
    page.locator(f"[data-site='{site['site']}'] button").click()
    team_tablet.choose("outside-kind", "special")
    team_tablet.act("begin-outside").click()
    page.wait_for_url(re.compile(r"#/visit/"))
    team_tablet.visit_closed([photo(111)])
    team_tablet.lock()
    team_tablet.expect_lane("received", 1)

    team_tablet.act("load").click()
    expect(team_tablet.act("load")).to_be_enabled()
    rounds = team_tablet.stored("rounds")[0]["sites"]
    assert {one["state"] for one in rounds if one["site"] == site["site"]} == {"closed_premises"}


def site_to_go(tablet: TabletHands) -> dict[str, str]:
    """Return a site of the round that was not visited yet."""
    sites = tablet.stored("rounds")[0]["sites"]
    return next(one for one in sites if one["state"] == "missing" and one["institution"])
