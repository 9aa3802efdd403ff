"""The report of an import in the shape of the contract, and the judging of a whole file."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.importing.comparing import Comparison
from app.importing.judging import Judge
from app.importing.outcomes import KEPT_ASIDE, SKIP, Judged
from app.importing.places import Places
from app.importing.tables import Table, opened_table
from app.importing.workbooks import column_letter
from inspections.problems import Problem


@dataclass(slots=True)
class Reading:
    """A file read and judged: what the report says of it before anything is written."""

    file: str
    encoding: str | None
    sheet: str | None
    other_sheets: tuple[str, ...]
    header_rows: tuple[int, ...]
    columns: dict[str, str]
    names: tuple[str, ...]
    shown: frozenset[str]
    rows: list[Judged] = field(default_factory=list)

    def value_of(self, row: Judged) -> dict[str, Any]:
        """Return a row's values by column name; what the file has no column for only if known."""
        pairs = zip(self.names, row.values, strict=False)
        return {
            name: value
            for name, value in pairs
            if name in self.shown or (value is not None and name not in KEPT_ASIDE)
        }

    def outcomes(self) -> dict[str, int]:
        """Return how many rows ended how."""
        return dict(Counter(row.outcome for row in self.rows))


def read_register(path: Path, *, home: str, sheet: str | None = None) -> Reading:
    """Read and judge a file on its own, without asking the register.

    Raises UnreadableFile when there is no table in it.
    """
    with opened_table(path, sheet=sheet) as table:
        judge = Judge(
            table.header,
            places=Places(home),
            since_1904=table.since_1904,
            open_quotes=table.open_quotes,
        )
        reading = _begun(path, table, judge)
        comparison = Comparison(judge.names)
        for number, cells in table.rows:
            judged = judge.judge(number, cells)
            reading.rows.append(judged)
            if judged.outcome != SKIP:
                comparison.add(judged)
    return reading


def _begun(path: Path, table: Table, judge: Judge) -> Reading:
    header = table.header
    columns = {}
    for place, name in sorted(header.fields.items()):
        key = column_letter(place) if table.kind == "workbook" else header.texts[place]
        columns[key] = "district_code" if name == "district" else name
    return Reading(
        file=path.name,
        encoding=table.encoding,
        sheet=table.sheet,
        other_sheets=table.other_sheets,
        header_rows=header.rows,
        columns=columns,
        names=judge.names,
        shown=frozenset(name for name in judge.names if judge.shown(name)),
    )


def row_report(reading: Reading, row: Judged, language: str) -> dict[str, Any]:
    """Return one row of the report."""
    report: dict[str, Any] = {"row": row.row, "outcome": row.outcome}
    report["values"] = reading.value_of(row) if row.values else {}
    report["problems"] = [problem_report(problem, language) for problem in row.problems]
    if row.duplicate_of is not None:
        report["duplicate_of"] = row.duplicate_of
    if row.conflicts_with:
        report["conflicts_with"] = list(row.conflicts_with)
    return report


def problem_report(problem: Problem, language: str) -> dict[str, str]:
    """Return one problem as the contract shows it."""
    return {
        "field": problem.field,
        "code": problem.code,
        "message": problem.message(language),
    }


def report_chunks(reading: Reading, written: dict[str, int], language: str) -> Iterator[str]:
    """Yield the JSON report piece by piece: 100,000 rows need no second copy in memory."""
    head = {
        "file": reading.file,
        "encoding": reading.encoding,
        "sheet": reading.sheet,
        "header_rows": list(reading.header_rows),
        "columns": reading.columns,
    }
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "rows": ['
    for place, row in enumerate(reading.rows):
        text = json.dumps(row_report(reading, row, language), ensure_ascii=False)
        yield ("" if place == 0 else ",") + "\n" + text
    summary = {"rows_listed": len(reading.rows), "outcomes": reading.outcomes()}
    tail = {"summary": summary, "written": written}
    if reading.other_sheets:
        tail["other_sheets"] = list(reading.other_sheets)  # type: ignore[assignment]
    yield "\n], " + json.dumps(tail, ensure_ascii=False)[1:] + "\n"
