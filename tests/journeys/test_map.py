"""The map in a real browser: by hand and by keyboard, and text of any kind stays text."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import office_with_people
from tests.postgres import ENGINES

NAMES = (
    "拟甲<img src=x onerror=window.hit=1>培训学校",
    "拟乙${window.hit=1}培训学校",
    "拟丙</script><script>window.hit=1</script>培训学校",
    "拟丁\"onmouseover=window.hit=1 '培训学校",
    "拟戊{{7*7}}`培训学校",
)
POINTS = ((123.4, 41.78), (123.4, 41.78), (123.395, 41.755), (123.38, 41.735), (123.36, 41.715))
HEAD = "机构名称,区县,办学地址,经度,纬度,坐标系"


@pytest.fixture(scope="module", params=ENGINES)
def server(request, tmp_path_factory):
    """One office for this file."""
    with office_with_people(request, tmp_path_factory.mktemp("office")) as office:
        yield office.start()
        office.stop()


@pytest.fixture(scope="module")
def register(server, tmp_path_factory):
    """Institutions in 和平区 with names as an attacker would write them, two at one point."""
    lines = [HEAD]
    for number, name in enumerate(NAMES):
        quoted = name.replace('"', '""')
        lng, lat = POINTS[number]
        lines.append(f'"{quoted}",和平区,"<b>文安路</b>{number}号",{lng},{lat},WGS-84')
    path = tmp_path_factory.mktemp("register") / "register.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    done = server.flask("register", "import", str(path), "--skip-bad")
    assert '"created": 5' in done.stdout, done.stdout + done.stderr
    return server


def test_every_place_opens_and_no_name_runs(register, at):
    officer = at(1440).sign_in("officer1")
    page = officer.open("/desk/map")
    page.locator("[data-ready]").wait_for()

    for name in NAMES[2:]:
        page.get_by_role("button", name=re.compile(name[:2])).press("Enter")
        expect(page.locator(".map-popup a").last).to_have_text(name)

    assert page.evaluate("window.hit") is None


def test_places_at_one_point_are_listed_in_one_popup(register, at):
    officer = at(820).sign_in("officer1")
    page = officer.open("/desk/map")
    page.locator("[data-ready]").wait_for()

    page.get_by_role("button", name=re.compile("此处2家机构")).click()

    expect(page.locator(".map-popup a")).to_have_count(2)
    expect(page.locator(".map-popup a").first).to_have_text(NAMES[0])


def test_a_number_in_the_table_opens_the_rows_it_counts(register, at):
    officer = at(360).sign_in("officer1")
    page = officer.open("/desk/map")

    page.locator("table.rows tbody td.number a").first.click()

    expect(page).to_have_url(re.compile(r"/desk/register\?district=210102"))
    expect(page.locator("main")).to_contain_text("拟甲")
