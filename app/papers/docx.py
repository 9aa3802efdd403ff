"""A paper as DOCX: the same text as the PDF, for offices that go on in a word processor."""

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as Line

from inspections.papers.blocks import (
    ANSWER,
    QUESTION,
    SEALED,
    SIGNED_ON,
    Addressee,
    Block,
    Dialogue,
    Fields,
    Heading,
    Layout,
    Note,
    Paper,
    Paragraph,
    Seal,
    Signatures,
    Table,
    head_lines,
)
from inspections.papers.characters import require_printable, tidy

# what every word processor in an office has; it finds its own face for a name that it lacks
BODY_FACE, TITLE_FACE, LATIN_FACE = "仿宋_GB2312", "方正小标宋简体", "Times New Roman"
PAGE_WIDTH, PAGE_HEIGHT = Mm(210), Mm(297)
EARLIEST = (1980, 1, 1, 0, 0, 0)


def render_docx(paper: Paper) -> bytes:
    """Return a paper as DOCX; raises `UnprintableCharacters` for what nobody would see."""
    require_printable(paper)
    return _Writer(paper).written()


class _Writer:
    """Writes one paper, block by block."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.is_letter = paper.layout is Layout.LETTER
        self.size = Pt(15) if self.is_letter else Pt(12)
        self.small = Pt(12) if self.is_letter else Pt(10.5)
        self.file = Document()
        self._set_page()

    def written(self) -> bytes:
        """Return the bytes; they carry the paper's day, so the same paper is the same file."""
        self._head()
        for block in self.paper.blocks:
            self._block(block)
        self._foot()
        stamp = datetime(*self.paper.dated.timetuple()[:3], tzinfo=UTC)
        about = self.file.core_properties
        about.title, about.author, about.comments = self.paper.title, self.paper.office, ""
        about.last_modified_by, about.language = self.paper.office, "zh-CN"
        about.created = about.modified = stamp
        made = io.BytesIO()
        self.file.save(made)
        return _without_times(made)

    def _set_page(self) -> None:
        section = self.file.sections[0]
        section.orientation = WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = PAGE_WIDTH, PAGE_HEIGHT
        section.top_margin, section.bottom_margin = Mm(33), Mm(30)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        self.width = PAGE_WIDTH - Mm(28) - Mm(26)
        style = self.file.styles["Normal"]
        style.font.name, style.font.size = LATIN_FACE, self.size
        style.element.rPr.rFonts.set(qn("w:eastAsia"), BODY_FACE)
        style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.line_spacing = 1.5 if self.is_letter else 1.25

    def _head(self) -> None:
        for text, size in ((self.paper.office, 20), (self.paper.title, 22)):
            line = self._line(text, size=Pt(size if self.is_letter else size - 4), bold=True)
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
            line.runs[0]._element.rPr.rFonts.set(qn("w:eastAsia"), TITLE_FACE)
        for text in head_lines(self.paper):
            self._line(text, size=self.small).alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def _block(self, block: Block) -> None:
        match block:
            case Heading(text):
                self._line(text, bold=True).paragraph_format.keep_with_next = True
            case Addressee(text):
                self._line(text).paragraph_format.space_before = Pt(8)
            case Note(text):
                self._line(text, size=self.small).paragraph_format.space_before = Pt(8)
            case Paragraph(text):
                self._indented(text)
            case Dialogue(question, answer):
                self._indented(QUESTION + question)
                self._indented(ANSWER + answer)
            case Fields(rows):
                self._fields(rows)
            case Table(heads, rows, widths):
                self._table(heads, rows, widths)
            case Signatures(lines, is_dated):
                for text in lines:
                    self._signature(text, SIGNED_ON if is_dated else "")
            case Seal(office, day):
                for text in (office, SEALED, day):
                    line = self._line(text)
                    line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                    line.paragraph_format.right_indent = Pt(45)
                    line.paragraph_format.keep_with_next = text != day

    def _line(self, text: str, *, size: Any = None, bold: bool = False) -> Line:
        line = self.file.add_paragraph()
        self._run(line, text, size=size, bold=bold)
        return line

    def _run(self, line: Line, text: str, *, size: Any = None, bold: bool = False) -> None:
        for number, part in enumerate(tidy(text).split("\n")):
            run = line.add_run()
            if number:
                run.add_break()
            run.add_text(part)
            run.font.name, run.font.size, run.font.bold = LATIN_FACE, size, bold or None
            run._element.rPr.rFonts.set(qn("w:eastAsia"), BODY_FACE)

    def _indented(self, text: str) -> None:
        for part in tidy(text).split("\n"):
            self._line(part).paragraph_format.first_line_indent = self.size * 2

    def _signature(self, text: str, date_words: str) -> None:
        line = self._line(text)
        line.paragraph_format.space_before = Pt(10)
        stops = line.paragraph_format.tab_stops
        until = self.width - (Pt(100) if date_words else 0)
        stops.add_tab_stop(until, WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.HEAVY)
        line.add_run("\t")
        self._run(line, date_words)

    def _fields(self, rows: tuple[tuple[tuple[str, str], ...], ...]) -> None:
        widths = (3, 6, 3, 6)
        table = self._ruled(len(rows), widths)
        for row, pairs in zip(table.rows, rows, strict=True):
            cells = row.cells
            if len(pairs) == 1:
                cells[1].merge(cells[3])
            for number, (label, value) in enumerate(pairs):
                self._cell(cells[number * 2], label)
                self._cell(cells[number * 2 + 1], value)

    def _table(
        self, heads: tuple[str, ...], rows: tuple[tuple[str, ...], ...], widths: tuple[int, ...]
    ) -> None:
        table = self._ruled(len(rows) + 1, widths)
        for row, texts in zip(table.rows, (heads, *rows), strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                self._cell(cell, text)
        repeated = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(repeated)

    def _ruled(self, rows: int, widths: tuple[int, ...]) -> Any:
        table = self.file.add_table(rows, len(widths), style="Table Grid")
        table.autofit = False
        for column, share in zip(table.columns, widths, strict=True):
            width = int(self.width * share / sum(widths))
            for cell in column.cells:
                cell.width = width
        # two tables without a line between them would grow into one
        self.file.add_paragraph().paragraph_format.line_spacing = Pt(8)
        return table

    def _cell(self, cell: Any, text: str) -> None:
        self._run(cell.paragraphs[0], text, size=self.small)

    def _foot(self) -> None:
        footer = self.file.sections[0].footer
        line = footer.paragraphs[0]
        if self.paper.each_page:
            self._run(line, self.paper.each_page, size=Pt(10.5))
            line = footer.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for text, field in (("第", "PAGE"), ("页　共", "NUMPAGES"), ("页", "")):
            self._run(line, text, size=Pt(10.5))
            if field:
                _add_field(line, field)


def _add_field(line: Line, name: str) -> None:
    for kind in ("begin", "", "end"):
        run = line.add_run()
        run.font.size = Pt(10.5)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = name
        run._element.append(mark)


def _without_times(made: io.BytesIO) -> bytes:
    """Return the same archive without the moment at which it was written."""
    kept = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return kept.getvalue()
