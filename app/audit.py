"""The audit trail's writer and verifier: each event carries the hash of the one before."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from app import clock
from app.access import Viewer
from app.db import db
from app.models.audit import AuditEvent, AuditHead

GENESIS = "0" * 64
BATCH = 2000
# events of these types change no record
BESIDE_RECORDS = ("account", "session", "job")


def record(
    actor: Viewer,
    verb: str,
    object_type: str,
    object_id: str,
    *,
    chain: str,
    before: Any = None,
    after: Any = None,
    details: dict[str, Any] | None = None,
    at: datetime | None = None,
) -> AuditEvent:
    """Add one event to the chain of a district, in the caller's transaction.

    `before` and `after` are digested, never stored; `details` must hold no personal data.
    """
    head = _locked_head(chain)
    event = AuditEvent(
        chain=chain,
        sequence=head.sequence + 1,
        previous_hash=head.hash,
        at=at or clock.now(),
        account_id=actor.account_id,
        person_id=actor.person_id,
        roles=",".join(sorted(actor.roles)),
        verb=verb,
        object_type=object_type,
        object_id=object_id,
        before_digest=_digest(before),
        after_digest=_digest(after),
        details=details or {},
    )
    event.hash = event_hash(event)
    head.sequence, head.hash = event.sequence, event.hash
    head.acts += object_type not in BESIDE_RECORDS
    db.session.add(event)
    db.session.flush()
    return event


def hold(chain: str) -> None:
    """Lock the chain of a district until the caller's transaction ends.

    Whoever locks a row that others of the district lock too holds the chain before it: then no
    two acts take the two locks in opposite order.
    """
    _locked_head(chain)


def _locked_head(chain: str) -> AuditHead:
    values = {"chain": chain, "sequence": 0, "acts": 0, "hash": GENESIS}
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    db.session.execute(dialect.insert(AuditHead).values(values).on_conflict_do_nothing())
    statement = select(AuditHead).where(AuditHead.chain == chain).with_for_update()
    return db.session.scalars(statement.execution_options(populate_existing=True)).one()


def _digest(value: Any) -> str | None:
    if value is None:
        return None
    return hashlib.sha256(canonical(value)).hexdigest()


def canonical(value: Any) -> bytes:
    """Return the one byte form of a JSON value (sorted keys, no blanks, UTF-8)."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return text.encode()


def event_hash(event: AuditEvent) -> str:
    """Return the hash over everything the event says and the hash before it."""
    said = {
        "account": event.account_id,
        "after": event.after_digest,
        "at": event.at.isoformat(timespec="microseconds"),
        "before": event.before_digest,
        "chain": event.chain,
        "details": event.details,
        "object": [event.object_type, event.object_id],
        "person": event.person_id,
        "previous": event.previous_hash,
        "roles": event.roles,
        "sequence": event.sequence,
        "verb": event.verb,
    }
    return hashlib.sha256(canonical(said)).hexdigest()


@dataclass(frozen=True, slots=True)
class Verification:
    """What a walk over all chains found; `first_bad` is "chain/sequence" or None."""

    ok: bool
    events: int
    first_bad: str | None


def verify(signed_heads: dict[str, tuple[int, str]]) -> Verification:
    """Recompute every chain and compare it with its head and with the heads signed earlier."""
    count = 0
    heads = {head.chain: head for head in db.session.scalars(select(AuditHead))}
    seen: dict[str, tuple[int, str]] = {}
    pending = dict(signed_heads)
    for event in _events():
        count += 1
        sequence, previous = seen.get(event.chain, (0, GENESIS))
        broken = (
            event.sequence != sequence + 1
            or event.previous_hash != previous
            or event_hash(event) != event.hash
        )
        signed = pending.get(event.chain)
        if signed is not None and signed[0] == event.sequence:
            broken = broken or signed[1] != event.hash
            del pending[event.chain]
        if broken:
            return Verification(False, count, f"{event.chain}/{event.sequence}")
        seen[event.chain] = (event.sequence, event.hash)
    for chain, signed in pending.items():
        if signed[0] > 0:
            return Verification(False, count, f"{chain}/{seen.get(chain, (0, ''))[0] + 1}")
    for chain in sorted(set(heads) | set(seen)):
        head = heads.get(chain)
        last = seen.get(chain, (0, GENESIS))
        if head is None or (head.sequence, head.hash) != last:
            return Verification(False, count, f"{chain}/{last[0] + 1}")
    return Verification(True, count, None)


def _events() -> Iterator[AuditEvent]:
    chains = db.session.scalars(select(AuditEvent.chain).distinct().order_by(AuditEvent.chain))
    for chain in chains.all():
        last = -1
        while batch := _batch(chain, last):
            yield from batch
            last = batch[-1].sequence
            db.session.expunge_all()


def _batch(chain: str, after: int) -> Sequence[AuditEvent]:
    statement = select(AuditEvent).where(AuditEvent.chain == chain, AuditEvent.sequence > after)
    return db.session.scalars(statement.order_by(AuditEvent.sequence).limit(BATCH)).all()
