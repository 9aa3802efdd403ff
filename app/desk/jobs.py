"""What a piece of long work is doing: a page, and the JSON that its progress bar asks for."""

from typing import Any

from flask import Blueprint, g, jsonify, render_template, request, url_for
from sqlalchemy import select

from app import jobs as work
from app.db import db
from app.errors import NotFound
from app.models.jobs import Job, JobState
from app.words import gettext as _
from app.words import word

jobs = Blueprint("jobs", __name__)


@jobs.get("/desk/jobs/<public_id>")
def show(public_id: str) -> Any:
    """Show a job of one's own; it may be left and come back to."""
    job = db.session.scalar(select(Job).where(Job.public_id == public_id))
    if job is None or job.account_id != g.viewer.account_id:
        raise NotFound
    done, total, _stage = work.progress_of(job)
    following = (job.result or {}).get("url", "")
    if request.args.get("format") == "json":
        return jsonify(
            state=job.state,
            words=word(job.state),
            value=done if total else None,
            max=total or None,
            count=_("%(done)s of %(total)s", done=done, total=total) if total else "",
            url=following or url_for("jobs.show", public_id=public_id),
        )
    over = job.state in (JobState.DONE, JobState.FAILED)
    return render_template(
        "desk/jobs/show.html", job=job, done=done, total=total, over=over, following=following
    )
