"""A list as a download: proof of the person for a large one, and a line in the audit trail."""

from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from flask import g, redirect, request, url_for

from app import exports
from app.db import act
from app.queries.paging import PAGE_SIZE, ListState
from app.row_security import keeping_scope
from app.services.exports import record_export
from app.services.sessions import is_stepped_up

# What fits on one page could be copied from it; more is an export in bulk.
MOST_WITHOUT_PROOF = PAGE_SIZE


def export(
    state: ListState,
    noun: str,
    *,
    total: int,
    heads: Sequence[str],
    rows: Iterable[Sequence[exports.Cell]],
) -> Any:
    """Return the list that the URL asks for; `total` is how many rows it has."""
    asked = state.arguments(format="")
    return download(state.format, noun, total=total, asked=asked, heads=heads, rows=rows)


def download(
    kind: str,
    noun: str,
    *,
    total: int,
    asked: Mapping[str, str],
    heads: Sequence[str],
    rows: Iterable[Sequence[exports.Cell]],
) -> Any:
    """Return a file of `rows`, or ask for the password first; `rows` are read after that."""
    if total > MOST_WITHOUT_PROOF and not is_stepped_up(g.session):
        here = request.full_path.rstrip("?")
        return redirect(url_for("account.step_up", next=here), HTTPStatus.SEE_OTHER)
    if request.method != "HEAD":
        with act():
            record_export(noun=noun, kind=kind, rows=total, arguments=asked, actor=g.viewer)
    return exports.answer(kind, noun, heads, keeping_scope(rows))
