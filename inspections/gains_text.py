"""Lines of receipts and refunds as pasted or read from a spreadsheet: 收款 1200.00 2025-03-01.

Columns are found by their heads, or stand as kind, amount in yuan, taught or not, day, note. What
can't be read is a fault of its line and field, never a guess (Measures Art 42).
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from inspections.dates import read_date
from inspections.illegal_gains import (
    FIELDS,
    BadField,
    BadLines,
    Line,
    LineFault,
    LineKind,
    gains_from,
    lines_of,
)

FEN = 100
MOST_LINES = 5000
HEADS = {
    "kind": ("种类", "类型", "收退", "收支", "kind", "type"),
    "amount_fen": ("金额", "数额", "amount"),
    "untaught_prepaid": ("未消课", "未上课", "未授课", "是否未消课预收", "untaught"),
    "received_on": ("日期", "收款日期", "时间", "date", "received"),
    "note": ("说明", "备注", "摘要", "学员", "note"),
}
KINDS = {
    LineKind.RECEIPT: ("收款", "收", "收入", "缴费", "receipt", "received"),
    LineKind.REFUND: ("退款", "退", "退费", "refund", "refunded"),
}
# how a fault is told to somebody who typed words and yuan
AS_TYPED = {
    LineFault.KIND: ("种类写收款或者退款", "the kind is receipt or refund"),
    LineFault.AMOUNT: (
        "金额为大于0的数，最多两位小数，如1200.00",
        "the amount is a number above 0 with at most two decimals, like 1200.00",
    ),
    LineFault.FLAG_MISSING: (
        "退款须注明未消课或者已消课",
        "a refund says whether its lessons were taught or untaught",
    ),
}
YES = ("未消课", "未上课", "未授课", "是", "yes", "true", "y", "1", "untaught")
NO = ("已消课", "已上课", "已授课", "否", "no", "false", "n", "0", "taught")
_LIKE_A_DAY = re.compile(r"\d{4}\s*[-/.年]\s*\d|\d{8}$|[〇零一二三四五六七八九]{4}年")
_AMOUNT = re.compile(r"[¥￥]?\s*([\d,]+(?:\.\d{1,2})?)\s*(?:元|yuan)?", re.IGNORECASE)


def rows_of_text(text: str) -> list[list[str]]:
    """Return pasted text as rows of cells: by tabs, else by commas, else by blanks."""
    rows = []
    for line in unicodedata.normalize("NFKC", text).splitlines():
        if not line.strip():
            continue
        if "\t" in line:
            rows.append([cell.strip() for cell in line.split("\t")])
        elif "," in line:
            rows.append([cell.strip() for cell in next(csv.reader([line]))])
        else:
            rows.append(line.split())
    return rows


def read_lines(rows: Iterable[Sequence[str | None]]) -> list[Line]:
    """Return the lines; raises BadLines, which names every line and field at fault.

    A first row of heads is no line; blank rows are left out. Lines count from 1 without them.
    """
    filled = [row for row in ([(cell or "").strip() for cell in one] for one in rows) if any(row)]
    columns = _columns(filled[0]) if filled else None
    lines = lines_of(_named(row, columns) for row in (filled[1:] if columns else filled))
    if lines:
        gains_from(lines)
    return lines


def text_of(lines: Iterable[Line]) -> str:
    """Return lines as they are shown in a field: read again, they are the same."""
    return "\n".join("\t".join(_cells(line)).rstrip("\t") for line in lines)


def _cells(line: Line) -> list[str]:
    flag = {None: "", True: YES[0], False: NO[0]}[line.untaught_prepaid]
    day = line.received_on.isoformat() if line.received_on else ""
    amount = f"{line.amount_fen // FEN}.{line.amount_fen % FEN:02}"
    return [line.kind.zh, amount, flag, day, line.note]


def _columns(row: Sequence[str]) -> dict[str, int] | None:
    """Return where each field stands, None where the row holds no heads."""
    found: dict[str, int] = {}
    for place, cell in enumerate(row):
        plain = re.sub(r"[\s(（].*", "", cell).lower()
        for name, heads in HEADS.items():
            if plain in heads and name not in found:
                found[name] = place
    return found if {"kind", "amount_fen"} <= set(found) else None


def _named(row: Sequence[str], columns: dict[str, int] | None) -> dict[str, Any]:
    if columns is None:
        cells = _by_place(row)
    else:
        cells = {name: row[place] for name, place in columns.items() if place < len(row)}
    return {
        "kind": _kind(cells.get("kind", "")),
        "amount_fen": _fen(cells.get("amount_fen", "")),
        "untaught_prepaid": _flag(cells.get("untaught_prepaid", "")),
        "received_on": _day(cells.get("received_on", "")),
        "note": cells.get("note", ""),
    }


def _by_place(row: Sequence[str]) -> dict[str, str]:
    """Name the cells of a row without heads; the flag and the day may be left out."""
    left = list(row[2:])
    named = dict(zip(FIELDS[:2], row, strict=False))
    if left and (not left[0] or left[0].lower() in (*YES, *NO)):
        named["untaught_prepaid"] = left.pop(0)
    if left and (not left[0] or _LIKE_A_DAY.match(left[0])):
        named["received_on"] = left.pop(0)
    return {**named, "note": " ".join(left).strip()}


def _kind(text: str) -> str:
    return next((kind.value for kind, words in KINDS.items() if text.lower() in words), text)


def _fen(text: str) -> int | str:
    found = _AMOUNT.fullmatch(unicodedata.normalize("NFKC", text))
    if found is None:
        return text
    try:
        return int(Decimal(found[1].replace(",", "")) * FEN)
    except InvalidOperation:
        return text


def _flag(text: str) -> bool | str | None:
    if not text:
        return None
    plain = text.lower()
    return True if plain in YES else False if plain in NO else text


def _day(text: str) -> Any:
    if not text:
        return None
    return read_date(text).day or text


def faults_told(bad: BadLines, language: str) -> list[tuple[int, str]]:
    """Return each fault as the number of its line and the sentence about it."""
    return [(fault.line, _told(fault, language)) for fault in bad.faults]


def _told(fault: BadField, language: str) -> str:
    zh, en = AS_TYPED.get(fault.fault, (fault.fault.zh, fault.fault.en))
    return en if language == "en" else zh
