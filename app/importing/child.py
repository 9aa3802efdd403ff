"""The child process that parses a foreign file: little memory, little time, no secrets, no network.

Prints JSON lines: first the source, then batches of rows, and an error or the end at last.
"""

import json
import resource
import sys
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

from app.importing.bounds import UnreadableFile, kind_of
from app.importing.headers import LOOK_AHEAD, find_header
from app.importing.texts import Record, dialect_of, records
from app.importing.workbooks import Sheet, Workbook

_MEMORY = 1 << 30
_SECONDS = 240
_BATCH = 500

Row = tuple[int, list[str | None]]


def main(path: Path, sheet: str | None) -> None:
    """Parse one file and print it; a fault is printed too, never raised to the caller's eyes."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        if kind_of(path) == "text":
            _print_text(path)
        else:
            _print_workbook(path, sheet)
        _print({"end": True})
    except UnreadableFile as error:
        problem = error.problem
        _print({"error": [problem.code, problem.about, problem.right]})
    except MemoryError:
        _print({"error": ["file.too_big_to_read", "", ""]})
    except (ValueError, KeyError, IndexError, OverflowError):
        # The edge of the process: whatever a broken workbook trips over, it is a broken workbook.
        _print({"error": ["file.damaged", "", ""]})


def _print_text(path: Path) -> None:
    dialect = dialect_of(path)
    _print({"kind": "text", "encoding": dialect.encoding})
    _print_rows(_without_blank_end(_told_of_quotes(records(path, dialect))))


def _told_of_quotes(found: Iterable[Record]) -> Iterator[Row]:
    """Number the records; which of them swallow others is printed before they are."""
    for number, (cells, line) in enumerate(found, start=1):
        if line:
            _print({"open_quote": [number, line]})
        yield number, cells


def _print_workbook(path: Path, wanted: str | None) -> None:
    book = Workbook(path)
    sheet, others = _chosen(book, wanted)
    _print(
        {"kind": "workbook", "sheet": sheet.name, "others": others, "since_1904": book.since_1904}
    )
    _print_rows(_without_blank_end(book.rows(sheet)))


def _chosen(book: Workbook, wanted: str | None) -> tuple[Sheet, list[str]]:
    """Return the sheet that is most like a register, and the names of others that are one too."""
    named = [sheet for sheet in book.sheets if sheet.name == wanted]
    if named:
        return named[0], []
    ranked = []
    for sheet in book.sheets:
        header = find_header(list(islice(book.rows(sheet), LOOK_AHEAD)))
        if header:
            ranked.append((sheet.visible, header.score, book.size_of(sheet), sheet))
    if not ranked:
        return next((sheet for sheet in book.sheets if sheet.visible), book.sheets[0]), []
    best = max(ranked, key=lambda entry: entry[:3])[3]
    return best, [entry[3].name for entry in ranked if entry[3] is not best and entry[0]]


def _without_blank_end(rows: Iterable[Row]) -> Iterator[Row]:
    """Pass rows on, but blank ones only when something follows them."""
    waiting: list[Row] = []
    for row in rows:
        waiting.append(row)
        if any(row[1]):
            yield from waiting
            waiting = []
        elif len(waiting) > 100_000:
            return


def _print_rows(rows: Iterator[Row]) -> None:
    for first in rows:
        _print({"rows": list(chain([first], islice(rows, _BATCH - 1)))})


def _print(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message, separators=(",", ":")) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None)
