"""What a piece of long work is doing: a page, and the JSON that its progress bar asks for."""

from typing import Any

from flask import Blueprint, g, jsonify, render_template, request
from sqlalchemy import select

from app import jobs as work
from app.db import db
from app.errors import NotFound
from app.models.jobs import Job

jobs = Blueprint("jobs", __name__)


@jobs.get("/desk/jobs/<public_id>")
def show(public_id: str) -> Any:
    """Show a job of one's own."""
    job = db.session.scalar(select(Job).where(Job.public_id == public_id))
    if job is None or job.account_id != g.viewer.account_id:
        raise NotFound
    done, total, stage = work.progress_of(job)
    if request.args.get("format") == "json":
        state = {"state": job.state, "done": done, "total": total, "stage": stage}
        return jsonify({**state, "result": job.result, "error": job.error})
    return render_template("desk/jobs/show.html", job=job, done=done, total=total, stage=stage)
