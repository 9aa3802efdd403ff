"""What the address of a list asks for, read by the sorts and filters that its query has."""

from typing import Protocol

from flask import request

from app.queries.paging import Filters, ListState, Sorts, read_state


class Listed(Protocol):
    """A module of queries that answers one list."""

    SORTS: Sorts
    DEFAULT_SORT: str
    FILTERS: Filters


def state_of(queries: Listed) -> ListState:
    """Return the state of a list that this request asks for."""
    return read_state(
        request.path,
        request.args,
        sorts=queries.SORTS,
        default=queries.DEFAULT_SORT,
        filters=queries.FILTERS,
    )
