"""What a file may be before anything parses it: its kind, its size, and a sound zip inside."""

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from inspections.problems import Problem

MEGABYTE = 1024 * 1024
LARGEST_TEXT = 200 * MEGABYTE
LARGEST_WORKBOOK = 20 * MEGABYTE
LARGEST_INFLATED = 200 * MEGABYTE
HIGHEST_RATIO = 100
MOST_PARTS = 200
_RATIO_MATTERS_FROM = MEGABYTE

Kind = Literal["text", "workbook"]


class UnreadableFile(Exception):
    """A file that cannot be read as a table; `problem` says why and what to do."""

    def __init__(self, code: str, *, about: str = "", right: str = "") -> None:
        """Keep the sentence's code; nothing of the file's content goes into the message."""
        super().__init__(code)
        self.problem = Problem("file", code, about=about, right=right)


@dataclass(frozen=True, slots=True)
class _Signature:
    start: bytes
    code: str


_NOT_TABLES = (
    _Signature(b"%PDF", "file.pdf"),
    _Signature(b"\x89PNG", "file.picture"),
    _Signature(b"\xff\xd8\xff", "file.picture"),
    _Signature(b"GIF8", "file.picture"),
    _Signature(b"Rar!", "file.archive"),
    _Signature(b"7z\xbc\xaf", "file.archive"),
    _Signature(b"\x1f\x8b", "file.archive"),
    _Signature(b"{\\rtf", "file.document"),
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")


def kind_of(path: Path) -> Kind:
    """Return whether the file is a text or a workbook, by its content and never by its name.

    Raises UnreadableFile for everything else, for what is too large, and for a hostile zip.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError as error:
        raise UnreadableFile("file.missing", about=path.name) from error
    if size == 0:
        raise UnreadableFile("file.empty")
    if size > LARGEST_TEXT:
        raise UnreadableFile(
            "file.text_too_large", about=_megabytes(size), right=_megabytes(LARGEST_TEXT)
        )
    if start.startswith(_OLD_OFFICE):
        raise UnreadableFile("file.encrypted" if _is_encrypted(path) else "file.xls")
    if start.startswith(_ZIP):
        _check_workbook(path, size)
        return "workbook"
    for signature in _NOT_TABLES:
        if start.startswith(signature.start):
            raise UnreadableFile(signature.code)
    if _looks_like_markup(start):
        raise UnreadableFile("file.html")
    return "text"


def _megabytes(size: int) -> str:
    return f"{size / MEGABYTE:.0f} MB"


def _is_encrypted(path: Path) -> bool:
    with path.open("rb") as file:
        return "EncryptedPackage".encode("utf-16-le") in file.read(MEGABYTE)


def _looks_like_markup(start: bytes) -> bool:
    plain = start.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    return plain.startswith(
        (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<div", b"mime-version:")
    )


def _check_workbook(path: Path, size: int) -> None:
    if size > LARGEST_WORKBOOK:
        raise UnreadableFile(
            "file.workbook_too_large", about=_megabytes(size), right=_megabytes(LARGEST_WORKBOOK)
        )
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableFile("file.damaged") from error
    _check_parts(parts, size)
    names = {part.filename for part in parts}
    if "xl/workbook.xml" in names:
        return
    raise UnreadableFile(_other_zip(names))


def _check_parts(parts: list[zipfile.ZipInfo], size: int) -> None:
    """Refuse bombs and paths that lead out; the sizes are checked again while reading."""
    if len(parts) > MOST_PARTS:
        raise UnreadableFile("file.too_many_parts", about=str(len(parts)), right=str(MOST_PARTS))
    inflated = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if inflated > LARGEST_INFLATED:
        raise UnreadableFile(
            "file.inflates", about=_megabytes(inflated), right=_megabytes(LARGEST_INFLATED)
        )
    if packed > size or inflated > HIGHEST_RATIO * max(size, _RATIO_MATTERS_FROM // HIGHEST_RATIO):
        raise UnreadableFile("file.bomb")
    for part in parts:
        if (
            part.file_size > _RATIO_MATTERS_FROM
            and part.file_size > HIGHEST_RATIO * part.compress_size
        ):
            raise UnreadableFile("file.bomb")
        path = part.filename.replace("\\", "/")
        if path.startswith("/") or ".." in path.split("/") or ":" in path:
            raise UnreadableFile("file.paths")
        if part.flag_bits & 0x1:
            raise UnreadableFile("file.encrypted")
    if len({part.filename for part in parts}) != len(parts):
        raise UnreadableFile("file.damaged")


def _other_zip(names: set[str]) -> str:
    if "xl/workbook.bin" in names:
        return "file.xlsb"
    if "content.xml" in names:
        return "file.ods"
    if "word/document.xml" in names:
        return "file.document"
    return "file.archive"
