"""The audit trail's pages: for auditors alone, without personal data, and whole or broken."""

import re

import pytest
from sqlalchemy import text as sql

from app.db import act, db


def text(answer) -> str:
    return answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("name", "status"), [("auditor1", 200), ("officer1", 403), ("admin1", 403), ("leader1", 403)]
)
def test_the_trail_is_open_to_auditors(sign_in, name, status):
    assert sign_in(name).get("/desk/audit").status_code == status


def test_the_trail_shows_no_names(sign_in):
    sign_in("officer1")

    page = text(sign_in("auditor1").get("/desk/audit"))

    main = page[page.index("<main") : page.index("</main>")]
    assert "session.begun" in main
    assert "officer1" not in main
    assert "何拟清" not in main


def test_a_filter_narrows_the_trail(sign_in):
    browser = sign_in("auditor1")

    page = text(browser.get("/desk/audit?verb=account.created&until=2026-11-01"))

    assert "没有符合条件的记录" in page


@pytest.mark.parametrize(
    "query", ["since=x", "until=2026-02-30", "q=%00%00", "page=9999", "sort=x"]
)
def test_what_the_url_says_wrongly_does_no_harm(sign_in, query):
    assert sign_in("auditor1").get(f"/desk/audit?{query}").status_code == 200


def test_the_trail_is_downloaded_with_its_hashes(sign_in):
    table = text(sign_in("auditor1").get("/desk/audit?format=csv"))

    assert re.search(r"session\.begun,account,\w{10},\w{10},.*,[0-9a-f]{64}", table)


def test_a_whole_trail_is_called_whole(sign_in):
    assert "审计记录完整" in text(sign_in("auditor1").get("/desk/audit/verification"))


def test_a_broken_trail_is_called_broken(office, sign_in):
    browser = sign_in("auditor1")
    with office.app_context(), act():
        db.session.execute(sql("update audit_heads set sequence = sequence + 1"))

    assert "审计记录不完整" in text(browser.get("/desk/audit/verification"))
