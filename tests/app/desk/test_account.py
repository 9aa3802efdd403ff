"""Signing in and out: the cookie, the throttle, the token, the way back to what was typed."""

import pyotp
import pytest
from sqlalchemy import func, select

from app.db import act, db
from app.models.people import Account, SignedInSession
from app.office import create_office
from app.services.demo_people import PASSWORD
from app.services.people import disable_account
from tests.app.browser import Browser, token_of


def open_form(office) -> Browser:
    browser = Browser(office.test_client())
    browser.token = token_of(browser.get("/sign-in").get_data(as_text=True))
    return browser


def test_an_officer_signs_in_and_comes_to_the_desk(office):
    browser = open_form(office)

    answer = browser.post("/sign-in", {"username": "officer1", "password": PASSWORD})

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/desk/"


def test_an_inspector_comes_to_the_tablet(office):
    browser = open_form(office)

    answer = browser.post("/sign-in", {"username": "inspector1", "password": PASSWORD})

    assert answer.headers["Location"] == "/tablet/"


@pytest.mark.parametrize("name", ["officer1", "nobody"])
def test_a_wrong_password_and_an_unknown_name_look_alike(office, name):
    browser = open_form(office)

    answer = browser.post("/sign-in", {"username": name, "password": "wrong password here"})

    assert answer.status_code == 401
    assert "名称或密码" in answer.get_data(as_text=True) or "密码" in answer.get_data(as_text=True)
    assert f'value="{name}"' in answer.get_data(as_text=True)


def test_a_post_with_a_cookie_and_without_its_token_is_refused(office, sign_in):
    browser = sign_in("officer1")

    answer = browser.client.post("/sign-out")

    assert answer.status_code == 403
    assert browser.get("/desk/").status_code == 200


def test_a_post_from_a_foreign_page_is_refused(office, sign_in):
    browser = sign_in("officer1")

    answer = browser.post("/sign-out", headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403


def test_a_client_without_any_cookie_needs_no_token(office):
    client = office.test_client(use_cookies=False)

    answer = client.post("/sign-in", data={"username": "officer1", "password": PASSWORD})

    assert answer.status_code == 303


def test_signing_out_ends_the_session(office, sign_in):
    browser = sign_in("officer1")

    browser.post("/sign-out")

    assert browser.get("/desk/").status_code == 303


def test_five_wrong_tries_close_the_door_for_a_while(office):
    browser = open_form(office)
    for _try in range(5):
        browser.post("/sign-in", {"username": "officer1", "password": "wrong password here"})

    answer = browser.post("/sign-in", {"username": "officer1", "password": PASSWORD})

    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


def test_the_throttle_opens_again(office, monkeypatch):
    browser = open_form(office)
    for _try in range(5):
        browser.post("/sign-in", {"username": "officer1", "password": "wrong password here"})
    from app import clock  # noqa: PLC0415

    later = clock.steady() + 1000
    monkeypatch.setattr(clock, "steady", lambda: later)

    answer = browser.post("/sign-in", {"username": "officer1", "password": PASSWORD})

    assert answer.status_code == 303


def test_a_session_ends_after_half_an_hour_of_rest(office, sign_in, monkeypatch):
    browser = sign_in("officer1")
    from app import clock  # noqa: PLC0415

    later = clock.steady() + 31 * 60
    monkeypatch.setattr(clock, "steady", lambda: later)

    assert browser.get("/desk/").status_code == 303


def test_a_closed_account_is_signed_out_at_once(office, sign_in, people):
    browser = sign_in("officer1")
    with office.app_context(), act():
        disable_account("officer1", actor=people.admin1)

    assert browser.get("/desk/").status_code == 303


def test_the_database_keeps_no_token_that_would_open_a_session(office, sign_in):
    browser = sign_in("officer1")
    token = browser.client.get_cookie("mingcha_session").value

    with office.app_context():
        count = db.session.scalar(select(func.count()).where(SignedInSession.token_digest == token))

    assert count == 0


def test_a_foreign_address_is_no_way_back(office):
    browser = Browser(office.test_client())

    page = browser.get("/sign-in?next=//evil.example/").get_data(as_text=True)

    assert 'name="next" value=""' in page or 'name="next"' not in page


def test_what_was_typed_survives_an_expired_session(office, sign_in):
    browser = sign_in("admin1")
    browser.client.delete_cookie("mingcha_session")

    page = browser.post("/desk/people/new", {"display": "王拟新"})

    assert page.status_code == 401
    assert "王拟新" in page.get_data(as_text=True)


def test_demo_mode_answers_loopback_only(office):
    client = office.test_client()

    answer = client.get("/sign-in", environ_overrides={"REMOTE_ADDR": "203.0.113.9"})

    assert answer.status_code == 403


def test_a_demo_account_does_not_sign_in_outside_demo_mode(serious):
    browser = Browser(serious.test_client())
    browser.token = token_of(
        browser.get("/sign-in", base_url="https://localhost").get_data(as_text=True)
    )

    answer = browser.post(
        "/sign-in",
        {"username": "officer1", "password": PASSWORD},
        base_url="https://localhost",
    )

    assert answer.status_code == 401


@pytest.fixture
def serious(office):
    """The same database served in earnest."""
    settings = office.config["SETTINGS"]
    values = {name: getattr(settings, name) for name in settings.__slots__}
    app = create_office(type(settings)(**{**values, "demo": False, "clock_file": None}))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_outside_demo_mode_a_second_factor_is_enrolled_and_each_code_works_once(office, serious):
    with office.app_context(), act():
        db.session.execute(Account.__table__.update().values(demo=False))
    client = Browser(serious.test_client())
    https = {"base_url": "https://localhost"}
    client.token = token_of(client.get("/sign-in", **https).get_data(as_text=True))
    client.post("/sign-in", {"username": "officer1", "password": PASSWORD}, **https)
    page = client.get("/enrol", **https).get_data(as_text=True)
    client.token = token_of(page)
    secret = page.partition('name="secret" value="')[2].partition('"')[0]
    code = pyotp.TOTP(secret).now()

    enrolled = client.post("/enrol", {"secret": secret, "code": code}, **https)
    again = Browser(serious.test_client())
    again.token = token_of(again.get("/sign-in", **https).get_data(as_text=True))
    again.post("/sign-in", {"username": "officer1", "password": PASSWORD}, **https)
    again.token = token_of(again.get("/second-factor", **https).get_data(as_text=True))
    replayed = again.post("/second-factor", {"code": code}, **https)

    assert enrolled.status_code == 303
    assert replayed.status_code == 401
    assert again.get("/desk/", **https).status_code == 303
