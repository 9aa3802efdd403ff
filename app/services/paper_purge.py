"""Stacks of papers made in bulk: gone after a day, since each paper can be made again."""

from datetime import timedelta

from flask import current_app
from sqlalchemy import Text, cast, delete, select

from app import audit, clock
from app.access import Viewer, system
from app.db import act, db
from app.models.files import StoredFile
from app.models.jobs import Job, JobState
from app.queries.papers import PRINT_JOB
from app.services.purge import remove_unnamed

KEPT = timedelta(days=1)
AT_ONCE = 500


def purge_papers() -> None:
    """Purge once an hour; the bytes go in a second act, so that no row ever lacks its own."""
    if clock.now().minute:
        return
    actor = system(current_app.config["SETTINGS"].office_district)
    with act():
        digests = purge_batches(actor=actor)
    with act():
        remove_unnamed(digests)


def purge_batches(*, actor: Viewer) -> list[str]:
    """Remove the files of stacks after a day, and return their digests; the job says so."""
    statement = select(Job).where(
        Job.kind == PRINT_JOB,
        Job.state == JobState.DONE,
        Job.finished_at < clock.now() - KEPT,
        cast(Job.result, Text).contains('"file"'),
    )
    rows = db.session.scalars(statement.order_by(Job.id).limit(AT_ONCE)).all()
    named = [(job.result or {})["file"] for job in rows]
    files = db.session.scalars(select(StoredFile).where(StoredFile.public_id.in_(named))).all()
    for file in files:
        audit.record(
            actor,
            "papers.purged",
            "file",
            file.public_id,
            chain=file.district_code,
            details={"sha256": file.sha256},
        )
    digests = [file.sha256 for file in files]
    db.session.execute(delete(StoredFile).where(StoredFile.id.in_([file.id for file in files])))
    for job in rows:
        kept = {name: value for name, value in (job.result or {}).items() if name != "file"}
        job.result = {**kept, "is_gone": True}
    return digests
