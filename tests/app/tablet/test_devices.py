"""Tablets and their calls: enrolled with a session, known by a signature, revoked for good."""

import re

import pytest
from sqlalchemy import select

from app.db import act, db
from app.device_keys import b64
from app.models.audit import AuditEvent
from app.models.devices import Device, HeldManifest, OfficerKey
from app.models.visits import Visit
from app.services.tablet_devices import register_officer_key, revoke_device
from tests.app.factories.tablet import UUID, Key, body_of, path_of, photo_path
from tests.app.factories.visits import jpeg

HAN = re.compile("[一-鿿]")


def revoke(office, tablet, actor):
    with office.app_context(), act():
        device = db.session.scalars(select(Device).where(Device.public_id == tablet.device)).one()
        revoke_device(device, reason="遗失", actor=actor)


def test_who_is_signed_in_is_said(sign_in):
    answer = sign_in("inspector1").client.get("/tablet/api/session").json

    assert (answer["name"], answer["username"]) == ("周拟衡", "inspector1")
    assert (answer["district_code"], answer["district"]) == ("210102", "和平区")
    assert answer["csrf_token"]
    assert answer["language"] == "zh"


def test_nobody_is_signed_in_without_a_session(client):
    answer = client.get("/tablet/api/session")

    assert (answer.status_code, answer.json["error"]["code"]) == (401, "sign_in_required")


def test_a_tablet_is_enrolled_and_its_officer_registered(office, sign_in):
    browser = sign_in("inspector1")
    token = {"X-CSRF-Token": browser.token}

    enrolled = browser.client.post(
        "/tablet/api/devices", json={"public_key": Key(5).jwk, "label": "一号平板"}, headers=token
    )
    registered = browser.client.post(
        "/tablet/api/officers",
        json={"device": enrolled.json["device"], "public_key": Key(6).jwk},
        headers=token,
    )

    assert (enrolled.status_code, registered.status_code) == (201, 201)
    first, second = enrolled.json["server_keys"]
    assert set(first) == {"id", "ed25519"}
    assert set(second) == {"id", "p256"}
    assert registered.json["name"] == "周拟衡"
    assert registered.json["certificate"] == "拟辽210102001"
    with office.app_context():
        device = db.session.scalars(select(Device)).one()
        assert (device.label, device.scope_code) == ("一号平板", "210102")
        verbs = db.session.scalars(select(AuditEvent.verb).order_by(AuditEvent.id.desc()).limit(2))
        assert set(verbs) == {"device.enrolled", "officer_key.registered"}


@pytest.mark.parametrize(
    "body",
    [
        {"public_key": {**Key(5).jwk, "d": "AAAA"}, "label": "a"},
        {"public_key": {**Key(5).jwk, "crv": "P-384"}, "label": "a"},
        {"public_key": {**Key(5).jwk, "x": b64(b"\1" * 32)}, "label": "a"},
        {"public_key": Key(5).jwk, "label": " "},
        {"public_key": Key(5).jwk, "label": "a" * 81},
        {"public_key": Key(5).jwk, "label": "a", "colour": "red"},
        {"public_key": Key(5).jwk},
        {},
    ],
    ids=["private", "curve", "off the curve", "no label", "long", "unknown", "lacks", "empty"],
)
def test_a_wrong_enrolment_is_refused(sign_in, body):
    browser = sign_in("inspector1")

    answer = browser.client.post(
        "/tablet/api/devices", json=body, headers={"X-CSRF-Token": browser.token}
    )

    assert (answer.status_code, answer.json["error"]["code"]) == (400, "invalid")


@pytest.mark.parametrize("path", ["devices", "officers"])
def test_enrolment_needs_the_page_token(sign_in, path):
    answer = sign_in("inspector1").client.post(f"/tablet/api/{path}", json={})

    assert (answer.status_code, answer.json["error"]["code"]) == (403, "csrf")


def test_a_key_is_registered_on_no_tablet_of_another_district(sign_in, foreign_tablet):
    browser = sign_in("inspector1")

    answer = browser.client.post(
        "/tablet/api/officers",
        json={"device": foreign_tablet.device, "public_key": Key(6).jwk},
        headers={"X-CSRF-Token": browser.token},
    )

    assert answer.status_code == 404


def test_a_newer_key_replaces_the_older_one_which_stays(office, tablet, crew):
    with office.app_context():
        with act():
            device = db.session.scalars(select(Device)).one()
            register_officer_key(device, Key(77).jwk, actor=crew.inspector1)
        keys = db.session.scalars(select(OfficerKey).order_by(OfficerKey.id)).all()

        assert [key.replaced_at is None for key in keys] == [False, True, True]


CALLS = [
    ("GET", "/tablet/api/round?on=2026-11-19"),
    ("GET", "/tablet/api/visits/7b1f3d1e-5a2c-4b6d-8e9f-0123456789ab"),
    ("PUT", "/tablet/api/visits/7b1f3d1e-5a2c-4b6d-8e9f-0123456789ab"),
    ("PUT", "/tablet/api/photos/" + "0" * 64),
]


@pytest.mark.parametrize(("method", "path"), CALLS, ids=lambda part: part[:24])
def test_a_call_without_a_tablet_is_refused(client, tablet, method, path):
    bare = client.open(path, method=method)
    headers = {**tablet.headers(method, path), "X-Device": "0000000000"}
    unknown = client.open(path, method=method, headers=headers)

    assert [answer.status_code for answer in (bare, unknown)] == [401, 401]
    assert unknown.json["error"]["code"] == "device_unknown"


@pytest.mark.parametrize(("method", "path"), CALLS, ids=lambda part: part[:24])
@pytest.mark.parametrize("fault", ["body", "path", "moment", "key", "none"])
def test_a_signature_covers_method_path_body_and_moment(client, tablet, method, path, fault):
    headers = tablet.headers(method, path, b"")
    body = b""
    if fault == "body":
        body = b"{}"
    elif fault == "path":
        path = path[:-1] + "1"
    elif fault == "moment":
        headers["X-Signed-At"] = "2026-11-19T04:00:00.001Z"
    elif fault == "key":
        other = type(tablet)(Key(99), tablet.device)
        headers = other.headers(method, path, b"")
    else:
        headers["X-Signature"] = "!"

    answer = client.open(path, method=method, data=body, headers=headers)

    assert (answer.status_code, answer.json["error"]["code"]) == (401, "bad_signature")


@pytest.mark.parametrize("at", ["yesterday", "2026-13-19T04:00:00Z", "0"])
def test_a_request_is_signed_at_a_moment(client, tablet, at):
    answer = tablet.call(client, "GET", "/tablet/api/round?on=2026-11-19", at=at)

    assert (answer.status_code, answer.json["error"]["code"]) == (401, "bad_moment")


@pytest.mark.parametrize(
    ("label", "words"),
    [("甲\u202e台", "名称里有无法显示的字符，请去掉。"), ("长" * 81, "平板名称为1至80个字。")],
    ids=["direction", "long"],
)
def test_a_label_that_cant_be_kept_says_what_is_wrong_with_it(sign_in, label, words):
    browser = sign_in("inspector1")
    headers = {"X-CSRF-Token": browser.token}

    body = {"public_key": Key(5).jwk, "label": label}
    answer = browser.client.post("/tablet/api/devices", json=body, headers=headers)

    assert [field["message"] for field in answer.json["error"]["fields"]] == [words]


HAN = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize(
    "change",
    [
        {"colour": "red"},
        {"result": "splendid"},
        {"trainees_present": -1},
        {"trainees_present": "three"},
        {"note": "长" * 4001},
        {"note": "a\u202eb"},
        {"site": None},
        {"started_at": "2026-02-30T02:47:31.120Z"},
        {"visit": UUID.replace("7b1f", "7b2f")},
        {"amends": UUID},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_is_wrong_with_a_record_is_said_in_chinese(client, tablet, visit, change):
    body = body_of({**visit(), **change})

    error = tablet.call(client, "PUT", path_of({"visit": UUID}), body).json["error"]

    assert error["code"] == "invalid"
    for said in (error["message"], *(field["message"] for field in error["fields"])):
        assert HAN.search(said), said


def test_what_no_tablet_may_do_is_said_in_chinese(client, tablet, sign_in):
    nowhere = client.get("/tablet/api/nothing")
    unmeant = sign_in("inspector1").client.post("/tablet/api/devices", json={})
    large = client.put("/tablet/api/photos/" + "0" * 64, data=b"x" * 2_000_000)
    odd = tablet.call(client, "PUT", photo_path(b"odd"), b"odd")

    assert [one.status_code for one in (nowhere, unmeant, large, odd)] == [404, 403, 413, 400]
    for answer in (nowhere, unmeant, large, odd):
        error = answer.json["error"]
        for said in (error["message"], *(field["message"] for field in error["fields"])):
            assert HAN.search(said), said


def test_a_signature_in_der_is_taken_too(client, tablet):
    path = "/tablet/api/round?on=2026-11-19"
    headers = tablet.headers("GET", path)
    sent = tablet.signed("GET", path)
    headers["X-Signature"] = b64(tablet.key.sign_der(sent.message))

    assert client.get(path, headers=headers).status_code == 200


def test_a_call_looks_at_no_cookie(sign_in, tablet, visit):
    browser = sign_in("inspector3")

    answer = tablet.call(browser.client, "PUT", path_of(visit()), body_of(visit()))

    assert answer.status_code == 201


def test_a_revoked_tablet_is_refused_and_its_record_kept(client, office, tablet, visit, crew):
    revoke(office, tablet, crew.officer1)

    sent = tablet.call(client, "PUT", path_of(visit()), body_of(visit()))
    round_ = tablet.call(client, "GET", "/tablet/api/round")
    photo = tablet.call(client, "PUT", "/tablet/api/photos/" + "0" * 64, jpeg())

    assert [one.status_code for one in (sent, round_, photo)] == [403, 403, 403]
    assert {one.json["error"]["code"] for one in (sent, round_, photo)} == {"device_revoked"}
    with office.app_context():
        assert db.session.scalars(select(Visit)).all() == []
        assert db.session.scalars(select(HeldManifest)).one().held_for == "device_revoked"


def test_a_record_of_another_tablet_is_unknown(client, tablet, foreign_tablet, visit):
    tablet.call(client, "PUT", path_of(visit()), body_of(visit()))

    answer = foreign_tablet.call(client, "GET", path_of(visit()))

    assert (answer.status_code, answer.json["error"]["code"]) == (404, "unknown_visit")


def test_messages_come_in_the_language_asked_for(client, tablet):
    path = "/tablet/api/round"
    answers = [
        client.get(path, headers={"Accept-Language": language}).json["error"]["message"]
        for language in ("zh-CN", "en-GB")
    ]

    assert answers == [
        "本系统没有登记这台平板。请在办公室重新登记。",
        "This tablet isn't enrolled here. Enrol it again at the office.",
    ]
