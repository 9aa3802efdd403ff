"""A paper as PDF: set by typst from data, in the faces of the office, the same bytes each time."""

import json
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any

import typst
from flask import Flask, current_app

from app.papers.fonts import BODY, HEADING, OWN, TITLE, Fonts
from inspections.papers.blocks import (
    ANSWER,
    QUESTION,
    Addressee,
    Block,
    Dialogue,
    Fields,
    Heading,
    Note,
    Paper,
    Paragraph,
    Seal,
    Signatures,
    Table,
    head_lines,
)
from inspections.papers.characters import require_printable, tidy

TEMPLATE = Path(__file__).parent / "paper.typ"
NUMBERS = Path(__file__).parent / "numbers.typ"
# archives want a file that stays readable without this program
STANDARD = "a-2b"


class Typesetter:
    """One compiler with its faces, kept for the life of the process; sets one paper at a time."""

    def __init__(self, fonts: Fonts) -> None:
        self.fonts = fonts
        self._compiler: Any = None
        self._lock = Lock()

    def pdf(self, paper: Paper) -> bytes:
        """Return the paper; raises `UnprintableCharacters` for what no face has."""
        require_printable(paper, self.fonts.characters)
        midnight = datetime(paper.dated.year, paper.dated.month, paper.dated.day, tzinfo=UTC)
        return self._set(TEMPLATE, self._stated(paper), pdf_standards=STANDARD, timestamp=midnight)

    def numbers(self, count: int) -> bytes:
        """Return as many empty pages, each with its number."""
        return self._set(NUMBERS, {"count": count, "fonts": self.fonts.families(*BODY)})

    def _set(self, template: Path, stated: dict[str, Any], **how: Any) -> bytes:
        said = json.dumps(stated, ensure_ascii=False)
        with self._lock:
            made = self._ready().compile(
                input=str(template), format="pdf", sys_inputs={"paper": said}, **how
            )
        return bytes(made)

    def _ready(self) -> Any:
        if self._compiler is None:
            self._compiler = typst.Compiler(
                root=str(TEMPLATE.parent),
                font_paths=typst.Fonts(
                    include_system_fonts=False,
                    include_embedded_fonts=False,
                    font_paths=[str(folder) for folder in self.fonts.folders],
                ),
            )
        return self._compiler

    def _stated(self, paper: Paper) -> dict[str, Any]:
        return {
            "layout": paper.layout.value,
            "office": _text(paper.office),
            "title": _text(paper.title),
            "head": [_text(line) for line in head_lines(paper)],
            "dated": {
                "year": paper.dated.year,
                "month": paper.dated.month,
                "day": paper.dated.day,
            },
            "each_page": _text(paper.each_page),
            "fonts": {
                "body": self.fonts.families(*BODY),
                "title": self.fonts.families(*TITLE),
                "heading": self.fonts.families(*HEADING),
            },
            "blocks": [_block(block) for block in paper.blocks],
        }


def register_papers(app: Flask) -> None:
    """Give the office its typesetter: the faces of its own folder, and those installed."""
    own = app.config["SETTINGS"].fonts
    app.extensions["typesetter"] = Typesetter(Fonts((own, OWN) if own else (OWN,)))


def render_pdf(paper: Paper) -> bytes:
    """Return a paper as PDF; raises `UnprintableCharacters` for what no face has."""
    return _typesetter().pdf(paper)


def page_numbers(count: int) -> bytes:
    """Return the numbers of a file's pages, to be laid over them."""
    return _typesetter().numbers(count)


def _typesetter() -> Typesetter:
    typesetter: Typesetter = current_app.extensions["typesetter"]
    return typesetter


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading(text):
            return {"kind": "heading", "text": _text(text)}
        case Addressee(text):
            return {"kind": "addressee", "text": _text(text)}
        case Note(text):
            return {"kind": "note", "text": _text(text)}
        case Paragraph(text):
            return {"kind": "paragraph", "lines": _lines(text)}
        case Fields(rows):
            return {"kind": "fields", "rows": [[_cells(pair) for pair in row] for row in rows]}
        case Table(heads, rows, widths):
            lines = [_cells(row) for row in rows]
            return {"kind": "table", "heads": _cells(heads), "rows": lines, "widths": list(widths)}
        case Dialogue(question, answer):
            return {
                "kind": "dialogue",
                "question": _text(QUESTION + question),
                "answer": _lines(ANSWER + answer),
            }
        case Signatures(lines, is_dated):
            texts = [_text(line) for line in lines]
            return {"kind": "signatures", "lines": texts, "dated": is_dated}
        case Seal(office, day):
            return {"kind": "seal", "office": _text(office), "day": _text(day)}


def _cells(texts: tuple[str, ...]) -> list[list[str]]:
    return [_lines(text) for text in texts]


def _lines(text: str) -> list[str]:
    return [_text(line) for line in tidy(text).split("\n")]


def _text(text: str) -> str:
    return tidy(text).replace("\n", " ")
