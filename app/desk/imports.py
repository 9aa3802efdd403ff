"""Imports at the desk: send a file, look at its rows, decide, import, see the result."""

import tempfile
from collections.abc import Iterator, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Any

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import exports
from app.desk.exporting import download
from app.desk.forms.imports import ImportForm
from app.desk.import_rows import columns_of, counts_of, filters_of, headline_of, rows_shown
from app.desk.reading import reading
from app.errors import NotFound
from app.importing.bounds import UnreadableFile
from app.models.imports import Decision, ImportRun, ImportState
from app.queries import imports as queries
from app.services import import_runs as services
from app.services.import_runs import OPEN
from app.words import gettext as _
from app.words import language, word
from inspections.problems import Problem
from inspections.refusal import Refusal, Refused

imports = Blueprint("imports", __name__)
imports.context_processor(reading)
MOST_RUNS = 200
_UNDECIDED = "register.rows_are_decided"


@imports.get("/desk/imports")
def index() -> Any:
    """List the files brought in so far."""
    runs = queries.recent_runs(g.viewer, MOST_RUNS)
    return render_template("desk/imports/index.html", runs=runs)


@imports.get("/desk/imports/new")
def new() -> Any:
    """Show the form for a file."""
    return _form(ImportForm())


def _form(form: ImportForm, file_error: str = "", status: int = HTTPStatus.OK) -> Any:
    return render_template("desk/imports/new.html", form=form, file_error=file_error), status


@imports.post("/desk/imports/new")
def post_new() -> Any:
    """Keep the file and have it read."""
    form = ImportForm(request.form)
    upload = request.files.get("file")
    has_file = upload is not None and bool(upload.filename)
    if not form.validate():
        return _form(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if not has_file and not form.text.data:
        message = _("Choose a CSV, text or XLSX file, or paste the rows.")
        return _form(form, message, HTTPStatus.UNPROCESSABLE_ENTITY)
    if has_file and form.text.data:
        form.say("text", _("Send a file or pasted rows, not both. Empty one of the two."))
        return _form(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    folder = current_app.config["SETTINGS"].instance
    with tempfile.TemporaryDirectory(dir=folder, prefix="arriving-") as place:
        path = Path(place) / "table"
        name = _arrived(path, upload if has_file else None, form.text.data or "")
        try:
            run = services.receive_file(
                name,
                path,
                actor=g.viewer,
                is_full=bool(form.is_full.data),
                url=url_for("imports.show", public_id="RUN"),
            )
        except UnreadableFile as unreadable:
            message = unreadable.problem.message(language())
            if has_file:
                return _form(form, message, HTTPStatus.UNPROCESSABLE_ENTITY)
            form.say("text", message)
            return _form(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _to(run)


def _arrived(path: Path, upload: Any, text: str) -> str:
    if upload is not None:
        upload.save(path)
        return str(upload.filename)
    path.write_text(text, "utf-8")
    return _("pasted rows") + ".txt"


def _to(run: ImportRun, **arguments: Any) -> Response:
    url = url_for("imports.show", public_id=run.public_id, **arguments)
    return redirect(url, HTTPStatus.SEE_OTHER)


@imports.get("/desk/imports/<public_id>")
def show(public_id: str) -> Any:
    """Show where an import stands, its rows, and what can be done next."""
    return _shown(queries.import_by_id(g.viewer, public_id))


def _shown(run: ImportRun, refusals: Sequence[Refusal] = ()) -> str:
    chosen = request.args.get("only", "")
    number = request.args.get("page", "")
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1
    found = queries.rows_page(g.viewer, run, chosen, page)
    changes = queries.counts_of_changes(g.viewer, run)
    undecided = queries.undecided_rows(g.viewer, run)
    return render_template(
        "desk/imports/show.html",
        run=run,
        chosen=chosen,
        found=found,
        rows=rows_shown(found.rows),
        columns=columns_of(run),
        filters=filters_of(run, changes, chosen),
        counts=counts_of(run),
        undecided=undecided,
        refusals=refusals,
        has_rows=any(run.counts.get(code) for code in ("accept", "warn", "conflict")),
        may_discard=run.state in OPEN and not services.is_busy(run),
        headline=headline_of(run, undecided),
        absences=queries.absences_of(g.viewer, run) if run.is_full else [],
        error=Problem("file", *run.error) if run.error else None,
        busy=services.is_busy(run),
        broken=_is_broken(run),
        decisions=[(term.value, word(term)) for term in Decision],
    )


def _is_broken(run: ImportRun) -> bool:
    """A job that was killed or failed leaves its run where it was; a person starts it again."""
    at_work = run.state in (ImportState.READING, ImportState.WRITING)
    return at_work and not services.is_busy(run)


@imports.post("/desk/imports/<public_id>/decisions")
def decide(public_id: str) -> Any:
    """Note the decision on one row."""
    run = queries.import_by_id(g.viewer, public_id)
    row, chosen = request.form.get("row", ""), request.form.get("decision", "")
    known = chosen in set(Decision) or not chosen
    if not (row.isascii() and row.isdigit() and len(row) < 8 and known):
        raise NotFound
    decision = Decision(chosen) if chosen else None
    services.decide_row(run, int(row), decision, actor=g.viewer)
    return _to(
        run, only=request.form.get("only"), page=request.form.get("page"), _anchor=f"row-{row}"
    )


@imports.post("/desk/imports/<public_id>/write")
def write(public_id: str) -> Any:
    """Have the rows written to the register."""
    run = queries.import_by_id(g.viewer, public_id)
    skip_bad = request.form.get("skip_bad") == "yes"
    url = url_for("imports.show", public_id=public_id)
    try:
        services.start_writing(run, actor=g.viewer, skip_bad=skip_bad, url=url)
    except Refused as refused:
        if any(refusal.code != _UNDECIDED for refusal in refused.refusals):
            raise
        return _shown(run, refused.refusals), HTTPStatus.CONFLICT
    return _to(run)


@imports.post("/desk/imports/<public_id>/discard")
def discard(public_id: str) -> Any:
    """Let go of a file that isn't written."""
    run = queries.import_by_id(g.viewer, public_id)
    services.discard(run, actor=g.viewer)
    flash(_("The import is discarded; its file goes within a day."), "success")
    return redirect(url_for("imports.index"), HTTPStatus.SEE_OTHER)


@imports.post("/desk/imports/<public_id>/read")
def read(public_id: str) -> Any:
    """Have the file read again."""
    run = queries.import_by_id(g.viewer, public_id)
    sheet = request.form.get("sheet") or None
    if sheet is not None and sheet not in (*run.other_sheets, run.sheet):
        raise NotFound
    url = url_for("imports.show", public_id=public_id)
    services.read_again(run, actor=g.viewer, url=url, sheet=sheet)
    return _to(run)


@imports.post("/desk/imports/<public_id>/absences")
def decide_absence(public_id: str) -> Any:
    """Note whether an institution that the file lacks is gone."""
    run = queries.import_by_id(g.viewer, public_id)
    institution = request.form.get("institution", "")
    absent = request.form.get("absent") == "yes"
    services.decide_absence(run, institution, absent=absent, actor=g.viewer)
    return _to(run, _anchor="missing")


@imports.get("/desk/imports/<public_id>/report.csv")
def report(public_id: str) -> Any:
    """Send the rows with their verdicts as a file."""
    run = queries.import_by_id(g.viewer, public_id)
    heads = [_("Row"), _("Outcome"), _("Name"), _("Field"), _("Remark")]
    return download(
        "csv",
        f"import-{run.public_id}",
        total=sum(run.counts.values()),
        asked={},
        heads=heads,
        rows=_report_rows(public_id, language()),
    )


def _report_rows(public_id: str, spoken: str) -> Iterator[tuple[exports.Cell, ...]]:
    run = queries.import_by_id(g.viewer, public_id)  # anew: a stream outlives the session
    for row in queries.all_rows(g.viewer, run):
        name = row.cells.get("name")
        problems = [Problem(*told) for told in row.problems]
        outcome = row.outcome.word(spoken)
        if not problems:
            yield row.number, outcome, name, None, None
        for problem in problems:
            yield row.number, outcome, name, problem.field, problem.message(spoken)
