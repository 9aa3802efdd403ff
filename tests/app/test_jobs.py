"""Long work: its row is the truth, its progress can be read while it runs, its death is noticed."""

import pytest
from sqlalchemy import select

from app import clock, jobs
from app.db import act, db
from app.errors import BadInput
from app.models.jobs import Job, JobState


@pytest.fixture
def kinds(desk):
    """Register handlers for a test; they see their arguments and may report."""
    desk.extensions["job_handlers"].clear()
    return desk.extensions["job_handlers"]


def start(people, kind, **arguments):
    with act():
        return jobs.start(people.officer1, kind, arguments).public_id


def job(public_id):
    db.session.rollback()
    return db.session.scalars(select(Job).where(Job.public_id == public_id)).one()


def test_a_job_leaves_its_result(kinds, people):
    kinds["add"] = lambda arguments, _progress: {"sum": arguments["a"] + 1}
    public_id = start(people, "add", a=1)

    jobs.run(public_id)

    assert job(public_id).state is JobState.DONE
    assert job(public_id).result == {"sum": 2}


def test_progress_can_be_read_while_the_act_holds_the_write_lock(kinds, people):
    seen = []

    def handler(_arguments, progress):
        with act():
            progress.at(3, 10)
            progress.beat()
            said = jobs.queue().storage.peek_data(f"progress-{public_id}")
            seen.append(said)
        return {}

    kinds["slow"] = handler
    public_id = start(people, "slow")

    jobs.run(public_id)

    assert seen[0].startswith(b"[3, 10")


def test_bad_input_is_told_and_nothing_is_written(kinds, people):
    def handler(_arguments, _progress):
        raise BadInput("bad_file", "row 7: no such day")

    kinds["bad"] = handler
    public_id = start(people, "bad")

    jobs.run(public_id)

    assert job(public_id).state is JobState.FAILED
    assert job(public_id).error == "row 7: no such day"


def test_a_job_is_worked_off_once(kinds, people):
    calls = []
    kinds["once"] = lambda *_given: calls.append(1) or {}
    public_id = start(people, "once")

    jobs.run(public_id)
    again = jobs.run(public_id)

    assert again is None
    assert calls == [1]


def test_a_job_whose_worker_died_is_taken_back(kinds, people, monkeypatch):
    kinds["dies"] = lambda *_given: {}
    public_id = start(people, "dies")
    with act():
        job(public_id).state = JobState.RUNNING
        db.session.flush()
        db.session.execute(Job.__table__.update().values(state="running", attempts=1))
    later = clock.steady() + 60
    monkeypatch.setattr(clock, "steady", lambda: later)

    jobs.sweep()

    assert job(public_id).state is JobState.WAITING


def test_a_job_that_keeps_dying_says_so(kinds, people, monkeypatch):
    kinds["dies"] = lambda *_given: {}
    public_id = start(people, "dies")
    with act():
        db.session.execute(Job.__table__.update().values(state="running", attempts=3))
    later = clock.steady() + 60
    monkeypatch.setattr(clock, "steady", lambda: later)

    jobs.sweep()

    assert job(public_id).error == "killed"


def test_a_foreign_job_is_not_found(office, people, sign_in):
    with office.app_context(), act():
        office.extensions["job_handlers"]["x"] = lambda *_given: {}
        public_id = jobs.start(people.officer2, "x", {}).public_id

    assert sign_in("officer1").get(f"/desk/jobs/{public_id}").status_code == 404
    assert sign_in("officer2").get(f"/desk/jobs/{public_id}").status_code == 200
