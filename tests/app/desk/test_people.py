"""People at the desk: who sees whom, who makes accounts, and passwords nobody else knows."""

import re
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from app.db import db
from app.models.people import Account
from tests.app.browser import Browser, token_of

NEW = {"display": "拟张三", "name": "zhang.san", "district_code": "210102", "roles": ["inspector"]}
PHRASE = "a long phrase of one's own"


def text(answer) -> str:
    return answer.get_data(as_text=True)


def public_id(office, name: str) -> str:
    with office.app_context():
        return db.session.scalars(select(Account.public_id).where(Account.name == name)).one()


def link_in(answer) -> str:
    return urlsplit(re.search(r'id="password-link">([^<]+)<', text(answer)).group(1)).path


def test_a_list_ends_at_the_district(sign_in):
    page = text(sign_in("officer2").get("/desk/people"))

    assert "inspector3" in page
    assert "inspector1" not in page


@pytest.mark.parametrize(
    ("name", "status"), [("admin1", 200), ("officer1", 403), ("security1", 403)]
)
def test_accounts_are_made_by_administrators(sign_in, name, status):
    assert sign_in(name).get("/desk/people/new").status_code == status


def test_a_person_chooses_a_password_by_a_link_that_works_once(office, sign_in):
    made = sign_in("admin1").post("/desk/people/new", NEW)
    guest, link = Browser(office.test_client()), link_in(made)
    guest.token = token_of(text(guest.get(link)))

    weak = guest.post(link, {"password": "password", "again": "password"})
    set_ = guest.post(link, {"password": PHRASE, "again": PHRASE})

    assert (made.status_code, weak.status_code, set_.status_code) == (200, 422, 303)
    assert guest.get(link).status_code == 404
    signed_in = guest.post("/sign-in", {"username": "zhang.san", "password": PHRASE})
    assert signed_in.status_code == 303


@pytest.mark.parametrize("link", ["x", "WyJhIl0.x.y", "%00", "../../etc"])
def test_a_false_link_opens_nothing(client, link):
    assert client.get(f"/welcome/{link}").status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "officer1"}, "name"),
        ({"name": "Zhang San"}, "name"),
        ({"roles": ["admin", "auditor"]}, "roles"),
        ({"roles": ["admin", "inspector"]}, "roles"),
        ({"roles": ["officer", "auditor"]}, "roles"),
        ({"roles": []}, "roles"),
        ({"roles": ["emperor"]}, "roles"),
        ({"certificate": "拟辽1"}, "certificate_until"),
        ({"district_code": "110101"}, "district_code"),
        ({"display": "拟\u202e"}, "display"),
    ],
    ids=str,
)
def test_what_is_wrong_stands_at_its_field(sign_in, changes, field):
    answer = sign_in("admin1").post("/desk/people/new", {**NEW, **changes})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in text(answer)


def test_a_closed_account_is_signed_out_at_once(office, sign_in):
    inspector, admin = sign_in("inspector1"), sign_in("admin1")
    closed = public_id(office, "inspector1")

    answer = admin.post(f"/desk/people/{closed}/disable")

    assert answer.status_code == 303
    assert inspector.get("/desk/register").status_code == 303


def test_nobody_closes_their_own_account(office, sign_in):
    own, admin = public_id(office, "admin1"), sign_in("admin1")

    admin.post(f"/desk/people/{own}/disable")

    assert admin.get("/desk/people").status_code == 200


@pytest.mark.parametrize("name", ["admin1", "auditor1", "security1"])
def test_who_may_not_search_is_offered_no_search(sign_in, name):
    assert 'id="find"' not in text(sign_in(name).get("/desk/"))


def test_who_reads_the_register_searches_from_every_page(sign_in):
    assert 'id="find"' in text(sign_in("officer1").get("/desk/"))
