"""The rows of an import for its page: each value at its column, each problem at its cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from app.desk.register_words import field_word
from app.importing.outcomes import KEPT_ASIDE
from app.models.imports import Decision, ImportOutcome, ImportRow, ImportRun, ImportState
from app.words import gettext as _
from app.words import language, lazy_gettext, ngettext, word
from inspections.problems import Problem
from maps import districts

KINDS = {
    ImportOutcome.SKIP: "slate",
    ImportOutcome.ACCEPT: "jade",
    ImportOutcome.WARN: "amb",
    ImportOutcome.DUPLICATE: "slate",
    ImportOutcome.CONFLICT: "cin",
    ImportOutcome.REJECT: "error",
}
CHANGES = {
    "new": lazy_gettext("New"),
    "changed": lazy_gettext("Changed"),
    "renamed": lazy_gettext("Renamed"),
    "moved": lazy_gettext("Moved"),
    "same": lazy_gettext("Unchanged"),
}
COLUMNS = {
    "list_status": lazy_gettext("List"),
    "list_reason": lazy_gettext("Reason for listing"),
    "list_date": lazy_gettext("Listed on"),
    "list_ends": lazy_gettext("Listed until"),
    "list_basis": lazy_gettext("Legal basis"),
    "decision_no": lazy_gettext("Decision number"),
    "authority": lazy_gettext("Authority"),
}
# these tell which institution it is, so they stand first whatever the file's order
FIRST = ("name", "credit_code", "district_code", "address", "licence_no", "licence_expires")


@dataclass(frozen=True, slots=True)
class CellShown:
    """One value with what is wrong about it."""

    field: str
    word: str
    value: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class RowShown:
    """One row with its verdict, and the decision where one is needed."""

    number: int
    outcome: ImportOutcome
    kind: str
    change: str
    cells: tuple[CellShown, ...]
    text: str
    elsewhere: tuple[Problem, ...]
    duplicate_of: int | None
    institution_url: str
    decision: Decision | None
    needs_decision: bool


def column_word(name: str) -> str:
    """Return the reader's word for a column of a file."""
    return str(COLUMNS[name]) if name in COLUMNS else field_word(name)


def columns_of(run: ImportRun) -> list[tuple[str, str]]:
    """Return how the file's columns were understood: key in the file, our word."""
    return [(key, column_word(name)) for key, name in run.columns.items() if name in _WORDED]


_WORDED = frozenset(
    (
        *FIRST,
        *COLUMNS,
        "short_name",
        "legal_form",
        "licence_status",
        "licence_issued",
        "phone",
        "subjects",
        "subject_class",
        "subject_group",
        "stages",
        "organiser",
        "delivery_mode",
        "lng",
        "lat",
        "datum",
    )
)


def rows_shown(rows: Sequence[ImportRow]) -> list[RowShown]:
    """Return rows for the page."""
    return [_row(row) for row in rows]


def _row(row: ImportRow) -> RowShown:
    problems = [Problem(*told) for told in row.problems]
    cells = tuple(_cells(row.cells, problems))
    shown = {cell.field for cell in cells}
    institution = row.institution
    return RowShown(
        number=row.number,
        outcome=row.outcome,
        kind=KINDS[row.outcome],
        change=str(CHANGES[row.change]) if row.change in CHANGES else "",
        cells=cells,
        text=str(row.cells.get("text", "")),
        elsewhere=tuple(p for p in problems if _field_of(p) not in shown),
        duplicate_of=row.duplicate_of,
        institution_url=(
            url_for("register.show", public_id=institution.public_id) if institution else ""
        ),
        decision=row.decision,
        needs_decision=row.outcome is ImportOutcome.CONFLICT,
    )


def _field_of(problem: Problem) -> str:
    return "district_code" if problem.field == "district" else problem.field


def _cells(values: Mapping[str, Any], problems: Sequence[Problem]) -> list[CellShown]:
    names = [name for name in FIRST if name in values]
    names += [name for name in values if name not in names]
    cells = []
    for name in names:
        if name in KEPT_ASIDE or name == "text":
            continue
        own = tuple(problem for problem in problems if _field_of(problem) == name)
        value = values[name]
        if value is None and not own:
            continue
        cells.append(CellShown(name, column_word(name), _said(name, value), own))
    return cells


def _said(name: str, value: Any) -> str:
    if value is None:
        return ""
    if name == "district_code":
        return districts.name(str(value), language())
    return f"{value:.6f}" if isinstance(value, float) else str(value)


def counts_of(run: ImportRun) -> list[tuple[str, str, int]]:
    """Return (kind, word, number) of rows by outcome, those that matter first."""
    order = ("reject", "conflict", "warn", "accept", "duplicate", "skip")
    return [
        (KINDS[ImportOutcome(code)], word(ImportOutcome(code)), run.counts[code])
        for code in order
        if run.counts.get(code)
    ]


def filters_of(run: ImportRun, changes: Mapping[str, int], chosen: str) -> list[dict[str, Any]]:
    """Return the tabs above the rows: outcomes first, then what would change in the register."""

    def tab(code: str, said: str, count: int) -> dict[str, Any]:
        url = url_for("imports.show", public_id=run.public_id, only=code or None)
        return {"word": said, "url": url, "count": f"{count:,}", "current": chosen == code}

    tabs = [tab("", _("All"), sum(run.counts.values()))]
    for outcome in ImportOutcome:
        if run.counts.get(outcome.value):
            tabs.append(tab(outcome.value, word(outcome), run.counts[outcome.value]))
    for change in ("new", "changed", "renamed", "moved"):
        if changes.get(change):
            tabs.append(tab(change, str(CHANGES[change]), changes[change]))
    return tabs


def headline_of(run: ImportRun, undecided: int) -> str:
    """Return the page's answer: what can be imported and what still waits for a person."""
    good = run.counts.get("accept", 0) + run.counts.get("warn", 0)
    if run.state is ImportState.DONE and run.written:
        stored = run.written["created"] + run.written["updated"] + run.written["unchanged"]
        return ngettext("%(num)d institution imported", "%(num)d institutions imported", stored)
    if run.state is not ImportState.READY:
        return word(run.state)
    said = ngettext("%(num)d row can be imported", "%(num)d rows can be imported", good)
    if undecided:
        waiting = ngettext("%(num)d waits for you", "%(num)d wait for you", undecided)
        said += _(", ") + waiting
    return said
