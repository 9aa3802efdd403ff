"""What a file truly is, told from its bytes before anything decodes them: JPEG, PNG, HEIC, PDF.

Every refusal has a code; the words for it live with the service. Nothing here unpacks, decodes or
believes a name.
"""

import re
import struct
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath

MOST_BYTES = 25 * 1024 * 1024
MOST_PIXELS = 50_000_000
EXTENSIONS = {
    "image/jpeg": ("jpg", "jpeg", "jpe", "jfif"),
    "image/png": ("png",),
    "image/heic": ("heic", "heif", "hif"),
    "application/pdf": ("pdf",),
}
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"}
# a ZIP reader looks for the end of the archive in the last 64 KiB
ZIP_END, ZIP_REACH = b"PK\x05\x06", 65_557
# markup and scripts in a picture are no accident; five signs and more, or chance would find them
ACTIVE = re.compile(rb"<script|<html|<!doctype|<iframe|<\?php|<body|%pdf-", re.IGNORECASE)
PDF_ACTIVE = re.compile(rb"/JavaScript\b|/JS[\s(<]|/Launch\b|/EmbeddedFile\b|/RichMedia\b")
JPEG_SIZED = frozenset(
    (*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0))
)
JPEG_BARE = frozenset((0x01, *range(0xD0, 0xD8)))
JPEG_NEXT = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


class HostileFile(Exception):
    """A file that isn't taken; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class FileFormat:
    """What the header says; a HEIC or PDF has no size here, because nobody decodes it."""

    media_type: str
    width: int | None = None
    height: int | None = None

    @property
    def is_picture(self) -> bool:
        """Say whether a view copy can be made."""
        return self.media_type in ("image/jpeg", "image/png")

    @property
    def extension(self) -> str:
        """Return the ending that our own name for it gets."""
        return EXTENSIONS[self.media_type][0]


def read_format(content: bytes, name: str) -> FileFormat:
    """Return what `content` is; raises `HostileFile` unless it is whole and one thing only."""
    if not content:
        raise HostileFile("empty")
    if len(content) > MOST_BYTES:
        raise HostileFile("too_large")
    found = _by_first_bytes(content)
    ending = PurePosixPath(name.replace("\\", "/")).suffix.lower().removeprefix(".")
    if ending and ending not in EXTENSIONS[found.media_type]:
        raise HostileFile("wrong_extension")
    if ZIP_END in content[-ZIP_REACH:]:
        raise HostileFile("two_in_one")
    if (found.width or 0) * (found.height or 0) > MOST_PIXELS:
        raise HostileFile("too_many_pixels")
    return found


def _by_first_bytes(content: bytes) -> FileFormat:
    if content.startswith(b"\xff\xd8\xff"):
        return _jpeg(content)
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _png(content)
    if content[4:8] == b"ftyp":
        return _heic(content)
    if content.startswith(b"%PDF-"):
        return _pdf(content)
    raise HostileFile("unknown_format")


def _jpeg(content: bytes) -> FileFormat:
    size: tuple[int, int] | None = None
    at = 2
    while True:
        at, marker = _next_marker(content, at)
        if marker == 0xD9:
            break
        if marker in JPEG_BARE:
            continue
        length = _number(content, at, 2)
        if length < 2 or at + length > len(content):
            raise HostileFile("truncated")
        if marker in JPEG_SIZED:
            if size is not None or length < 8:
                raise HostileFile("damaged")
            size = (_number(content, at + 5, 2), _number(content, at + 3, 2))
        at += length
        if marker == 0xDA:
            following = JPEG_NEXT.search(content, at)
            if following is None:
                raise HostileFile("truncated")
            at = following.start()
    if size is None or 0 in size:
        raise HostileFile("damaged")
    if ACTIVE.search(content) or not _may_follow_a_jpeg(content[at:]):
        raise HostileFile("two_in_one")
    return FileFormat("image/jpeg", *size)


def _next_marker(content: bytes, at: int) -> tuple[int, int]:
    if content[at : at + 1] != b"\xff":
        raise HostileFile("truncated" if at >= len(content) else "damaged")
    while content[at : at + 1] == b"\xff":
        at += 1
    if at >= len(content):
        raise HostileFile("truncated")
    return at + 1, content[at]


def _may_follow_a_jpeg(tail: bytes) -> bool:
    """Allow what phones append: blanks, a second picture (HDR, depth), a motion photo's film."""
    rest = tail.lstrip(b"\x00\r\n ")
    is_known = rest.startswith(b"\xff\xd8\xff") or tail[4:8] == b"ftyp"
    return not rest or is_known or _is_samsung_trailer(tail)


def _is_samsung_trailer(tail: bytes) -> bool:
    """Say whether blocks listed in a directory make up all of the tail, as Samsung's cameras write.

    The directory stands at the end, between SEFH and SEFT, and names each block by how far before
    itself it begins.
    """
    listing = int.from_bytes(tail[-8:-4], "little")
    at = len(tail) - 8 - listing
    if not tail.endswith(b"SEFT") or at < 0 or tail[at : at + 4] != b"SEFH":
        return False
    entries = range(at + 12, at + 12 + 12 * int.from_bytes(tail[at + 8 : at + 12], "little"), 12)
    if len(entries) * 12 + 12 != listing:
        return False
    begins = [int.from_bytes(tail[each + 4 : each + 8], "little") for each in entries]
    return max(begins, default=0) == at


def _png(content: bytes) -> FileFormat:
    at, size = 8, (0, 0)
    while True:
        length = _number(content, at, 4)
        kind = content[at + 4 : at + 8]
        end = at + 12 + length
        if len(kind) < 4 or end > len(content):
            raise HostileFile("truncated")
        body = content[at + 4 : end - 4]
        if zlib.crc32(body) != _number(content, end - 4, 4):
            raise HostileFile("damaged")
        if at == 8:
            if kind != b"IHDR" or length != 13:
                raise HostileFile("damaged")
            size = struct.unpack(">II", body[4:12])
        at = end
        if kind == b"IEND":
            break
    if 0 in size:
        raise HostileFile("damaged")
    if content[at:].strip(b"\x00\r\n ") or ACTIVE.search(content):
        raise HostileFile("two_in_one")
    return FileFormat("image/png", *size)


def _heic(content: bytes) -> FileFormat:
    head = _number(content, 0, 4)
    brands = {content[place : place + 4] for place in (8, *range(16, min(head, 256), 4))}
    if not brands & HEIC_BRANDS:
        raise HostileFile("unknown_format")
    at = 0
    while at < len(content):
        length = _number(content, at, 4)
        if length == 1:
            length = _number(content, at + 8, 8)
        if length == 0:
            break
        if length < 8 or at + length > len(content):
            raise HostileFile("truncated")
        at += length
    if ACTIVE.search(content):
        raise HostileFile("two_in_one")
    return FileFormat("image/heic")


def _pdf(content: bytes) -> FileFormat:
    end = content.rfind(b"%%EOF", -4096)
    if end < 0:
        raise HostileFile("truncated")
    if content[end + 5 :].strip(b"\x00\r\n\t ") or ACTIVE.search(content[5:1024]):
        raise HostileFile("two_in_one")
    if PDF_ACTIVE.search(content):
        raise HostileFile("active_pdf")
    return FileFormat("application/pdf")


def _number(content: bytes, at: int, size: int) -> int:
    cut = content[at : at + size]
    if len(cut) < size:
        raise HostileFile("truncated")
    return int.from_bytes(cut, "big")
