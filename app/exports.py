"""Lists as files: CSV with a UTF-8 mark and XLSX, streamed, no cell ever a formula.

    return exports.answer(state.format, "register", heads, rows)

`heads` are the words over the columns, `rows` an iterator of tuples of text, numbers, days or None.
"""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from flask import Response, stream_with_context
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from app import clock

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UTF8_MARK = "\ufeff"
ROWS_AT_ONCE = 500
CHUNK = 64 * 1024
LONGEST_CELL = 32_767
# a spreadsheet calculates what begins like this, also behind blanks, and in full width
STARTS = tuple("=+-@\t\r\n＝＋－＠")
BLANKS = " \u00a0\u3000\u2007\u202f\ufeff\u200b"

Cell = str | int | float | date | None


def answer(kind: str, name: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """Return the list as a download named by us: `register-2026-11-19.csv`."""
    stream = csv_stream(heads, rows) if kind == "csv" else xlsx_stream(heads, rows)
    response = Response(
        stream_with_context(stream),
        mimetype=None,
        content_type=CSV_TYPE if kind == "csv" else XLSX_TYPE,
    )
    day = clock.today().isoformat()
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{day}.{kind}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def safe_text(text: str) -> str:
    """Return text that no spreadsheet takes for a formula, in any of its lines."""
    for line in text.splitlines() or [text]:
        if line.startswith(STARTS) or line.lstrip(BLANKS).startswith(STARTS):
            return "'" + text
    return "'" + text if text.startswith(STARTS) else text


def csv_stream(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """Yield a CSV file with a UTF-8 mark, some hundred rows at once."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    buffer.write(UTF8_MARK)
    writer.writerow(heads)
    for number, row in enumerate(rows, start=1):
        writer.writerow([_csv_cell(cell) for cell in row])
        if number % ROWS_AT_ONCE == 0:
            yield _drained(buffer)
    yield _drained(buffer)


def _csv_cell(cell: Cell) -> Any:
    if isinstance(cell, str):
        return safe_text(cell)
    return "" if cell is None else cell


def _drained(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()


def xlsx_stream(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """Yield a workbook whose text cells are text, written through a file on disk."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("1")
    sheet.freeze_panes = "A2"
    sheet.append([_head(sheet, head) for head in heads])
    for row in rows:
        sheet.append([_xlsx_cell(sheet, cell) for cell in row])
    with tempfile.TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while piece := file.read(CHUNK):
            yield piece


def _head(sheet: Any, head: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=head)
    cell.font = Font(bold=True)
    return cell


def _xlsx_cell(sheet: Any, cell: Cell) -> Any:
    if not isinstance(cell, str):
        return cell
    made = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", cell)[:LONGEST_CELL])
    # an equals sign at the start makes openpyxl write a formula
    made.data_type = "s"
    return made
