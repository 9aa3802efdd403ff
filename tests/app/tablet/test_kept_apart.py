"""Records kept apart: corrected by the team that made them, decided at the desk, and said so."""

from contextlib import contextmanager

import pytest
from sqlalchemy import select

from app.db import act, db
from app.models.devices import Device, HeldManifest
from app.models.people import Certificate
from app.models.visits import Visit, VisitVersion
from app.services.tablet_devices import revoke_device
from tests.app.factories.tablet import body_of, path_of

FIRST, SECOND, THIRD = (f"7b1f3d1e-5a2c-4b6d-8e9f-00000000000{number}" for number in (1, 2, 3))


def put(client, tablet, document):
    return tablet.call(client, "PUT", path_of(document), body_of(document))


def decide(browser, held, deed, reason):
    path = f"/desk/tablets/held/{held.public_id}/{deed}"
    return browser.client.post(path, data={"csrf_token": browser.token, "reason": reason})


@contextmanager
def without_certificates(office):
    """Let no officer hold a certificate for a while."""
    for years in (-100, 100):
        with office.app_context(), act():
            for one in db.session.scalars(select(Certificate)):
                one.valid_until = one.valid_until.replace(year=one.valid_until.year + years)
        if years < 0:
            yield


def kept(office):
    with office.app_context():
        found = db.session.scalars(select(HeldManifest).order_by(HeldManifest.id)).all()
        db.session.expunge_all()
        return found


def versions(office):
    with office.app_context():
        found = db.session.scalars(select(VisitVersion).order_by(VisitVersion.id))
        return [(one.uuid, one.number, one.amends, one.reason) for one in found]


@pytest.fixture
def refused(client, tablet, visit, site):
    """A record with one officer only, which the office refused."""
    document = visit(visit=FIRST, second_officer=site.author)
    assert put(client, tablet, document).status_code == 409
    return document


def test_a_refused_record_is_corrected_by_a_new_version(client, office, tablet, visit, refused):
    further = visit(visit=SECOND, amends=FIRST, reason="补第二名执法人员", device_sequence=2)

    answers = [put(client, tablet, further) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [201, 200]
    assert versions(office) == [(SECOND, 1, None, None)]
    [held] = kept(office)
    assert (held.state, held.reason) == ("replaced", "补第二名执法人员")


def test_a_correction_that_was_refused_too_is_corrected(client, office, tablet, visit, refused):
    twice = {**refused, "visit": SECOND, "amends": FIRST, "reason": "再改", "device_sequence": 2}
    put(client, tablet, twice)
    third = visit(visit=THIRD, amends=SECOND, reason="补第二名执法人员", device_sequence=3)

    answer = put(client, tablet, third)

    assert answer.status_code == 201
    assert [held.state for held in kept(office)] == ["replaced", "replaced"]
    assert len(versions(office)) == 1


def test_a_refused_correction_is_corrected_on_what_stands(client, office, tablet, visit, site):
    put(client, tablet, visit(visit=FIRST))
    again = {"amends": FIRST, "reason": "更正", "device_sequence": 2}
    put(client, tablet, visit(visit=SECOND, second_officer=site.author, **again))

    answer = put(client, tablet, visit(visit=THIRD, amends=SECOND, reason="更正", note="对"))

    assert answer.status_code == 201
    assert versions(office) == [(FIRST, 1, None, None), (THIRD, 2, FIRST, "更正")]


def test_the_tablet_hears_that_its_record_was_replaced(client, tablet, visit, refused):
    put(client, tablet, visit(visit=SECOND, amends=FIRST, reason="补人", device_sequence=2))

    error = put(client, tablet, refused).json["error"]

    assert (error["code"], error["decided"]) == ("visit_refused", "replaced")


def test_the_tablet_hears_that_the_office_dismissed_its_record(
    client, office, tablet, sign_in, refused
):
    decide(sign_in("officer1"), kept(office)[0], "dismiss", "重复登记")

    error = put(client, tablet, refused).json["error"]

    assert (error["code"], error["decided"]) == ("visit_refused", "dismissed")
    assert "重复登记" in error["message"]


def test_what_was_dismissed_stays_out_when_no_rule_stands_against_it_any_more(
    client, office, tablet, sign_in, visit, site
):
    document = visit(visit=FIRST)
    with without_certificates(office):
        assert put(client, tablet, document).status_code == 409
    decide(sign_in("officer1"), kept(office)[0], "dismiss", "误发")

    answer = put(client, tablet, document)

    assert (answer.status_code, answer.json["error"]["decided"]) == (409, "dismissed")
    assert versions(office) == []


def test_a_revoked_tablet_hears_of_the_decision_too(client, office, tablet, sign_in, visit, crew):
    with office.app_context(), act():
        revoke_device(db.session.scalars(select(Device)).one(), reason="丢失", actor=crew.officer1)
    put(client, tablet, visit(visit=FIRST))
    decide(sign_in("officer1"), kept(office)[0], "dismiss", "误发")

    answer = put(client, tablet, visit(visit=FIRST))

    assert (answer.status_code, answer.json["error"]["decided"]) == (403, "dismissed")


def test_a_correction_of_an_unknown_record_says_so(client, tablet, visit):
    answer = put(client, tablet, visit(visit=SECOND, amends=FIRST, reason="更正"))

    error = answer.json["error"]
    assert (answer.status_code, error["code"]) == (409, "visit_refused")
    assert [field["path"] for field in error["fields"]] == ["unknown_record"]


def test_the_desk_enters_a_correction_that_came_second(client, office, tablet, visit, sign_in):
    put(client, tablet, visit(visit=FIRST))
    for number, uuid in ((2, SECOND), (3, THIRD)):
        more = {"amends": FIRST, "reason": "更正", "device_sequence": number, "note": str(number)}
        put(client, tablet, visit(visit=uuid, **more))

    done = decide(sign_in("officer1"), kept(office)[0], "enter", "两处更正都成立")

    assert done.status_code == 303
    with office.app_context():
        newest = db.session.scalars(select(Visit)).one().versions[-1]
        assert (newest.number, newest.note, newest.reason) == (3, "3", "两处更正都成立")


@pytest.mark.parametrize("reason", ["误发\u202e", "误\x00发", "长" * 301])
@pytest.mark.parametrize("deed", ["dismiss", "enter"])
def test_a_reason_that_cant_be_kept_is_said_at_its_field(office, sign_in, refused, deed, reason):
    answer = decide(sign_in("officer1"), kept(office)[0], deed, reason)

    assert answer.status_code == 422
    assert kept(office)[0].state == "waiting"


def test_a_moment_on_the_last_day_there_is_is_refused_at_its_field(client, tablet, visit):
    moment = "9999-12-31T23:59:59.999Z"

    answer = put(client, tablet, visit(started_at=moment, ended_at=moment))

    assert answer.status_code == 400
    assert {field["path"] for field in answer.json["error"]["fields"]} == {"started_at", "ended_at"}
