"""The XML parts in a workbook's zip, read as streams; entities and foreign files are refused."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, iterparse
from xml.parsers import expat

from app.importing.bounds import UnreadableFile

_HOLDERS = ("}sheetData", "}sst")
_DAMAGE = (
    ParseError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    UnicodeError,
)
_PIECE = 1 << 20
_LONGEST_TAG = 4096


class Parts:
    """The parts of an open workbook; every fault in them is an UnreadableFile."""

    def __init__(self, path: Path) -> None:
        """Open the zip; raises UnreadableFile for a damaged one."""
        try:
            self._archive = zipfile.ZipFile(path)
        except _DAMAGE as error:
            raise UnreadableFile("file.damaged") from error
        self._names = frozenset(self._archive.namelist())

    def __contains__(self, part: str) -> bool:
        return part in self._names

    def size_of(self, part: str) -> int:
        """Return how large a part is when unpacked."""
        return self._archive.getinfo(part).file_size

    def elements(self, part: str, *tags: str) -> Iterator[Element]:
        """Yield the finished elements of a part by their local names; children go with them."""
        if part not in self._names:
            raise UnreadableFile("file.damaged")
        self._refuse_dtd(part)
        endings = tuple("}" + tag for tag in tags)
        holder: Element | None = None
        count = 0
        try:
            with self._archive.open(part) as stream:
                for event, element in iterparse(stream, events=("start", "end")):  # noqa: S314
                    if event == "start":
                        holder = element if element.tag.endswith(_HOLDERS) else holder
                    elif element.tag.endswith(endings):
                        yield element
                        count += 1
                        if holder is not None and count % 1000 == 0:
                            holder.clear()  # or a large sheet stays in memory whole
        except _DAMAGE as error:
            raise UnreadableFile("file.damaged") from error

    def found_in(self, part: str, tag: re.Pattern[bytes]) -> Iterator[tuple[bytes, ...]]:
        """Yield the groups of a tag wherever it stands in a part; nothing is parsed."""
        rest = b""
        try:
            with self._archive.open(part) as stream:
                while piece := stream.read(_PIECE):
                    rest += piece
                    yield from tag.findall(rest)
                    cut = rest.rfind(b">") + 1
                    rest = rest[cut:][-_LONGEST_TAG:]
        except _DAMAGE as error:
            raise UnreadableFile("file.damaged") from error

    def _refuse_dtd(self, part: str) -> None:
        """Entities and foreign files can only come through a DTD, which no workbook needs."""
        reached = False

        def doctype(*_: object) -> None:
            raise UnreadableFile("file.dtd")

        def started(*_: object) -> None:
            nonlocal reached
            reached = True

        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = doctype
        parser.StartElementHandler = started
        try:
            with self._archive.open(part) as stream:
                while not reached and (chunk := stream.read(2048)):
                    parser.Parse(chunk)
        except (expat.ExpatError, *_DAMAGE) as error:
            raise UnreadableFile("file.damaged") from error
