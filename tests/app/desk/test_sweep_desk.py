"""A sweep under way at the desk: map, board, reasons, recusals, a later last day, the statement."""

import io
import json
import re
from html import unescape

import pytest
from sqlalchemy import select

from app.db import act, db
from app.models.audit import AuditEvent
from app.models.people import Account
from app.models.sweeps import Sweep, SweepSite
from app.models.visits import Visit
from app.services.sessions import viewer_of
from app.services.tablet_devices import Held, enrol_device, note_use, register_officer_key
from inspections.vocabulary import InspectionKind, VisitResult
from tests.app.conftest import NOON
from tests.app.factories.sweep_pages import *  # noqa: F403  (the fixture)
from tests.app.factories.tablet import Key
from tests.app.factories.visits import png

BOX = "bbox=122.4,41.1,123.9,43.1&zoom=17"
EXTENSION = {
    "until": "2026-12-04",
    "why": "大雪停课",
    "plan_no": "沈教检〔2026〕9号",
    "approving_authority": "沈阳市人民政府",
    "approved_on": "2026-11-18",
}


def settle_all(office):
    """Give every site an outcome without walking there."""
    with office.app_context(), act():
        for row in db.session.scalars(select(SweepSite)):
            visit = Visit(
                site_id=row.site_id, scope_code=row.scope_code, kind=InspectionKind.SPECIAL,
                happened_on=NOON.date(), result=VisitResult.REFUSED_ENTRY, findings=0,
                recorded_at=NOON,
            )  # fmt: skip
            db.session.add(visit)
            db.session.flush()
            row.visit_id, row.result, row.visited_on = visit.id, visit.result, visit.happened_on


def paper(name="paper"):
    return {name: (io.BytesIO(png()), "文件.png")}


def board_of(browser, walked) -> tuple[dict[str, list[str]], str]:
    """Return the sites on the board by team, and the page."""
    page = browser.get(f"{walked}/board?district=210102").text
    parts = re.split(r'data-team="', page)[1:]
    return {part[:10]: re.findall(r'name="site" value="(\d+)"', part) for part in parts}, page


def test_the_map_shows_the_sites_of_the_area_and_what_is_missing(walked, sign_in):
    browser = sign_in("officer2")

    config = json.loads(
        unescape(re.search(r'data-map="([^"]+)"', browser.get(f"{walked}?map=missing").text)[1])
    )
    shown = browser.get(f"{walked}/places?map=missing&{BOX}").json
    done = browser.get(f"{walked}/places?map=done&{BOX}").json

    assert (config["marked"], config["places_from"]) == ("missing", 0)
    assert config["places"].endswith("/places?map=missing")
    assert [each["properties"]["name"] for each in shown["features"]] == ["拟学校4", "拟学校5"]
    assert shown["features"][0]["properties"]["note"] == "第3组"
    assert done["features"] == []
    assert browser.get(f"{walked}/places?bbox=1&zoom=1").status_code == 400


def test_a_reason_is_written_for_a_missing_site_and_stands_in_the_lists(walked, sign_in):
    browser = sign_in("inspector1")
    sites = re.findall(r'name="site" value="(\d+)"', browser.get(f"{walked}/sites").text)

    answer = browser.post(
        f"{walked}/sites/explain", data={"site": sites[:1], "note": "装修停业，待补证明"}
    )

    assert answer.status_code == 303
    assert "装修停业，待补证明" in browser.get(walked).text
    assert "装修停业，待补证明" in browser.get(f"{walked}/sites?format=csv").text


def test_a_site_and_a_street_move_to_another_team(walked, sign_in):
    browser = sign_in("officer1")
    before, page = board_of(browser, walked)
    first, second = before
    street = re.search(rf'name="street" value="({first}\|[^"]*)"', page)

    given = {"team": second, "site": before[first][:1], "from": "board", "district": "210102"}
    assert browser.post(f"{walked}/sites/give", data=given).status_code == 303
    after, _page = board_of(browser, walked)

    assert sorted(after[second]) == sorted([*before[second], before[first][0]])
    if street:
        data = {"team": second, "street": street[1], "from": "board"}
        assert browser.post(f"{walked}/sites/give", data=data).status_code == 303
        assert board_of(browser, walked)[0][first] == []


def test_nothing_ticked_and_a_foreign_team_are_refused(walked, sign_in):
    browser = sign_in("officer2")
    own = re.search(r'data-team="([^"]+)"', browser.get(f"{walked}/board").text)[1]
    foreign = next(iter(board_of(sign_in("officer1"), walked)[0]))

    assert browser.post(f"{walked}/sites/give", data={"team": own}).status_code == 400
    assert browser.post(f"{walked}/sites/give", data={"team": foreign}).status_code == 404


def test_sums_that_cannot_be_close_nothing(walked, sign_in):
    sums = {"reached": "9" * 5000, "sites": "9" * 5000}

    assert sign_in("leader1").post(f"{walked}/close", data=sums).status_code == 409


def test_a_recusal_is_recorded_shown_on_the_teams_page_and_lifted(walked, sign_in):
    browser = sign_in("approver1")
    page = browser.get("/desk/recusals").text
    officer = re.search(r'<option[^>]*value="([^"]+)"[^>]*>周拟衡', page)[1]
    data = {"officer": officer, "reason": "近亲属在该机构任职", "decided_on": "2026-11-18"}

    unknown = browser.post("/desk/recusals", data={**data, "institution": "没有这家"})
    known = browser.post("/desk/recusals", data={**data, "institution": "拟学校0"})
    twice = browser.post("/desk/recusals", data={**data, "institution": "拟学校0"})

    assert (unknown.status_code, known.status_code, twice.status_code) == (422, 303, 409)
    assert 'id="institution-error"' in unknown.text
    for number in range(1, 4):
        browser.post("/desk/recusals", data={**data, "institution": f"拟学校{number}"})
    assert "须回避本组" in browser.get(f"{walked}/teams").text
    assert "小组有人须回避" in browser.get(walked).text
    lift = re.search(r'action="(/desk/recusals/[^"]+/lift)"', browser.get("/desk/recusals").text)[1]
    assert browser.post(lift, data={"lifting_reason": ""}).status_code == 400
    assert browser.post(lift, data={"lifting_reason": "亲属已离职"}).status_code == 303
    assert "已解除" in browser.get("/desk/recusals?lang=zh").text
    assert sign_in("leader2").get("/desk/recusals").text.count("近亲属") == 0


def test_an_officer_decides_no_recusal(walked, sign_in):
    assert sign_in("officer1").post("/desk/recusals", data={}).status_code == 403
    assert 'name="officer"' not in sign_in("officer1").get("/desk/recusals").text


def test_a_later_last_day_stands_in_the_history_with_its_paper(walked, sign_in):
    browser = sign_in("leader1")

    bare = browser.post(f"{walked}/extend", data=EXTENSION)
    early = browser.post(f"{walked}/extend", data={**EXTENSION, "until": "2026-11-20", **paper()})
    sound = browser.post(f"{walked}/extend", data={**EXTENSION, **paper()})

    assert (bare.status_code, early.status_code, sound.status_code) == (422, 409, 303)
    assert 'id="paper-error"' in bare.text
    page = browser.get(walked).text
    assert "结束日由2026-11-27延至2026-12-04" in page
    link = re.search(r'href="([^"]+/extensions/[^"]+/paper)"', page)[1]
    assert browser.get(link).data == png()
    assert sign_in("officer2").get(link).status_code == 404


def test_the_closing_statement_is_printed_signed_and_kept_once(walked, office, sign_in):
    settle_all(office)
    browser = sign_in("leader1")
    assert browser.get(f"{walked}/closing").status_code == 404
    closed = browser.post(f"{walked}/close", data={"reached": "6", "sites": "6"})
    assert closed.status_code == 303, closed.text

    page = browser.get(f"{walked}/closing").text
    rows = [
        [int(cell) for cell in re.findall(r'class="number">(\d+)<', row)]
        for row in re.findall(r"<tr>.*?</tr>", page, re.S)
    ]
    bare = browser.post(f"{walked}/closing", data={"signed_on": "2026-11-19"})
    kept = browser.post(f"{walked}/closing", data={"signed_on": "2026-11-19", **paper()})
    again = browser.post(f"{walked}/closing", data={"signed_on": "2026-11-19", **paper()})

    assert [row for row in rows if row] == [[0, 0, 0, 4, 4], [0, 0, 0, 2, 2], [0, 0, 0, 6, 6]]
    assert (bare.status_code, kept.status_code, again.status_code) == (422, 303, 409)
    assert browser.get(f"{walked}/closing/paper").data == png()
    assert sign_in("officer2").get(f"{walked}/closing").status_code == 404
    with office.app_context():
        digest = db.session.scalars(select(Sweep.statement_digest)).one()
    assert digest in page


def test_a_statement_that_was_tampered_with_says_so(walked, office, sign_in):
    settle_all(office)
    browser = sign_in("leader1")
    browser.post(f"{walked}/close", data={"reached": "6", "sites": "6"})
    with office.app_context(), act():
        sweep = db.session.scalars(select(Sweep)).one()
        sweep.statement = {**sweep.statement, "sites": 7}

    assert "摘要与合计不符" in browser.get(f"{walked}/closing").text


@pytest.mark.parametrize("path", ["", "/board", "/teams", "/sites", "/closing"])
def test_english_pages_hold_no_unmarked_chinese(walked, office, sign_in, path):
    settle_all(office)
    browser = sign_in("leader1")
    if path == "/closing":
        browser.post(f"{walked}/close", data={"reached": "6", "sites": "6"})

    page = browser.get(f"{walked}{path}?lang=en").text

    text = re.sub(r'<(\w+)[^>]*lang="zh"[^>]*>.*?</\1>', "", page.split("<main")[1], flags=re.S)
    assert re.findall(r">[^<]*[\u3400-\u9fff][^<]*<", text) == []


def test_the_tablets_that_still_hold_records_are_read_before_the_closing(walked, office, sign_in):
    settle_all(office)
    enrolled_tablet(office, waiting=2)
    browser, sums = sign_in("leader1"), {"reached": "6", "sites": "6"}

    page = browser.get(walked).text
    unread = browser.post(f"{walked}/close", data=sums)
    [named] = re.findall(r'name="holding" value="([^"]+)"', page)
    unticked = browser.post(f"{walked}/close", data={**sums, "holding": named})
    closed = browser.post(f"{walked}/close", data={**sums, "holding": named, "holding_read": "yes"})

    assert "第一组平板" in page
    assert "2份检查未发送，平板11-19 12:00报告" in page
    assert (unread.status_code, unticked.status_code, closed.status_code) == (409, 409, 303)
    assert 'data-refusal="sweeps.holding_tablets_were_read"' in unread.text
    with office.app_context():
        events = db.session.scalars(select(AuditEvent).where(AuditEvent.verb == "sweep.closed"))
        assert named in json.dumps(events.one().details, ensure_ascii=False)


def test_a_tablet_of_nobodys_team_keeps_no_sweep_waiting(walked, office, sign_in):
    settle_all(office)
    enrolled_tablet(office, waiting=2, officer="approver2")

    closed = sign_in("leader1").post(f"{walked}/close", data={"reached": "6", "sites": "6"})

    assert closed.status_code == 303


def enrolled_tablet(office, *, waiting, officer="inspector1"):
    """Enrol a tablet of 和平区 that says what it still holds."""
    with office.app_context(), act():
        account = db.session.scalars(select(Account).where(Account.name == officer)).one()
        viewer = viewer_of(account)
        device = enrol_device(Key(1).jwk, "第一组平板", actor=viewer)
        register_officer_key(device, Key(11).jwk, actor=viewer)
        note_use(device, Held(waiting, NOON))
