"""Papers as downloads at the desk: of a visit, an order, a re-check; who may, what is noted."""

import io
import re
import subprocess
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from docx import Document
from sqlalchemy import select

from app import jobs
from app.db import act, db
from app.models.audit import AuditEvent
from app.models.jobs import Job
from app.services import sessions
from inspections.vocabulary import Corrected, LicenceStatus
from tests.app.factories.orders import make_order, rechecked, served, visit_with_findings
from tests.app.factories.visits import make_site

LICENSED = {"licence_status": LicenceStatus.VALID, "licence_no": "教民121010270000018号"}
TIMES = {
    "started_at": datetime(2026, 11, 18, 1, 5, tzinfo=UTC),
    "ended_at": datetime(2026, 11, 18, 2, 40, tzinfo=UTC),
}


@pytest.fixture
def rows(office, people):
    """A visit with findings, a draft from it, and an order that was served and re-checked."""
    officer = people.officer1
    with office.app_context(), act():
        visit = visit_with_findings(make_site(**LICENSED), officer, **TIMES)
        draft = make_order(visit, officer)
        order = served(make_order(visit, officer), officer)
        rechecked(order, officer, Corrected.YES, Corrected.NO)
        row = order.steps[-1]
        return SimpleNamespace(
            visit=visit.public_id,
            draft=draft.public_id,
            order=order.public_id,
            recheck=row.public_id,
            number=order.number,
        )


def text_of_pdf(content):
    told = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=content, capture_output=True, check=True
    )
    return re.sub(r"\s+", "", told.stdout.decode())


def paths(rows):
    return {
        "onsite_record": f"/desk/visits/{rows.visit}/record",
        "correction_order": f"/desk/orders/{rows.order}/paper",
        "recheck_record": f"/desk/orders/{rows.order}/rechecks/{rows.recheck}",
    }


STATED = {
    "onsite_record": [
        "现场检查笔录",
        "记录编号：",
        "公示栏未张贴收费标准",
        "2026年11月18日9时05分",
    ],
    "correction_order": [
        "责令改正通知书",
        "和平教责改字〔2026〕第1号",
        "清理消防通道",
        "2026年12月4日前",
    ],
    "recheck_record": ["整改复查记录", "和平教责改字〔2026〕第1号", "已改正", "未改正"],
}


def test_a_paper_is_taken_as_pdf(rows, sign_in):
    browser = sign_in("officer1")

    answers = {kind: browser.get(f"{path}.pdf") for kind, path in paths(rows).items()}

    for kind, answer in answers.items():
        assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
        text = text_of_pdf(answer.data)
        assert [stated for stated in STATED[kind] if stated not in text] == []
        assert "沈阳市和平区教育局" in text and "None" not in text


def test_a_paper_is_taken_as_docx(rows, sign_in):
    browser = sign_in("officer1")

    for kind, path in paths(rows).items():
        answer = browser.get(f"{path}.docx")

        assert answer.headers["Content-Disposition"].endswith('.docx"')
        told = [one.text for one in Document(io.BytesIO(answer.data)).paragraphs]
        assert told[:2] == ["沈阳市和平区教育局", STATED[kind][0]]


def test_every_paper_that_is_taken_leaves_its_digest(office, rows, sign_in):
    browser = sign_in("officer1")

    browser.get(f"/desk/orders/{rows.order}/paper.pdf")
    browser.client.head(f"/desk/orders/{rows.order}/paper.pdf")

    with office.app_context():
        found = db.session.scalars(select(AuditEvent).where(AuditEvent.verb == "paper.taken")).all()
        assert [event.object_id for event in found] == [rows.order]
        assert found[0].details["kind"] == "correction_order"
        assert len(found[0].details["sha256"]) == 64


def test_a_draft_says_what_it_lacks_and_nothing_is_noted(office, rows, sign_in):
    answer = sign_in("officer1").get(f"/desk/orders/{rows.draft}/paper.pdf")

    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert 'id="head.number-error"' in page and 'id="officers-error"' in page
    assert "暂时不能制作《责令改正通知书》" in page
    with office.app_context():
        assert not db.session.scalar(select(AuditEvent).where(AuditEvent.verb == "paper.taken"))


def test_another_district_finds_no_paper(rows, sign_in):
    browser = sign_in("officer2")

    assert {browser.get(f"{path}.pdf").status_code for path in paths(rows).values()} == {404}


def test_the_pages_lead_to_their_papers(rows, sign_in):
    browser = sign_in("officer1")

    for kind, page in (
        ("onsite_record", f"/desk/visits/{rows.visit}"),
        ("correction_order", f"/desk/orders/{rows.order}/paper"),
        ("recheck_record", paths(rows)["recheck_record"]),
    ):
        text = browser.get(page).get_data(as_text=True)
        assert all(f"{paths(rows)[kind]}.{form}" in text for form in ("pdf", "docx"))


def test_the_papers_of_a_list_are_made_as_a_job(office, rows, sign_in):
    browser = sign_in("officer1")
    page = browser.get("/desk/orders?state=rechecked").get_data(as_text=True)

    started = browser.post("/desk/orders/papers", {"form": "pdf", "state": "rechecked"})
    with office.app_context():
        jobs.run(started.location.rsplit("/", 1)[1])
        job = db.session.scalars(select(Job)).one()
        where, done = job.result["url"], job.public_id
    result = browser.get(where)
    file = browser.get(f"{where}/file")

    assert 'action="/desk/orders/papers"' in page
    assert 'name="state" value="rechecked"' in page
    assert started.status_code == 303
    assert "已制作 1 份文书" in result.get_data(as_text=True)
    assert "和平教责改字〔2026〕第1号" in text_of_pdf(file.data)
    assert sign_in("approver1").get(f"/desk/papers/batches/{done}").status_code == 404


def test_a_list_of_papers_leaves_the_office_only_after_proof(rows, sign_in, monkeypatch):
    browser = sign_in("officer1")
    monkeypatch.setattr(sessions, "is_stepped_up", lambda _session: False)

    answer = browser.post("/desk/visits/papers", {"form": "zip", "kind": "daily"})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 401
    assert 'name="form" value="zip"' in page and 'name="kind" value="daily"' in page
