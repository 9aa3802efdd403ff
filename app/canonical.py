"""The one byte form of a JSON value that a signature is made over (RFC 8785)."""

import json
import math
import re
from typing import Any

DEEPEST = 32
TEXT_OR_BRACKET = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
ODD_NUMBER = re.compile(r"\.0(?![0-9])|[0-9]e|[0-9]{16}")
LARGEST_WHOLE = 2**53 - 1
# where ECMAScript begins to write numbers with an exponent
MOST_DIGITS, MOST_ZEROS = 21, -7


class NotCanonical(ValueError):
    """The bytes are no JSON value, or not in its one form."""


def canonical(value: Any) -> bytes:
    """Return the bytes; raises `NotCanonical` for what JSON can't say exactly."""
    try:
        text = _quickly(value)
        return (text if _is_the_one_form(text) else _written(value)).encode()
    except (UnicodeEncodeError, RecursionError, TypeError, ValueError) as fault:
        raise NotCanonical("the value can't be written") from fault


def _quickly(value: Any) -> str:
    return json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )


def _is_the_one_form(text: str) -> bool:
    """Say whether Python's own writing, ten times quicker than ours, is what ECMAScript writes.

    It isn't for some numbers, and for names beyond the first 65,536 signs, which sort otherwise.
    """
    return max(text) < "\U00010000" and not ODD_NUMBER.search(QUOTED.sub("", text))


def read_canonical(body: bytes) -> Any:
    """Return the value of bytes that are in the one form; raises `NotCanonical`."""
    if _depth(body) > DEEPEST:
        raise NotCanonical("nested too deep")
    try:
        value = json.loads(body.decode(), parse_constant=_no_constant)
    except (ValueError, RecursionError) as fault:
        raise NotCanonical("no JSON") from fault
    if canonical(value) != body:
        raise NotCanonical("not in the canonical form")
    return value


def _depth(body: bytes) -> int:
    deep = most = 0
    for sign in TEXT_OR_BRACKET.findall(body):
        if sign in (b"[", b"{"):
            deep += 1
            most = max(most, deep)
        elif sign in (b"]", b"}"):
            deep -= 1
    return most


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON number")


def _written(value: Any) -> str:
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{_text(name)}:{_written(value[name])}" for name in names) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(_written(item) for item in value) + "]"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    return _number(value)


def _text(value: str) -> str:
    return json.dumps(str(value), ensure_ascii=False)


def _number(value: Any) -> str:
    if isinstance(value, int):
        if abs(value) > LARGEST_WHOLE:
            raise NotCanonical("a whole number is too large")
        return str(value)
    if not isinstance(value, float) or not math.isfinite(value):
        raise NotCanonical(f"{type(value).__name__} can't be written")
    return _fraction(value)


def _fraction(value: float) -> str:
    """Write a number as ECMAScript does: the shortest digits, an exponent from 1e21 and 1e-7."""
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    digits, _point, exponent = f"{abs(value)!r}".partition("e")
    whole, _dot, rest = digits.partition(".")
    rest = "" if rest == "0" else rest
    figures = (whole + rest).lstrip("0")
    # the place of the decimal point, counted from the first figure
    leading = len(rest) - len(rest.lstrip("0")) if whole == "0" else 0
    place = int(exponent or 0) + (len(whole) if whole != "0" else -leading)
    figures = figures.rstrip("0") or "0"
    if len(figures) <= place <= MOST_DIGITS:
        return sign + figures + "0" * (place - len(figures))
    if 0 < place <= MOST_DIGITS:
        return f"{sign}{figures[:place]}.{figures[place:]}"
    if MOST_ZEROS < place - 1 < 0 or place == 0:
        return f"{sign}0.{'0' * -place}{figures}"
    power = place - 1
    tail = f".{figures[1:]}" if len(figures) > 1 else ""
    return f"{sign}{figures[0]}{tail}e{'+' if power > 0 else '-'}{abs(power)}"
