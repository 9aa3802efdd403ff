"""A tablet's round: its teams' sites in walking order, and a place found on the way."""

import pytest
from sqlalchemy import select

from app.db import act, db
from app.models.devices import Device
from app.models.sites import Site
from app.models.sweeps import SweepSite
from app.services.tablet_devices import enrol_device, register_officer_key
from app.services.visit_judging import items_asked
from tests.app.conftest import NOON
from tests.app.factories.orders import issued, make_order, served, visit_with_findings
from tests.app.factories.sweeps import approved, crew, manned, planned, walked  # noqa: F401
from tests.app.factories.tablet import Key, Tablet, body_of, manifest, path_of
from tests.app.factories.visits import person_of

PATH = "/tablet/api/round?on=2026-11-19&waiting=2&oldest=2026-11-18T09:00:00.000Z"


@pytest.fixture
def team(walked, crew):  # noqa: F811
    """A tablet of a team in an open sweep, its officers' ids, the sweep's id."""
    with act():
        device = enrol_device(Key(1).jwk, "平板", actor=crew.inspector1)
        register_officer_key(device, Key(11).jwk, actor=crew.inspector1)
        found = Tablet(Key(1), device.public_id)
        found.people = [person_of("inspector1"), person_of("inspector2")]
        found.sweep = walked
    db.session.remove()
    return found


@pytest.fixture
def call(office, team):
    """Return a function that sends a request from that tablet."""
    return lambda *args: team.call(office.test_client(), *args)


def test_a_round_brings_the_open_orders_of_each_site(call, team, office, crew):  # noqa: F811
    with office.app_context(), act():
        place = db.session.scalars(select(Site).order_by(Site.id)).first()
        visit = visit_with_findings(place, crew.officer1)
        order = served(make_order(visit, crew.officer1, refund_fen=120_000), crew.officer1)
        site, public_id = place.public_id, order.public_id
        issued(make_order(visit, crew.officer1), crew.officer1)  # not served: nobody waits for it

    sites = {one["site"]: one for one in call("GET", PATH).json["sites"]}

    (found,) = sites[site]["orders"]
    assert found["order"] == public_id
    assert found["number"] == "和平教责改字〔2026〕第1号"
    assert (found["variant"], found["due_on"], found["refund_fen"]) == (
        "correct",
        "2026-12-04",
        120_000,
    )
    assert [item["item"] for item in found["items"]] == [1, 2, 3]
    assert found["items"][0]["to_correct"] == "按规定公示全部收费项目"
    assert [one["orders"] for one in sites.values() if one["site"] != site] == [[], [], []]


def test_a_round_holds_the_teams_sites_in_walking_order(call, team):
    found = call("GET", PATH).json

    assert found["on"] == "2026-11-19"
    assert found["district"] == {"code": "210102", "name": "和平区"}
    assert [site["order"] for site in found["sites"]] == [1, 2, 3, 4]
    assert {site["state"] for site in found["sites"]} == {"missing"}
    assert {site["sweep"] for site in found["sites"]} == {team.sweep}
    assert found["sweeps"][0]["plan_no"] == "沈教检〔2026〕7号"
    assert found["sweeps"][0]["team"]["officers"] == team.people
    asked = {item["code"] for item in found["checklists"]["2026-1"]}
    assert set(found["sites"][0]["items"]) <= asked
    assert [one["properties"]["code"] for one in found["boundary"]["features"]] == ["210102"]


def test_a_round_names_who_may_act_and_their_keys(call, team):
    officers = call("GET", PATH).json["officers"]

    assert [one["person"] for one in officers[:2]] == team.people
    assert officers[0]["key"] == Key(11).jwk
    assert officers[1]["key"] is None
    assert all(one["certificate"] for one in officers)
    assert {one["certificate_until"] for one in officers[:2]} == {"2029-11-18"}


def test_a_round_out_of_the_sweeps_days_is_empty(call):
    found = call("GET", "/tablet/api/round?on=2026-11-28").json

    assert (found["sites"], found["sweeps"]) == ([], [])


def test_what_a_tablet_still_holds_is_kept(call, office):
    call("GET", PATH)

    with office.app_context():
        device = db.session.scalars(select(Device)).one()
        assert device.waiting == 2
        assert device.oldest_waiting_at.isoformat() == "2026-11-18T09:00:00+00:00"
        assert device.last_seen_at is not None


def test_a_day_that_is_none_is_refused(call):
    answer = call("GET", "/tablet/api/round?on=gestern")

    assert (answer.status_code, answer.json["error"]["code"]) == (400, "bad_day")


def test_a_visit_settles_its_site(call, team, office):
    site = call("GET", PATH).json["sites"][0]
    record = _record(team, site["items"], site=site["site"])

    answer = call("PUT", path_of(record), body_of(record))

    assert answer.status_code == 201, answer.json
    after = call("GET", PATH).json["sites"][0]
    assert after["state"] == "compliant"
    assert after["history"][0]["result"] == "compliant"


def test_a_place_on_no_register_joins_the_sweep(call, team, office):
    with office.app_context():
        items = [item.code for item in items_asked(Site(), NOON.date()).items]
    place = {
        "name": "拟书房",
        "address": "和平区拟街9号",
        "district_code": "210102",
        "lng_wgs84": 123.42,
        "lat_wgs84": 41.79,
        "seen": "三间教室，十余名学员。",
        "run_by": "马某",
    }
    record = _record(team, items, site=None, place=place)

    answer = call("PUT", path_of(record), body_of(record))

    assert answer.status_code == 201, answer.json
    with office.app_context():
        found = db.session.scalars(select(SweepSite).where(SweepSite.found_on.is_not(None))).one()
        assert found.site.public_id == answer.json["receipt"]["site"]
        assert (found.site.label, found.site.institution_id) == ("拟书房", None)
        assert len(db.session.scalars(select(SweepSite)).all()) == 7


def test_a_refused_place_leaves_no_site(call, team, office):
    place = {"name": None, "address": "拟街9号", "district_code": "210103"}
    record = _record(team, [], site=None, place=place)

    answer = call("PUT", path_of(record), body_of(record))

    assert answer.status_code == 409
    [field] = answer.json["error"]["fields"]
    assert field["message"] == "地点不在平板所属区县。"
    with office.app_context():
        assert (
            db.session.scalars(select(SweepSite).where(SweepSite.found_on.is_not(None))).all() == []
        )


def _record(team, items, **changes):
    return manifest(
        author=team.people[0],
        second_officer=team.people[1],
        sweep=team.sweep,
        ground=None,
        answers=[{"item": code, "answer": "yes", "seen": None} for code in items],
        **changes,
    )
