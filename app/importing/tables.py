"""A foreign file as a table: parsed in a child process, its header found, its rows as a stream."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from threading import Timer
from typing import Any

from app.importing.bounds import UnreadableFile, kind_of
from app.importing.headers import LOOK_AHEAD, Header, find_header
from inspections.columns import field_for
from inspections.garbled import is_garbled, ungarbled

_ROOT = Path(__file__).resolve().parents[2]
_WALL_SECONDS = 300.0
_LONGEST_HEADING = 40

Row = tuple[int, list[str | None]]


@dataclass(frozen=True, slots=True)
class Table:
    """An open table; `rows` gives every row of the file once, the header among them.

    `open_quotes` fills while the rows come: rows that swallow others, and the line where.
    """

    kind: str
    encoding: str | None
    sheet: str | None
    other_sheets: tuple[str, ...]
    since_1904: bool
    header: Header
    rows: Iterator[Row]
    open_quotes: dict[int, int]


@contextmanager
def opened_table(path: Path, *, sheet: str | None = None) -> Iterator[Table]:
    """Open a file of any kind that can be read; the child process ends with the block.

    Raises UnreadableFile, also while the rows are being read.
    """
    kind_of(path)  # the cheap checks come before a process
    with _child(path, sheet) as messages:
        source = next(messages)
        open_quotes: dict[int, int] = {}
        rows = _rows_of(messages, open_quotes)
        head = list(islice(rows, LOOK_AHEAD))
        header = find_header(head)
        if header is None:
            raise _no_header(head)
        yield Table(
            kind=source["kind"],
            encoding=source.get("encoding"),
            sheet=source.get("sheet"),
            other_sheets=tuple(source.get("others", ())),
            since_1904=source.get("since_1904", False),
            header=header,
            rows=chain(((number, cells) for number, cells in head), rows),
            open_quotes=open_quotes,
        )


@contextmanager
def opened_rows(path: Path, *, sheet: str | None = None) -> Iterator[Iterator[Row]]:
    """Open a file of which the first row names the columns; raises UnreadableFile as it is read."""
    kind_of(path)  # the cheap checks come before a process
    with _child(path, sheet) as messages:
        next(messages)
        yield _rows_of(messages, {})


def _rows_of(messages: Iterator[dict[str, Any]], open_quotes: dict[int, int]) -> Iterator[Row]:
    for message in messages:
        if "open_quote" in message:
            number, line = message["open_quote"]
            open_quotes[number] = line
        yield from message.get("rows", ())


def _no_header(head: list[Row]) -> UnreadableFile:
    for number, cells in head:
        if any(map(_heads_a_name, filter(None, cells))):
            others = sum(1 for cell in cells if cell) - 1
            return UnreadableFile("file.header_unclear", about=str(number), right=str(others))
        for cell in cells:
            if cell and _is_big5(cell):
                return UnreadableFile("file.encoding")
            if cell and is_garbled(cell):
                return UnreadableFile(
                    "file.no_header_broken", about=cell[:20], right=(ungarbled(cell) or "?")[:20]
                )
    return UnreadableFile("file.no_header" if head else "file.no_rows")


def _heads_a_name(cell: str) -> bool:
    known = field_for(cell)
    return known is not None and known[0] == "name"


def _is_big5(cell: str) -> bool:
    """Return whether a cell read as GB 18030 is a known heading in the encoding of Taiwan."""
    if cell.isascii() or len(cell) > _LONGEST_HEADING:
        return False
    try:
        return field_for(cell.encode("gb18030").decode("big5")) is not None
    except UnicodeError:
        return False


@contextmanager
def _child(path: Path, sheet: str | None) -> Iterator[Iterator[dict[str, Any]]]:
    """Run the parser; its environment is bare, so that no secret is within its reach."""
    command = [sys.executable, "-m", "app.importing.child", str(path.resolve())]
    environment = {"PYTHONPATH": str(_ROOT), "PATH": os.defpath, "PYTHONUTF8": "1"}
    with subprocess.Popen(
        [*command, sheet] if sheet else command,
        cwd=_ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="ascii",
    ) as process:
        alarm = Timer(_WALL_SECONDS, process.kill)
        alarm.daemon = True
        alarm.start()
        try:
            yield _messages(process)
        finally:
            alarm.cancel()
            process.kill()


def _messages(process: "subprocess.Popen[str]") -> Iterator[dict[str, Any]]:
    """Yield what the child prints; a child that falls silent before its end was stopped."""
    assert process.stdout is not None
    for line in process.stdout:
        message = json.loads(line)
        if "error" in message:
            code, about, right = message["error"]
            raise UnreadableFile(code, about=about, right=right)
        if "end" in message:
            return
        yield message
    stopped_for_time = process.wait() in (-9, -24)
    raise UnreadableFile("file.too_slow" if stopped_for_time else "file.too_big_to_read")
