"""From a register file to "blacklisted" on a parent's phone, with real clicks."""

import io
import json
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

NAME = "沈阳市和平区拟晨舟教育培训有限公司"
CODE = "91210102YYYGQD4X09"  # invented, formally valid
REGISTER = """\
沈阳市和平区校外培训机构台账,,,,,,,
序号,单位名称,信用代码,所在区,办学地址,办学许可证号,发证日期,有效期至
1,沈阳市和平区拟晨舟教育培训有限公司,{code},和平,文源路108号,教民121010279000001号,2024年3月1日,2027/2/28
2,沈阳市和平区拟墨林书画培训学校,,和平区,南湖街9号,教民121010279000002号,2024-05-01,2027-04-30
3,和平区拟泉堂托管班,,和平区,三好街5号,,,
合计,3家,,,,,,
"""


def picture() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((800, 600), 60).convert("RGB").save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def papers(tmp_path: Path) -> dict[str, Path]:
    """What lies on the desk: the register file, a photo, two scans."""
    files = {
        "register": REGISTER.format(code=CODE).encode("gb18030"),
        "photo": picture(),
        "record": picture(),
        "decision": picture(),
    }
    paths = {}
    for name, content in files.items():
        path = tmp_path / (name + (".csv" if name == "register" else ".jpg"))
        path.write_bytes(content)
        paths[name] = path
    return paths


def test_from_a_register_file_to_the_public_verdict(at, server, papers):
    officer = at(1440).sign_in("officer1")
    import_register(officer, papers["register"])

    institution = open_institution(officer)
    enter_visit(at(820).sign_in("officer1"), institution, papers)
    entry = propose_listing(officer, institution, papers["decision"])
    proposer_is_blocked(officer, entry)
    step(at(1440).sign_in("approver1"), entry, "approve")
    publish(at(1440).sign_in("publisher1"))

    parent_reads_the_verdict(at(360))
    map_shows_it(officer)
    timeline_tells_it(officer, institution)
    trail_is_whole(at(1440).sign_in("auditor1"), server)


def import_register(hands, file):
    page = hands.open("/desk/imports/new")
    page.set_input_files("[name=file]", str(file))
    page.get_by_role("button", name="读取文件").click()
    importing = page.get_by_role("button", name="导入机构名册").or_(
        page.locator("form[action$='/write'] button[type=submit]")
    )
    expect(importing.first).to_be_visible()
    importing.first.click()
    expect(page.locator(".message.jade")).to_contain_text("3")


def open_institution(hands) -> str:
    page = hands.open("/desk/register?q=晨舟")
    page.get_by_role("link", name=NAME).first.click()
    expect(page.locator("h1")).to_contain_text(NAME)
    expect(page.locator("main")).to_contain_text(CODE)
    return page.url.removeprefix(hands.server.url)


def enter_visit(hands, institution, papers):
    page = hands.open(institution)
    page.locator("main a[href*='/desk/visits/new']").first.click()
    page.fill("[name=happened_on]", page.locator("[name=on]").input_value())
    page.select_option("[name=kind]", "daily")
    page.fill("[name=ground]", "和平教检审字〔2026〕第7号")
    first, second = (
        page.locator(f"[name={field}] option").nth(number).get_attribute("value")
        for field, number in (("author", 1), ("second_officer", 2))
    )
    page.select_option("[name=author]", first)
    page.select_option("[name=second_officer]", second)
    page.fill("[name=started_at]", "09:30")
    page.fill("[name=ended_at]", "10:15")
    page.locator("label:has([name=certificate_shown][value=yes])").click()
    answer_all(page)
    page.fill("[name=met_name]", "刘拟")
    page.locator("[name=result][value=correction_ordered]").check()
    page.locator("label:has([name=signing][value=signed])").click()
    page.set_input_files("[name=photos]", str(papers["photo"]))
    page.set_input_files("[name=records]", str(papers["record"]))
    page.locator("main form button[type=submit]").last.click()
    arrives(page)
    expect(page.locator("h1")).to_contain_text("1")


def arrives(page):
    """The page of the new thing opens; if the form came back instead, say what it says."""
    try:
        expect(page).not_to_have_url(re.compile("/new"))
    except AssertionError as stayed:
        raise AssertionError(page.locator(".message.cin").all_inner_texts()) from stayed


def answer_all(page):
    """Every item by a tap of its own; the first is a no with what was seen."""
    names = page.eval_on_selector_all(
        ".checklist input[type=radio]", "all => [...new Set(all.map(one => one.name))]"
    )
    for number, name in enumerate(names):
        answer = "no" if number == 0 else "yes"
        page.locator(f"label:has([name='{name}'][value={answer}])").click()
    page.locator(".checklist textarea").first.fill("许可证未悬挂，负责人称在总部。")


def propose_listing(hands, institution, scan) -> str:
    page = hands.open(institution)
    page.locator("main a[href*='/desk/blacklist/new']").first.click()
    page.select_option("[name=ground]", index=1)
    page.fill("[name=decision_no]", "和平教罚字〔2026〕第9号")
    page.fill("[name=decision_on]", "2026-03-12")
    page.fill("[name=authority]", "沈阳市和平区教育局")
    page.fill("[name=notice_served_on]", "2026-02-24")
    page.select_option("[name=answer]", index=1)
    page.fill("[name=term_months]", "36")
    page.set_input_files("[name=scan]", str(scan))
    page.locator("button[value=propose]").click()
    arrives(page)
    return page.url.removeprefix(hands.server.url).split("?")[0]


def proposer_is_blocked(hands, entry):
    page = hands.open(entry)
    expect(page.locator("[data-step=approve]")).to_have_attribute("data-open", "false")


def step(hands, entry, code):
    page = hands.open(entry)
    page.locator(f"[data-step={code}] button[type=submit]").click()
    expect(page.locator(f"[data-step={code}][data-open=true]")).to_have_count(0)


def publish(hands):
    page = hands.open("/desk/blacklist")
    page.locator("#edition button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("第1期", timeout=60_000)


def parent_reads_the_verdict(hands):
    page = hands.open("/")
    page.fill("[name=q]", NAME)
    page.locator("form button[type=submit]").first.click()
    expect(page.locator("main")).to_have_attribute("data-verdict", "blacklisted")
    expect(page.locator("main")).to_contain_text("已列入黑名单")
    expect(page.locator("main")).to_contain_text("和平教罚字〔2026〕第9号")
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0


def map_shows_it(hands):
    page = hands.open("/desk/map?measure=blacklisted")
    expect(page.locator("main")).to_contain_text("和平区")
    expect(page.locator(".leaflet-container")).to_be_visible()
    public = hands.open("/map")
    expect(public.locator("main")).to_contain_text("和平区")


def timeline_tells_it(hands, institution):
    page = hands.open(institution)
    for told in ("由文件导入：register.csv", "日常检查：责令改正", "黑名单：在列"):
        expect(page.locator("main")).to_contain_text(told)


def trail_is_whole(hands, server):
    page = hands.open("/desk/audit")
    expect(page.locator("main")).to_contain_text("visit.entered")
    found = server.flask("audit", "verify", "--json")
    assert json.loads(found.stdout)["ok"] is True
