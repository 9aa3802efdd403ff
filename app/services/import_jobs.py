"""The two jobs of an import: its file read and judged, its rows written to the register."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import delete, insert, select

from app import jobs
from app.access import Viewer, system
from app.db import act, db
from app.importing.bounds import UnreadableFile
from app.importing.outcomes import CONFLICT, WARN, Judged
from app.importing.reports import Reading, read_register
from app.models.imports import Decision, ImportRow, ImportRun, ImportState
from app.models.people import Account
from app.queries.imports import Planned, plan
from app.services.imports import (
    BATCH,
    Written,
    describe,
    finish,
    home_district,
    judge_against_register,
    write_batch,
)
from app.services.register_entries import RegisterEntries
from app.services.sessions import viewer_of
from app.storage import blobs
from inspections.problems import Problem
from inspections.refusal import Refused
from inspections.register import Meant, rows_are_decided

READ_JOB, WRITE_JOB = "register_import_read", "register_import_write"


def read_job(arguments: dict[str, Any], progress: jobs.Progress) -> dict[str, Any]:
    """Read and judge a kept file; its rows replace those of an earlier reading."""
    run, actor = _run_and_actor(arguments)
    number, sheet = run.id, run.sheet
    progress.at(0, 0)
    reading: Reading | None = None
    error: Problem | None = None
    with _file_of(run) as path:
        try:
            reading = read_register(path, home=home_district(), sheet=sheet)
            judge_against_register(reading, viewer=actor)
        except UnreadableFile as unreadable:
            error = unreadable.problem
    with act():
        run = db.session.scalars(select(ImportRun).where(ImportRun.id == number)).one()
        _drop_rows(run)
        if reading is None or error is not None:
            run.state = ImportState.UNREADABLE
            run.error = [error.code, error.about, error.right] if error else None
        else:
            run.state, run.error = ImportState.READY, None
            describe(run, reading)
            _keep_rows(run, reading, progress)
    return {"url": arguments["url"]}


def _drop_rows(run: ImportRun) -> None:
    db.session.execute(delete(ImportRow).where(ImportRow.import_id == run.id))


def _keep_rows(run: ImportRun, reading: Reading, progress: jobs.Progress) -> None:
    for start in range(0, len(reading.rows), BATCH):
        rows = reading.rows[start : start + BATCH]
        db.session.execute(insert(ImportRow), [_kept(run, reading, row) for row in rows])
        progress.at(start + len(rows), len(reading.rows))


def _kept(run: ImportRun, reading: Reading, row: Judged) -> dict[str, Any]:
    cells = dict(zip(reading.names, row.values, strict=True)) if row.values else {}
    if row.text:
        cells["text"] = row.text
    return {
        "import_id": run.id,
        "number": row.row,
        "outcome": row.outcome,
        "cells": cells,
        "problems": [[p.field, p.code, p.about, p.right] for p in row.problems],
        "duplicate_of": row.duplicate_of,
        "conflicts_with": list(row.conflicts_with),
        "change": row.change,
        "institution_id": row.institution_id,
        "decision": None,
    }


def write_job(arguments: dict[str, Any], progress: jobs.Progress) -> dict[str, Any]:
    """Write an import that was looked at: the whole of it in one transaction, or nothing.

    Killed on the way it leaves nothing; taken up again it starts from the beginning.
    """
    with act():
        run, actor = _run_and_actor(arguments)
        if run.state is not ImportState.DONE:
            _write(run, actor, progress)
    return {"url": arguments["url"]}


def _write(run: ImportRun, actor: Viewer, progress: jobs.Progress) -> None:
    entries, written = RegisterEntries(actor, run), Written()
    total = sum(run.counts.values())
    surprises = 0
    for rows in _batches(run, decided=False):
        planned = plan(actor, [(_judged(row), row.cells) for row in rows])
        surprises += sum(entry.judged.outcome == CONFLICT for entry in planned)
        write_batch(entries, planned, written)
        progress.at(rows[-1].number, total)
        db.session.expunge_all()
        run = db.session.merge(run, load=False)
    refusal = rows_are_decided(surprises, left_out=run.skip_bad)
    if refusal:
        raise Refused([refusal])
    for rows in _batches(run, decided=True):
        for row in rows:
            _write_decided(row, actor, entries, written)
    finish(run, written, actor=actor, counts=run.counts, entries=entries)


def _batches(run: ImportRun, *, decided: bool) -> Iterator[list[ImportRow]]:
    """Yield the rows to be written: the sound ones, or those that a person decided to take."""
    if decided:
        fits = ImportRow.decision.in_((Decision.TAKE, Decision.NEW))
    else:
        fits = ImportRow.outcome.in_(("accept", "warn"))
    last = 0
    while True:
        statement = select(ImportRow).where(
            ImportRow.import_id == run.id, ImportRow.number > last, fits
        )
        rows = list(db.session.scalars(statement.order_by(ImportRow.number).limit(BATCH)))
        if not rows:
            return
        yield rows
        last = rows[-1].number


def _judged(row: ImportRow) -> Judged:
    problems = tuple(Problem(*told) for told in row.problems if not told[1].startswith("known."))
    return Judged(row.number, row.outcome.value, problems=problems)


def _write_decided(
    row: ImportRow, actor: Viewer, entries: RegisterEntries, written: Written
) -> None:
    """Do what a person decided; a new institution gets no code that another one has."""
    judged = _judged(row)
    for planned in plan(actor, [(judged, row.cells)]):
        if any(problem.code == "known.out_of_district" for problem in judged.problems):
            continue
        if row.decision is Decision.NEW:
            if _has_same_code(planned):
                del planned.stated["credit_code"]
            planned.meant, planned.changes = Meant(), {}
        judged.outcome = WARN
        write_batch(entries, [planned], written)


def _has_same_code(planned: Planned) -> bool:
    entry, code = planned.meant.entry, planned.stated.get("credit_code")
    return bool(entry is not None and code and entry.values["credit_code"] == code)


def _run_and_actor(arguments: dict[str, Any]) -> tuple[ImportRun, Viewer]:
    statement = select(ImportRun).where(ImportRun.public_id == arguments["import"])
    run = db.session.scalars(statement).one()
    if arguments["account"] is None:
        return run, system(run.district_code)
    account = db.session.scalars(select(Account).where(Account.id == arguments["account"])).one()
    return run, viewer_of(account)


@contextmanager
def _file_of(run: ImportRun) -> Iterator[Path]:
    """Lay the kept file where a child process can read it, for as long as it reads."""
    folder = current_app.config["SETTINGS"].instance
    with tempfile.TemporaryDirectory(dir=folder, prefix="reading-") as place:
        path = Path(place) / "table"
        path.write_bytes(blobs().get(run.file.sha256))
        yield path
