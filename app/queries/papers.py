"""Papers made in bulk, as the one who asked for them may see them."""

from sqlalchemy import select

from app.access import Viewer
from app.db import db
from app.errors import NotFound
from app.models.files import StoredFile
from app.models.jobs import Job, JobState

PRINT_JOB = "papers"


def batch_by_public_id(viewer: Viewer, public_id: str) -> Job:
    """Return a finished stack of papers; raises `NotFound` to all but the one who asked for it."""
    statement = select(Job).where(Job.public_id == public_id, Job.kind == PRINT_JOB)
    job = db.session.scalar(statement)
    if job is None or job.account_id != viewer.account_id or job.state is not JobState.DONE:
        raise NotFound
    return job


def file_of_batch(job: Job) -> StoredFile:
    """Return the file that the papers became; raises `NotFound` where none could be made."""
    wanted = (job.result or {}).get("file", "")
    stored = db.session.scalar(select(StoredFile).where(StoredFile.public_id == wanted))
    if stored is None:
        raise NotFound
    return stored
