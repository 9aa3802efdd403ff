"""XLSX workbooks as tables, read as a stream: cached values only, no styles but dates, no links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from xml.etree.ElementTree import Element

from app.importing.bounds import UnreadableFile
from app.importing.workbook_parts import Parts

_REFERENCE = re.compile(r"([A-Z]{1,3})(\d+)$")
_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\b[^>]*?\bref=[\"']([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)[\"']"
)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NOT_DATE = re.compile(r"\"[^\"]*\"|\\.|\[(?!h|m|s)[^\]]*\]|_.|\*.", re.IGNORECASE)
_BUILT_IN_DATES = frozenset((*range(14, 18), 22, *range(27, 32), 34, 35, 36, *range(50, 59)))
_WIDEST = 512
_MOST_ROWS = 1_048_576

# column, row, last column, last row
Span = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One worksheet of a workbook: its name, its part in the zip, and whether a person sees it."""

    name: str
    part: str
    visible: bool


class Workbook:
    """An open workbook; rows come as (number, cells), blank rows between them as empty lists."""

    def __init__(self, path: Path) -> None:
        """Read what all sheets share; raises UnreadableFile for a damaged or hostile file."""
        self._parts = Parts(path)
        self.since_1904 = False
        self.sheets = self._read_sheets()
        self._strings = list(self._read_strings())
        self._dates = self._read_date_styles()

    def rows(self, sheet: Sheet) -> Iterator[tuple[int, list[str | None]]]:
        """Yield the rows of a sheet; a cell merged downwards holds its value in every row."""
        down = _MergedDown(self._merged(sheet))
        last = 0
        for row in self._parts.elements(sheet.part, "row"):
            number = int(row.get("r") or last + 1)
            if not last < number <= _MOST_ROWS:
                raise UnreadableFile("file.damaged")
            cells = self._cells(row)
            if not any(cells) and not down.reaches(number):
                row.clear()
                continue
            for blank in range(last + 1, number):
                yield blank, down.filled(blank, [])
            yield number, down.filled(number, cells)
            last = number
            row.clear()

    def size_of(self, sheet: Sheet) -> int:
        """Return the size of a sheet's part, which tells a register from a page of remarks."""
        return self._parts.size_of(sheet.part)

    def _cells(self, row: Element) -> list[str | None]:
        cells: list[str | None] = []
        for cell in row:
            if not cell.tag.endswith("}c"):
                continue
            reference = _REFERENCE.match(cell.get("r") or "")
            place = column_number(reference[1]) if reference else len(cells)
            value = self._value(cell)
            if value is None or place >= _WIDEST:
                continue
            cells.extend([None] * (place + 1 - len(cells)))
            cells[place] = value
        return cells

    def _value(self, cell: Element) -> str | None:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return _tidy(_text(cell))
        value = next((part.text for part in cell if part.tag.endswith("v")), None)
        if value is None or value == "":
            return None
        if kind == "s":
            return self._strings[int(value)] if int(value) < len(self._strings) else None
        if kind in ("str", "e", "d"):
            return _tidy(value[:10] if kind == "d" else value)
        if kind == "b":
            return "是" if value == "1" else "否"
        return self._number(value, int(cell.get("s") or 0))

    def _number(self, text: str, style: int) -> str:
        """A number as digits, never as 1E+17; a date where its format says so."""
        try:
            number = float(text)
        except ValueError:
            return text
        if style < len(self._dates) and self._dates[style] and 0 < number < 200_000:
            return self._day(number)
        if number == int(number) and abs(number) < 1e21:
            return text if text.lstrip("-").isdigit() else str(int(number))
        return repr(round(number, 10))

    def _day(self, serial: float) -> str:
        start = date(1904, 1, 1) if self.since_1904 else date(1899, 12, 30)
        return (start + timedelta(days=int(serial))).isoformat()

    def _read_sheets(self) -> list[Sheet]:
        parts = {
            relation.get("Id", ""): _part_name(relation.get("Target", ""))
            for relation in self._parts.elements("xl/_rels/workbook.xml.rels", "Relationship")
        }
        found = []
        for element in self._parts.elements("xl/workbook.xml", "sheet", "workbookPr"):
            if element.tag.endswith("workbookPr"):
                self.since_1904 = element.get("date1904", "0") in ("1", "true", "on")
                continue
            relation = next(
                (value for key, value in element.attrib.items() if key.endswith("}id")), ""
            )
            part = parts.get(relation, "")
            if part in self._parts and "worksheets" in part:
                visible = element.get("state", "visible") == "visible"
                found.append(Sheet(element.get("name", ""), part, visible))
        if not found:
            raise UnreadableFile("file.no_sheet")
        return found

    def _read_strings(self) -> Iterator[str | None]:
        if "xl/sharedStrings.xml" not in self._parts:
            return
        for item in self._parts.elements("xl/sharedStrings.xml", "si"):
            yield _tidy(_text(item))
            item.clear()

    def _read_date_styles(self) -> list[bool]:
        """Return for each cell style whether it shows a number as a date."""
        if "xl/styles.xml" not in self._parts:
            return []
        custom: dict[int, bool] = {}
        styles: list[bool] = []
        for element in self._parts.elements("xl/styles.xml", "numFmt", "cellXfs"):
            if element.tag.endswith("numFmt"):
                custom[int(element.get("numFmtId") or 0)] = _is_date_format(
                    element.get("formatCode", "")
                )
                continue
            for style in element:
                number = int(style.get("numFmtId") or 0)
                styles.append(custom.get(number, number in _BUILT_IN_DATES))
        return styles

    def _merged(self, sheet: Sheet) -> list[Span]:
        """Return the merged cells of a sheet; they follow its rows."""
        return [
            (column_number(left.decode()), int(top), column_number(right.decode()), int(bottom))
            for left, top, right, bottom in self._parts.found_in(sheet.part, _MERGED)
        ]


class _MergedDown:
    """Cells merged over several rows of one column: the first row's value holds for all."""

    def __init__(self, merged: list[Span]) -> None:
        self._spans = sorted(
            (m for m in merged if m[3] > m[1] and m[0] == m[2]), key=lambda m: m[1]
        )
        self._waiting = 0
        self._open: list[tuple[int, int, str]] = []
        self._bottom = 0

    def reaches(self, number: int) -> bool:
        return number <= self._bottom

    def filled(self, number: int, cells: list[str | None]) -> list[str | None]:
        if self._waiting >= len(self._spans) and not self._open:
            return cells
        self._open = [span for span in self._open if span[1] >= number]
        for column, _, value in self._open:
            cells.extend([None] * (column + 1 - len(cells)))
            cells[column] = cells[column] or value
        while self._waiting < len(self._spans) and self._spans[self._waiting][1] <= number:
            column, top, _, bottom = self._spans[self._waiting]
            self._waiting += 1
            value = cells[column] if top == number and column < len(cells) else None
            if value:
                self._open.append((column, bottom, value))
        self._bottom = max((span[1] for span in self._open), default=0)
        return cells


def column_number(letters: str) -> int:
    """Return A as 0, B as 1, AA as 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letter(number: int) -> str:
    """Return 0 as A, 26 as AA."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _part_name(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else "xl/" + target


def _text(element: Element) -> str:
    """Join the runs of a rich text; phonetic marks (rPh) are no part of it."""
    pieces = []
    for part in element:
        local = part.tag.rpartition("}")[2]
        if local == "t":
            pieces.append(part.text or "")
        elif local in ("r", "is"):
            pieces.append(_text(part))
    return "".join(pieces)


def _tidy(text: str) -> str | None:
    plain = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
    return plain.strip().strip("\ufeff\u200b").strip() or None


def _is_date_format(code: str) -> bool:
    plain = _NOT_DATE.sub("", code.split(";")[0]).lower()
    return "y" in plain or "d" in plain or "年" in code or ("m" in plain and "月" in code)
