import csv
import io
import json

import pytest
import schemathesis
from hypothesis import HealthCheck, settings

from app.editions.verify import checks_of, evidence_from
from app.public.options import SiteOptions
from app.public.site import create_site
from inspections.editions import Absence, Leaf, Membership, is_absent, is_member
from tests.app.editions.records import HOSTILE, LICENSED, LISTED, NOON, PLACE, UNKNOWN, edition
from tests.app.public.conftest import without_limits


def membership(found):
    if found is None:
        return None
    leaf = found["leaf"]
    return Membership(
        Leaf(bytes.fromhex(leaf["key"]), tuple(map(bytes.fromhex, leaf["commitments"]))),
        found["index"],
        tuple(map(bytes.fromhex, found["path"])),
    )


def test_an_institution_is_told_by_its_id(public):
    said = public.get(f"/api/v1/institutions/{LISTED.id}").json

    assert said["standing"] == "blacklisted"
    assert said["listing"]["decision_no"] == "铁西教罚字〔2025〕第31号"
    assert said["edition"] == 1


@pytest.mark.parametrize("public_id", [UNKNOWN.id, "zzzzzzzzzz", "..%2f..", "%00"])
def test_what_is_not_in_the_edition_is_not_found(public, public_id):
    answer = public.get(f"/api/v1/institutions/{public_id}")

    assert answer.status_code == 404
    assert answer.json["error"]["code"] == "not_found"


def test_a_listed_place_without_institution_has_its_page(public):
    assert public.get(f"/api/v1/institutions/{PLACE.id}").json["standing"] == "blacklisted"


def test_the_list_is_paged_and_filtered(public):
    whole = public.get("/api/v1/blacklist").json
    part = public.get("/api/v1/blacklist?district=210102").json

    assert (whole["total"], whole["page"], whole["pages"]) == (4, 1, 1)
    assert [one["fields"]["institution"] for one in part["entries"]] == [HOSTILE.id]
    assert public.get("/api/v1/blacklist?page=9").json["entries"] == []


@pytest.mark.parametrize("page", ["0", "-1", "x", "1e9", "99999999999999999999", "１"])
def test_an_odd_page_is_refused(public, page):
    answer = public.get("/api/v1/blacklist", query_string={"page": page})

    assert answer.json["error"]["fields"][0]["field"] == "page"


def test_the_sheet_holds_no_formula(public):
    text = public.get("/api/v1/blacklist.csv").data.decode("utf-8-sig")

    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 4
    assert {row["列入事由代码"]: row["列入事由"] for row in rows} == {
        "unlicensed_institution": "未取得办学许可证，擅自举办校外培训机构"
    }
    assert not any(
        str(value).startswith(("=", "+", "-", "@")) for row in rows for value in row.values()
    )


def test_membership_is_proven_to_a_stranger(public):
    said = public.get(f"/api/v1/blacklist/proof?credit_code={LISTED.credit_code}").json

    proof = membership(said["proof"]["membership"])
    assert said["is_member"]
    assert is_member(
        proof,
        key=bytes.fromhex(said["key"]),
        root=bytes.fromhex(said["header"]["root"]),
        size=said["tree"]["size"],
    )


def test_absence_is_proven_to_a_stranger(public):
    said = public.get(f"/api/v1/blacklist/proof?credit_code={LICENSED.credit_code}").json

    sides = said["proof"]["absence"]
    assert not said["is_member"]
    assert is_absent(
        Absence(membership(sides["left"]), membership(sides["right"])),
        key=bytes.fromhex(said["key"]),
        root=bytes.fromhex(said["header"]["root"]),
        size=said["tree"]["size"],
    )
    assert said["entries_without_code"] == 1


@pytest.mark.parametrize("code", ["", "1", "9" * 19, "91210106YY4C7N2K7%00"])
def test_a_proof_needs_a_credit_code(public, code):
    assert public.get(f"/api/v1/blacklist/proof?credit_code={code}").status_code == 400


def test_the_signed_list_proves_itself(public):
    evidence = evidence_from(public.get("/api/v1/blacklist/signed").data)

    assert all(check.ok for check in checks_of(evidence, now=NOON))


def test_old_editions_are_headers_only(tmp_path, clock):
    first = edition(tmp_path / "1")
    edition(tmp_path / "2", [LICENSED], number=2, before=[first])
    public = create_site(tmp_path / "2", SiteOptions(clock=clock, is_moved=True)).test_client()

    editions = public.get("/api/v1/blacklist/editions").json["editions"]
    numbers = [one["edition"] for one in editions]
    changes = [one["changes"] for one in editions]
    old = public.get("/api/v1/blacklist/editions/1")

    assert numbers == [2, 1]
    assert changes[0] == {"listed": 0, "amended": 0, "ended": 4, "set_aside": 0}
    assert changes[1] == {"listed": 4, "amended": 0, "ended": 0, "set_aside": 0}
    assert old.json == json.loads(first.header.text())
    assert LISTED.name not in old.text


def test_places_are_clusters_and_points(public):
    far = public.get("/api/v1/places?bbox=122,41,124,42&zoom=8").json
    near = public.get("/api/v1/places?bbox=123.4,41.7,123.5,41.9&zoom=20").json

    assert sum(one["properties"]["count"] for one in far["features"]) == 7
    names = [one["properties"].get("name") for one in near["features"]]
    assert LISTED.name in names


@pytest.mark.parametrize("box", ["", "1,2,3", "a,b,c,d", "nan,0,1,1", "0,0,1e999,1", "1,2,3,4,5"])
def test_an_odd_box_is_refused(public, box):
    answer = public.get("/api/v1/places", query_string={"bbox": box, "zoom": "5"})

    assert answer.json["error"]["code"] == "bad_box"


def test_a_box_without_area_holds_nothing(public):
    answer = public.get("/api/v1/places?bbox=2,2,1,1&zoom=5")

    assert answer.json["features"] == []


SCHEMA = schemathesis.openapi.from_path("app/public/openapi.json")


@SCHEMA.parametrize()
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
def test_the_description_is_kept(case, folder):
    site = create_site(folder, SiteOptions(clock=lambda: NOON))
    without_limits(site)

    case.call_and_validate(app=site)


def test_an_error_speaks_the_language_chosen_before(public):
    public.set_cookie("mingcha_lang", "en")

    said = public.get("/api/v1/check?q=").json["error"]["message"]

    assert said.isascii()
