"""Long work: rows in `jobs` are the truth; huey carries the call, and a sweep finds what it lost.

Progress and heartbeat live in huey's own store, so that they can be written while the act's
transaction holds the write lock.
"""

import json
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, current_app, g, has_request_context
from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey, crontab
from sqlalchemy import select

from app import clock
from app.access import Viewer
from app.db import act, db
from app.errors import BadInput, NotFound
from app.models.jobs import Job, JobState
from app.row_security import as_system
from inspections.refusal import Refused

log = logging.getLogger(__name__)
HEARTBEAT = 5.0
LEASE = 30.0
MOST_ATTEMPTS = 3

# (job's arguments, progress) -> result; registered by the office under the job's kind
Handler = Callable[[dict[str, Any], "Progress"], dict[str, Any]]
Task = Callable[[], None]


class Progress:
    """What a job says of itself while it runs; cheap enough to call for every row."""

    def __init__(self, huey: Huey, job_id: str) -> None:
        self._huey, self._key, self._written = huey, f"progress-{job_id}", 0.0
        self.done, self.total, self.stage = 0, 0, ""
        self._lock = threading.Lock()

    def at(self, done: int, total: int, stage: str = "") -> None:
        """Note how far the work is; written at most every quarter of a second."""
        self.done, self.total, self.stage = done, total, stage or self.stage
        if clock.steady() - self._written > 0.25:
            self.beat()

    def beat(self) -> None:
        """Write progress and the sign of life."""
        with self._lock:
            self._written = clock.steady()
            said = [self.done, self.total, self.stage, self._written]
            self._huey.storage.put_data(self._key, json.dumps(said).encode())


def create_queue(app: Flask) -> Huey:
    """Return the queue that the settings name: SQLite, or PostgreSQL or Redis when grown."""
    settings = app.config["SETTINGS"]
    if settings.redis_url:
        return RedisHuey("mingcha", url=settings.redis_url, results=False)
    if settings.database_url.startswith("postgresql"):
        dsn = settings.database_url.replace("postgresql+psycopg://", "postgresql://")
        return PostgresHuey("mingcha", dsn=dsn, results=False)
    settings.instance.mkdir(parents=True, exist_ok=True, mode=0o700)
    return SqliteHuey("mingcha", filename=str(settings.instance / "queue.sqlite"), results=False)


def register_jobs(
    app: Flask, handlers: dict[str, Handler], periodic: list[tuple[str, Task]]
) -> None:
    """Tell the office which kinds of job it knows and what it does every minute."""
    app.extensions["job_handlers"] = handlers
    app.extensions["job_periodic"] = periodic


def queue() -> Huey:
    """Return the office's queue, opened on first use."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    if "queue" not in app.extensions:
        huey = create_queue(app)
        app.extensions["queue"] = huey
        app.extensions["queue_task"] = huey.task(name="mingcha.work")(_task_in(app))
    found: Huey = app.extensions["queue"]
    return found


def close_queue(app: Flask) -> None:
    """Close the queue's own connection, where it was opened."""
    huey = app.extensions.pop("queue", None)
    if huey is not None:
        huey.storage.close()


def _task_in(app: Flask) -> Callable[[str], None]:
    def work(job_id: str) -> None:
        with app.app_context(), as_system():
            run(job_id)

    return work


def start(actor: Viewer, kind: str, arguments: dict[str, Any]) -> Job:
    """Write a job in the caller's transaction; the queue hears of it after the commit."""
    if kind not in current_app.extensions["job_handlers"]:
        raise KeyError(kind)
    job = Job(
        kind=kind,
        arguments=arguments,
        account_id=actor.account_id,
        district_code=actor.district_code,
        created_at=clock.now(),
        state=JobState.WAITING,
    )
    db.session.add(job)
    db.session.flush()
    if has_request_context():
        g.setdefault("after_commit", []).append(lambda: wake(job.public_id))
    return job


def wake(job_id: str) -> None:
    """Put a waiting job into the queue."""
    queue()
    current_app.extensions["queue_task"](job_id)


def progress_of(job: Job) -> tuple[int, int, str]:
    """Return (done, total, stage) as last told."""
    said = queue().storage.peek_data(f"progress-{job.public_id}")
    if not isinstance(said, bytes):
        return job.progress, job.total, ""
    done, total, stage, _at = json.loads(said)
    return done, total, stage


def run(job_id: str) -> Job | None:
    """Work one job off, here and now; None when another worker has it."""
    with act():
        job = db.session.scalar(select(Job).where(Job.public_id == job_id).with_for_update())
        if job is None:
            raise NotFound
        if job.state is not JobState.WAITING:
            return None
        job.state, job.attempts = JobState.RUNNING, job.attempts + 1
        kind, arguments = job.kind, dict(job.arguments)
    progress = Progress(queue(), job_id)
    with _heart(progress):
        state, result, error = _outcome(kind, arguments, progress)
    with act():
        job = db.session.scalars(select(Job).where(Job.public_id == job_id)).one()
        job.state, job.result, job.error = state, result, error
        job.progress, job.total, job.finished_at = progress.done, progress.total, clock.now()
    return job


def _outcome(
    kind: str, arguments: dict[str, Any], progress: Progress
) -> tuple[JobState, dict[str, Any] | None, str | None]:
    handler: Handler = current_app.extensions["job_handlers"][kind]
    try:
        return JobState.DONE, handler(arguments, progress), None
    except (BadInput, Refused) as known:
        db.session.rollback()
        return JobState.FAILED, None, str(known)
    except Exception:  # the edge of the job: record the failure and stop
        db.session.rollback()
        log.exception("job %s failed", kind)
        return JobState.FAILED, None, "fault"


@contextmanager
def _heart(progress: Progress) -> Iterator[None]:
    stop = threading.Event()

    def beat() -> None:
        while not stop.wait(HEARTBEAT):
            progress.beat()

    progress.beat()
    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def sweep() -> None:
    """Wake waiting jobs that the queue lost, and take back those whose worker died."""
    with act():
        statement = select(Job).where(Job.state.in_([JobState.WAITING, JobState.RUNNING]))
        for job in db.session.scalars(statement.order_by(Job.id).limit(200)):
            if job.state is JobState.RUNNING and not _is_dead(job):
                continue
            if job.state is JobState.RUNNING:
                _take_back(job)
            if job.state is JobState.WAITING:
                wake(job.public_id)


def _is_dead(job: Job) -> bool:
    said = queue().storage.peek_data(f"progress-{job.public_id}")
    beat = json.loads(said)[3] if isinstance(said, bytes) else 0.0
    return bool(clock.steady() - beat > LEASE)


def _take_back(job: Job) -> None:
    if job.attempts < MOST_ATTEMPTS:
        job.state = JobState.WAITING
        return
    job.state, job.error, job.finished_at = JobState.FAILED, "killed", clock.now()


def work(app: Flask) -> None:
    """Work jobs off until SIGTERM; the process that `serve` starts beside the web."""
    with app.app_context(), as_system():
        huey = queue()
        for name, task in app.extensions["job_periodic"]:
            huey.periodic_task(crontab(minute="*"), name=f"mingcha.{name}")(_inside(app, task))
        huey.periodic_task(crontab(minute="*"), name="mingcha.sweep")(_inside(app, sweep))
        sweep()
    consumer = huey.create_consumer(workers=1, periodic=True, max_delay=0.5)
    consumer.run()


def _inside(app: Flask, task: Task) -> Task:
    def call() -> None:
        with app.app_context(), as_system():
            task()

    return call
