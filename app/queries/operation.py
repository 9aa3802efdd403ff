"""What the operator of the machines asks: work that waits, and how old the published list is."""

from datetime import datetime

from sqlalchemy import func, select

from app.db import db
from app.models.jobs import Job, JobState
from app.queries.editions import last_edition


def jobs_by_state() -> dict[str, int]:
    """Return how many jobs stand in which state, with a 0 for states that no job is in."""
    rows = db.session.execute(select(Job.state, func.count()).group_by(Job.state))
    return {state.value: 0 for state in JobState} | {state.value: count for state, count in rows}


def edition_signed_at() -> datetime | None:
    """Return when the newest edition was signed, or None before the first."""
    edition = last_edition()
    return edition.signed_at if edition else None
