"""Where the header of a table stands: titles above, one to three rows, what it names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from inspections.columns import field_for, fields_of, is_known_header

LOOK_AHEAD = 40
_TALLEST = 3

_REMARK = re.compile(r"[:：\d]")

Cells = Sequence[str | None]


@dataclass(frozen=True, slots=True)
class Header:
    """The rows of the header (their numbers), the text of each column, and the field it holds."""

    rows: tuple[int, ...]
    texts: tuple[str, ...]
    fields: dict[int, str]
    words: frozenset[str] = frozenset()

    def is_said_again(self, cells: Cells) -> bool:
        """Return whether a row below repeats the header, as printed pages do."""
        told = [cells[place] for place in self.fields if place < len(cells) and cells[place]]
        if not told or _squeezed(told[0] or "") not in self.words:
            return False
        again = sum(_squeezed(cell or "") in self.words for cell in told)
        return again == len(told) and (again > 1 or len(self.fields) == 1)

    @property
    def doubled(self) -> tuple[str, ...]:
        """Return the headings of columns whose field another column holds already."""
        taken = {self.texts[place] for place in self.fields}
        return tuple(
            text
            for place, text in enumerate(self.texts)
            if text in taken and place not in self.fields
        )

    @property
    def last_row(self) -> int:
        """Return the number of the lowest header row."""
        return self.rows[-1]

    @property
    def score(self) -> tuple[int, int]:
        """Return how much was understood: fields first, then columns known though left aside."""
        return len(self.fields), sum(is_known_header(text) for text in self.texts if text)


def find_header(rows: Sequence[tuple[int, Cells]]) -> Header | None:
    """Return the header among the first rows, or None where no column is a name.

    Of several the one that names most columns wins, then the lower one in height.
    """
    best: Header | None = None
    for start in range(min(len(rows), LOOK_AHEAD)):
        if not any(rows[start][1]):
            continue
        for height in range(1, _TALLEST + 1):
            candidate = _joined(rows[start : start + height])
            if candidate and (best is None or _worth(candidate) > _worth(best)):
                best = candidate
    return best and _with_headings_above(best, rows)


def _worth(header: Header) -> tuple[int, int, int]:
    return *header.score, -len(header.rows)


def _with_headings_above(header: Header, rows: Sequence[tuple[int, Cells]]) -> Header:
    """Count a row of group headings (基本信息) to the header; it names no more columns."""
    above = [cells for number, cells in rows if number == header.rows[0] - 1]
    told = {cell for cell in above[0] if cell} if above else set()
    short = all(len(cell) <= 10 and not _REMARK.search(cell) for cell in told)
    if len(told) < 2 or not short or len(header.rows) >= _TALLEST:
        return header
    return replace(header, rows=(header.rows[0] - 1, *header.rows))


def _joined(rows: Sequence[tuple[int, Cells]]) -> Header | None:
    """Read rows as one header, if they can be: names a name, and looks unlike a row of values."""
    width = max(len(cells) for _, cells in rows)
    lines = [[*cells, *[None] * (width - len(cells))] for _, cells in rows]
    if any(_is_title(line) for line in lines) or not all(any(line) for line in lines):
        return None
    texts = tuple(
        _column_text([_carried(line, place) for line in lines[:-1]], lines[-1][place], lines, place)
        for place in range(width)
    )
    fields = fields_of(list(texts))
    if "name" not in fields.values() and "person_name" not in fields.values():
        return None
    named = sum(1 for text in texts if text)
    understood = sum(is_known_header(text) for text in texts if text)
    if understood * 3 < named or (named > 1 and understood < 2 and len(fields) < 2):
        return None
    words = frozenset(_squeezed(cell) for line in lines for cell in line if cell)
    return Header(tuple(number for number, _ in rows), texts, fields, words)


def _is_title(line: Sequence[str | None]) -> bool:
    """A title is one text, alone or in all merged cells; a header of one column is none."""
    told = {cell for cell in line if cell}
    return len(told) == 1 and field_for(next(iter(told))) is None


def _carried(line: Sequence[str | None], place: int) -> str | None:
    """Return what stands above a column; a heading merged over several stands in the first."""
    for left in range(place, -1, -1):
        if line[left]:
            return line[left]
    return None


def _column_text(
    above: list[str | None], own: str | None, lines: list[list[str | None]], place: int
) -> str:
    """Return a column's heading: its own where that says enough, else with what is above."""
    direct = [line[place] for line in lines if line[place]]
    if not own:
        return _squeezed(direct[-1]) if direct else ""
    heads = [text for text in dict.fromkeys(above) if text and text != own]
    own = _squeezed(own)
    for head in reversed(heads):
        together = f"{_squeezed(head)}/{own}"
        known, alone = field_for(together), field_for(own)
        if known and (alone is None or known[1] < alone[1] or _is_vague(own)):
            return together
    return own


def _is_vague(text: str) -> bool:
    return text in (
        "日期",
        "时间",
        "编号",
        "号",
        "号码",
        "状态",
        "代码",
        "名称",
        "原因",
        "起",
        "止",
        "至",
        "类别",
        "性质",
    )


def _squeezed(text: str) -> str:
    return "".join(text.split()) if not text.isascii() else " ".join(text.split())
