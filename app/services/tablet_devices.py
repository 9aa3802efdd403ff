"""Tablets: enrolled by an officer, known by their signature, revoked; and their officers' keys."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import select

from app import audit, clock, device_keys, signing
from app.access import Viewer
from app.db import db
from app.errors import BadInput, NotFound
from app.models.devices import Device, OfficerKey
from app.scope import require_scope
from app.words import gettext as _
from maps import districts

LONGEST_LABEL = 80
MOST_SIGNED = 40
# a device that asks often writes its last use once a minute
TOUCH_SECONDS = 60


class DeviceRefused(Exception):
    """A request that no enrolled tablet signed: `device_unknown`, `bad_signature`, `bad_moment`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Held:
    """What a tablet says it still holds: how many records, and since when the oldest waits."""

    waiting: int | None = None
    oldest: datetime | None = None


NOTHING_SAID = Held()


@dataclass(frozen=True, slots=True)
class Sent:
    """A request as a tablet signed it, on the line or out of the file of its queue."""

    device: str
    method: str
    path: str
    body: bytes
    signed_at: str
    signature: str
    from_file: bool = False

    @property
    def message(self) -> bytes:
        """Return what the signature is made over."""
        digest = hashlib.sha256(self.body).hexdigest()
        return f"{self.method}\n{self.path}\n{digest}\n{self.signed_at}".encode()


def areas_meet(one: str, other: str) -> bool:
    """Say whether one district is the other, or lies within it."""
    return districts.is_within(one, other) or districts.is_within(other, one)


def enrol_device(public_key: Any, label: str, *, actor: Viewer) -> Device:
    """Enrol a tablet for the actor's district; raises `BadInput` for no P-256 public key."""
    device = Device(
        label=_label(label),
        public_key=_jwk(public_key),
        scope_code=actor.district_code,
        enrolled_by_person=actor.person_id or 0,
        enrolled_at=clock.now(),
    )
    db.session.add(device)
    db.session.flush()
    details = {"key": device_keys.key_id(device.public_key)}
    audit.record(
        actor,
        "device.enrolled",
        "device",
        device.public_id,
        chain=device.scope_code,
        details=details,
    )
    return device


def _label(label: str) -> str:
    words = " ".join(label.split())
    if not words or len(words) > LONGEST_LABEL:
        raise _bad("label", _("Name the tablet in 1 to 80 characters."))
    if not words.isprintable():
        raise _bad("label", _("The name holds signs that can't be shown. Leave them out."))
    return words


def _bad(path: str, message: str) -> BadInput:
    return BadInput("invalid", message, [{"path": path, "message": message}])


def _jwk(given: Any) -> dict[str, str]:
    try:
        return device_keys.public_jwk(given)
    except device_keys.BadKey as fault:
        raise _bad("public_key", _("This is no public P-256 key.")) from fault


def register_officer_key(device: Device, public_key: Any, *, actor: Viewer) -> OfficerKey:
    """Register the key with which the actor confirms records on this tablet.

    A newer key of the same person replaces the older one, which stays for what it confirmed.
    """
    if device.revoked_at is not None or not areas_meet(actor.district_code, device.scope_code):
        raise NotFound
    jwk, moment = _jwk(public_key), clock.now()
    current = select(OfficerKey).where(
        OfficerKey.device_id == device.id,
        OfficerKey.person_id == actor.person_id,
        OfficerKey.replaced_at.is_(None),
    )
    before = db.session.scalar(current.with_for_update())
    if before is not None and before.public_key == jwk:
        return before
    if before is not None:
        before.replaced_at = moment
        db.session.flush()
    key = OfficerKey(
        device_id=device.id,
        person_id=actor.person_id,
        public_key=jwk,
        registered_at=moment,
    )
    db.session.add(key)
    db.session.flush()
    details = {"key": key.public_id, "replaces": before.public_id if before else None}
    audit.record(
        actor,
        "officer_key.registered",
        "device",
        device.public_id,
        chain=device.scope_code,
        details=details,
    )
    return key


def revoke_device(device: Device, *, reason: str, actor: Viewer) -> None:
    """Take a tablet out of use; what it sends from now on is kept apart, not entered."""
    require_scope(actor, device.scope_code)
    if device.revoked_at is not None:
        return
    device.revoked_at, device.revoked_by_person = clock.now(), actor.person_id
    device.revoke_reason = reason
    db.session.flush()
    audit.record(actor, "device.revoked", "device", device.public_id, chain=device.scope_code)


def device_that_sent(sent: Sent) -> Device:
    """Return the tablet whose signature is on a request; raises `DeviceRefused`."""
    device = db.session.scalar(select(Device).where(Device.public_id == sent.device))
    if device is None:
        raise DeviceRefused("device_unknown")
    if not sent.signed_at or len(sent.signed_at) > MOST_SIGNED:
        raise DeviceRefused("bad_signature")
    if not device_keys.signed_by(device.public_key, sent.message, sent.signature):
        raise DeviceRefused("bad_signature")
    if not _is_moment(sent.signed_at):
        raise DeviceRefused("bad_moment")
    return device


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def locked(device_id: int) -> Device:
    """Return the tablet's row, locked: what it sends is worked off one after another."""
    statement = select(Device).where(Device.id == device_id).with_for_update()
    return db.session.scalars(statement.execution_options(populate_existing=True)).one()


def is_stale(device: Device, said: Held) -> bool:
    """Say whether what is known of the tablet's last use is worth a transaction."""
    if device.last_seen_at is None:
        return True
    if said.waiting is not None and device.waiting != said.waiting:
        return True
    if said.oldest is not None and device.oldest_waiting_at != said.oldest:
        return True
    return (clock.now() - device.last_seen_at).total_seconds() > TOUCH_SECONDS


def note_use(device: Device, said: Held) -> None:
    """Keep when a locked tablet was last heard of and what it says it still holds."""
    moment = clock.now()
    device.last_seen_at = moment
    if said.waiting is None:
        return
    if said.waiting == 0:
        device.oldest_waiting_at = None
    elif said.oldest is not None or not device.waiting:
        device.oldest_waiting_at = min(said.oldest or moment, moment)
    device.waiting = said.waiting


def server_keys() -> list[dict[str, Any]]:
    """Return the office's public keys: of its receipts, and the one that queues are sealed to."""
    folder = current_app.config["SETTINGS"].keys
    receipts = signing.signer(folder, "receipt")
    queue = device_keys.jwk_of(device_keys.queue_key(folder).public_key())
    return [
        {"id": receipts.key_id, "ed25519": device_keys.b64(receipts.public_bytes)},
        {"id": device_keys.key_id(queue), "p256": queue},
    ]
