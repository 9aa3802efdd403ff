"""Register files in the generator's columns: written whole or not at all, and read back."""

import codecs
import csv
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from app.commands.demo.rows import FIELDS, Row
from app.errors import BadInput

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030")
_PIECE = 1 << 20
_NEEDED = {"name", "district_code", "licence_status", "list_status", "list_reason", "list_date"}


def write_rows(rows: Iterable[Row], path: Path, *, encoding: str = "utf-8") -> None:
    """Write a CSV file; `path` appears only when everything is in it."""
    handle, scratch = tempfile.mkstemp(prefix=".register-", dir=path.absolute().parent)
    try:
        with os.fdopen(handle, "w", encoding=encoding, newline="") as out:
            writer = csv.DictWriter(out, FIELDS, lineterminator="\r\n")
            writer.writeheader()
            writer.writerows(rows)
        Path(scratch).chmod(0o644)
        Path(scratch).replace(path)
    except BaseException:
        Path(scratch).unlink()
        raise


def read_rows(path: Path) -> Iterator[Row]:
    """Yield the rows of a file in the generator's columns; raises `BadInput` for anything else."""
    try:
        with path.open(encoding=_encoding_of(path), newline="") as handle:
            reader = csv.DictReader(handle)
            missing = _NEEDED.difference(reader.fieldnames or ())
            if missing:
                raise BadInput("not_a_demo_register", f"columns missing: {sorted(missing)}")
            yield from reader
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        raise BadInput("unreadable_file", f"{path.name}: {problem}") from problem


def _encoding_of(path: Path) -> str:
    """Return UTF-8 where the bytes are it, else GB18030; the generator writes no other."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as handle:
            while piece := handle.read(_PIECE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8-sig"
