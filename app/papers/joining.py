"""Several papers as one: a case's file with its index before it, or a stack for the printer."""

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PIL import Image, UnidentifiedImageError
from pypdf import PageObject, PdfReader, PdfWriter, Transformation
from pypdf.errors import PyPdfError

from app.papers.pdf import page_numbers, render_pdf
from inspections.papers.closing import Filed, FileIndex, file_index
from inspections.papers.persons import Head

PDF = "application/pdf"
A4 = (595.276, 841.89)
MARGIN = 36.0
MOST_TURNS = 5
EARLIEST = (1980, 1, 1, 0, 0, 0)


class UnreadablePart(Exception):
    """A scan that can't be laid into the file; the message is its title."""


@dataclass(frozen=True, slots=True)
class Part:
    """One paper of a file as it is kept: a PDF, or a JPEG or PNG that becomes a page."""

    title: str
    on: date
    content: bytes
    media_type: str = PDF
    number: str = ""


def whole_file(
    head: Head, parts: Sequence[Part], *, title: str, party_name: str, kept_by: str = ""
) -> bytes:
    """Return one PDF: the index, then every part, each page numbered through; raises
    `UnreadablePart` for a scan that can't be read, `PaperIncomplete` for an index that lacks
    something.
    """
    pages = [_pages_of(part) for part in parts]

    def index_behind(length: int) -> bytes:
        filed, first = [], length + 1
        for part, own in zip(parts, pages, strict=True):
            filed.append(
                Filed(
                    title=part.title,
                    number=part.number,
                    on=part.on,
                    page=first,
                    pages=len(own),
                )
            )
            first += len(own)
        facts = FileIndex(
            head=head, title=title, party_name=party_name, filed=tuple(filed), kept_by=kept_by
        )
        return render_pdf(file_index(facts))

    index = _settled(index_behind)
    return _written([list(index.pages), *pages], [title, *(part.title for part in parts)])


def _settled(made: Callable[[int], bytes]) -> PdfReader:
    """Return an index whose own length is the one that its page numbers count with."""
    length = 1
    for _turn in range(MOST_TURNS):
        index = PdfReader(io.BytesIO(made(length)))
        if len(index.pages) == length:
            return index
        length = len(index.pages)
    return index


def stacked(papers: Sequence[tuple[str, bytes]]) -> bytes:
    """Return papers behind each other, each with its title as a bookmark."""
    readers = [(title, list(PdfReader(io.BytesIO(content)).pages)) for title, content in papers]
    return _written([pages for _title, pages in readers], [title for title, _pages in readers], 0)


def packed(papers: Sequence[tuple[str, bytes]], ending: str) -> bytes:
    """Return papers as a ZIP, each under its number and title."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, (title, content) in enumerate(papers, start=1):
            entry = zipfile.ZipInfo(f"{place:03d}-{_file_name(title)}.{ending}", EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return made.getvalue()


def _file_name(title: str) -> str:
    """Return a title that every system takes for a file's name."""
    kept = "".join("_" if one in '/\\:*?"<>|' or one < " " else one for one in title)
    return kept.strip(" .")[:80] or "paper"


def _pages_of(part: Part) -> list[PageObject]:
    try:
        content = part.content if part.media_type == PDF else _page_of_picture(part.content)
        pages = list(PdfReader(io.BytesIO(content)).pages)
    except (PyPdfError, UnidentifiedImageError, OSError, ValueError) as bad:
        raise UnreadablePart(part.title) from bad
    if not pages:
        raise UnreadablePart(part.title)
    return pages


def _page_of_picture(content: bytes) -> bytes:
    """Return a picture as a page of A4, lying where it is wider than high."""
    with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as picture:
        flat = picture.convert("RGB")
    width, height = (A4[1], A4[0]) if flat.width > flat.height else A4
    drawn = io.BytesIO()
    flat.save(drawn, "PDF", resolution=72.0)
    laid = PdfReader(drawn).pages[0]
    room = width - 2 * MARGIN, height - 2 * MARGIN
    scale = min(room[0] / flat.width, room[1] / flat.height)
    left = (width - flat.width * scale) / 2
    bottom = (height - flat.height * scale) / 2
    writer = PdfWriter()
    page = writer.add_blank_page(width, height)
    move = Transformation().scale(scale).translate(left, bottom)
    page.merge_transformed_page(laid, move)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _written(
    groups: Sequence[Sequence[PageObject]], titles: Sequence[str], first: int = 1
) -> bytes:
    """Write pages group by group with bookmarks, numbered through unless `first` is 0."""
    writer = PdfWriter()
    for title, pages in zip(titles, groups, strict=True):
        start = len(writer.pages)
        for page in pages:
            writer.add_page(page)
        writer.add_outline_item(title=title, page_number=start)
    if first:
        _number(writer)
    writer.metadata = {"/Producer": "Mingcha"}
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _number(writer: PdfWriter) -> None:
    """Print each page's number in the file at its upper right, whatever its size."""
    marks = PdfReader(io.BytesIO(page_numbers(len(writer.pages)))).pages
    for page, mark in zip(writer.pages, marks, strict=True):
        page.transfer_rotation_to_content()
        box = page.mediabox
        right, top = float(box.right) - A4[0], float(box.top) - A4[1]
        page.merge_translated_page(mark, right, top)
