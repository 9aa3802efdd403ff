"""Sites of a sweep go from team to team: by mouse, by finger, and by keyboard alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import office_with_people
from tests.postgres import ENGINES

HEAD = "机构名称,区县,办学地址,经度,纬度,坐标系"
TEAMS = (("周拟衡", "李拟安"), ("何拟清",))


@pytest.fixture(scope="module", params=ENGINES)
def server(request, tmp_path_factory):
    """One office for this file."""
    with office_with_people(request, tmp_path_factory.mktemp("office")) as office:
        yield office.start()
        office.stop()


@pytest.fixture(scope="module")
def register(server, tmp_path_factory):
    """Four institutions in one street of 和平区."""
    rows = [
        f"拟校{n},和平区,北市场街道文安路{n}号,{123.39 + n / 500},41.78,WGS-84" for n in range(4)
    ]
    path = tmp_path_factory.mktemp("register") / "register.csv"
    path.write_text("\n".join([HEAD, *rows]), encoding="utf-8")
    done = server.flask("register", "import", str(path))
    assert '"created": 4' in done.stdout, done.stdout + done.stderr
    return server


@pytest.fixture
def board(register, at):
    """The board of a sweep with two teams, as an officer sees it on a tablet's width."""
    page = at(820).sign_in("officer1").open("/desk/sweeps/new")
    page.fill("[name=title]", "秋季拉网式检查")
    page.fill("[name=legal_basis]", "民办教育促进法第四十一条")
    page.fill("[name=starts_on]", "2026-11-19")
    page.fill("[name=ends_on]", "2026-11-27")
    page.get_by_role("button", name="保存方案").click()
    page.wait_for_url(re.compile(r"/desk/sweeps/\w{10}$"))
    sweep = page.url
    page.goto(f"{sweep}/teams")
    for names in TEAMS:
        page.select_option("[name=district_code]", "210102")
        for name in names:
            page.get_by_role("checkbox", name=name).check()
        page.get_by_role("button", name="指定", exact=True).click()
        page.get_by_text(names[0]).first.wait_for()
    page.goto(f"{sweep}/sites")
    for box in page.locator("[name=site]").all():
        box.check()
    page.get_by_role("button", name="移动").click()
    page.goto(f"{sweep}/board")
    return page


def counts(page: Page):
    return page.locator(".board-team .sub")


def middle(page: Page, selector: str) -> tuple[float, float]:
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_site_is_dragged_with_the_mouse(board):
    expect(counts(board)).to_have_text(["4家", "0家"])

    board.mouse.move(*middle(board, "[data-grip=site]"))
    board.mouse.down()
    board.mouse.move(*middle(board, ".board-team:nth-child(2) .card-head"), steps=6)
    expect(board.locator(".board-ghost")).to_be_visible()
    board.mouse.up()

    expect(counts(board)).to_have_text(["3家", "1家"])


def test_a_street_is_dragged_with_a_finger(board):
    touch = board.context.new_cdp_session(board)
    x, y = middle(board, "[data-grip=street]")
    to_x, to_y = middle(board, ".board-team:nth-child(2) .card-head")

    def send(kind: str, *points: tuple[float, float]) -> None:
        at = [{"x": left, "y": top} for left, top in points]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})

    send("touchStart", (x, y))
    for part in (1, 2, 3, 4):
        send("touchMove", (x + (to_x - x) * part / 4, y + (to_y - y) * part / 4))
    send("touchEnd")

    expect(counts(board)).to_have_text(["0家", "4家"])


def test_escape_leaves_everything_where_it_was(board):
    board.mouse.move(*middle(board, "[data-grip=site]"))
    board.mouse.down()
    board.mouse.move(*middle(board, ".board-team:nth-child(2) .card-head"), steps=6)
    board.keyboard.press("Escape")
    board.mouse.up()

    expect(board.locator(".board-ghost")).to_have_count(0)
    expect(counts(board)).to_have_text(["4家", "0家"])


def test_the_keyboard_moves_a_site_without_any_drag(board):
    board.locator("[name=site]").first.focus()
    board.keyboard.press("Space")
    board.select_option("[name=team]", label="第2组")
    board.get_by_role("button", name="移动").press("Enter")

    expect(counts(board)).to_have_text(["3家", "1家"])
