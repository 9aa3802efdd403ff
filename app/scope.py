"""What a viewer may see: rows of their district and of all that lies below it."""

from typing import Any

from sqlalchemy import ColumnElement, Select, false, true

from app.access import Viewer
from app.db import ALL_DISTRICTS
from app.errors import NotFound
from maps import districts


def codes_below(viewer: Viewer) -> frozenset[str]:
    """Return the codes of the viewer's district and everything below it."""
    return frozenset((viewer.district_code, *districts.descendants(viewer.district_code)))


def scope_text(viewer: Viewer) -> str:
    """Return the viewer's area as a transaction on PostgreSQL is told it."""
    return ALL_DISTRICTS if viewer.is_system else ",".join(sorted(codes_below(viewer)))


def visible(viewer: Viewer, column: Any) -> ColumnElement[bool]:
    """Return the condition that `column` (a scope code) lies in the viewer's area."""
    if viewer.is_system:
        return true()
    codes = codes_below(viewer)
    return column.in_(sorted(codes)) if codes else false()


def in_scope(statement: Select[Any], viewer: Viewer, column: Any) -> Select[Any]:
    """Narrow a select to the viewer's area."""
    return statement.where(visible(viewer, column))


def require_scope(viewer: Viewer, scope_code: str) -> None:
    """Raise `NotFound` unless `scope_code` lies in the viewer's area."""
    if not viewer.is_system and scope_code not in codes_below(viewer):
        raise NotFound
