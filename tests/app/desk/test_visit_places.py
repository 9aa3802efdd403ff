"""A place on no register: entered on the way to the record, found again with its visits."""

import re

import pytest
from sqlalchemy import select

from app.db import db
from app.models.audit import AuditEvent
from app.models.sites import Site

ADDRESS = "沈阳市和平区拟青年大街9号2单元301"
TYPED = {
    "district_code": "210102",
    "address": ADDRESS,
    "label": "门口挂拟晨读书房招牌，一名女子经营",
    "lng": "123.4",
    "lat": "41.78",
    "datum": "wgs84",
}
PAGE = "/desk/visits/new/place"


def text(answer) -> str:
    return answer.get_data(as_text=True)


def sites(office) -> list[Site]:
    with office.app_context():
        return list(db.session.scalars(select(Site).where(Site.institution_id.is_(None))))


def test_a_place_on_no_register_leads_to_the_record_of_its_visit(office, sign_in):
    browser = sign_in("inspector1")

    answer = browser.post(PAGE, TYPED)

    (site,) = sites(office)
    assert answer.headers["Location"] == f"/desk/visits/new?site={site.public_id}"
    assert (site.source, site.scope_code, site.address) == ("visit", "210102", ADDRESS)
    assert (site.lng_wgs84, site.lat_wgs84) == (123.4, 41.78)
    assert "拟晨读书房" in text(browser.get(answer.headers["Location"]))


def test_what_is_known_already_is_filled_in(sign_in):
    page = text(sign_in("inspector1").get(PAGE, query_string={"q": "拟青年大街9号"}))

    assert 'value="拟青年大街9号"' in page
    chosen = re.search(r"<option([^>]*)value=\"210102\"([^>]*)>", page)
    assert chosen is not None
    assert "selected" in chosen[0]


def test_it_leaves_an_event_without_its_address(office, sign_in):
    sign_in("inspector1").post(PAGE, TYPED)

    with office.app_context():
        event = db.session.scalars(
            select(AuditEvent).where(AuditEvent.verb == "site.entered")
        ).one()
    assert event.chain == "210102"
    assert ADDRESS not in str(event.details)


@pytest.mark.parametrize("q", ["拟晨读书房", "青年大街9号"])
def test_it_is_found_again_by_its_address_and_by_what_is_seen_there(office, sign_in, q):
    browser = sign_in("inspector1")
    browser.post(PAGE, TYPED)

    found = text(browser.get("/desk/visits/new", query_string={"q": q}))

    assert sites(office)[0].public_id in found


def test_a_point_outside_the_district_is_asked_about_and_nothing_typed_is_lost(office, sign_in):
    browser = sign_in("inspector1")

    asked = browser.post(PAGE, {**TYPED, "lng": "123.6", "lat": "41.95"})

    assert asked.status_code == 422
    assert 'name="confirmed"' in text(asked)
    assert all(value in text(asked) for value in (ADDRESS, TYPED["label"], "123.6", "41.95"))
    assert sites(office) == []


def test_a_point_outside_the_district_is_stored_once_confirmed(office, sign_in):
    browser = sign_in("inspector1")

    browser.post(PAGE, {**TYPED, "lng": "123.6", "lat": "41.95", "confirmed": "yes"})

    assert len(sites(office)) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"address": ""}, "address"),
        ({"district_code": "210103"}, "district_code"),
        ({"lat": ""}, "lat"),
        ({"datum": ""}, "datum"),
        ({"label": "拟\u202e"}, "label"),
    ],
    ids=str,
)
def test_what_is_wrong_stands_at_its_field(office, sign_in, changes, field):
    answer = sign_in("inspector1").post(PAGE, {**TYPED, **changes})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in text(answer)
    assert sites(office) == []


def test_who_enters_no_visits_enters_no_places(sign_in):
    assert sign_in("reviewer1").get(PAGE).status_code == 403


def test_another_district_never_finds_it(office, sign_in):
    sign_in("inspector1").post(PAGE, TYPED)

    site = sites(office)[0].public_id

    assert sign_in("inspector3").get(f"/desk/visits/new?site={site}").status_code == 404
