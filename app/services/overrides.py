"""Overriding the publication guard: one person asks, another confirms, either takes it back."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError

from app import audit, clock
from app.access import Viewer
from app.db import db
from app.errors import NotFound
from app.models.editions import PublicationOverride
from app.permissions import require_permission
from app.queries.edition_changes import ChangeSet, area_of_change, coming_changes
from app.queries.overrides import override_facts
from app.scope import require_scope
from app.services.edition_guard import require_as_seen
from app.services.listing_steps import checked_reason
from inspections.overrides import (
    OPEN_STATES,
    against_asking,
    against_confirming,
    against_withdrawing,
)
from inspections.refusal import Refusal, Refused
from inspections.vocabulary import OverrideState


def ask_override(
    reason: str,
    *,
    actor: Viewer,
    scope_code: str | None = None,
    seen: Mapping[str, str] | None = None,
) -> PublicationOverride:
    """Ask that the coming change may be published although it is large.

    A request that a later edit has voided makes room. Raises `BadInput` without a reason, and
    `Conflict` when the change isn't the one that was `seen`.
    """
    require_permission(actor, "blacklist.ask_override")
    area = scope_code or area_of_change(actor)
    require_scope(actor, area)
    reason = checked_reason(reason)
    changes = _changes_in(area, actor)
    require_as_seen(changes.seen, seen)
    earlier = db.session.scalar(
        _locked().where(
            PublicationOverride.scope_code == area, PublicationOverride.state.in_(OPEN_STATES)
        )
    )
    _require_nothing_against(against_asking(override_facts(earlier, changes, viewer=actor)))
    if earlier is not None:
        earlier.state = OverrideState.VOID
        db.session.flush()
    request = PublicationOverride(
        scope_code=area,
        state=OverrideState.ASKED,
        digest=changes.digest,
        changes=len(changes.events),
        listed_before=changes.listed_before,
        reason=reason,
        asked_by_person=actor.person_id,
        asked_at=clock.now(),
    )
    db.session.add(request)
    _flush()
    details = {"changes": request.changes, "voids": earlier.public_id if earlier else None}
    _note(request, actor=actor, verb="override.asked", details=details)
    return request


def confirm_override(public_id: str, *, actor: Viewer) -> PublicationOverride:
    """Confirm what another person asked for; refused when the change is no longer the same."""
    require_permission(actor, "blacklist.confirm_override")
    request = _locked_request(public_id, viewer=actor)
    changes = _changes_in(request.scope_code, actor)
    _require_nothing_against(against_confirming(override_facts(request, changes, viewer=actor)))
    request.state = OverrideState.CONFIRMED
    request.confirmed_by_person, request.confirmed_at = actor.person_id, clock.now()
    db.session.flush()
    _note(request, actor=actor, verb="override.confirmed", details={"changes": request.changes})
    return request


def withdraw_override(public_id: str, *, actor: Viewer) -> PublicationOverride:
    """Take a request back, confirmed or not; one of its two persons does."""
    require_permission(actor, "blacklist.withdraw_override")
    request = _locked_request(public_id, viewer=actor)
    changes = _changes_in(request.scope_code, actor)
    _require_nothing_against(against_withdrawing(override_facts(request, changes, viewer=actor)))
    before = request.state
    request.state = OverrideState.WITHDRAWN
    request.withdrawn_by_person, request.withdrawn_at = actor.person_id, clock.now()
    db.session.flush()
    _note(request, actor=actor, verb="override.withdrawn", details={"from": before.value})
    return request


def _require_nothing_against(refusals: list[Refusal]) -> None:
    if refusals:
        raise Refused(refusals)


def _changes_in(area: str, viewer: Viewer) -> ChangeSet:
    """Return the coming change of an area, whoever looks at it."""
    return coming_changes(replace(viewer, district_code=area))


def _locked() -> Select[PublicationOverride]:
    statement = select(PublicationOverride).with_for_update(of=PublicationOverride)
    return statement.execution_options(populate_existing=True)


def _locked_request(public_id: str, *, viewer: Viewer) -> PublicationOverride:
    request = db.session.scalar(_locked().where(PublicationOverride.public_id == public_id))
    if request is None:
        raise NotFound
    require_scope(viewer, request.scope_code)
    return request


def _flush() -> None:
    """Flush; the database's own word on a second open request becomes a refusal."""
    try:
        db.session.flush()
    except IntegrityError as error:
        if "scope_code" in str(error.orig) or "overrides_open" in str(error.orig):
            raise Refused([Refusal("override.none_is_open")]) from error
        raise


def _note(
    request: PublicationOverride, *, actor: Viewer, verb: str, details: dict[str, Any]
) -> None:
    audit.record(
        actor,
        verb,
        "override",
        request.public_id,
        chain=request.scope_code,
        after={"state": request.state, "change": request.digest},
        details=details,
    )
