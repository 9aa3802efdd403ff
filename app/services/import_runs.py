"""An import in the browser: the file kept, looked at, decided on, given to be written or let go."""

from collections.abc import Collection
from pathlib import Path

from sqlalchemy import select

from app import audit, clock, jobs
from app.access import Viewer
from app.db import db
from app.errors import NotFound
from app.importing.bounds import kind_of
from app.importing.outcomes import CONFLICT
from app.models.imports import Decision, ImportRow, ImportRun, ImportState
from app.models.register import Institution, RegisterChange
from app.queries.imports import absence_by_id, undecided_rows
from app.services.import_jobs import READ_JOB, WRITE_JOB
from app.services.imports import kept_file
from inspections.refusal import Refused
from inspections.register import import_is_open, rows_are_decided

OPEN = (ImportState.READY, ImportState.WRITING, ImportState.UNREADABLE, ImportState.READING)


def receive_file(name: str, path: Path, *, actor: Viewer, is_full: bool, url: str) -> ImportRun:
    """Keep a file as it came and have it read; raises UnreadableFile for what is no table."""
    kind = kind_of(path)
    run = ImportRun(
        state=ImportState.READING,
        file=kept_file(name, path.read_bytes(), kind, by=actor),
        account_id=actor.account_id,
        district_code=actor.district_code,
        is_full=is_full,
        created_at=clock.now(),
    )
    db.session.add(run)
    db.session.flush()
    audit.record(
        actor,
        "import.received",
        "import",
        run.public_id,
        chain=actor.district_code,
        details={"sha256": run.file.sha256, "size": run.file.size},
    )
    _start(run, READ_JOB, actor=actor, url=url.replace("RUN", run.public_id))
    return run


def read_again(run: ImportRun, *, actor: Viewer, url: str, sheet: str | None = None) -> None:
    """Have a file read once more, after the register changed or for another sheet."""
    _refuse_unless_open(run, OPEN)
    run.state, run.sheet = ImportState.READING, sheet or run.sheet
    audit.record(actor, "import.read_again", "import", run.public_id, chain=run.district_code)
    _start(run, READ_JOB, actor=actor, url=url)


def discard(run: ImportRun, *, actor: Viewer) -> None:
    """Let go of a file that isn't written: nobody is asked for it any more, the purge takes it."""
    _refuse_unless_open(run, OPEN)
    audit.record(
        actor,
        "import.discarded",
        "import",
        run.public_id,
        chain=run.district_code,
        details={"sha256": run.file.sha256, "from": run.state},
    )
    run.state, run.finished_at = ImportState.DISCARDED, clock.now()
    db.session.flush()


def start_writing(run: ImportRun, *, actor: Viewer, skip_bad: bool, url: str) -> None:
    """Have the register written; refused while rows are undecided, unless they are left out."""
    _refuse_unless_open(run, (ImportState.READY, ImportState.WRITING))
    refusal = rows_are_decided(undecided_rows(actor, run), left_out=skip_bad)
    if refusal:
        raise Refused([refusal])
    run.state, run.skip_bad = ImportState.WRITING, skip_bad
    audit.record(
        actor,
        "import.started",
        "import",
        run.public_id,
        chain=run.district_code,
        details={"skip_bad": skip_bad},
    )
    _start(run, WRITE_JOB, actor=actor, url=url)


def decide_row(run: ImportRun, number: int, decision: Decision | None, *, actor: Viewer) -> None:
    """Note what a person decided on a contradiction; None takes the decision back."""
    _refuse_unless_open(run, (ImportState.READY,))
    statement = select(ImportRow).where(
        ImportRow.import_id == run.id, ImportRow.number == number, ImportRow.outcome == CONFLICT
    )
    row = db.session.scalar(statement)
    if row is None:
        raise NotFound
    audit.record(
        actor,
        "import.row_decided",
        "import",
        run.public_id,
        chain=run.district_code,
        details={"row": number, "from": row.decision, "to": decision},
    )
    row.decision = decision


def decide_absence(run: ImportRun, public_id: str, *, absent: bool, actor: Viewer) -> Institution:
    """Mark an institution that a full register no longer names as absent, or leave it as it is."""
    found = absence_by_id(actor, run, public_id)
    institution = found.institution
    found.confirmed, found.decided_at, found.decided_by = absent, clock.now(), actor.account_id
    since = clock.today() if absent else None
    if institution.absent_since != since:
        _note_absence(institution, run, since.isoformat() if since else None, actor)
        institution.absent_since = since
        institution.updated_at = clock.now()
    audit.record(
        actor,
        "institution.absence_decided",
        "institution",
        institution.public_id,
        chain=institution.scope_code,
        details={"import": run.public_id, "absent": absent},
    )
    return institution


def _note_absence(
    institution: Institution, run: ImportRun, since: str | None, actor: Viewer
) -> None:
    old = institution.absent_since
    db.session.add(
        RegisterChange(
            institution_id=institution.id,
            field="absent_since",
            old=old.isoformat() if old else None,
            new=since,
            changed_at=clock.now(),
            account_id=actor.account_id,
            import_id=run.id,
        )
    )


def is_busy(run: ImportRun) -> bool:
    """Say whether a job still works on the run."""
    return run.job is not None and run.job.finished_at is None


def _refuse_unless_open(run: ImportRun, states: Collection[ImportState]) -> None:
    refusal = import_is_open(is_open=run.state in states, is_busy=is_busy(run))
    if refusal:
        raise Refused([refusal])


def _start(run: ImportRun, kind: str, *, actor: Viewer, url: str) -> None:
    arguments = {"import": run.public_id, "account": actor.account_id, "url": url}
    run.job = jobs.start(actor, kind, arguments)
    db.session.flush()
