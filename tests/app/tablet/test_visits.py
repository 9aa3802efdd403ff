"""A visit from a tablet: entered once, receipted with the same bytes, never merged."""

import hashlib
import json

import pytest
from sqlalchemy import func, select

from app.canonical import canonical
from app.db import db
from app.device_keys import from_b64
from app.models.devices import HeldManifest, VisitManifest
from app.models.visits import Visit, VisitVersion
from app.signing import verified
from tests.app.factories.tablet import Key, body_of, confirmed, listed, path_of
from tests.app.factories.visits import png

KEYS = {"author": Key(11), "second_officer": Key(12)}


def put(client, tablet, document, **more):
    return tablet.call(client, "PUT", path_of(document), body_of(document), **more)


def counted(office, model) -> int:
    with office.app_context():
        return db.session.scalar(select(func.count()).select_from(model))


def test_a_visit_is_entered_and_receipted(client, office, tablet, visit):
    answer = put(client, tablet, visit())

    assert answer.status_code == 201
    receipt = answer.json["receipt"]
    assert receipt["number"] == "1119-0001"
    assert receipt["sequence"] == 1
    assert receipt["server"] == "mingcha-210100"
    assert counted(office, Visit) == 1


def test_a_receipt_carries_the_offices_signature(client, office, tablet, visit, sign_in):
    keys = sign_in("inspector1").client.get("/tablet/api/session")
    assert keys.status_code == 200
    round_ = tablet.call(client, "GET", "/tablet/api/round?on=2026-11-19").json

    answer = put(client, tablet, visit()).json

    known = {key["id"]: key.get("ed25519") for key in round_["server_keys"]}
    public = from_b64(known[answer["key"]])
    assert verified(public, canonical(answer["receipt"]), from_b64(answer["signature"]))


def test_the_same_visit_again_gets_the_same_bytes(client, office, tablet, visit):
    first = put(client, tablet, visit())

    again = put(client, tablet, visit(), at="2026-11-22T04:00:00.000Z")

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.data == first.data
    assert counted(office, Visit) == 1


def test_another_record_under_the_number_is_kept_apart(client, office, tablet, visit):
    first = put(client, tablet, visit()).json

    answer = put(client, tablet, visit(note="anderes"))

    error = answer.json["error"]
    assert (answer.status_code, error["code"]) == (409, "visit_differs")
    assert error["stored"] == first["receipt"]["manifest"]
    assert error["sent"] != error["stored"]
    assert counted(office, Visit) == counted(office, HeldManifest) == 1


def test_a_refused_record_is_kept_apart_once(client, office, tablet, visit, site):
    record = visit(second_officer=site.author)

    answers = [put(client, tablet, record) for _time in range(3)]

    assert {answer.status_code for answer in answers} == {409}
    error = answers[0].json["error"]
    assert error["code"] == "visit_refused"
    assert [field["path"] for field in error["fields"]] == ["visits.two_officers_were_present"]
    assert counted(office, Visit) == 0
    assert counted(office, HeldManifest) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"colour": "red"},
        {"device_sequence": 0},
        {"device_sequence": "1"},
        {"previous_digest": "0" * 63},
        {"started_at": "2026-11-19T02:47:31Z"},
        {"started_at": "2026-02-30T02:47:31.120Z"},
        {"visit": "7b1f3d1e-5a2c-1b6d-8e9f-0123456789ab"},
        {"site": None},
        {"result": "fine"},
        {"note": "a\u202eb"},
        {"amends": "7b1f3d1e-5a2c-4b6d-8e9f-0123456789ab"},
        {"entry": {"dwelling": True}},
    ],
    ids=lambda change: ",".join(change),
)
def test_a_field_that_isnt_in_the_schema_is_refused(client, office, tablet, visit, change):
    answer = put(client, tablet, visit(**change))

    assert (answer.status_code, answer.json["error"]["code"]) == (400, "invalid")
    assert counted(office, Visit) == counted(office, HeldManifest) == 0


def test_a_field_that_lacks_is_named(client, tablet, visit):
    document = visit()
    del document["position"]

    answer = put(client, tablet, document)

    assert [field["path"] for field in answer.json["error"]["fields"]] == ["position"]


def test_bytes_that_arent_canonical_are_refused(client, tablet, visit):
    body = json.dumps(visit()).encode()

    answer = tablet.call(client, "PUT", path_of(visit()), body)

    assert (answer.status_code, answer.json["error"]["code"]) == (400, "not_canonical")


def test_a_record_belongs_to_its_address(client, tablet, visit):
    path = "/tablet/api/visits/00000000-0000-4000-8000-000000000000"

    answer = tablet.call(client, "PUT", path, body_of(visit()))

    assert answer.status_code == 400


def test_the_version_holds_the_manifest_and_its_first_signature(client, office, tablet, visit):
    sent = tablet.signed("PUT", path_of(visit()), body_of(visit()))
    put(client, tablet, visit())

    with office.app_context():
        version = db.session.scalars(select(VisitVersion)).one()
        kept = db.session.scalars(select(VisitManifest)).one()

        assert version.document == visit()
        assert version.digest == kept.digest
        assert kept.body.encode() == sent.body
        assert version.source == "tablet"
        assert version.device == tablet.device
        assert version.author_certificate


def test_confirmations_by_the_officers_keys_leave_no_remark(client, tablet, visit):
    document = confirmed(visit(), **KEYS)
    put(client, tablet, document)

    state = tablet.call(client, "GET", path_of(document))

    assert state.json == {"complete": True, "missing": [], "flags": []}


def test_missing_confirmations_are_remarked(client, tablet, visit):
    put(client, tablet, visit())

    state = tablet.call(client, "GET", path_of(visit()))

    assert state.json["flags"] == ["first_officer_unconfirmed", "second_officer_unconfirmed"]


@pytest.mark.parametrize("fault", ["other key", "other record", "other person"])
def test_a_confirmation_that_doesnt_fit_is_remarked(client, tablet, visit, site, fault):
    if fault == "other key":
        document = confirmed(visit(), author=Key(11), second_officer=Key(11))
    elif fault == "other record":
        document = {**confirmed(visit(), **KEYS), "note": "danach"}
    else:
        document = confirmed(visit(second_officer=site.foreigner), **KEYS)
    put(client, tablet, document)

    state = tablet.call(client, "GET", path_of(document))

    assert state.json["flags"] == ["confirmation_invalid"]


@pytest.mark.parametrize(
    ("at", "off"),
    [
        ("2026-11-19T03:55:00.000Z", False),
        ("2026-11-19T03:54:59.000Z", True),
        ("2026-11-19T04:05:00.000Z", False),
        ("2026-11-19T04:05:01.000Z", True),
    ],
)
def test_a_clock_over_five_minutes_off_is_remarked(client, tablet, visit, at, off):
    document = confirmed(visit(), **KEYS)
    assert put(client, tablet, document, at=at).status_code == 201

    state = tablet.call(client, "GET", path_of(document))

    assert ("clock_off" in state.json["flags"]) is off


def test_a_record_from_a_clock_that_runs_ahead_is_taken(client, tablet, visit):
    ahead = visit(started_at="2026-11-19T05:00:00.000Z", ended_at="2026-11-19T05:30:00.000Z")

    taken = put(client, tablet, ahead, at="2026-11-19T05:31:00.000Z")
    other = visit(
        visit="7b1f3d1e-5a2c-4b6d-8e9f-00000000000a",
        **{"started_at": "2027-11-19T05:00:00.000Z", "ended_at": "2027-11-19T05:30:00.000Z"},
    )
    refused = put(client, tablet, other, at="2027-11-19T05:31:00.000Z")

    assert taken.status_code == 201
    assert refused.status_code == 409
    assert "visits.day_has_come" in [one["path"] for one in refused.json["error"]["fields"]]


def test_a_gap_in_the_tablets_records_goes_away_when_it_is_filled(client, tablet, visit):
    first = confirmed(visit(), **KEYS)
    digest = hashlib.sha256(body_of(first)).hexdigest()
    second = confirmed(
        visit(
            visit="7b1f3d1e-5a2c-4b6d-8e9f-000000000002",
            device_sequence=2,
            previous_digest=digest,
        ),
        **KEYS,
    )

    put(client, tablet, second)
    before = tablet.call(client, "GET", path_of(second)).json["flags"]
    put(client, tablet, first)
    after = tablet.call(client, "GET", path_of(second)).json["flags"]

    assert before == ["sequence_gap", "previous_unknown"]
    assert after == []


def test_a_correction_is_a_further_version(client, office, tablet, visit):
    put(client, tablet, visit())
    further = visit(
        visit="7b1f3d1e-5a2c-4b6d-8e9f-000000000002",
        device_sequence=2,
        amends=visit()["visit"],
        reason="漏记联系人",
        note="负责人电话已补。",
    )

    answer = put(client, tablet, further)

    assert answer.status_code == 201
    assert counted(office, Visit) == 1
    assert counted(office, VisitVersion) == 2


def test_a_correction_without_its_reason_is_refused(client, tablet, visit):
    put(client, tablet, visit())
    further = visit(visit="7b1f3d1e-5a2c-4b6d-8e9f-000000000002", amends=visit()["visit"])

    answer = put(client, tablet, further)

    paths = [field["path"] for field in answer.json["error"]["fields"]]
    assert (answer.status_code, paths) == (409, ["visits.amendment_says_why"])


def test_two_corrections_of_one_version_arent_merged(client, office, tablet, visit):
    put(client, tablet, visit())
    answers = [
        put(
            client,
            tablet,
            visit(
                visit=f"7b1f3d1e-5a2c-4b6d-8e9f-00000000000{number}",
                amends=visit()["visit"],
                reason="更正",
                note=str(number),
            ),
        )
        for number in (2, 3)
    ]

    assert [answer.status_code for answer in answers] == [201, 409]
    assert answers[1].json["error"]["fields"][0]["path"] == "changed_meanwhile"
    assert counted(office, HeldManifest) == 1


def test_a_site_of_another_district_isnt_found(client, office, foreign_tablet, visit, site):
    document = visit(author=site.foreigner, second_officer=site.author)

    answer = put(client, foreign_tablet, document)

    assert (answer.status_code, answer.json["error"]["code"]) == (404, "not_found")
    assert counted(office, HeldManifest) == 1


@pytest.mark.parametrize("author", ["foreigner", "approver"])
def test_an_author_who_may_enter_no_visits_there_is_refused(client, tablet, visit, site, author):
    answer = put(client, tablet, visit(author=getattr(site, author)))

    assert (answer.status_code, answer.json["error"]["code"]) == (403, "author_not_officer")


def test_the_party_may_sign_on_the_screen(client, tablet, visit):
    drawn = listed(png(), role="signature")
    signatures = [
        *visit()["signatures"][:2],
        {"who": "party", "how": "signed", "image": drawn["sha256"]},
    ]

    signed = put(client, tablet, visit(signatures=signatures, files=[drawn]))
    claimed = put(
        client,
        tablet,
        visit(signatures=signatures, visit="7b1f3d1e-5a2c-4b6d-8e9f-000000000002"),
    )

    assert signed.status_code == 201
    assert claimed.status_code == 409
    assert claimed.json["error"]["fields"][0]["path"] == "visits.record_is_signed"
