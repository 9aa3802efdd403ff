"""Text files as tables: which encoding, which separator, and the records one by one."""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from app.importing.bounds import UnreadableFile

_SAMPLE = 256 * 1024
_SEPARATORS = ",\t;|，；"
_LONGEST_CELL = 1_000_000
_BROKEN_SHARE = 0.01
_WIDEST = 512
# stands behind the last line: what is still quoted there was never closed
_END = "\ue0ff\ue0fe\ue0ff"
_FEW_SEPARATORS = 3

# a record, and the line where a quotation mark in it opens that swallows others; 0 for none
Record = tuple[list[str | None], int]


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a text file is to be read; `damaged` says that some bytes fit no encoding."""

    encoding: str
    separator: str
    damaged: bool = False


def dialect_of(path: Path) -> Dialect:
    """Return encoding and separator of a text file, found by reading it through once.

    Raises UnreadableFile where no encoding fits.
    """
    encoding, damaged = _encoding(path)
    with _opened(path, encoding, damaged) as text:
        sample = text.read(_SAMPLE)
    return Dialect(encoding, _separator(sample), damaged)


def records(path: Path, dialect: Dialect) -> Iterator[Record]:
    """Yield every record of the file, blank ones as empty lists; cells are trimmed."""
    csv.field_size_limit(_LONGEST_CELL)
    with _opened(path, dialect.encoding, dialect.damaged) as text:
        reader = csv.reader(chain(text, [_END]), delimiter=dialect.separator)
        usual = 1
        while True:
            line = reader.line_num + 1
            try:
                record = next(reader)
            except csv.Error as error:
                code = "file.line_too_long" if reader.line_num <= line else "file.quotes"
                raise UnreadableFile(code, about=str(line)) from error
            if record == [_END]:
                return
            if reader.line_num == 1 and _is_separator_line(record):
                yield [], 0
                continue
            if reader.line_num == line:
                usual = max(usual, len(record))
                yield _trimmed(record, line), 0
                continue
            is_open = record[-1].endswith(_END)
            record[-1] = record[-1].removesuffix(_END)
            swallows = is_open or _holds_rows(record, dialect.separator, usual)
            yield _trimmed(record, line), line if swallows else 0
            if is_open:
                return


def _holds_rows(record: list[str], separator: str, usual: int) -> bool:
    """Return whether one cell holds further rows: line breaks, and a row's separators in a line.

    Line breaks alone are lawful, and commas in a text too.
    """
    for place, cell in enumerate(record):
        first, *others = cell.splitlines() or [""]
        rest = usual - 1 - place
        if others and place <= 1 and first.count(separator) >= max(2, rest):
            return True
        if any(line.count(separator) >= max(_FEW_SEPARATORS, usual - 1) for line in others):
            return True
    return False


def _trimmed(record: list[str], line: int) -> list[str | None]:
    """Return the cells without blanks around them; what is wider than any table is refused."""
    cells = [cell.strip().strip("\ufeff\u200b").strip() or None for cell in record]
    if len(cells) > _WIDEST:
        while cells and cells[-1] is None:
            cells.pop()
        if len(cells) > _WIDEST:
            raise UnreadableFile("file.too_wide", about=str(line), right=str(_WIDEST))
    return cells


def _opened(path: Path, encoding: str, damaged: bool) -> io.TextIOWrapper:
    return path.open(encoding=encoding, errors="replace" if damaged else "strict", newline="")


def _is_separator_line(record: list[str]) -> bool:
    """Excel's own hint `sep=;` stands in the first line."""
    return bool(record) and record[0].lower().lstrip("\ufeff").startswith("sep=")


def _encoding(path: Path) -> tuple[str, bool]:
    with path.open("rb") as file:
        start = file.read(_SAMPLE)
    if start.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise UnreadableFile("file.encoding")
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig", not _decodes(path, "utf-8-sig")
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", not _decodes(path, "utf-16")
    unmarked = _unmarked_utf16(start)
    if unmarked and _decodes(path, unmarked):
        return unmarked, False
    for encoding in ("utf-8", "gb18030"):
        if _decodes(path, encoding):
            return encoding, False
    return _least_broken(start)


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _unmarked_utf16(start: bytes) -> str | None:
    """Separators and digits have a zero byte on one side; other encodings have none at all."""
    pairs = start[: len(start) // 2 * 2]
    low, high = pairs[0::2].count(0), pairs[1::2].count(0)
    few = max(2, len(pairs) // 200)
    if high >= few and low * 20 < high:
        return "utf-16-le"
    if low >= few and high * 20 < low:
        return "utf-16-be"
    return None


def _least_broken(start: bytes) -> tuple[str, bool]:
    """A file with some broken bytes is read, and its broken cells are said to be so."""
    broken = {
        encoding: start.decode(encoding, errors="replace").count("\ufffd")
        for encoding in ("utf-8", "gb18030")
    }
    encoding = min(broken, key=broken.__getitem__)
    if broken[encoding] > max(3, len(start) * _BROKEN_SHARE):
        raise UnreadableFile("file.encoding")
    return encoding, True


def _separator(sample: str) -> str:
    """Return the separator that cuts the sample's lines most evenly into several cells."""
    first = sample[:40].lstrip("\ufeff").lower()
    if first.startswith("sep=") and len(first) > 4 and first[4] in _SEPARATORS:
        return first[4]
    best, most = ",", 0.0
    for separator in _SEPARATORS:
        try:
            lines = list(
                islice(csv.reader(io.StringIO(sample, newline=""), delimiter=separator), 200)
            )
        except csv.Error:
            continue
        widths = [len(line) for line in lines if any(line)]
        usual = max(set(widths), key=widths.count, default=1)
        evenness = usual > 1 and usual * widths.count(usual) / len(widths)
        if evenness > most:
            best, most = separator, evenness
    return best
