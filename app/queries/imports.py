"""Import runs as a viewer may see them, and the rows of a file held against the register."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload

from app.access import Viewer
from app.db import db
from app.errors import NotFound
from app.importing.outcomes import ACCEPT, CONFLICT, SKIP, WARN, Judged
from app.importing.stating import stated_by
from app.models.imports import ImportAbsence, ImportOutcome, ImportRow, ImportRun
from app.models.register import Institution
from app.models.sites import Site
from app.scope import codes_below, in_scope
from inspections.names import name_key
from inspections.problems import Problem
from inspections.register import (
    CREATED,
    KnownEntry,
    Meant,
    changes_between,
    kinds_of_change,
    whom_a_row_means,
)
from maps import districts

ROWS_ON_A_PAGE = 50

_KNOWN = (
    Institution.id,
    Institution.name,
    Institution.name_key,
    Institution.short_name,
    Institution.credit_code,
    Institution.legal_form,
    Institution.organiser,
    Institution.phone,
    Institution.licence_no,
    Institution.licence_issued,
    Institution.licence_expires,
    Institution.licence_status,
    Institution.subject_class,
    Institution.subject_group,
    Institution.subjects,
    Institution.stages,
    Institution.delivery_mode,
    Institution.district_code,
    Institution.scope_code,
    Institution.absent_since,
    Site.id.label("site_id"),
    Site.address,
    Site.lng_wgs84,
    Site.lat_wgs84,
)


@dataclass(slots=True)
class Planned:
    """One row with whom it means and what it would change."""

    judged: Judged
    stated: dict[str, Any]
    meant: Meant
    changes: dict[str, tuple[Any, Any]]
    change: str


def plan(viewer: Viewer, rows: Iterable[tuple[Judged, Mapping[str, Any]]]) -> list[Planned]:
    """Hold rows against the register; the rows' verdicts grow worse where the two disagree.

    Rows of institutions outside the viewer's area are set aside.
    """
    area = None if viewer.is_system else codes_below(viewer)
    stated = []
    for judged, values in rows:
        said = stated_by(values)
        if area is not None and said.get("district_code", viewer.district_code) not in area:
            _set_aside(judged, said["district_code"])
        elif judged.outcome in (ACCEPT, WARN, CONFLICT):
            stated.append((judged, said))
    known = _Known([said for _, said in stated], area)
    return [_noted(_planned(judged, said, known.meant(said, judged))) for judged, said in stated]


def _noted(planned: Planned) -> Planned:
    """Leave on the row what a preview shows of the comparison."""
    entry = planned.meant.entry
    planned.judged.change = planned.change
    planned.judged.institution_id = entry.id if entry is not None and entry.in_area else None
    return planned


def _set_aside(judged: Judged, code: str) -> None:
    judged.outcome = SKIP
    judged.problems = (Problem("district", "row.other_area", about=districts.name(code)),)


def _planned(judged: Judged, stated: dict[str, Any], meant: Meant) -> Planned:
    if meant.doubt:
        judged.tell(meant.doubt, CONFLICT)
        _point_at(judged, meant)
    if meant.entry is None:
        return Planned(judged, stated, meant, {}, CREATED)
    changes = changes_between(meant.entry.values, stated)
    kind = kinds_of_change(changes)
    if not meant.entry.in_area:
        judged.tell(Problem("name", "known.out_of_district"), CONFLICT)
        _point_at(judged, meant)
    elif meant.doubt is None:
        _tell_of_changes(judged, changes)
    return Planned(judged, stated, meant, changes, kind)


def _point_at(judged: Judged, meant: Meant) -> None:
    if meant.entry is not None:
        judged.conflicts_with = (*judged.conflicts_with, meant.entry.values["name"])


def _tell_of_changes(judged: Judged, changes: Mapping[str, tuple[Any, Any]]) -> None:
    for field, code in (("name", "known.renamed"), ("address", "known.moved")):
        if field in changes and changes[field][0] is not None:
            judged.tell(Problem(field, code, about=str(changes[field][0])))


class _Known:
    """The entries of the register that a batch of rows could mean."""

    def __init__(self, stated: Sequence[Mapping[str, Any]], area: frozenset[str] | None) -> None:
        self._area = area
        self._by_code: dict[str, KnownEntry] = {}
        self._by_licence: dict[str, list[KnownEntry]] = defaultdict(list)
        self._by_name: dict[tuple[str, str | None], list[KnownEntry]] = defaultdict(list)
        self._load(stated)

    def _load(self, stated: Sequence[Mapping[str, Any]]) -> None:
        for entry in self._entries(Institution.credit_code, _said(stated, "credit_code")):
            self._by_code[entry.values["credit_code"]] = entry
        rest = [said for said in stated if said.get("credit_code") not in self._by_code]
        for entry in self._entries(Institution.licence_no, _said(rest, "licence_no")):
            self._by_licence[entry.values["licence_no"]].append(entry)
        keys = {name_key(said["name"]) for said in rest}
        for entry in self._entries(Institution.name_key, keys):
            self._by_name[entry.key].append(entry)

    def _entries(self, column: Any, values: set[str]) -> list[KnownEntry]:
        if not values:
            return []
        statement = select(*_KNOWN).outerjoin(
            Site, and_(Site.institution_id == Institution.id, Site.is_main)
        )
        rows = db.session.execute(statement.where(column.in_(values)).order_by(Institution.id))
        return [self._entry(row) for row in rows.mappings()]

    def _entry(self, row: Mapping[Any, Any]) -> KnownEntry:
        in_area = self._area is None or row["scope_code"] in self._area
        return KnownEntry(row["id"], row, in_area)

    def meant(self, said: Mapping[str, Any], judged: Judged) -> Meant:
        """Return whom one row means; a licence number that two rows share tells nothing."""
        told = {problem.code for problem in judged.problems}
        licence = "" if "row.same_licence" in told else said.get("licence_no", "")
        return whom_a_row_means(
            said,
            by_code=self._by_code.get(said.get("credit_code", "")),
            by_licence=self._by_licence.get(licence, ()),
            by_name=self._by_name.get((name_key(said["name"]), said.get("district_code")), ()),
            has_twin="row.elsewhere" in told,
        )


def _said(stated: Iterable[Mapping[str, Any]], name: str) -> set[str]:
    return {said[name] for said in stated if said.get(name)}


def recent_runs(viewer: Viewer, most: int) -> Sequence[ImportRun]:
    """Return the newest runs that the viewer may see."""
    statement = in_scope(select(ImportRun), viewer, ImportRun.district_code)
    statement = statement.options(joinedload(ImportRun.file), joinedload(ImportRun.job))
    return db.session.scalars(statement.order_by(ImportRun.id.desc()).limit(most)).all()


def all_rows(viewer: Viewer, run: ImportRun) -> Iterator[ImportRow]:
    """Yield every row of a run, some hundred at a time."""
    last = 0
    while True:
        statement = select(ImportRow).where(ImportRow.import_id == run.id, ImportRow.number > last)
        rows = db.session.scalars(statement.order_by(ImportRow.number).limit(1000)).all()
        if not rows:
            return
        yield from rows
        last = rows[-1].number


def import_by_id(viewer: Viewer, public_id: str) -> ImportRun:
    """Return one run, or raise `NotFound`."""
    statement = select(ImportRun).where(ImportRun.public_id == public_id)
    run = db.session.scalar(in_scope(statement, viewer, ImportRun.district_code))
    if run is None:
        raise NotFound
    return run


@dataclass(frozen=True, slots=True)
class RowsPage:
    """A page of a file's rows under one filter."""

    rows: Sequence[ImportRow]
    total: int
    page: int
    pages: int
    per_page: int = ROWS_ON_A_PAGE


def rows_page(viewer: Viewer, run: ImportRun, chosen: str, page: int) -> RowsPage:
    """Return a page of rows: all, those of one outcome, or those that change the register so."""
    statement = select(ImportRow).where(ImportRow.import_id == run.id)
    if chosen in set(ImportOutcome):
        statement = statement.where(ImportRow.outcome == ImportOutcome(chosen))
    elif chosen in ("renamed", "moved", "changed", "new"):
        statement = statement.where(ImportRow.change == chosen)
    total = db.session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    pages = max(1, -(-total // ROWS_ON_A_PAGE))
    page = min(max(1, page), pages)
    rows = db.session.scalars(
        statement.options(joinedload(ImportRow.institution))
        .order_by(ImportRow.number)
        .limit(ROWS_ON_A_PAGE)
        .offset((page - 1) * ROWS_ON_A_PAGE)
    ).all()
    return RowsPage(rows, total, page, pages)


def counts_of_changes(viewer: Viewer, run: ImportRun) -> dict[str, int]:
    """Return how many rows would change the register how."""
    statement = (
        select(ImportRow.change, func.count())
        .where(ImportRow.import_id == run.id, ImportRow.change.is_not(None))
        .group_by(ImportRow.change)
    )
    return {str(change): count for change, count in db.session.execute(statement)}


def undecided_rows(viewer: Viewer, run: ImportRun) -> int:
    """Return how many rows still stand in the way of the import."""
    bad = or_(
        ImportRow.outcome == ImportOutcome.REJECT,
        and_(ImportRow.outcome == ImportOutcome.CONFLICT, ImportRow.decision.is_(None)),
    )
    statement = select(func.count()).where(ImportRow.import_id == run.id, bad)
    return db.session.scalar(statement) or 0


def absences_of(viewer: Viewer, run: ImportRun) -> Sequence[ImportAbsence]:
    """Return what a full register no longer names, undecided ones first."""
    statement = (
        in_scope(select(ImportAbsence), viewer, Institution.scope_code)
        .join(Institution, Institution.id == ImportAbsence.institution_id)
        .where(ImportAbsence.import_id == run.id)
        .order_by(ImportAbsence.confirmed.is_not(None), Institution.name)
        .limit(500)
    )
    return db.session.scalars(statement).all()


def absence_by_id(viewer: Viewer, run: ImportRun, public_id: str) -> ImportAbsence:
    """Return the note that a full register lacks one institution, or raise `NotFound`."""
    statement = (
        in_scope(select(ImportAbsence), viewer, Institution.scope_code)
        .join(Institution, Institution.id == ImportAbsence.institution_id)
        .where(ImportAbsence.import_id == run.id, Institution.public_id == public_id)
    )
    found = db.session.scalar(statement)
    if found is None:
        raise NotFound
    return found
