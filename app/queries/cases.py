"""Cases as a viewer may see them."""

from sqlalchemy import select

from app.access import Viewer
from app.db import db
from app.errors import NotFound
from app.models.cases import Case
from app.scope import in_scope


def case_by_public_id(viewer: Viewer, public_id: str) -> Case:
    """Return a case; `NotFound` also outside the viewer's area."""
    statement = select(Case).where(Case.public_id == public_id)
    found = db.session.scalar(in_scope(statement, viewer, Case.scope_code))
    if found is None:
        raise NotFound
    return found
