"""The tablet's own code in a real browser, piece by piece, against what the office computes."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from playwright.sync_api import Browser

from app.canonical import canonical
from app.device_keys import b64
from app.services.tablet_confirmations import record_digest
from tests.app.factories.tablet import listed, manifest

pytestmark = pytest.mark.browser

FRONT = Path(__file__).parents[2] / "app" / "frontend"
PARTS = ("canonical", "manifest", "schema", "receipts")
DIGEST = "ab" * 32
# RFC 8785: 3.2.3 (sorting), 3.2.2.2 (text) and appendix B (numbers)
VECTORS = {
    "numbers": (
        "[333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001, -0.0, 1e21, 1e-7]",
        "[333333333.3333333,1e+30,4.5,0.002,1e-27,0,1e+21,1e-7]",
    ),
    "text": (
        r'"\u20ac$\u000F\u000aA\u0027\u0042\u0022\u005c\\\"\/"',
        '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"',
    ),
    "names": (
        r'{"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7}',
        '{"\\r":2,"1":4,"\x80":6,"ö":7,"€":1,"😀":5,"\ufb33":3}',
    ),
}


@pytest.fixture(scope="module")
def pieces(browser: Browser, tmp_path_factory: pytest.TempPathFactory):
    """A page that holds the tablet's own functions, bundled from their sources."""
    folder = tmp_path_factory.mktemp("pieces")
    entry, built = folder / "entry.ts", folder / "pieces.js"
    lines = [f"export * from '{FRONT}/src/tablet/{part}.ts';" for part in PARTS]
    entry.write_text("\n".join(lines))
    bundler = FRONT / "node_modules" / "rolldown" / "bin" / "cli.mjs"
    command = ["node", bundler, entry, "--format", "iife", "--name", "pieces", "-o", built]
    subprocess.run(command, cwd=FRONT, check=True, capture_output=True)
    page = browser.new_page()
    page.route("http://127.0.0.1:9/", lambda route: route.fulfill(body="<!doctype html>"))
    page.goto("http://127.0.0.1:9/")  # WebCrypto wants an address of this machine
    page.evaluate(f"{built.read_text()}; window.pieces = pieces")
    yield page
    page.close()


@pytest.mark.parametrize("case", VECTORS)
def test_the_tablet_writes_json_in_its_one_form(pieces, case):
    given, form = VECTORS[case]

    written = pieces.evaluate("text => pieces.canonical(JSON.parse(text))", given)

    assert written == form


def test_the_tablet_and_the_office_write_a_manifest_alike(pieces):
    document = full_manifest()

    written = pieces.evaluate("text => pieces.canonical(JSON.parse(text))", json.dumps(document))

    assert written.encode() == canonical(document)


def test_the_officers_confirm_the_digest_that_the_office_checks(pieces):
    document = full_manifest()
    record = {k: v for k, v in document.items() if k not in ("device_sequence", "previous_digest")}

    digest = pieces.evaluate("record => pieces.digestOfRecord(record)", record)

    assert digest == record_digest(document)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({}, None),
        ({"colour": "red"}, "/colour"),
        ({"visit": "7B1F"}, "/visit"),
        ({"result": "splendid"}, "/result"),
        ({"note": "left\u202eright"}, "/note"),
        ({"trainees_present": -1}, "/trainees_present"),
        ({"signatures": [{"who": "party"}]}, "/signatures/0/how"),
    ],
    ids=["complete", "unknown", "identity", "result", "direction", "number", "within"],
)
def test_the_tablet_finds_what_the_office_would_refuse(pieces, change, path):
    faults = pieces.evaluate("document => pieces.faults(document)", full_manifest(**change))

    assert faults == ([] if path is None else [path])


@pytest.mark.parametrize("knows", [True, False], ids=["browser's own", "library"])
@pytest.mark.parametrize(
    ("change", "good"),
    [
        ({}, True),
        ({"manifest": "cd" * 32}, False),
        ({"files": []}, False),
        ({"sequence": 8}, False),
        ({"visit": "another"}, False),
    ],
    ids=["ours", "manifest", "files", "sequence", "visit"],
)
def test_only_a_receipt_for_exactly_what_was_sent_counts(pieces, knows, change, good):
    office = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    sent = {"visit": "ours", "digest": DIGEST, "sequence": 7, "files": [DIGEST]}
    receipt = {"server": "s", "visit": "ours", "site": None, "manifest": DIGEST, "files": [DIGEST]}
    receipt |= {"sequence": 7, "number": "1119-0001", "received_at": "", **change}
    given = answer_of(office, receipt)

    taken = pieces.evaluate(TAKE, [keys_of(office), sent, given, knows])

    assert taken is good


@pytest.mark.parametrize("knows", [True, False], ids=["browser's own", "library"])
def test_a_receipt_changed_after_its_signature_is_none(pieces, knows):
    office = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    sent = {"visit": "ours", "digest": DIGEST, "sequence": 7, "files": []}
    receipt = {"visit": "ours", "manifest": DIGEST, "files": [], "sequence": 7, "number": "1"}
    given = answer_of(office, receipt)
    given["receipt"] = {**receipt, "number": "2"}

    taken = pieces.evaluate(TAKE, [keys_of(office), sent, given, knows])

    assert taken is False


TAKE = """async ([keys, sent, given, knows]) => {
  const own = crypto.subtle.importKey;
  if (!knows) crypto.subtle.importKey = () => Promise.reject(new DOMException('unknown'));
  try {
    return (await pieces.visitReceipt(keys, sent, given)) !== null;
  } finally {
    crypto.subtle.importKey = own;
  }
}"""


def keys_of(office: Ed25519PrivateKey) -> list[dict[str, str]]:
    return [{"id": "key", "ed25519": b64(office.public_key().public_bytes_raw())}]


def answer_of(office: Ed25519PrivateKey, receipt: dict[str, Any]) -> dict[str, Any]:
    return {"receipt": receipt, "key": "key", "signature": b64(office.sign(canonical(receipt)))}


def full_manifest(**changes: Any) -> dict[str, Any]:
    """Return a manifest with everything that is hard to write: places, faces, odd letters."""
    drawn = {**listed(b"name"), "role": "signature"}
    filled = {
        "site": "0123456789",
        "author": "0123456789",
        "second_officer": "abcdefghjk",
        "note": "“拟”\t𠮷\\ é",
        "files": [listed(b"photo"), drawn],
        "position": {"lng_wgs84": 123.4, "lat_wgs84": 41.0, "accuracy_m": 1e-7},
    }
    return manifest(**{**filled, **changes})
