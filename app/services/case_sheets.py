"""A spreadsheet of cases begun on paper: judged row by row, written all or, if asked, the good."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from app.access import Viewer
from app.db import db
from app.errors import BadInput, refusal_told
from app.models.cases import Case
from app.services.case_take_over import TakeOver, take_over, told_of
from app.services.evidence import ArrivedFile, keep_for_district
from app.words import gettext as _
from app.words import language
from inspections.procedure.given import BadGiven
from inspections.procedure.paper_cases import COLUMNS, read_paper_case
from inspections.refusal import Refused

SCAN = "scan"
SCAN_HEADING = "扫描件文件名"
MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of the sheet, numbered as in the file."""

    number: int
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What became of a row: the case it made, or every reason against it."""

    number: int
    title: str
    case: str = ""
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetReport:
    """What became of a sheet; nothing was written where `written` is 0."""

    rows: tuple[RowOutcome, ...]
    written: int

    @property
    def bad(self) -> int:
        """Return how many rows can't be taken."""
        return sum(bool(row.problems) for row in self.rows)


def headings() -> dict[str, str]:
    """Return the column of each heading, in Chinese and English, and by name."""
    known = {SCAN_HEADING: SCAN, "Name of the scan": SCAN, SCAN: SCAN}
    for field in COLUMNS:
        known |= {field.zh: field.name, field.en: field.name, field.name: field.name}
    return known


def rows_of(table: Iterable[tuple[int, Sequence[str | None]]]) -> list[SheetRow]:
    """Return the rows of a sheet whose first row names the columns; raises `BadInput`."""
    lines = iter(table)
    first = next(lines, None)
    names = [headings().get((cell or "").strip(), "") for cell in first[1]] if first else []
    lacking = [field.zh for field in COLUMNS if field.required and field.name not in names]
    if lacking:
        message = _("These columns are missing: %(columns)s", columns="、".join(lacking))
        raise BadInput("no_columns", message, [{"field": "sheet", "message": message}])
    found = []
    for number, cells in lines:
        values = {
            name: (cell or "").strip()
            for name, cell in zip(names, cells, strict=False)
            if name and (cell or "").strip()
        }
        if values:
            found.append(SheetRow(number, values))
        if len(found) > MOST_ROWS:
            message = _("At most 500 cases fit in one sheet.")
            raise BadInput("too_many_rows", message, [{"field": "sheet", "message": message}])
    return found


def take_over_sheet(
    rows: Sequence[SheetRow],
    scans: Mapping[str, ArrivedFile],
    how: TakeOver,
    *,
    skip_bad: bool,
    actor: Viewer,
) -> SheetReport:
    """Take over every case of a sheet; with a bad row among them none, unless bad ones are skipped.

    `scans` are the scans of the files by name.
    """
    whole = db.session.begin_nested()
    outcomes = tuple(_take(row, scans, how, actor=actor) for row in rows)
    bad = any(one.problems for one in outcomes)
    if bad and not skip_bad:
        whole.rollback()
        return SheetReport(tuple(replace(one, case="") for one in outcomes), 0)
    whole.commit()
    return SheetReport(outcomes, sum(bool(one.case) for one in outcomes))


def _take(
    row: SheetRow, scans: Mapping[str, ArrivedFile], how: TakeOver, *, actor: Viewer
) -> RowOutcome:
    title = row.values.get("title", "")
    try:
        with db.session.begin_nested():
            case = _written(row, scans, how, actor=actor)
    except BadGiven as bad:
        words = {field.name: field.word(language()) for field in COLUMNS}
        told = [
            f"{words.get(one['field'], one['field'])}: {one['message']}" for one in told_of(bad)
        ]
        return RowOutcome(row.number, title, problems=tuple(told))
    except BadInput as bad:
        messages = [one["message"] for one in bad.fields] or [bad.message]
        return RowOutcome(row.number, title, problems=tuple(messages))
    except Refused as refused:
        told = [_in_words(one) for one in map(refusal_told, refused.refusals)]
        return RowOutcome(row.number, title, problems=tuple(told))
    return RowOutcome(row.number, title, case=case.public_id)


def _in_words(told: Mapping[str, object]) -> str:
    about = f" ({told['about']})" if told["about"] else ""
    return f"{told['sentence']}{about} [{told['basis']}]"


def _written(
    row: SheetRow, scans: Mapping[str, ArrivedFile], how: TakeOver, *, actor: Viewer
) -> Case:
    values = {name: text for name, text in row.values.items() if name != SCAN}
    paper = read_paper_case(values)
    name = row.values.get(SCAN, "")
    if name not in scans:
        message = _("The scan %(name)s isn't among the files.", name=name or "—")
        raise BadInput("no_scan", message, [{"field": SCAN, "message": message}])
    scan = keep_for_district(scans[name], scope_code=how.scope_code, actor=actor)
    return take_over(paper, how, scan, actor=actor)
