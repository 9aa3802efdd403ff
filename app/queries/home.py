"""What waits for a viewer: orders, approvals, publications, windows that run, drafts, imports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.access import Viewer
from app.db import db
from app.models.blacklist import Listing
from app.models.imports import ImportRun, ImportState
from app.models.orders import Order
from app.models.sites import Site
from app.models.visits import Visit
from app.permissions import may_open
from app.queries.blacklist import Stage, first_in_stage, stage_counts
from app.queries.listing_people import may, people_who_may
from app.queries.order_work import OrderWork, orders_waiting
from app.scope import in_scope
from inspections.vocabulary import ListingState

FIRST_ROWS = 6
RECENT_VISITS = 5


@dataclass(frozen=True, slots=True)
class Waiting:
    """Everything that the home page lists; what a viewer may not open is empty."""

    counts: dict[Stage, int]
    orders: dict[OrderWork, tuple[int, Sequence[Order]]]
    approvals: Sequence[Listing]
    endings: Sequence[Listing]
    notices: Sequence[Listing]
    publications: Sequence[Listing]
    drafts: Sequence[Listing]
    imports: Sequence[ImportRun]
    visits: Sequence[Visit]
    own_proposals: int
    who_may_approve: Sequence[str]

    @property
    def overdue(self) -> int:
        """Return how many orders to correct are overdue."""
        return self.orders.get(OrderWork.OVERDUE, (0, ()))[0]

    @property
    def is_empty(self) -> bool:
        """Say whether nothing at all waits."""
        return not (
            self.orders
            or self.approvals
            or self.endings
            or self.notices
            or self.publications
            or self.drafts
            or self.imports
        )


def waiting_for(viewer: Viewer, today: date) -> Waiting:
    """Return what waits for this viewer today."""
    reads = may_open(viewer, "blacklist.index")
    counts = stage_counts(viewer, today) if reads else dict.fromkeys(Stage, 0)
    own = _own_proposals(viewer) if counts[Stage.APPROVAL] else 0
    return Waiting(
        counts=counts,
        orders=orders_waiting(viewer, today, first=FIRST_ROWS),
        approvals=_first(viewer, Stage.APPROVAL, today, counts, "blacklist.approve"),
        endings=_first(viewer, Stage.ENDING, today, counts, "blacklist.revoke"),
        notices=_first(viewer, Stage.NOTICE, today, counts, "blacklist.propose"),
        publications=_first(viewer, Stage.PUBLICATION, today, counts, "blacklist.publish"),
        drafts=_first(viewer, Stage.DRAFTS, today, counts, "blacklist.propose"),
        imports=_imports(viewer) if may_open(viewer, "imports.index") else [],
        visits=_visits(viewer) if may_open(viewer, "visits.index") else [],
        own_proposals=own,
        who_may_approve=_others(viewer) if own else [],
    )


def _first(
    viewer: Viewer, stage: Stage, today: date, counts: dict[Stage, int], permission: str
) -> Sequence[Listing]:
    if not counts[stage] or not may(permission, viewer):
        return []
    return first_in_stage(viewer, stage, today, limit=FIRST_ROWS)


def _own_proposals(viewer: Viewer) -> int:
    statement = in_scope(select(func.count(Listing.id)), viewer, Listing.scope_code).where(
        Listing.state == ListingState.PROPOSED, Listing.proposed_by_person == viewer.person_id
    )
    return db.session.scalar(statement) or 0


def _others(viewer: Viewer) -> Sequence[str]:
    return people_who_may("blacklist.approve", viewer.district_code, besides=[viewer.person_id])


def _imports(viewer: Viewer) -> Sequence[ImportRun]:
    statement = in_scope(select(ImportRun), viewer, ImportRun.district_code)
    statement = statement.where(ImportRun.state == ImportState.READY)
    statement = statement.options(joinedload(ImportRun.file)).order_by(ImportRun.id.desc())
    return db.session.scalars(statement.limit(FIRST_ROWS)).all()


def _visits(viewer: Viewer) -> Sequence[Visit]:
    statement = in_scope(select(Visit), viewer, Visit.scope_code)
    statement = statement.options(joinedload(Visit.site).joinedload(Site.institution))
    statement = statement.order_by(Visit.happened_on.desc(), Visit.id.desc())
    return db.session.scalars(statement.limit(RECENT_VISITS)).all()
