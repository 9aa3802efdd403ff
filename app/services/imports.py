"""Bringing a register in: one transaction, one audit event, every changed field kept."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from flask import current_app

from app import audit, clock
from app.access import Viewer
from app.db import db
from app.importing.outcomes import ACCEPT, CONFLICT, REJECT, WARN, Judged
from app.importing.reports import Reading
from app.models.files import StoredFile
from app.models.imports import ImportRun, ImportState
from app.queries.imports import Planned, plan
from app.services.kept_bytes import require_kept
from app.services.register_entries import RegisterEntries
from app.storage import blobs
from inspections.names import unfit_character

BATCH = 1000
_MEDIA = {
    "workbook": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "text": "text/plain",
}


@dataclass(slots=True)
class Written:
    """What an import did, and whom it met."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    met: set[int] = field(default_factory=set)

    def report(self) -> dict[str, int]:
        """Return the three counts of the report."""
        return {"created": self.created, "updated": self.updated, "unchanged": self.unchanged}


class NothingWritten(Exception):
    """The file holds rows that contradict or cannot be stored; the transaction must not commit."""


def import_reading(
    reading: Reading,
    path: Path,
    *,
    actor: Viewer,
    skip_bad: bool,
    is_full: bool,
    progress: Any = None,
) -> tuple[ImportRun, Written]:
    """Write a file that was read and judged; raises NothingWritten where a person must decide.

    The verdicts of the rows are finished here, against the register, in the same transaction.
    """
    run = _entered(reading, path, actor=actor, is_full=is_full, skip_bad=skip_bad)
    entries = RegisterEntries(actor, run)
    written = Written()
    for done, batch in _batches(reading):
        planned = plan(actor, batch)
        write_batch(entries, planned, written)
        if progress:
            progress.at(done, len(reading.rows))
    bad = [row for row in reading.rows if row.outcome in (CONFLICT, REJECT)]
    if bad and not skip_bad:
        raise NothingWritten
    finish(run, written, actor=actor, counts=reading.outcomes(), entries=entries)
    return run, written


def judge_against_register(reading: Reading, *, viewer: Viewer) -> Written:
    """Finish the verdicts of a file against the register; return what would be written."""
    written = Written()
    for _, batch in _batches(reading):
        for entry in plan(viewer, batch):
            if entry.judged.outcome in (ACCEPT, WARN):
                _count(entry, written)
    return written


def _batches(
    reading: Reading,
) -> Iterator[tuple[int, list[tuple[Judged, Mapping[str, Any]]]]]:
    rows = (row for row in reading.rows if row.outcome in (ACCEPT, WARN))
    done = 0
    while batch := list(islice(rows, BATCH)):
        done = batch[-1].row
        yield done, [(row, dict(zip(reading.names, row.values, strict=True))) for row in batch]


def write_batch(entries: RegisterEntries, planned: Sequence[Planned], written: Written) -> None:
    """Enter, change or leave what each row means; rows with a doubt are passed over."""
    writable = [entry for entry in planned if entry.judged.outcome in (ACCEPT, WARN)]
    entries.create([entry for entry in writable if entry.meant.entry is None])
    for entry in writable:
        if entry.meant.entry is not None and (entry.changes or _was_absent(entry)):
            entries.change(entry)
        _count(entry, written)
    entries.flush()


def _was_absent(entry: Planned) -> bool:
    assert entry.meant.entry is not None
    return entry.meant.entry.values["absent_since"] is not None


def _count(entry: Planned, written: Written) -> None:
    if entry.meant.entry is None:
        written.created += 1
        return
    written.met.add(entry.meant.entry.id)
    if entry.changes or _was_absent(entry):
        written.updated += 1
    else:
        written.unchanged += 1


def _entered(
    reading: Reading, path: Path, *, actor: Viewer, is_full: bool, skip_bad: bool
) -> ImportRun:
    kind = "workbook" if reading.sheet is not None else "text"
    stored = kept_file(path.name, path.read_bytes(), kind, by=actor)
    run = ImportRun(
        state=ImportState.WRITING,
        file=stored,
        account_id=actor.account_id,
        district_code=actor.district_code,
        is_full=is_full,
        skip_bad=skip_bad,
        created_at=clock.now(),
    )
    describe(run, reading)
    db.session.add(run)
    db.session.flush()
    return run


def describe(run: ImportRun, reading: Reading) -> None:
    """Note on a run how its file was understood."""
    run.encoding, run.sheet = reading.encoding, reading.sheet
    run.other_sheets = list(reading.other_sheets)
    run.header_rows, run.columns = list(reading.header_rows), dict(reading.columns)
    run.counts = reading.outcomes()


def kept_file(name: str, content: bytes, kind: str, *, by: Viewer) -> StoredFile:
    """Keep the bytes as they came and return a row for them, for the caller's run."""
    digest = blobs().put(content)
    require_kept([digest])
    return StoredFile(
        sha256=digest,
        size=len(content),
        media_type=_MEDIA[kind],
        original_name=plain_file_name(name),
        district_code=by.district_code,
        stored_at=clock.now(),
        stored_by=by.account_id,
    )


def plain_file_name(name: str) -> str:
    """Return a file's name without path and without what no header may hold."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in last if not unfit_character(sign))[-200:] or "file"


def finish(
    run: ImportRun,
    written: Written,
    *,
    actor: Viewer,
    counts: Mapping[str, int],
    entries: RegisterEntries,
) -> None:
    """Close a run with its one audit event; a full register lists what it no longer names."""
    missing = entries.note_missing(written.met) if run.is_full else 0
    run.state, run.finished_at = ImportState.DONE, clock.now()
    run.counts, run.written = dict(counts), written.report()
    db.session.flush()
    audit.record(
        actor,
        "register.imported",
        "import",
        run.public_id,
        chain=actor.district_code,
        details={
            "sha256": run.file.sha256,
            "rows": dict(counts),
            "written": written.report(),
            "full": run.is_full,
            "missing": missing,
        },
    )


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file, read piece by piece."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def home_district() -> str:
    """Return the district in which this office's files are understood."""
    return str(current_app.config["SETTINGS"].office_district)
