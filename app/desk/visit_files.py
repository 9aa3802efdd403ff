"""The files of a form that isn't entered yet; those of another form come only when asked for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from flask import g, request

from app.db import db
from app.desk.forms.evidence import mark_of, uploads
from app.desk.visit_words import FileView, file_view
from app.ids import ALPHABET, LENGTH, new_id
from app.models.sites import Site
from app.models.visits import EvidenceFile
from app.queries import evidence as queries
from app.services import evidence as services
from app.services.evidence import FileProblem

DRAFT = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")
EARLIER = "earlier-"


@dataclass(frozen=True, slots=True)
class EarlierFiles:
    """What came with another form of the same person for the same place, and wasn't used."""

    draft: str
    arrived_at: datetime
    names: Sequence[str]


def take_files(site: Site) -> tuple[str, list[FileProblem]]:
    """Store what was sent, before anything else is judged: a faulty form costs no file."""
    given = request.form.get("draft", "")
    draft = given if DRAFT.fullmatch(given) else new_id()
    wishes = {
        one.draft: request.form.get(EARLIER + one.draft) for one in earlier_files(site, draft)
    }
    used = [other for other, wish in wishes.items() if wish == "use"]
    already = sum(len(pending(site, one)) for one in (draft, *used))
    sent = uploads(request.files, request.form)
    arrived, problems = [], []
    if sent:
        # hashing and decoding take seconds, and SQLite has one writer
        db.session.rollback()
        arrived, problems = services.receive(sent, already=already)
    whose: dict[str, Any] = {"site": site, "draft": draft, "actor": g.viewer}
    for other in used:
        services.move_pending(source=other, **whose)
    for other in (other for other, wish in wishes.items() if wish == "drop"):
        drop_all(site, other)
    marks = {
        name.removeprefix("mark-"): mark_of(value)
        for name, value in request.form.items()
        if name.startswith("mark-")
    }
    services.mark_pending(marks, **whose)
    services.drop_pending(request.form.getlist("drop"), **whose)
    services.keep_pending(arrived, **whose)
    return draft, problems


def earlier_files(site: Site, draft: str) -> list[EarlierFiles]:
    """Return what other forms left, to be offered."""
    rows = sorted(queries.files_of_other_forms(g.viewer, site, draft), key=lambda row: row.draft)
    found = []
    for other, grouped in groupby(rows, key=lambda row: row.draft):
        files = list(grouped)
        names = [row.evidence.file.original_name for row in files]
        found.append(EarlierFiles(other, max(row.arrived_at for row in files), names))
    return sorted(found, key=lambda one: one.arrived_at)


def move_to_fresh(site: Site, draft: str) -> str:
    """Give a form a new id that its files come along to."""
    fresh = new_id()
    services.move_pending(site=site, source=draft, draft=fresh, actor=g.viewer)
    return fresh


def drop_all(site: Site, draft: str) -> None:
    """Take all files out of a form that is done with."""
    files = [one.file.public_id for one in pending(site, draft)]
    services.drop_pending(files, site=site, draft=draft, actor=g.viewer)


def pending(site: Site, draft: str) -> list[EvidenceFile]:
    """Return the files that came with a form."""
    return [row.evidence for row in queries.pending_files(g.viewer, site, draft)]


def waiting(site: Site, draft: str) -> list[FileView]:
    """Return the files that came with a form, as they are shown."""
    return [file_view(g.viewer, one) for one in pending(site, draft)]
