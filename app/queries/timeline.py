"""Everything that ever happened to an institution, from all that is recorded, newest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app import clock
from app.access import Viewer
from app.db import db
from app.models.audit import AuditEvent
from app.models.blacklist import Listing, ListingEvent
from app.models.cases import CaseStep
from app.models.files import StoredFile
from app.models.imports import ImportRun
from app.models.orders import OrderStep
from app.models.people import Account, Person
from app.models.register import Institution, RegisterChange
from app.models.sites import Site
from app.models.visits import Visit
from app.queries.cases import steps_of_institution
from app.queries.orders import orders_of_institution
from app.scope import visible

ENTRIES = 30
FIELDS_OF_A_CHANGE = 12
FROM_IMPORT = "import:"
# acts whose traces stand in tables of their own, and are told from there
TOLD_ELSEWHERE = ("institution.created", "institution.edited", "institution.imported")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field: what it was and what it became."""

    field: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened; `kind` says which of the other parts are filled."""

    kind: str
    at: datetime
    who: str | None = None
    changes: tuple[FieldChange, ...] = ()
    reason: str | None = None
    file_name: str | None = None
    import_id: str | None = None
    visit: Visit | None = None
    listing_event: ListingEvent | None = None
    order_step: OrderStep | None = None
    case_step: CaseStep | None = None
    verb: str = ""
    recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """The newest entries up to a page, and whether there are older ones."""

    entries: Sequence[TimelineEntry]
    page: int
    has_older: bool


def timeline_of(viewer: Viewer, institution: Institution, *, page: int = 1) -> Timeline:
    """Return one page of what happened to `institution`."""
    limit = page * ENTRIES + 1
    found = [
        *_changes(institution, limit),
        *_visits(viewer, institution, limit),
        *_listing_steps(viewer, institution, limit),
        *_order_steps(viewer, institution, limit),
        *_case_steps(viewer, institution, limit),
        *_acts(institution, limit),
    ]
    found.sort(key=lambda entry: (entry.at, entry.recorded_at or entry.at), reverse=True)
    shown = found[(page - 1) * ENTRIES : page * ENTRIES]
    return Timeline(shown, page, len(found) > page * ENTRIES)


def _changes(institution: Institution, limit: int) -> Iterator[TimelineEntry]:
    statement = (
        select(RegisterChange, Person.display, StoredFile.original_name, ImportRun.public_id)
        .outerjoin(Account, Account.id == RegisterChange.account_id)
        .outerjoin(Person, Person.id == Account.person_id)
        .outerjoin(ImportRun, ImportRun.id == RegisterChange.import_id)
        .outerjoin(StoredFile, StoredFile.id == ImportRun.file_id)
        .where(RegisterChange.institution_id == institution.id)
        .order_by(RegisterChange.id.desc())
        .limit(limit * FIELDS_OF_A_CHANGE)
    )
    for parts in _acts_among(db.session.execute(statement).all()):
        change, who, file_name, import_id = parts[0]
        yield TimelineEntry(
            kind="imported" if change.import_id else "changed",
            at=change.changed_at,
            who=who,
            changes=tuple(FieldChange(row[0].field, row[0].old, row[0].new) for row in parts),
            reason=change.reason,
            file_name=file_name,
            import_id=import_id,
        )


def _acts_among(rows: Sequence[Any]) -> list[list[Any]]:
    """Return the rows cut into acts: one moment, one account, one file, each field once."""
    acts: list[list[Any]] = []
    for row in rows:
        act = acts[-1] if acts else []
        same = bool(act) and _mark(act[0][0]) == _mark(row[0])
        if same and row[0].field not in {other[0].field for other in act}:
            act.append(row)
        else:
            acts.append([row])
    return acts


def _mark(change: RegisterChange) -> tuple[Any, ...]:
    return (change.changed_at, change.account_id, change.import_id)


def _visits(viewer: Viewer, institution: Institution, limit: int) -> Iterator[TimelineEntry]:
    statement = (
        select(Visit)
        .join(Site, Site.id == Visit.site_id)
        .where(Site.institution_id == institution.id, visible(viewer, Visit.scope_code))
        .order_by(Visit.happened_on.desc(), Visit.id.desc())
        .limit(limit)
    )
    for visit in db.session.scalars(statement):
        at = moment_of(visit.happened_on, visit.recorded_at)
        yield TimelineEntry(kind="visit", at=at, visit=visit, recorded_at=visit.recorded_at)


def _listing_steps(viewer: Viewer, institution: Institution, limit: int) -> Iterator[TimelineEntry]:
    statement = (
        select(ListingEvent, Person.display)
        .join(ListingEvent.listing)
        .outerjoin(Person, Person.id == ListingEvent.person_id)
        .where(Listing.institution_id == institution.id, visible(viewer, Listing.scope_code))
        .order_by(ListingEvent.id.desc())
        .limit(limit)
        .options(contains_eager(ListingEvent.listing))
    )
    for step, who in db.session.execute(statement):
        at = moment_of(step.happened_on, step.recorded_at)
        yield TimelineEntry(
            kind="listing",
            at=at,
            who=who,
            listing_event=step,
            reason=step.reason,
            recorded_at=step.recorded_at,
        )


def _order_steps(viewer: Viewer, institution: Institution, limit: int) -> Iterator[TimelineEntry]:
    for step in orders_of_institution(viewer, institution.id, limit):
        yield TimelineEntry(
            kind="order",
            at=moment_of(step.happened_on, step.recorded_at),
            who=step.person.display if step.person else None,
            order_step=step,
            reason=step.reason,
            recorded_at=step.recorded_at,
        )


def _case_steps(viewer: Viewer, institution: Institution, limit: int) -> Iterator[TimelineEntry]:
    for step in steps_of_institution(viewer, institution.id, limit):
        yield TimelineEntry(
            kind="case",
            at=moment_of(step.happened_on, step.recorded_at),
            who=step.person.display if step.person else None,
            case_step=step,
            reason=step.reason,
            recorded_at=step.recorded_at,
        )


def _acts(institution: Institution, limit: int) -> Iterator[TimelineEntry]:
    statement = (
        select(AuditEvent, Person.display)
        .outerjoin(Person, Person.id == AuditEvent.person_id)
        .where(
            AuditEvent.object_type == "institution",
            AuditEvent.object_id == institution.public_id,
        )
        .order_by(AuditEvent.id.desc())
        .limit(limit)
    )
    creator = None
    for act, who in db.session.execute(statement):
        if act.verb == "institution.created":
            creator = who
        elif act.verb not in TOLD_ELSEWHERE:
            yield TimelineEntry(kind="act", at=act.at, who=who, verb=act.verb)
    yield _beginning(institution, creator)


def _beginning(institution: Institution, creator: str | None) -> TimelineEntry:
    """Return how the institution came to be on the register."""
    if not institution.source.startswith(FROM_IMPORT):
        return TimelineEntry(kind="created", at=institution.created_at, who=creator)
    run_id = institution.source.removeprefix(FROM_IMPORT)
    statement = (
        select(StoredFile.original_name, Person.display)
        .select_from(ImportRun)
        .join(StoredFile, StoredFile.id == ImportRun.file_id)
        .outerjoin(Account, Account.id == ImportRun.account_id)
        .outerjoin(Person, Person.id == Account.person_id)
        .where(ImportRun.public_id == run_id)
    )
    row = db.session.execute(statement).first()
    return TimelineEntry(
        kind="created",
        at=institution.created_at,
        who=row[1] if row else None,
        file_name=row[0] if row else None,
        import_id=run_id,
    )


def moment_of(day: date, recorded_at: datetime) -> datetime:
    """Return when something happened of which only the day is known, for sorting."""
    if clock.local_day(recorded_at) == day:
        return recorded_at
    return datetime.combine(day, time(12), tzinfo=clock.BUREAU_ZONE)
