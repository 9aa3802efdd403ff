"""Illegal gains (违法所得) from lines of receipts and refunds; a total is never typed.

Measures Art 42: what was received, less what was lawfully refunded of prepaid lessons that weren't
taught yet. Penalty Law Art 28: what is left after all refunds is confiscated.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from inspections.vocabulary import Term

FIELDS = ("kind", "amount_fen", "untaught_prepaid", "received_on", "note")


class LineKind(Term):
    """What a line is: money received, or money given back."""

    RECEIPT = "receipt", "收款", "Receipt"
    REFUND = "refund", "退款", "Refund"


class LineFault(Term):
    """What is wrong with a field of a line."""

    KIND = "kind", "种类为 receipt（收款）或者 refund（退款）", "the kind is receipt or refund"
    AMOUNT = "amount", "金额为大于0的整数，单位为分", "the amount is a whole number of fen above 0"
    FLAG_MISSING = (
        "flag_missing",
        "退款须注明是否属于未消课的预收费（true 或者 false）",
        "a refund says whether it is of untaught prepaid lessons (true or false)",
    )
    FLAG_OF_RECEIPT = "flag_of_receipt", "收款不填这一项", "a receipt carries no such flag"
    DAY = "day", "日期写作 2025-03-01", "the day is written 2025-03-01"
    FIELD = "field", "没有这一项", "there is no such field"
    SHAPE = "shape", "每一行是一个对象", "a line is an object"
    REFUNDED_TOO_MUCH = (
        "refunded_too_much",
        "至此退款合计超过收款合计",
        "with this line more is refunded than was received",
    )


@dataclass(frozen=True, slots=True)
class Line:
    """Money received, or given back; a refund says whether its lessons were untaught and prepaid.

    `received_on` is the day on which the money came in, also for what was given back later.
    """

    kind: LineKind
    amount_fen: int
    untaught_prepaid: bool | None = None
    received_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class BadField:
    """One field of one line that can't be taken; lines count from 1."""

    line: int
    field: str
    fault: LineFault


class BadLines(ValueError):
    """Lines from which no gains follow, with every fault at once."""

    def __init__(self, faults: Sequence[BadField]) -> None:
        """Keep the faults; the first stands in the message for logs."""
        first = faults[0]
        super().__init__(f"line {first.line}, {first.field}: {first.fault.en}")
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Gains:
    """The base of a multiple (Measures Art 42), and what is left to confiscate."""

    received_fen: int
    refunded_untaught_fen: int
    refunded_taught_fen: int

    @property
    def base_fen(self) -> int:
        """Return receipts less refunds of untaught prepaid lessons."""
        return self.received_fen - self.refunded_untaught_fen

    @property
    def left_to_confiscate_fen(self) -> int:
        """Return what is left after all refunds."""
        return self.base_fen - self.refunded_taught_fen


def gains_from(lines: Sequence[Line]) -> Gains:
    """Return the gains; raises BadLines, which names every line at fault."""
    faults = [fault for number, line in enumerate(lines, 1) for fault in _faults(number, line)]
    if not faults:
        faults = _refunded_too_much(lines)
    if faults:
        raise BadLines(faults)
    refunds = [line for line in lines if line.kind is LineKind.REFUND]
    return Gains(
        received_fen=sum(line.amount_fen for line in lines if line.kind is LineKind.RECEIPT),
        refunded_untaught_fen=sum(line.amount_fen for line in refunds if line.untaught_prepaid),
        refunded_taught_fen=sum(line.amount_fen for line in refunds if not line.untaught_prepaid),
    )


def lines_received(lines: Iterable[Line], first: date, last: date) -> list[Line]:
    """Return the lines of money that came in from `first` to `last`, for an act over two laws.

    Raises ValueError when a line names no day.
    """
    kept = []
    for number, line in enumerate(lines, 1):
        if line.received_on is None:
            raise ValueError(f"line {number} names no day of receipt")
        if first <= line.received_on <= last:
            kept.append(line)
    return kept


def lines_of(rows: Iterable[Any]) -> list[Line]:
    """Read lines as they are typed or sent; raises BadLines."""
    lines: list[Line] = []
    faults: list[BadField] = []
    for number, row in enumerate(rows, 1):
        found = _line_of(number, row)
        if isinstance(found, Line):
            lines.append(found)
            faults += _faults(number, found)
        else:
            faults += found
    if faults:
        raise BadLines(faults)
    return lines


def _line_of(number: int, row: Any) -> Line | list[BadField]:
    if not isinstance(row, Mapping):
        return [BadField(number, "line", LineFault.SHAPE)]
    faults = [BadField(number, str(name), LineFault.FIELD) for name in row if name not in FIELDS]
    kind, amount, flag = row.get("kind"), row.get("amount_fen"), row.get("untaught_prepaid")
    if kind not in tuple(LineKind):
        faults.append(BadField(number, "kind", LineFault.KIND))
    if type(amount) is not int:  # a bool is no amount
        faults.append(BadField(number, "amount_fen", LineFault.AMOUNT))
    if flag is not None and not isinstance(flag, bool):
        faults.append(BadField(number, "untaught_prepaid", LineFault.FLAG_MISSING))
    day = _day_of(row.get("received_on"))
    if isinstance(day, LineFault):
        faults.append(BadField(number, "received_on", day))
    if faults or isinstance(day, LineFault) or type(amount) is not int:
        return faults
    return Line(LineKind(str(kind)), amount, flag, day, str(row.get("note") or ""))


def _day_of(value: Any) -> date | LineFault | None:
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return LineFault.DAY


def _faults(number: int, line: Line) -> list[BadField]:
    faults = []
    if line.amount_fen <= 0:
        faults.append(BadField(number, "amount_fen", LineFault.AMOUNT))
    if line.kind is LineKind.REFUND and line.untaught_prepaid is None:
        faults.append(BadField(number, "untaught_prepaid", LineFault.FLAG_MISSING))
    if line.kind is LineKind.RECEIPT and line.untaught_prepaid is not None:
        faults.append(BadField(number, "untaught_prepaid", LineFault.FLAG_OF_RECEIPT))
    return faults


def _refunded_too_much(lines: Sequence[Line]) -> list[BadField]:
    left = sum(line.amount_fen for line in lines if line.kind is LineKind.RECEIPT)
    for number, line in enumerate(lines, 1):
        if line.kind is LineKind.REFUND:
            left -= line.amount_fen
        if left < 0:
            return [BadField(number, "amount_fen", LineFault.REFUNDED_TOO_MUCH)]
    return []
