"""What was sent with a form that nobody finished is gone after a day; what is listed stays."""

import io
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from app import clock
from app.db import act, db
from app.errors import BadInput
from app.models.audit import AuditEvent
from app.models.files import StoredFile
from app.models.imports import ImportRun, ImportState
from app.models.visits import EvidenceFile, PendingFile
from app.services.evidence import Upload, keep_pending, receive
from app.services.imports import kept_file
from app.services.kept_bytes import require_kept
from app.services.purge import purge
from app.storage import blobs
from inspections.evidence import FileRole
from tests.app.conftest import NOON
from tests.app.factories.visits import SCAN, jpeg, make_site, make_visit

PHOTO = jpeg()


@pytest.fixture
def people(people):
    return SimpleNamespace(officer1=people.officer1)


def send(actor, content: bytes = PHOTO, name: str = "门头.jpg"):
    """Send a file with a form that isn't finished; return its digests."""
    role = FileRole.RECORD if name.endswith(".pdf") else FileRole.PHOTO
    arrived, _problems = receive([Upload(name, io.BytesIO(content), role, None)])
    with act():
        keep_pending(arrived, site=make_site(), draft="abcdefghjk", actor=actor)
    (one,) = arrived
    return [digest for digest in (one.sha256, one.view_sha256, one.thumb_sha256) if digest]


def wait(desk, **time) -> None:
    desk.config["SETTINGS"].clock_file.write_text((NOON + timedelta(**time)).isoformat())


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_an_unfinished_forms_files_are_gone_after_a_day(desk, people):
    digests = send(people.officer1)
    wait(desk, hours=25)

    purge()

    assert (count(PendingFile), count(EvidenceFile), count(StoredFile)) == (0, 0, 0)
    assert not any(blobs().has(digest) for digest in digests)
    verbs = db.session.scalars(select(AuditEvent.verb)).all()
    assert "evidence.purged" in verbs


def test_they_stay_for_a_day(desk, people):
    digests = send(people.officer1)
    wait(desk, hours=23)

    purge()

    assert count(PendingFile) == 1
    assert all(blobs().has(digest) for digest in digests)


def test_what_a_record_lists_stays_for_ever(desk, people):
    with act():
        make_visit(make_site(), people.officer1)
    before = count(StoredFile)
    wait(desk, days=400)

    purge()

    assert count(StoredFile) == before > 0


def test_bytes_that_another_row_names_stay(desk, people):
    send(people.officer1, SCAN, "笔录.pdf")
    with act():
        kept = kept_file("笔录.csv", SCAN, "text", by=people.officer1)
        db.session.add(kept)
    wait(desk, hours=25)

    purge()

    assert count(EvidenceFile) == 0
    assert blobs().has(kept.sha256)


@pytest.mark.parametrize(
    ("state", "left"),
    [(ImportState.UNREADABLE, 0), (ImportState.DISCARDED, 0), (ImportState.READY, 1)],
    ids=str,
)
def test_a_useless_import_goes_and_one_that_waits_for_a_person_stays(desk, people, state, left):
    with act():
        run = ImportRun(
            state=state,
            file=kept_file("名册.csv", "机构名称".encode(), "text", by=people.officer1),
            district_code="210102",
            created_at=clock.now(),
        )
        db.session.add(run)
    wait(desk, hours=25)

    purge()

    assert (count(ImportRun), count(StoredFile)) == (left, left)


def test_a_row_never_names_bytes_that_are_gone(desk, people):
    (digest, *_views) = send(people.officer1)
    wait(desk, hours=25)
    purge()

    with pytest.raises(BadInput), act():
        require_kept([digest])


def test_the_purge_looks_once_an_hour(desk, people):
    send(people.officer1)
    wait(desk, hours=25, minutes=1)

    purge()

    assert count(PendingFile) == 1
