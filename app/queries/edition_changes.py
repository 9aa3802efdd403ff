"""What exactly the next edition changes, entry by entry, and the digest two persons agree to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import select

from app import clock
from app.access import Viewer
from app.db import db
from app.models.blacklist import Listing
from app.queries import editions as queries
from app.queries.publication import DIGITS_SEEN, listed_next, ready_to_publish, set_aside_reasons
from app.row_security import across_districts
from inspections.blacklist_facts import digest_of
from inspections.editions import (
    CLOSING,
    EntryEvent,
    Event,
    canonical,
    changes,
    commitment,
    fold,
)
from inspections.publication import is_large
from inspections.verdicts import entry_fields, may_be_shown

NAMES_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """The events that the next edition writes, how many entries stand now, and their digest."""

    events: tuple[EntryEvent, ...]
    listed_before: int
    digest: str
    seen: Mapping[str, str]

    def count(self, *kinds: Event) -> int:
        """Return how many events are of these kinds."""
        return sum(event.event in kinds for event in self.events)

    @property
    def closing(self) -> int:
        """Return how many entries end."""
        return self.count(*CLOSING)

    @property
    def is_large(self) -> bool:
        """Say whether the guard stops this change."""
        return is_large(len(self.events), self.listed_before)

    @property
    def share(self) -> int | None:
        """Return how many per cent of the list change; None where nothing is listed yet."""
        if not self.listed_before:
            return None
        return round(len(self.events) * 100 / self.listed_before)


def change_set(added: Sequence[Listing]) -> ChangeSet:
    """Return what changes if `added` come out now; the order of the events is by entry."""
    today = clock.today()
    before, salts, after, content = fold(queries.log_leaves()), queries.salts(), {}, {}
    for facts in queries.entry_records(listed_next(added)):
        in_force = facts.listing is not None and facts.listing.is_in_force(today)
        if not in_force or not may_be_shown(facts, today):
            continue
        fields = entry_fields(facts)
        entry = fields["entry"]
        content[entry] = digest_of(fields)
        salt = salts.get(entry)
        after[entry] = commitment(fields, salt).hex() if salt else ""
    events = changes(before, after, on=today.isoformat(), set_aside=set_aside_reasons())
    said = [[one.entry, one.event.value, content.get(one.entry) or one.reason] for one in events]
    seen = {entry: f"{event} {(what or '')[:DIGITS_SEEN]}" for entry, event, what in said}
    return ChangeSet(tuple(events), len(before), sha256(canonical(said)).hexdigest(), seen)


def coming_changes(viewer: Viewer) -> ChangeSet:
    """Return what the next edition changes if a third person publishes it within this area."""
    with across_districts():
        return change_set(ready_to_publish(viewer))


def area_of_change(viewer: Viewer) -> str:
    """Return the smallest area that holds all that waits: those in it and above may agree to it."""
    areas = {one.scope_code for one in ready_to_publish(viewer)}
    return areas.pop() if len(areas) == 1 else viewer.district_code


def listings_changed(events: Sequence[EntryEvent]) -> dict[str, Listing]:
    """Return the listings behind some events, by entry."""
    return listings_named([event.entry for event in events])


def listings_named(entries: Sequence[str]) -> dict[str, Listing]:
    """Return the listings of some entries, whichever district's they are."""
    found: dict[str, Listing] = {}
    with across_districts():
        for start in range(0, len(entries), NAMES_AT_ONCE):
            part = entries[start : start + NAMES_AT_ONCE]
            statement = select(Listing).where(Listing.public_id.in_(part))
            found |= {one.public_id: one for one in db.session.scalars(statement)}
    return found
