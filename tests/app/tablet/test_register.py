"""The sites a tablet carries for visits that no sweep had foreseen, and such visits themselves."""

import gzip
import json

import pytest
from sqlalchemy import event, func, select

from app.db import act, db
from app.models.sites import Site
from app.models.sweeps import SweepSite
from app.models.visits import Visit
from app.services.tablet_devices import enrol_device, register_officer_key
from inspections.vocabulary import InspectionKind
from tests.app.factories.register import add_institution
from tests.app.factories.sweeps import approved, crew, manned, planned, walked  # noqa: F401
from tests.app.factories.tablet import Key, Tablet, body_of, manifest, path_of
from tests.app.factories.visits import person_of

PATH = "/tablet/api/register?on=2026-11-19"


@pytest.fixture
def team(walked, crew):  # noqa: F811
    """A tablet of 和平区 while a sweep is open there."""
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


def sites_of(answer):
    """Return the rows of an answer, each by its columns' names."""
    return [dict(zip(answer["columns"], row, strict=True)) for row in answer["sites"]]


def test_a_tablet_carries_the_sites_of_its_own_district(call):
    found = call("GET", PATH).json

    assert [site["name"] for site in sites_of(found)] == [f"和平拟学校{n}" for n in range(4)]
    assert {site["district_code"] for site in sites_of(found)} == {"210102"}
    assert found["left_out"] is False


def test_what_is_asked_at_a_site_is_what_its_round_asks(call):
    round_ = call("GET", "/tablet/api/round?on=2026-11-19").json
    found = call("GET", PATH).json

    asked = {site["site"]: found["asked"][site["asked"]] for site in sites_of(found)}
    assert asked == {site["site"]: site["items"] for site in round_["sites"]}


def test_no_telephone_number_and_no_name_of_a_person_is_carried(call, office, team):
    with office.app_context(), act():
        add_institution("拟书院", district_code="210102", phone="13800000000", organiser="马拟然")

    body = call("GET", PATH).get_data(as_text=True)

    assert "拟书院" in body
    assert "13800000000" not in body
    assert "马拟然" not in body


def test_a_list_that_still_holds_is_not_sent_again(call, office, team):
    digest = call("GET", PATH).json["digest"]

    again = call("GET", f"/tablet/api/register?on=2026-11-20&known={digest}").json
    with office.app_context(), act():
        add_institution("拟书院", district_code="210102")
    after = call("GET", f"{PATH}&known={digest}").json

    assert (again["unchanged"], "sites" in again) == (True, False)
    assert (after["unchanged"], len(after["sites"])) == (False, 5)


def test_the_list_comes_packed_where_that_is_understood(office, team):
    headers = {**team.headers("GET", PATH), "Accept-Encoding": "gzip"}

    answer = office.test_client().get(PATH, headers=headers)

    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(json.loads(gzip.decompress(answer.data))["sites"]) == 4


def test_the_sweeps_that_are_open_say_which_districts_they_cover(call, team):
    sweeps = call("GET", PATH).json["sweeps"]

    assert [(one["sweep"], one["districts"]) for one in sweeps] == [(team.sweep, ["210102"])]
    assert call("GET", "/tablet/api/register?on=2026-11-28").json["sweeps"] == []


def test_more_sites_ask_no_more_of_the_database(call, office, team):
    call("GET", PATH)  # the first call says for itself that the tablet was heard of
    few = statements_of(office, lambda: call("GET", PATH))
    with office.app_context(), act():
        for number in range(20):
            add_institution(f"拟书院{number}", district_code="210102")

    many = statements_of(office, lambda: call("GET", PATH))

    assert many == few


@pytest.mark.parametrize("kind", ["daily", "double_random", "case", "recheck"])
def test_a_visit_outside_a_sweep_is_entered_with_its_kind_and_ground(call, team, office, kind):
    site = sites_of(call("GET", PATH).json)[0]
    record = of_site(team, call, site, kind=kind, ground="沈和教检〔2026〕31号")

    answer = call("PUT", path_of(record), body_of(record))

    assert answer.status_code == 201, answer.json
    with office.app_context():
        visit = db.session.scalars(select(Visit)).one()
        assert (visit.kind, visit.versions[-1].ground) == (
            InspectionKind(kind),
            "沈和教检〔2026〕31号",
        )
        walked_sites = select(func.count(SweepSite.id)).where(SweepSite.result.is_not(None))
        assert db.session.scalar(walked_sites) == 0


def test_a_visit_outside_a_sweep_without_a_ground_is_refused(call, team):
    site = sites_of(call("GET", PATH).json)[0]
    record = of_site(team, call, site, kind="case", ground=None)

    answer = call("PUT", path_of(record), body_of(record))

    assert answer.status_code == 409
    codes = [field["path"] for field in answer.json["error"]["fields"]]
    assert codes == ["visits.ground_is_named"]


def test_a_special_visit_outside_a_sweep_is_refused(call, team):
    site = sites_of(call("GET", PATH).json)[0]
    record = of_site(team, call, site, kind="special", ground="沈和教检〔2026〕31号")

    answer = call("PUT", path_of(record), body_of(record))

    codes = [field["path"] for field in answer.json["error"]["fields"]]
    assert codes == ["visits.sweep_has_an_approved_plan"]


def test_a_closed_site_is_not_carried(call, office, team):
    with office.app_context(), act():
        site = db.session.scalars(select(Site).where(Site.scope_code == "210102")).first()
        site.closed_at = site.created_at

    assert len(call("GET", PATH).json["sites"]) == 3


def of_site(team, call, site, **changes):
    """Return a complete record of a visit to a site of the list."""
    asked = call("GET", PATH).json["asked"][site["asked"]]
    return manifest(
        site=site["site"],
        author=team.people[0],
        second_officer=team.people[1],
        answers=[{"item": code, "answer": "yes", "seen": None} for code in asked],
        **changes,
    )


def statements_of(office, deed) -> int:
    """Count what a deed asks of the database."""
    said: list[str] = []

    def hear(_connection, _cursor, statement, *_rest) -> None:
        said.append(statement)

    with office.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", hear)
    deed()
    event.remove(engine, "before_cursor_execute", hear)
    return len(said)
