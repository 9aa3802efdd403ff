"""The one byte form of a JSON value that a signature is made over (RFC 8785)."""

import json
import re
from typing import Any

import rfc8785

DEEPEST = 32
LARGEST_WHOLE = 2**53 - 1
TEXT_OR_BRACKET = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)


class NotCanonical(ValueError):
    """The bytes are no JSON value, or not in its one form."""


def canonical(value: Any) -> bytes:
    """Return the bytes; raises `NotCanonical` for what JSON can't say exactly."""
    try:
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, RecursionError) as fault:
        raise NotCanonical("the value can't be written") from fault


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
