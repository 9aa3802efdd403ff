"""Papers as downloads: made when they are asked for, or a page that says what they lack."""

from http import HTTPStatus
from typing import Any

from flask import Response, g, render_template, request

from app.db import act
from app.desk.files import POLICY
from app.services.papers import PaperNotMade, Stated, make_paper, record_paper
from app.words import language
from inspections.procedure.papers import paper_word

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "zip": "application/zip",
}


def paper_answer(stated: Stated, form: str, *, back: str) -> Any:
    """Return one paper as a file; a page with every reason where it can't be made."""
    try:
        content = make_paper(stated, form)
    except PaperNotMade as bad:
        page = render_template(
            "desk/papers/not_made.html",
            title=paper_word(stated.code, language()),
            message=bad.message,
            fields=bad.fields,
            back=back,
        )
        return page, HTTPStatus.CONFLICT
    if request.method != "HEAD":
        with act():
            record_paper(stated, form, content, actor=g.viewer)
    return file_answer(content, form, name=f"{stated.code}-{stated.belongs_to}")


def file_answer(content: bytes, form: str, *, name: str) -> Response:
    """Return bytes that we made as a download named by us."""
    response = Response(content, content_type=TYPES[form])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
