"""Files that come with a step of a case: kept as they arrive, so that a faulty form costs none."""

from dataclasses import dataclass
from typing import Any

from flask import g, request, url_for

from app.db import db
from app.desk.forms.case_steps import OTHER_FILES, SCAN
from app.file_words import FILE_FAULTS
from app.models.cases import Case
from app.queries.case_page import own_files
from app.services.case_entries import StepFile
from app.services.evidence import Upload, keep_for_district, receive
from inspections.evidence import FileRole
from inspections.procedure.stages import STEPS

KEPT = "kept-"


@dataclass(frozen=True, slots=True)
class Sent:
    """The files of a form, and by field what is wrong with those that weren't taken."""

    files: list[StepFile]
    faults: dict[str, str]

    def kept(self) -> dict[str, list[dict[str, Any]]]:
        """Return the files of each field as the form carries them on."""
        found: dict[str, list[dict[str, Any]]] = {}
        for one in self.files:
            stored = one.evidence.file
            found.setdefault(one.paper, []).append(
                {
                    "id": stored.public_id,
                    "name": stored.original_name,
                    "url": url_for("files.show", public_id=stored.public_id),
                }
            )
        return found


def sent_files(case: Case, code: str) -> Sent:
    """Store what was sent with a step, before anything else is judged."""
    papers = (*STEPS[code].papers, "")
    kept = {paper: request.form.getlist(f"{KEPT}{paper or OTHER_FILES}") for paper in papers}
    dropped = set(request.form.getlist("drop"))
    uploads = {paper: _uploads(paper) for paper in papers}
    scope_code = case.scope_code
    if any(uploads.values()):
        # hashing takes seconds, and SQLite has one writer
        db.session.rollback()
    files, faults = [], {}
    for paper, sent in uploads.items():
        arrived, problems = receive(sent)
        files += [
            StepFile(keep_for_district(one, scope_code=scope_code, actor=g.viewer), paper)
            for one in arrived
        ]
        if problems:
            name = f"{SCAN}{paper}" if paper else OTHER_FILES
            faults[name] = " ".join(f"{one.name}: {FILE_FAULTS[one.code]}" for one in problems)
    wanted = [one for some in kept.values() for one in some if one not in dropped]
    known = {row.file.public_id: row for row in own_files(g.viewer, wanted)}
    for paper, ids in kept.items():
        files += [StepFile(known[one], paper) for one in ids if one in known and one not in dropped]
    return Sent(files, faults)


def _uploads(paper: str) -> list[Upload]:
    field = f"{SCAN}{paper}" if paper else OTHER_FILES
    return [
        Upload(name=file.filename, stream=file.stream, role=FileRole.OTHER)
        for file in request.files.getlist(field)
        if file.filename
    ]
