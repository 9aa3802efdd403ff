"""The audit trail as an auditor reads it: who did what to which object, without personal data."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, select

from app.access import Viewer
from app.clock import BUREAU_ZONE
from app.db import db
from app.models.audit import AuditEvent
from app.models.people import Account
from app.queries.paging import Filters, ListState, Page, Sorts, ordering, page_of
from app.queries.whole_lists import batches_of
from app.scope import in_scope, visible
from inspections.dates import read_date

SORTS: Sorts = {"at": (AuditEvent.at,)}
DEFAULT_SORT = "-at"
FILTERS: Filters = {"district": None, "verb": None, "object": None, "since": None, "until": None}


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One event; `account` is the public id of the account that acted, None for the system."""

    event: AuditEvent
    account: str | None


def audit_page(viewer: Viewer, state: ListState) -> Page[AuditRow]:
    """Return one page of events."""
    return page_of(_ids(viewer, state), state, sorts=SORTS, key=AuditEvent.id, load=_rows)


def export_rows(viewer: Viewer, state: ListState) -> Iterator[AuditRow]:
    """Yield every event of a list in its order."""
    ids = _ids(viewer, state).order_by(*ordering(state, SORTS, AuditEvent.id))
    for rows in batches_of(ids, _rows):
        yield from rows
        db.session.expunge_all()


def _ids(viewer: Viewer, state: ListState) -> Select[Any]:
    statement = in_scope(select(AuditEvent.id), viewer, AuditEvent.chain)
    if state.q:
        accounts = select(Account.id).where(Account.public_id == state.q)
        statement = statement.where(
            (AuditEvent.object_id == state.q) | AuditEvent.account_id.in_(accounts)
        )
    if district := state.chosen("district"):
        statement = statement.where(AuditEvent.chain == district)
    if verb := state.chosen("verb"):
        statement = statement.where(AuditEvent.verb == verb)
    if kind := state.chosen("object"):
        statement = statement.where(AuditEvent.object_type == kind)
    since, until = read_date(state.chosen("since")).day, read_date(state.chosen("until")).day
    if since:
        statement = statement.where(AuditEvent.at >= _begin(since))
    if until:
        statement = statement.where(AuditEvent.at < _begin(until + timedelta(days=1)))
    return statement


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=BUREAU_ZONE)


def _rows(ids: Sequence[int]) -> Mapping[int, AuditRow]:
    statement = (
        select(AuditEvent, Account.public_id)
        .outerjoin(Account, Account.id == AuditEvent.account_id)
        .where(AuditEvent.id.in_(ids))
    )
    return {event.id: AuditRow(event, account) for event, account in db.session.execute(statement)}


def verbs_and_objects(viewer: Viewer) -> tuple[list[str], list[str]]:
    """Return the verbs and kinds of object that occur, for the filters."""
    pairs = select(AuditEvent.verb, AuditEvent.object_type).where(visible(viewer, AuditEvent.chain))
    found = db.session.execute(pairs.distinct()).all()
    return sorted({verb for verb, _kind in found}), sorted({kind for _verb, kind in found})
