"""Requests to override the publication guard: the open one, and what the rules need to know."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.access import Viewer
from app.db import db
from app.models.editions import PublicationOverride
from app.queries.edition_changes import ChangeSet
from app.scope import in_scope
from inspections.overrides import OPEN_STATES, OverrideFacts
from inspections.vocabulary import OverrideState


def open_override(viewer: Viewer) -> PublicationOverride | None:
    """Return the open request that concerns the viewer: of the own area first, then the newest."""
    statement = in_scope(select(PublicationOverride), viewer, PublicationOverride.scope_code)
    statement = statement.where(PublicationOverride.state.in_(OPEN_STATES)).options(
        joinedload(PublicationOverride.asker), joinedload(PublicationOverride.confirmer)
    )
    own = PublicationOverride.scope_code == viewer.district_code
    statement = statement.order_by(own.desc(), PublicationOverride.id.desc())
    return db.session.scalars(statement.limit(1)).first()


def confirmed_override(digest: str) -> PublicationOverride | None:
    """Return the confirmed request for exactly this change, locked until the act ends."""
    statement = select(PublicationOverride).where(
        PublicationOverride.state == OverrideState.CONFIRMED, PublicationOverride.digest == digest
    )
    statement = statement.order_by(PublicationOverride.id).limit(1)
    return db.session.scalar(statement.with_for_update(of=PublicationOverride))


def override_facts(
    request: PublicationOverride | None, changes: ChangeSet, *, viewer: Viewer
) -> OverrideFacts:
    """Return what the rules need to know of a request for one who wants to act on it."""
    return OverrideFacts(
        state=request.state if request else None,
        actor_person=viewer.person_id,
        asked_by=request.asked_by_person if request else None,
        confirmed_by=request.confirmed_by_person if request else None,
        asked_digest=request.digest if request else "",
        change_digest=changes.digest,
        change_is_large=changes.is_large,
    )
