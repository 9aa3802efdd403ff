"""Many papers as one job: all of a list, what couldn't be made said, gone after a day."""

import io
import zipfile
from datetime import timedelta

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from app import clock, jobs
from app.access import system
from app.db import act, db
from app.errors import BadInput
from app.models.files import StoredFile
from app.models.jobs import Job, JobState
from app.services.paper_batches import MOST, start_batch
from app.services.paper_purge import purge_batches, purge_papers
from app.storage import blobs
from inspections.vocabulary import LicenceStatus
from tests.app.factories.orders import issued, make_order, visit_with_findings
from tests.app.factories.visits import make_site

LICENSED = {"licence_status": LicenceStatus.VALID, "licence_no": "教民121010270000018号"}


@pytest.fixture
def orders(desk, people):
    """Two orders that were issued and a draft, by public id, the draft in the middle."""
    officer = people.officer1
    with act():
        visit = visit_with_findings(make_site(**LICENSED), officer)
        made = [make_order(visit, officer) for _turn in range(3)]
        issued(made[0], officer)
        issued(made[2], officer)
        return [order.public_id for order in made]


def run(people, public_ids, form="pdf"):
    officer = people.officer1
    with act():
        job = start_batch(
            "correction_order",
            public_ids,
            form=form,
            language="en",
            url="/desk/papers/batches/JOB",
            actor=officer,
        ).public_id
    jobs.run(job)
    db.session.rollback()
    return db.session.scalars(select(Job).where(Job.public_id == job)).one()


def content_of(job):
    wanted = StoredFile.public_id == job.result["file"]
    return blobs().get(db.session.scalars(select(StoredFile).where(wanted)).one().sha256)


def test_a_stack_holds_each_paper_and_says_what_was_left_out(orders, people):
    job = run(people, orders)

    assert job.state is JobState.DONE and (job.progress, job.total) == (3, 3)
    assert job.result["url"] == f"/desk/papers/batches/{job.public_id}"
    assert job.result["made"] == 2
    assert [one["id"] for one in job.result["left_out"]] == [orders[1]]
    assert "Head of the paper: Number" in job.result["left_out"][0]["lacks"]
    reader = PdfReader(io.BytesIO(content_of(job)))
    assert [mark.title for mark in reader.outline] == [
        "责令改正通知书-和平教责改字〔2026〕第1号",
        "责令改正通知书-和平教责改字〔2026〕第2号",
    ]


def test_a_zip_holds_each_paper_as_a_file(orders, people):
    job = run(people, [orders[0], orders[2]], form="zip")

    with zipfile.ZipFile(io.BytesIO(content_of(job))) as made:
        assert made.namelist() == [
            "001-责令改正通知书-和平教责改字〔2026〕第1号.pdf",
            "002-责令改正通知书-和平教责改字〔2026〕第2号.pdf",
        ]


def test_a_list_of_drafts_makes_no_file(orders, people):
    job = run(people, [orders[1]])

    assert job.state is JobState.DONE
    assert (job.result["made"], "file" in job.result) == (0, False)


@pytest.mark.parametrize(
    ("public_ids", "form", "code"),
    [
        ([], "pdf", "no_papers"),
        (["a"] * (MOST + 1), "pdf", "too_many_papers"),
        (["a"], "exe", "bad_form"),
    ],
    ids=["nothing", "too many", "another form"],
)
def test_what_cannot_be_begun_is_refused_at_once(desk, people, public_ids, form, code):
    officer = people.officer1

    with pytest.raises(BadInput) as refused, act():
        start_batch(
            "correction_order", public_ids, form=form, language="zh", url="/JOB", actor=officer
        )

    assert refused.value.code == code


def test_a_stack_is_gone_after_a_day_with_its_bytes(orders, people, monkeypatch):
    job = run(people, orders)
    digest = db.session.scalars(
        select(StoredFile.sha256).where(StoredFile.public_id == job.result["file"])
    ).one()
    number, now = job.id, clock.now()

    with act():
        assert purge_batches(actor=system("210100")) == []
    monkeypatch.setattr(clock, "now", lambda: now.replace(minute=0) + timedelta(days=1, hours=2))
    purge_papers()

    gone = db.session.get(Job, number).result
    assert gone["is_gone"] and "file" not in gone
    assert not blobs().has(digest)
