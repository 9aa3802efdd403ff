"""Tablets at the desk: what they hold, one revoked, a record decided on, a file brought in."""

import io
import json
import re

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import select

from app.canonical import canonical
from app.db import db
from app.device_keys import b64, jwk_of, key_id, key_of, queue_key
from app.models.devices import Device, HeldManifest, VisitManifest
from app.models.visits import Visit, VisitVersion
from tests.app.factories.tablet import UUID, Key, body_of, listed, path_of, photo_path
from tests.app.factories.visits import jpeg

PHOTO = jpeg()


def put(client, tablet, document, **more):
    return tablet.call(client, "PUT", path_of(document), body_of(document), **more)


def post(browser, path, **form):
    return browser.client.post(path, data={"csrf_token": browser.token, **form})


def only(office, model):
    with office.app_context():
        found = db.session.scalars(select(model)).one()
        db.session.expunge(found)
        return found


def differing(client, tablet, visit):
    put(client, tablet, visit())
    put(client, tablet, visit(note="第二份", device_sequence=2))


def test_the_list_says_what_a_tablet_still_holds_and_since_when(client, sign_in, tablet, visit):
    tablet.call(client, "GET", "/tablet/api/round?waiting=3&oldest=2026-11-15T04:00:00.000Z")
    put(client, tablet, visit(files=[listed(PHOTO)]))

    page = sign_in("officer1").client.get("/desk/tablets").text

    assert "1台平板还有记录未送达" in page
    assert "3份检查未发送" in page
    assert "缺1个文件" in page
    assert "已4天" in page
    assert "周拟衡" in page


def test_the_list_says_as_of_when_a_tablet_holds_nothing(client, sign_in, tablet):
    never = sign_in("officer1").client.get("/desk/tablets").text
    tablet.call(client, "GET", "/tablet/api/round?waiting=0")

    page = sign_in("officer1").client.get("/desk/tablets").text

    assert "尚未报告" in never
    assert "各平板上报的记录都已收到" in page
    assert "平板11-19 12:00报告" in page


@pytest.mark.parametrize("method", ["PUT", "GET"])
def test_a_tablet_says_what_it_holds_beside_every_record(client, sign_in, tablet, visit, method):
    held = "?waiting=2&oldest=2026-11-15T04:00:00.000Z"
    body = body_of(visit()) if method == "PUT" else b""

    tablet.call(client, method, path_of(visit()) + held, body)

    page = sign_in("officer1").client.get("/desk/tablets").text
    assert "2份检查未发送" in page
    assert "已4天" in page


def test_the_list_doesnt_claim_all_received_while_a_record_waits_for_a_decision(
    client, sign_in, tablet, visit, site
):
    put(client, tablet, visit(second_officer=site.author))
    tablet.call(client, "GET", "/tablet/api/round?waiting=0")

    page = sign_in("officer1").client.get("/desk/tablets").text

    assert "有1份记录留待处理" in page
    assert "都已收到" not in page


@pytest.mark.parametrize("path", ["", "/held", "/import"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_pages_say_what_to_do_when_there_is_nothing(sign_in, path, language):
    page = sign_in("officer1").client.get(f"/desk/tablets{path}?lang={language}")

    assert page.status_code == 200
    if language == "zh" and not path:
        assert "还没有登记平板" in page.text


def test_a_tablet_of_another_district_isnt_found(sign_in, tablet):
    browser = sign_in("officer2")

    assert browser.client.get(f"/desk/tablets/{tablet.device}").status_code == 404
    assert post(browser, f"/desk/tablets/{tablet.device}/revoke", reason="x").status_code == 404


def test_an_inspector_decides_on_no_tablet(sign_in, tablet):
    browser = sign_in("inspector1")

    assert browser.client.get("/desk/tablets").status_code == 200
    assert post(browser, f"/desk/tablets/{tablet.device}/revoke", reason="x").status_code == 403


def test_a_tablet_is_revoked_with_a_reason(office, sign_in, tablet):
    browser = sign_in("officer1")
    path = f"/desk/tablets/{tablet.device}"

    blank = post(browser, f"{path}/revoke", reason=" ")
    done = post(browser, f"{path}/revoke", reason="在公交车上遗失")

    assert (blank.status_code, done.status_code) == (422, 303)
    assert 'id="reason-error"' in blank.text
    assert only(office, Device).revoke_reason == "在公交车上遗失"
    assert "在公交车上遗失" in browser.client.get(path).text


def test_both_copies_stand_side_by_side(client, office, sign_in, tablet, visit):
    differing(client, tablet, visit)
    browser = sign_in("officer1")
    held = only(office, HeldManifest)

    page = browser.client.get(f"/desk/tablets/held/{held.public_id}").text

    assert "两份记录逐项对照" in page
    assert "第二份" in page
    assert len(re.findall("不同</span>", page)) == 1
    assert "1份记录等待处理" in browser.client.get("/desk/tablets/held").text


def test_a_record_is_dismissed_with_a_reason(client, office, sign_in, tablet, visit):
    differing(client, tablet, visit)
    browser = sign_in("officer1")
    path = f"/desk/tablets/held/{only(office, HeldManifest).public_id}"

    blank = post(browser, f"{path}/dismiss", reason="")
    unfit = post(browser, f"{path}/dismiss", reason="误\u202e发")
    done = post(browser, f"{path}/dismiss", reason="误发")
    again = post(browser, f"{path}/dismiss", reason="再来")

    assert [one.status_code for one in (blank, unfit, done, again)] == [422, 422, 303, 303]
    assert "该记录已处理：不予登记。" in browser.get(path).text
    held = only(office, HeldManifest)
    assert (held.state, held.reason) == ("dismissed", "误发")
    assert only(office, VisitVersion).number == 1


def test_a_differing_record_becomes_a_correction(client, office, sign_in, tablet, visit):
    differing(client, tablet, visit)
    browser = sign_in("officer1")
    path = f"/desk/tablets/held/{only(office, HeldManifest).public_id}"

    done = post(browser, f"{path}/enter", reason="以第二份为准")

    assert done.status_code == 303
    with office.app_context():
        versions = db.session.scalars(select(VisitVersion).order_by(VisitVersion.number)).all()
        assert [one.note for one in versions] == [None, "第二份"]
        assert [one.source for one in versions] == ["tablet", "desk"]
        assert versions[1].reason == "以第二份为准"


def test_a_record_of_a_revoked_tablet_is_entered_after_all(client, office, sign_in, tablet, visit):
    browser = sign_in("officer1")
    post(browser, f"/desk/tablets/{tablet.device}/revoke", reason="遗失")
    record = visit(files=[listed(PHOTO)])
    refused = put(client, tablet, record)
    photo = tablet.call(client, "PUT", photo_path(PHOTO), PHOTO)
    path = f"/desk/tablets/held/{only(office, HeldManifest).public_id}"

    done = post(browser, f"{path}/enter", reason="平板已找回")

    assert [one.status_code for one in (refused, photo, done)] == [403, 403, 303]
    kept = only(office, VisitManifest)
    assert kept.uuid == record["visit"]
    with office.app_context():
        version = db.session.scalars(select(VisitVersion)).one()
        assert (version.source, len(version.files)) == ("tablet", 1)


def test_a_rule_still_stands_against_a_record(client, office, sign_in, tablet, visit, site):
    put(client, tablet, visit(second_officer=site.author))
    browser = sign_in("officer1")
    path = f"/desk/tablets/held/{only(office, HeldManifest).public_id}"

    answer = post(browser, f"{path}/enter", reason="请登记")

    assert answer.status_code == 409
    assert "仍不能登记" in answer.text
    assert only(office, HeldManifest).state == "waiting"


def test_a_held_record_of_another_district_isnt_found(client, office, sign_in, tablet, visit):
    differing(client, tablet, visit)
    path = f"/desk/tablets/held/{only(office, HeldManifest).public_id}"
    browser = sign_in("officer2")

    assert browser.client.get(path).status_code == 404
    assert post(browser, f"{path}/dismiss", reason="x").status_code == 404
    assert post(browser, f"{path}/enter", reason="x").status_code == 404


def test_the_record_says_that_it_came_from_a_tablet(client, office, sign_in, tablet, visit):
    put(client, tablet, visit(files=[listed(PHOTO)]))

    page = sign_in("officer1").client.get(f"/desk/visits/{only(office, Visit).public_id}").text

    assert "1119-0001" in page
    assert "缺1个文件" in page
    assert "第一名执法人员未用本人密钥确认" in page


def sealed(office, tablet, requests, *, damage=False):
    """Return the file that the tablet makes of its queue."""
    with office.app_context():
        public = queue_key(office.config["SETTINGS"].keys).public_key()
    ephemeral = Key(4242)
    secret = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"mingcha-queue-1")
    key = secret.derive(ephemeral.agreed_with(public))
    inner = [
        {
            "method": sent.method,
            "path": sent.path,
            "signed_at": sent.signed_at,
            "signature": sent.signature,
            "body": b64(sent.body),
        }
        for sent in requests
    ]
    box = AESGCM(key).encrypt(b"0" * 12, canonical({"requests": inner}), None)
    numbers = key_of(ephemeral.jwk).public_numbers()
    point = b"\4" + numbers.x.to_bytes(32) + numbers.y.to_bytes(32)
    outer = {
        "mingcha_queue": 1,
        "device": tablet.device,
        "server_key": key_id(jwk_of(public)),
        "ephemeral": b64(point),
        "nonce": b64(b"0" * 12),
        "sealed": b64(box[:-1] + b"?" if damage else box),
    }
    return json.dumps(outer).encode()


def bring(browser, content):
    return browser.client.post(
        "/desk/tablets/import",
        data={"csrf_token": browser.token, "queue": (io.BytesIO(content), "queue.mingcha")},
    )


def requests_of(tablet, *documents):
    puts = [tablet.signed("PUT", path_of(one), body_of(one)) for one in documents]
    return [*puts, tablet.signed("PUT", photo_path(PHOTO), PHOTO)]


def test_a_file_is_brought_in_as_on_the_line(office, sign_in, tablet, visit):
    requests = requests_of(tablet, visit(files=[listed(PHOTO)]))
    browser = sign_in("officer1")

    first = bring(browser, sealed(office, tablet, requests))
    again = bring(browser, sealed(office, tablet, requests))

    assert first.status_code == again.status_code == 200
    for page in (first.text, again.text):
        assert "共2项，已收到2项" in page
        assert "1119-0001" in page
    assert only(office, VisitManifest).uuid == visit()["visit"]


def test_a_record_in_a_file_that_cant_be_entered_is_kept_apart(
    office, sign_in, tablet, visit, site
):
    requests = requests_of(tablet, visit(second_officer=site.author))

    page = bring(sign_in("officer1"), sealed(office, tablet, requests)).text

    assert "共2项，已收到1项" in page
    assert only(office, HeldManifest).held_for == "visit_refused"


def test_a_file_brought_in_names_the_places_and_how_the_visits_ended(
    office, sign_in, tablet, visit
):
    found = {"address": "沈河区拟青路1号", "district_code": "210102", "name": "拟青小课堂"}
    other = {"visit": UUID.replace("7b1f", "7b2f"), "device_sequence": 2, "site": None}
    closed = {"result": "closed_premises", "answers": [], "note": "门锁着"}
    documents = [visit(files=[listed(PHOTO)]), visit(place=found, **other, **closed)]

    page = bring(sign_in("officer1"), sealed(office, tablet, requests_of(tablet, *documents))).text

    name = sign_in("officer1").client.get("/desk/visits").text
    rows = re.findall(r"<td>(.*?)</td>", page)
    assert "拟青小课堂" in rows[1]
    assert "关门歇业，2026-11-19" in rows[1]
    assert "未发现问题，2026-11-19" in rows[0]
    place = re.search(r'<span lang="zh[^"]*">(.*?)</span>', rows[0])[1]
    assert place in rows[2]  # the photo's line names the same place
    assert place in name


def test_records_kept_apart_are_listed_by_their_places(client, sign_in, tablet, visit):
    differing(client, tablet, visit)

    page = sign_in("officer1").client.get("/desk/tablets/held").text

    assert "未发现问题，2026-11-19" in page
    assert UUID not in page


def test_a_forged_request_in_a_file_is_refused(office, sign_in, tablet, visit):
    other = type(tablet)(Key(99), tablet.device)

    page = bring(sign_in("officer1"), sealed(office, tablet, requests_of(other, visit()))).text

    assert "共2项，已收到0项" in page
    assert "平板的签名与发送的内容不符" in page


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "这不是平板的待发文件"), (b"{}", "这不是平板的待发文件"), ("damage", "文件已损坏")],
)
def test_a_file_that_cant_be_read_says_why(office, sign_in, tablet, visit, content, words):
    if content == "damage":
        content = sealed(office, tablet, requests_of(tablet, visit()), damage=True)

    answer = bring(sign_in("officer1"), content)

    assert answer.status_code == 422
    assert words in answer.text


def test_a_file_of_a_foreign_tablet_is_refused(office, sign_in, tablet, visit):
    content = sealed(office, tablet, requests_of(tablet, visit()))

    answer = bring(sign_in("officer2"), content)

    assert answer.status_code == 422
    assert "不属于本区县" in answer.text
