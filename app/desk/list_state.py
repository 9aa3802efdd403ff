"""What the address of a list asks for, read by the sorts and filters that its query has."""

from typing import Protocol

from flask import request
from werkzeug.datastructures import MultiDict

from app.queries.paging import Filters, ListState, Sorts, read_state


class Listed(Protocol):
    """A module of queries that answers one list."""

    SORTS: Sorts
    DEFAULT_SORT: str
    FILTERS: Filters


def state_of(queries: Listed) -> ListState:
    """Return the state of a list that this request's address asks for."""
    return _read(queries, request.args)


def posted_state(queries: Listed) -> ListState:
    """Return the state of a list that a form carries in its fields."""
    return _read(queries, request.form)


def _read(queries: Listed, asked: MultiDict[str, str]) -> ListState:
    return read_state(
        request.path,
        asked,
        sorts=queries.SORTS,
        default=queries.DEFAULT_SORT,
        filters=queries.FILTERS,
    )
