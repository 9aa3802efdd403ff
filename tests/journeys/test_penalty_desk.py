"""A penalty is worked out while it is typed, and refused above the law."""

from playwright.sync_api import expect

LINES = "收款 100000 2026-03-02\n收款 86400 2026-06-01\n退款 62400 未消课"


def test_the_range_follows_what_is_typed_and_above_it_nothing_goes(server, at):
    page = at(1440).sign_in("officer1").open("/desk/penalties/unlicensed_institution")
    page.get_by_role("link", name="测算").click()
    page.fill("#act_end", "2026-09-14")
    page.select_option("#party", "organisation")
    page.select_option("#tier", "base")
    page.fill("#lines", LINES)
    page.fill("#fine_fen", "496000")
    page.locator("#fine_fen").blur()

    result = page.locator("#result")
    expect(result).to_contain_text("¥124,000.00")
    expect(result.locator("svg[role=img]")).to_have_attribute(
        "aria-label", "法定幅度¥124,000.00至¥620,000.00，拟处¥496,000.00"
    )

    page.fill("#fine_fen", "620000.01")
    page.get_by_role("button", name="测算").click()

    expect(page.locator("#fine_fen-error")).to_contain_text("¥620,000.01 > ¥620,000.00")
    expect(page.locator("#lines")).to_have_value(LINES)
