import re

import pytest
from sqlalchemy import select, update

from app.db import act, db
from app.desk import exporting
from app.models.audit import AuditEvent
from app.models.people import SignedInSession
from app.services.demo_people import PASSWORD

LIST = "/desk/people?format=csv&q=%E6%9D%8E"


@pytest.fixture
def browser(office, sign_in, monkeypatch):
    """A browser whose last proof is long ago, in an office where one row is an export in bulk."""
    monkeypatch.setattr(exporting, "MOST_WITHOUT_PROOF", 0)
    signed_in = sign_in("admin1")
    with office.app_context(), act():
        db.session.execute(update(SignedInSession).values(stepped_up=-1000.0))
    return signed_in


def exports_of(office) -> list[AuditEvent]:
    with office.app_context():
        statement = select(AuditEvent).where(AuditEvent.verb == "list.exported")
        return list(db.session.scalars(statement))


def test_an_export_in_bulk_asks_for_the_password_first(office, browser):
    answer = browser.get("/desk/people?format=csv")

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/step-up?next=/desk/people?format%3Dcsv"
    assert exports_of(office) == []


def test_after_the_password_the_file_can_be_downloaded(browser):
    form = browser.get(browser.get("/desk/people?format=csv").headers["Location"])
    waiting = re.search('name="waiting_path" value="([^"]+)"', form.get_data(as_text=True))

    proven = browser.post("/step-up", {"password": PASSWORD, "waiting_path": waiting[1]})
    file = browser.get(waiting[1])

    assert 'href="/desk/people?format=csv"' in proven.get_data(as_text=True)
    assert file.status_code == 200
    assert file.headers["Content-Type"] == "text/csv; charset=utf-8"


def test_a_wrong_password_keeps_the_file_in_mind(browser):
    answer = browser.post(
        "/step-up", {"password": "wrong", "waiting_path": "/desk/people?format=csv"}
    )

    assert answer.status_code == 401
    assert 'name="waiting_path" value="/desk/people?format=csv"' in answer.get_data(as_text=True)


def test_a_foreign_address_is_never_waited_for(browser):
    form = browser.get("/step-up?next=//elsewhere.example/x").get_data(as_text=True)

    assert "waiting_path" not in form


def test_a_page_of_rows_needs_no_proof_and_leaves_a_line(office, browser, monkeypatch):
    monkeypatch.setattr(exporting, "MOST_WITHOUT_PROOF", 50)

    answer = browser.get(LIST)

    (event,) = exports_of(office)
    assert answer.status_code == 200
    assert (event.object_type, event.object_id) == ("list", "people")
    assert event.details["format"] == "csv"
    assert event.details["rows"] == answer.get_data(as_text=True).count("\r\n") - 1
    assert re.fullmatch("[0-9a-f]{64}", event.details["filter"])


def test_what_was_searched_for_is_not_in_the_trail(office, browser, monkeypatch):
    monkeypatch.setattr(exporting, "MOST_WITHOUT_PROOF", 50)

    browser.get(LIST)

    assert "李" not in str(exports_of(office)[0].details)
