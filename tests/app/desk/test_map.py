"""The map at the desk: figures that are doors, places within scope, nothing stored in a script."""

import json
import re
from html import unescape

import pytest

from app import audit
from app.access import system
from app.db import act, db
from app.models.sites import Site
from app.queries.map import MapFilters, district_figures, places
from inspections.vocabulary import LicenceStatus, SubjectGroup
from tests.app.conftest import NOON
from tests.app.factories.blacklist import make_institution

TODAY = NOON.date()
CITY = "bbox=122.4,41.1,123.9,43.1"
HEPING, SHENHE = (123.400, 41.785), (123.450, 41.800)


@pytest.fixture
def register(desk):
    """Three institutions: two in 和平区 (one licensed, one without a point), one in 沈河区."""
    with act():
        stand(make_institution("拟甲培训学校", licence_status=LicenceStatus.VALID), HEPING)
        make_institution("拟乙培训学校", subject_group=SubjectGroup.ARTS)
        stand(make_institution("拟丙<b>培训学校", "210103"), SHENHE)
        note()
    return desk


def stand(institution, point):
    site = db.session.query(Site).filter_by(institution_id=institution.id).one()
    site.lng_wgs84, site.lat_wgs84 = point


def note():
    audit.record(system("210100"), "register.edited", "institution", "x", chain="210100")


def by_code(viewer, **filters):
    found = district_figures(viewer, MapFilters(**filters), today=TODAY)
    return {row.code: row for row in found}


def shown(viewer, **filters):
    return len(places(viewer, MapFilters(**filters), today=TODAY))


def test_the_figures_count_the_viewers_districts_and_name_the_empty_ones(register, people):
    found = by_code(people.leader1)

    assert len(found) == 13
    assert (found["210102"].institutions, found["210102"].licensed) == (2, 1)
    assert found["210102"].without_point == 1
    assert found["210103"].institutions == 1
    assert found["210181"].institutions == 0


def test_an_officer_counts_only_the_own_district(register, people):
    assert set(by_code(people.officer1)) == {"210102"}


def test_filters_narrow_the_figures(register, people):
    assert by_code(people.leader1, subject="arts")["210102"].institutions == 1
    assert by_code(people.leader1, standing="licensed")["210102"].institutions == 1
    assert by_code(people.leader1, standing="licensed")["210103"].institutions == 0


def test_the_places_are_those_with_a_point_in_the_viewers_area(register, people):
    assert shown(people.leader1) == 2
    assert shown(people.officer2) == 1
    assert shown(people.leader1, district="210103") == 1


def test_a_change_is_seen_by_the_next_request(register, people):
    assert by_code(people.leader1)["210104"].institutions == 0

    with act():
        make_institution("拟丁培训学校", "210104")
        note()

    assert by_code(people.leader1)["210104"].institutions == 1


def test_a_point_that_moved_is_seen_by_the_next_request(register, people):
    assert shown(people.leader1) == 2

    with act():
        db.session.query(Site).update({"lng_wgs84": 123.4, "lat_wgs84": 41.78})
        note()

    assert shown(people.leader1) == 3


def test_the_page_shades_the_districts_and_its_numbers_are_doors(register, sign_in):
    page = sign_in("leader1").get("/desk/map").get_data(as_text=True)

    config = json.loads(unescape(re.search(r'data-map="([^"]+)"', page).group(1)))
    heping = next(each for each in config["districts"] if each["code"] == "210102")
    assert (heping["name"], heping["value"], heping["chinese"]) == ("和平区", "2", True)
    assert "3家机构，没有列入黑名单的" in page
    assert "其中1家还没有坐标" in page


def test_the_page_holds_no_inline_script_and_no_style(register, sign_in):
    page = sign_in("leader1").get("/desk/map").get_data(as_text=True)

    assert "style=" not in page
    assert all("src=" in tag for tag in re.findall("<script[^>]*>", page))


def test_single_places_carry_name_and_page_as_json(register, sign_in):
    answer = sign_in("officer2").get(f"/desk/map/places?{CITY}&zoom=12")

    assert answer.mimetype == "application/geo+json"
    (feature,) = answer.get_json()["features"]
    assert feature["properties"]["name"] == "拟丙<b>培训学校"
    assert feature["properties"]["href"].startswith("/desk/register/")
    assert feature["geometry"]["coordinates"] == list(SHENHE)


def test_places_at_the_same_point_name_their_members(register, sign_in):
    with act():
        stand(make_institution("拟戊培训学校", "210103"), SHENHE)
        note()

    answer = sign_in("officer2").get(f"/desk/map/places?{CITY}&zoom=18")

    (feature,) = answer.get_json()["features"]
    names = {member["name"] for member in feature["properties"]["members"]}
    assert names == {"拟丙<b>培训学校", "拟戊培训学校"}


def test_another_districts_places_never_leave(register, sign_in):
    answer = sign_in("officer1").get(f"/desk/map/places?{CITY}&zoom=12&district=210103")

    shown = [one["properties"].get("name") for one in answer.get_json()["features"]]
    assert shown == ["拟甲培训学校"]  # the only one of the officer's own district


@pytest.mark.parametrize(
    "query", ["", "bbox=1,2,3&zoom=1", f"{CITY}&zoom=99", f"{CITY}&zoom=x", "bbox=x&zoom=3"]
)
def test_a_bad_box_is_told(register, sign_in, query):
    answer = sign_in("leader1").get(f"/desk/map/places?{query}")

    assert answer.status_code == 400
    assert answer.get_json()["error"]["code"] == "bad_box"


def test_wrong_filters_in_the_address_are_left_out(register, sign_in):
    page = sign_in("leader1").get("/desk/map?district=x&standing=%00&subject='&measure=--")

    assert page.status_code == 200
    assert "3家机构" in page.get_data(as_text=True)


def test_the_script_has_an_address_of_its_own_and_never_changes_there(register, sign_in):
    browser = sign_in("leader1")
    page = browser.get("/desk/map").get_data(as_text=True)
    address = re.search(r'src="(/desk/map/script-[0-9a-f]+\.js)"', page).group(1)

    answer = browser.get(address)

    assert answer.mimetype == "text/javascript"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "window.mingchaMap(map_1" in answer.get_data(as_text=True)
    assert browser.get("/desk/map/script-0.js").status_code == 404


def test_who_works_on_no_content_opens_no_map(register, sign_in):
    assert sign_in("admin1").get("/desk/map").status_code == 403


def test_nobody_opens_the_map_without_signing_in(client):
    assert client.get("/desk/map").status_code == 303
    assert client.get(f"/desk/map/places?{CITY}&zoom=9").status_code == 303


def test_a_foreign_district_in_the_address_titles_no_figures(sign_in):
    page = sign_in("officer2").get("/desk/map?district=210102").get_data(as_text=True)

    assert "和平区" not in page.split('<div class="headline"')[1].split("map-filters")[0]
