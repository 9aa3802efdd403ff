"""Requests and answers as files: whoever writes another tablet finds here what is sent."""

import hashlib
import json
from pathlib import Path

import pytest
from sqlalchemy import select, update

from app.canonical import canonical
from app.db import act, db
from app.device_keys import b64, from_b64
from app.models.devices import Device
from app.models.orders import Order
from app.models.people import Person
from app.models.sites import Site
from tests.app.factories.orders import make_order, served, visit_with_findings
from tests.app.factories.tablet import Key, Tablet, body_of, listed, path_of, photo_path

GOLDEN = Path(__file__).parent / "golden"
# whatever library is installed, the bytes stay these
PHOTO = from_b64(json.loads((GOLDEN / "photo_first.json").read_text("utf-8"))["request"]["bytes"])
DEVICE, SITE = "devc000001", "s1te000001"
AUTHOR, SECOND = "pers000001", "pers000002"
ORDER = "0rder00001"
RECEIPT_KEY = bytes(range(32))


@pytest.fixture
def fixed(office, tablet, site, crew):
    """The same office every time: ids, keys and clock fixed; an order is open at the site."""
    keys = office.config["SETTINGS"].keys
    keys.mkdir(parents=True, exist_ok=True)
    (keys / "receipt.ed25519").write_bytes(RECEIPT_KEY)
    with office.app_context(), act():
        place = db.session.scalars(select(Site).where(Site.public_id == site.id)).one()
        order = make_order(visit_with_findings(place, crew.officer1), crew.officer1)
        renamed = (
            (Order, Order.id == served(order, crew.officer1).id, ORDER),
            (Device, Device.public_id == tablet.device, DEVICE),
            (Site, Site.public_id == site.id, SITE),
            (Person, Person.public_id == site.author, AUTHOR),
            (Person, Person.public_id == site.second_officer, SECOND),
        )
        for model, found, public_id in renamed:
            db.session.execute(update(model).where(found).values(public_id=public_id))
    return Tablet(tablet.key, DEVICE)


@pytest.fixture
def record(visit):
    """A complete record with a photo."""
    return visit(site=SITE, author=AUTHOR, second_officer=SECOND, files=[listed(PHOTO)])


CASES = (
    "visit_first",
    "visit_again",
    "visit_differs",
    "visit_refused",
    "visit_rechecked",
    "visit_unknown_order",
    "visit_unknown_field",
    "photo_first",
    "photo_mismatch",
    "state_incomplete",
    "device_unknown",
    "bad_signature",
)


def rechecked(order):
    """Return what a visit found of an order: the first item by its photo, the second by a note."""
    proof = hashlib.sha256(PHOTO).hexdigest()
    answers = [
        {"item": 1, "corrected": "yes", "note": None, "files": [proof]},
        {"item": 2, "corrected": "yes", "note": "通道已清理", "files": []},
    ]
    return {"rechecks": [{"order": order, "answers": answers}]}


def requests_for(name, record):
    """Return the requests of a case; the last one is the golden one."""
    first = ("PUT", path_of(record), body_of(record))
    other = {**record, "note": "另一份"}
    return {
        "visit_first": [first],
        "visit_again": [first, first],
        "visit_differs": [first, ("PUT", path_of(other), body_of(other))],
        "visit_refused": [("PUT", path_of(record), body_of({**record, "certificate_shown": None}))],
        "visit_rechecked": [("PUT", path_of(record), body_of({**record, **rechecked(ORDER)}))],
        "visit_unknown_order": [
            ("PUT", path_of(record), body_of({**record, **rechecked("0rder00002")}))
        ],
        "visit_unknown_field": [("PUT", path_of(record), body_of({**record, "colour": "red"}))],
        "photo_first": [("PUT", photo_path(PHOTO), PHOTO)],
        "photo_mismatch": [("PUT", photo_path(PHOTO), PHOTO[:-2])],
        "state_incomplete": [first, ("GET", path_of(record), b"")],
        "device_unknown": [("GET", "/tablet/api/round?on=2026-11-19", b"")],
        "bad_signature": [("GET", "/tablet/api/round?on=2026-11-19", b"")],
    }[name]


@pytest.mark.parametrize("name", CASES)
def test_an_answer_is_the_one_in_the_file(client, fixed, record, name):
    sender = Tablet(Key(99), DEVICE) if name == "bad_signature" else fixed
    if name == "device_unknown":
        sender = Tablet(fixed.key, "0000000000")
    *before, (method, path, body) = requests_for(name, record)
    for step in before:
        fixed.call(client, *step)

    answer = sender.call(client, method, path, body)

    found = {"status": answer.status_code, "body": answer.json}
    file = GOLDEN / f"{name}.json"
    wanted = json.loads(file.read_text("utf-8"))
    assert wanted["request"] == described(method, path, body)
    assert wanted["answer"] == found
    if method == "PUT" and answer.status_code < 300:
        assert answer.data == canonical(wanted["answer"]["body"])


def described(method, path, body):
    """Return a request as the file holds it; a picture in base64url."""
    if body.startswith(b"{"):
        return {"method": method, "path": path, "body": json.loads(body)}
    return {"method": method, "path": path, "bytes": b64(body)}
