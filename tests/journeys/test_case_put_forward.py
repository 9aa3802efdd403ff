"""A lead becomes a case with real clicks: one puts the filing forward, the head approves it."""

import re

from playwright.sync_api import Page, expect

DAY = "2026-11-19"
CONDITIONS = (
    "party_known",
    "first_evidence",
    "penalty_due",
    "own_jurisdiction",
    "inside_limitation",
)


def test_a_lead_is_filed_when_the_head_approves_what_was_put_forward(at):
    page = at(1440).sign_in("officer1").open("/desk/cases/new")
    page.fill("#title", "拟某书院涉嫌无证办学")
    page.select_option("#source", index=1)
    page.fill("#summary", "来信反映周末在居民楼内开班")
    page.get_by_role("button", name="登记线索").click()
    page.wait_for_url(re.compile(r"/desk/cases/\w{10}$"))
    case = page.url

    page.locator("[data-step=begin_review] a").click()
    page.fill("#happened_on", DAY)
    page.get_by_role("button", name="开始初步审查").click()
    page.wait_for_url(case)
    page.locator("[data-step=file] a").click()
    fill_in_the_filing_form(page)
    page.get_by_role("button", name="提请批准").click()
    page.wait_for_url(case)

    head = at(1440).sign_in("approver1").open("/desk/cases/" + case.rsplit("/", 1)[1])
    head.locator("a[href*='/proposals/']").click()
    expect(head.locator("main")).to_contain_text("见来信")
    head.get_by_role("button", name="审批").click()
    head.get_by_role("button", name="确认").click()

    expect(head.locator("[data-spine]")).to_contain_text("和平教立字〔2026〕第1号")
    expect(head.locator("main")).to_contain_text("已立案")


def fill_in_the_filing_form(page: Page) -> None:
    page.fill("#happened_on", DAY)
    for name in CONDITIONS:
        page.check(f"[name={name}]")
        page.fill(f"[name={name}_note]", "见来信")
    officers = page.locator("select[name=investigators]")
    officers.nth(0).select_option(index=1)
    officers.nth(1).select_option(index=2)
    page.get_by_label("由系统按案情制作").check()
