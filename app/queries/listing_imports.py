"""Lists taken over: the newest, one with its rows, and what its rows became."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from app.access import Viewer
from app.db import db
from app.errors import NotFound
from app.models.blacklist import Listing, ListingImport
from app.scope import in_scope, visible
from inspections.vocabulary import ListingState


def imports_shown(viewer: Viewer) -> Sequence[ListingImport]:
    """Return the lists taken over, the newest first."""
    statement = in_scope(select(ListingImport), viewer, ListingImport.scope_code)
    return db.session.scalars(statement.order_by(ListingImport.id.desc()).limit(50)).all()


def import_by_public_id(viewer: Viewer, public_id: str) -> ListingImport:
    """Return one list with its rows; raises `NotFound`."""
    statement = select(ListingImport).where(ListingImport.public_id == public_id)
    statement = in_scope(statement, viewer, ListingImport.scope_code)
    batch = db.session.scalar(statement.options(undefer(ListingImport.report)))
    if batch is None:
        raise NotFound
    return batch


def states_of_import(viewer: Viewer, batch: ListingImport) -> Counter[ListingState]:
    """Return how many listings of an imported list stand in which state."""
    statement = select(Listing.state, func.count(Listing.id)).group_by(Listing.state)
    statement = statement.where(Listing.import_id == batch.id, visible(viewer, Listing.scope_code))
    return Counter(dict(db.session.execute(statement).tuples().all()))
