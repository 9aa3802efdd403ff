"""Papers as downloads: one when it is asked for, many as a job; a page says what one lacks."""

from collections.abc import Callable, Sequence
from functools import partial
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, g, redirect, render_template, request, url_for

from app.db import act
from app.desk.files import POLICY
from app.queries.papers import batch_by_public_id, file_of_batch
from app.services.paper_batches import start_batch
from app.services.papers import PaperNotMade, Stated, make_paper, record_paper
from app.storage import blobs
from app.words import language
from inspections.procedure.papers import paper_word

papers = Blueprint("papers", __name__, url_prefix="/desk/papers")
# where each kind's row is shown
ROWS = {"correction_order": "orders.show", "onsite_record": "visits.show"}
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "zip": "application/zip",
}


def paper_answer(stated: Stated, form: str, *, back: str) -> Any:
    """Return one paper as a file; a page with every reason where it can't be made."""
    make = partial(make_paper, stated, form)
    return content_answer(
        stated.code, make, stated.belongs_to, stated.scope_code, form=form, back=back
    )


def content_answer(
    code: str,
    make: Callable[[], bytes],
    belongs_to: str,
    scope_code: str,
    *,
    back: str,
    form: str = "pdf",
) -> Any:
    """Return what `make` makes as a file, noted in the audit trail; a page where it can't."""
    try:
        content = make()
    except PaperNotMade as bad:
        page = render_template(
            "desk/papers/not_made.html",
            title=paper_word(code, language()),
            message=bad.message,
            fields=bad.fields,
            back=back,
        )
        return page, HTTPStatus.CONFLICT
    if request.method != "HEAD":
        with act():
            record_paper(code, belongs_to, scope_code, form, content, actor=g.viewer)
    return file_answer(content, form, name=f"{code}-{belongs_to}")


def batch_answer(kind: str, public_ids: Sequence[str]) -> Any:
    """Start the making of many papers; their page shows how far it is."""
    url = url_for("papers.batch", public_id="JOB")
    job = start_batch(
        kind,
        public_ids,
        form=request.form.get("form", ""),
        language=language(),
        url=url,
        actor=g.viewer,
    )
    return redirect(url_for("jobs.show", public_id=job.public_id), HTTPStatus.SEE_OTHER)


@papers.get("/batches/<public_id>")
def batch(public_id: str) -> Any:
    """Show what became of many papers: how many were made, and which were left out and why."""
    job = batch_by_public_id(g.viewer, public_id)
    return render_template("desk/papers/batch.html", job=job, result=job.result, page=ROWS)


@papers.get("/batches/<public_id>/file")
def batch_file(public_id: str) -> Any:
    """Send the papers as the one file that they became."""
    job = batch_by_public_id(g.viewer, public_id)
    content = blobs().get(file_of_batch(job).sha256)
    return file_answer(content, job.arguments["form"], name=f"papers-{public_id}")


def file_answer(content: bytes, form: str, *, name: str) -> Response:
    """Return bytes that we made as a download named by us."""
    response = Response(content, content_type=TYPES[form])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
