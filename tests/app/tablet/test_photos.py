"""Photos from a tablet: any order, hashed again, judged, restricted by their mark, receipted."""

import hashlib

import pytest
from sqlalchemy import func, select

from app.db import act, db
from app.models.devices import ReceivedFile
from app.models.files import StoredFile
from app.models.visits import EvidenceFile, VisitFile
from app.services.purge import remove_unnamed
from app.services.tablet_views import make_views
from app.storage import blobs
from tests.app.factories.tablet import body_of, listed, path_of, photo_path
from tests.app.factories.visits import SCAN, jpeg, png

PHOTO = jpeg()


def put(client, tablet, document, **more):
    return tablet.call(client, "PUT", path_of(document), body_of(document), **more)


def send(client, tablet, content, path=""):
    return tablet.call(client, "PUT", path or photo_path(content), content)


def state_of(client, tablet, document):
    found = tablet.call(client, "GET", path_of(document)).json
    return found["complete"], found["missing"], found["flags"]


def linked(office):
    with office.app_context():
        rows = db.session.scalars(select(VisitFile)).all()
        return [(row.evidence.file.sha256, row.evidence.role.value) for row in rows]


@pytest.mark.parametrize("order", ["photo first", "visit first"])
def test_a_record_is_complete_when_both_are_here(client, office, tablet, visit, order):
    document = visit(files=[listed(PHOTO)])
    steps = [
        lambda: send(client, tablet, PHOTO).status_code,
        lambda: put(client, tablet, document).status_code,
    ]
    if order == "visit first":
        steps.reverse()

    assert [step() for step in steps] == [201, 201]
    assert state_of(client, tablet, document)[:2] == (True, [])
    assert linked(office) == [(hashlib.sha256(PHOTO).hexdigest(), "photo")]


def test_a_record_waits_for_its_photo(client, tablet, visit):
    document = visit(files=[listed(PHOTO), listed(png())])
    put(client, tablet, document)
    send(client, tablet, PHOTO)

    complete, missing, _flags = state_of(client, tablet, document)

    assert (complete, missing) == (False, [hashlib.sha256(png()).hexdigest()])


def test_the_same_photo_again_gets_the_same_bytes(client, office, tablet):
    first = send(client, tablet, PHOTO)
    again = send(client, tablet, PHOTO)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.data == again.data
    assert first.json["receipt"]["bytes"] == len(PHOTO)
    with office.app_context():
        assert db.session.scalar(select(func.count()).select_from(ReceivedFile)) == 1


def test_the_bytes_are_kept_as_they_came(client, office, tablet):
    send(client, tablet, PHOTO)

    with office.app_context():
        assert blobs().get(hashlib.sha256(PHOTO).hexdigest()) == PHOTO


def test_other_bytes_than_named_are_refused_by_both_names(client, tablet):
    answer = send(client, tablet, PHOTO, photo_path(png()))

    error = answer.json["error"]
    assert (answer.status_code, error["code"]) == (400, "digest_mismatch")
    assert error["sent"] == hashlib.sha256(png()).hexdigest()
    assert error["found"] == hashlib.sha256(PHOTO).hexdigest()


@pytest.mark.parametrize(
    "content",
    [b"<html>", PHOTO[:-20], PHOTO + b"PK\x05\x06" + b"0" * 18, b"GIF89a" + b"0" * 40],
    ids=["page", "cut off", "two in one", "gif"],
)
def test_what_is_no_sound_picture_is_refused_and_remarked(client, tablet, visit, content):
    document = visit(files=[listed(content)])
    put(client, tablet, document)

    answer = send(client, tablet, content)

    assert (answer.status_code, answer.json["error"]["code"]) == (400, "bad_file")
    complete, _missing, flags = state_of(client, tablet, document)
    assert not complete
    assert "file_refused" in flags


def test_a_paper_listed_as_photo_is_refused(client, tablet, visit):
    put(client, tablet, visit(files=[listed(SCAN)]))

    assert send(client, tablet, SCAN).status_code == 400


def test_a_photo_over_the_limit_is_refused(client, tablet):
    content = b"\xff" * (25 * 1024 * 1024 + 1)

    answer = send(client, tablet, content)

    assert answer.status_code == 413


def test_an_unknown_sender_gets_no_room(client, tablet):
    path = photo_path(b"x")

    answer = client.put(path, data=b"x" * (1024 * 1024 + 1), headers={"X-Device": "0000000000"})

    assert answer.status_code == 413


@pytest.mark.parametrize("mark", ["children", "roster", "dwelling"])
def test_a_marked_photo_is_restricted_at_once(client, office, tablet, visit, mark):
    put(client, tablet, visit(files=[listed(PHOTO, mark=mark)]))
    send(client, tablet, PHOTO)

    with office.app_context():
        evidence = db.session.scalars(select(EvidenceFile)).one()
        assert (evidence.mark, evidence.file.restricted) == (mark, True)


def test_a_correction_keeps_the_photo_and_may_mark_it(client, office, tablet, visit):
    put(client, tablet, visit(files=[listed(PHOTO)]))
    send(client, tablet, PHOTO)
    further = visit(
        visit="7b1f3d1e-5a2c-4b6d-8e9f-000000000002",
        amends=visit()["visit"],
        reason="照片拍到未成年人",
        files=[listed(PHOTO, mark="children")],
    )

    assert put(client, tablet, further).status_code == 201

    with office.app_context():
        file = db.session.scalars(select(StoredFile)).one()
        assert file.restricted
        assert len(linked(office)) == 2


def test_a_photo_counts_before_it_has_arrived(client, tablet, visit):
    closed = visit(result="closed_premises", answers=[], met=None, signatures=[])

    bare = put(client, tablet, closed)
    proven = put(client, tablet, {**closed, "files": [listed(PHOTO)]})

    assert [field["path"] for field in bare.json["error"]["fields"]] == [
        "visits.failed_visit_is_proven"
    ]
    assert proven.status_code == 201


def test_view_copies_are_made_afterwards(client, office, tablet, visit):
    put(client, tablet, visit(files=[listed(PHOTO)]))
    send(client, tablet, PHOTO)

    with office.app_context():
        make_views()
        evidence = db.session.scalars(select(EvidenceFile)).one()

        assert blobs().has(evidence.view_sha256)
        assert blobs().has(evidence.thumb_sha256)
        assert evidence.claims["taken_at"] == "2026-11-19T10:50:00+08:00"


def test_the_purge_leaves_a_photo_that_waits_for_its_record(client, office, tablet):
    send(client, tablet, PHOTO)
    digest = hashlib.sha256(PHOTO).hexdigest()

    with office.app_context():
        with act():
            remove_unnamed([digest])
        assert blobs().has(digest)
