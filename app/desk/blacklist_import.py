"""Taking a list over in the browser: upload, look at each row, choose whom it means."""

import tempfile
from collections import Counter
from http import HTTPStatus
from pathlib import Path
from typing import Any

from flask import g, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage

from app import jobs
from app.desk.blacklist_import_rows import filtered, rows_shown
from app.errors import NotFound
from app.importing.bounds import UnreadableFile
from app.importing.outcomes import ACCEPT, CONFLICT, REJECT, WARN
from app.models.imports import ImportOutcome
from app.queries.listing_imports import import_by_public_id, imports_shown, states_of_import
from app.services.blacklist_import import enter_list, read_list
from app.words import gettext as _
from app.words import language, ngettext, word

IMPORT_JOB = "blacklist_import"
MOST_ROWS = 5000


def show_imports() -> Any:
    """Show where to send a list, and the lists taken over so far."""
    return _page()


def _page(error: str = "", status: int = HTTPStatus.OK) -> Any:
    page = render_template(
        "desk/blacklist/import.html", imports=imports_shown(g.viewer), error=error
    )
    return page, status


def post_import() -> Any:
    """Read the list and show its rows; the file itself isn't kept, for it may name persons."""
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        message = _("Choose a CSV, text or XLSX file.")
        return _page(message, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        batch = _read(upload)
    except UnreadableFile as unreadable:
        message = unreadable.problem.message(language())
        return _page(message, HTTPStatus.UNPROCESSABLE_ENTITY)
    if batch is None:
        message = _("A list may have %(most)s rows here; split it.", most=MOST_ROWS)
        return _page(message, HTTPStatus.UNPROCESSABLE_ENTITY)
    url = url_for("blacklist.show_import", public_id=batch.public_id)
    return redirect(url, HTTPStatus.SEE_OTHER)


def _read(upload: FileStorage) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list"
        upload.save(path)
        reading = read_list(path, viewer=g.viewer)
        reading.file = _shown_name(upload.filename or "")
        if len(reading.rows) > MOST_ROWS:
            return None
        return enter_list(reading, path, actor=g.viewer)


def _shown_name(name: str) -> str:
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign.isprintable())[-200:]


def show_import(public_id: str) -> Any:
    """Show each row with its problems, whom it means, and what became of it."""
    batch = import_by_public_id(g.viewer, public_id)
    rows = batch.report.get("rows", [])
    chosen = request.args.get("outcome", "")
    return render_template(
        "desk/blacklist/import_show.html",
        batch=batch,
        tabs=_tabs(batch, rows, chosen),
        headline=_headline(batch, rows),
        rows=rows_shown(g.viewer, filtered(rows, chosen), batch),
        bad=sum(1 for row in rows if row["outcome"] in (CONFLICT, REJECT)),
        states=states_of_import(g.viewer, batch) if batch.written_at else {},
    )


def _headline(batch: Any, rows: list[dict[str, Any]]) -> str:
    good = sum(1 for row in rows if row["outcome"] in (ACCEPT, WARN))
    if batch.written_at is not None:
        return _("The list is taken over")
    return ngettext(
        "%(num)s row of this list can become a draft",
        "%(num)s rows of this list can become drafts",
        good,
    )


def _tabs(batch: Any, rows: list[dict[str, Any]], chosen: str) -> list[dict[str, Any]]:
    def tab(outcome: str, label: str, count: int) -> dict[str, Any]:
        url = url_for("blacklist.show_import", public_id=batch.public_id, outcome=outcome or None)
        return {"word": label, "count": count, "url": url, "current": chosen == outcome}

    counts = Counter(row["outcome"] for row in rows)
    known = [tab(term, word(term), counts[term]) for term in ImportOutcome if counts[term]]
    return [tab("", _("All"), len(filtered(rows, ""))), *known]


def write_import(public_id: str) -> Any:
    """Start the writing of the drafts; rows that contradict one another are left out."""
    batch = import_by_public_id(g.viewer, public_id)
    if batch.written_at is not None or batch.scope_code != g.viewer.district_code:
        raise NotFound
    choices = {
        name.removeprefix("match-"): value
        for name, value in request.form.items()
        if name.startswith("match-") and name.removeprefix("match-").isdecimal()
    }
    url = url_for("blacklist.show_import", public_id=public_id)
    arguments = {"import": public_id, "account": g.viewer.account_id, "choices": choices}
    job = jobs.start(g.viewer, IMPORT_JOB, {**arguments, "url": url})
    batch.job_id = job.id
    return redirect(url_for("jobs.show", public_id=job.public_id), HTTPStatus.SEE_OTHER)
