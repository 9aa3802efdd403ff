"""Text as an attacker would write it, in every field: it stays text, at the desk and in public."""

import csv

import pytest

from app.commands.demo.rows import FIELDS

pytestmark = pytest.mark.browser

PAYLOADS = (
    "<img src=x onerror=window.hit=1>",
    "</title></script><script>window.hit=1</script>",
    "\"'><svg onload=window.hit=1>",
    "${window.hit=1}{{window.hit=1}}",
    "javascript:window.hit=1//",
)
DESK = (
    "/desk/",
    "/desk/register",
    "/desk/register?q=%3Cimg%20src%3Dx%20onerror%3Dwindow.hit%3D1%3E",
    "/desk/blacklist",
    "/desk/imports",
    "/desk/map",
    "/desk/visits/new?q=%3Csvg%20onload%3Dwindow.hit%3D1%3E",
)
PUBLIC = ("/", "/blacklist", "/map", "/verify", "/check?q=%3Cimg%20src%3Dx%20onerror%3D1%3E")
ROW = {
    "legal_form": "营利性",
    "licence_status": "有效",
    "province": "辽宁省",
    "city": "沈阳市",
    "district": "和平区",
    "district_code": "210102",
    "licence_issued": "2025-03-01",
    "licence_expires": "2028-02-28",
    "list_status": "黑名单",
    "list_reason": "虚假宣传",
    "list_date": "2026-10-12",
    "datum": "WGS-84",
}


@pytest.fixture
def hostile_office(server, tmp_path):
    """An office whose register and published list carry the payloads in every text field."""
    rows = [
        ROW
        | {
            "seq": str(number),
            "name": f"拟{number}{payload}培训学校",
            "short_name": f"拟{number}{payload}",
            "subjects": f"美术{payload}",
            "address": f"辽宁省沈阳市和平区文安路{number}号{payload}",
            "lng": str(123.36 + number / 100),
            "lat": "41.76",
        }
        for number, payload in enumerate(PAYLOADS, start=1)
    ]
    path = tmp_path / "hostile.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, FIELDS, restval="")
        writer.writeheader()
        writer.writerows(rows)
    done = server.flask("demo", "load", "--register", str(path))
    assert done.returncode == 0, done.stderr
    return server


def test_no_text_of_the_register_runs_anywhere(hostile_office, at):
    officer = at(1440).sign_in("officer1")
    opened = [*DESK, *linked(officer, "/desk/register", "/desk/register/")]
    opened += linked(officer, "/desk/blacklist?state=listed", "/desk/blacklist/")
    parent = at(360)
    seen = [*PUBLIC, *linked(parent, "/blacklist", "/institutions/")]
    assert len(opened) > len(DESK) + len(PAYLOADS), opened
    assert len(seen) == len(PUBLIC) + len(PAYLOADS), seen

    hits = [path for path in opened if runs(officer, path)]
    hits += [path for path in seen if runs(parent, path)]

    assert hits == []


def linked(hands, path: str, start: str) -> list[str]:
    page = hands.open(path)
    found = page.eval_on_selector_all(
        f"main a[href^='{start}']", "all => all.map(one => one.getAttribute('href'))"
    )
    return [link for link in dict.fromkeys(found) if "?" not in link and "#" not in link]


def runs(hands, path: str) -> bool:
    """Say whether a payload ran on the page; the map is looked at when its places stand."""
    page = hands.open(path)
    if path == "/desk/map":
        page.locator("[data-ready]").wait_for()
    return page.evaluate("window.hit") is not None
