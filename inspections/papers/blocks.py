"""What a paper is made of: blocks of plain text in their order.

How a block looks is the work of the two renderers; what stands in it is the same in both.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from inspections.vocabulary import Term


class Layout(Term):
    """How large a paper is set: a letter to a party, or a record and form of the office."""

    LETTER = "letter", "公文", "Letter"
    RECORD = "record", "笔录和表格", "Record or form"


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a section; something always follows it."""

    text: str


@dataclass(frozen=True, slots=True)
class Addressee:
    """To whom a letter is written, at the left edge."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; every line of it becomes an indented paragraph of its own."""

    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """A remark in smaller type: how many copies, what to enclose."""

    text: str


@dataclass(frozen=True, slots=True)
class Fields:
    """Labelled values in a ruled table; each row holds one or two pairs."""

    rows: tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table; `widths` are shares of the page's width."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Dialogue:
    """One question and its answer."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Signatures:
    """Lines to sign on; each text is followed by a rule to the edge, or by its date."""

    lines: tuple[str, ...]
    is_dated: bool = True


@dataclass(frozen=True, slots=True)
class Seal:
    """The department and the day, with room for its seal (印章)."""

    office: str
    day: str


Block = Heading | Addressee | Paragraph | Note | Fields | Table | Dialogue | Signatures | Seal


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper: its head, its blocks, and what is signed at the foot of every page."""

    code: str
    office: str
    title: str
    number: str
    case_number: str
    dated: date
    layout: Layout
    blocks: tuple[Block, ...]
    each_page: str = ""


QUESTION, ANSWER = "问：", "答："
SIGNED_ON = "年　月　日"
SEALED = "（印章）"


def lines_of(paper: Paper) -> Iterator[str]:
    """Yield every text of a paper in reading order, the foot of its pages left out."""
    yield from (paper.office, paper.title)
    yield from head_lines(paper)
    for block in paper.blocks:
        yield from _lines(block)


def head_lines(paper: Paper) -> list[str]:
    """Return the paper's own number and its case's, as far as it has them."""
    case = f"案号：{paper.case_number}" if paper.case_number else ""
    return [line for line in (paper.number, case) if line]


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Fields(rows):
            for row in rows:
                for label, value in row:
                    yield from (label, value)
        case Table(heads, rows, _widths):
            yield from heads
            for cells in rows:
                yield from cells
        case Dialogue(question, answer):
            yield from (QUESTION + question, ANSWER + answer)
        case Signatures(lines, is_dated):
            for line in lines:
                yield line + SIGNED_ON if is_dated else line
        case Seal(office, day):
            yield from (office, SEALED, day)
        case _:
            yield block.text
