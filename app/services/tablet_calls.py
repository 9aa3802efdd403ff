"""The calls of a tablet: what is asked by its signature, answered, and committed before that."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from sqlalchemy import select

from app import clock
from app.access import Viewer, system
from app.canonical import canonical
from app.db import act, db
from app.file_formats import HostileFile
from app.file_words import FILE_FAULTS
from app.models.devices import Device, HeldManifest
from app.queries.tablet_register import register_of
from app.queries.tablet_round import round_of
from app.queries.tablets import flags_of, manifest_of, missing_files
from app.row_security import acting_for
from app.services.tablet_devices import (
    NOTHING_SAID,
    DeviceRefused,
    Held,
    Sent,
    device_that_sent,
    is_stale,
    locked,
    note_use,
    server_keys,
)
from app.services.tablet_files import (
    DigestMismatch,
    FileRefused,
    judge_file,
    keep_file,
    note_refusal,
)
from app.services.tablet_held import hold, settled
from app.services.tablet_reading import ReadManifest, Unreadable, read_manifest
from app.services.tablet_receipts import iso
from app.services.tablet_visits import NotEntered, enter_manifest
from app.services.tablet_words import decision, error, reason_fields
from inspections.dates import read_date
from inspections.tablets import HeldFor, HeldState

# a row that no account has: a tablet is nobody, and never the system
NOBODY = 0
STATUS = {
    HeldFor.DIFFERS: HTTPStatus.CONFLICT,
    HeldFor.REFUSED: HTTPStatus.CONFLICT,
    HeldFor.DEVICE_REVOKED: HTTPStatus.FORBIDDEN,
    HeldFor.NOT_OFFICER: HTTPStatus.FORBIDDEN,
    HeldFor.OUT_OF_AREA: HTTPStatus.NOT_FOUND,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and the bytes of a JSON document."""

    status: HTTPStatus
    body: bytes
    code: str = ""

    @property
    def is_receipt(self) -> bool:
        """Say whether the tablet may rely on what it sent being here."""
        return not self.code and self.status in (HTTPStatus.OK, HTTPStatus.CREATED)


@dataclass(frozen=True, slots=True)
class _Known:
    """A tablet that signed a request, as far as it is needed beyond one transaction."""

    id: int
    viewer: Viewer
    is_revoked: bool

    @property
    def actor(self) -> Viewer:
        """Return who stands in the audit trail where no person acts: the system there."""
        return system(self.viewer.district_code)


def held_as_said(waiting: str, oldest: str) -> Held:
    """Return what a tablet says beside a call that it still holds; what can't be read is unsaid."""
    return Held(_count(waiting), _moment(oldest))


def put_visit(sent: Sent, uuid: str, said: Held = NOTHING_SAID) -> Answer:
    """Take a manifest: entered and receipted, receipted again, or kept apart."""
    try:
        known = _known(sent)
        read = read_manifest(sent.body, uuid)
    except DeviceRefused as refused:
        return _refusal(HTTPStatus.UNAUTHORIZED, refused.code)
    except Unreadable as fault:
        return _refusal(HTTPStatus.BAD_REQUEST, fault.code, fields=fault.fields)
    with acting_for(known.viewer), act():
        return _take(read, _in_use(known, said), sent)


def _take(read: ReadManifest, device: Device, sent: Sent) -> Answer:
    if device.revoked_at is not None:
        why = NotEntered(HeldFor.DEVICE_REVOKED, [{"code": "device_revoked"}])
        if manifest_of(device, read.manifest.visit) is not None:
            return _not_entered(read, why, HeldState.WAITING)
        held = hold(read, device, sent, why, actor=system(device.scope_code))
        return _not_entered(read, why, held.state, held.reason or "")
    decided = settled(read, device)
    if decided is not None:
        against = NotEntered(decided.held_for, decided.refusals)
        return _not_entered(read, against, decided.state, decided.reason or "")
    try:
        manifest, is_new = enter_manifest(read, device, sent)
    except NotEntered as why:
        held = hold(read, device, sent, why, actor=system(device.scope_code))
        return _not_entered(read, why, held.state, held.reason or "")
    status = HTTPStatus.CREATED if is_new else HTTPStatus.OK
    return Answer(status, manifest.answer.encode())


def _not_entered(read: ReadManifest, why: NotEntered, state: HeldState, reason: str = "") -> Answer:
    more: dict[str, Any] = {"fields": reason_fields(why.refusals)}
    if why.held_for is HeldFor.DIFFERS:
        more |= {"stored": why.stored, "sent": read.digest}
    if state is not HeldState.WAITING:
        more |= decision(state, reason)
    return _refusal(STATUS[why.held_for], why.held_for.value, **more)


def put_photo(sent: Sent, digest: str) -> Answer:
    """Take a file: its bytes are judged and stored before any transaction begins."""
    try:
        known = _known(sent)
    except DeviceRefused as refused:
        return _refusal(HTTPStatus.UNAUTHORIZED, refused.code)
    size = len(sent.body)
    if known.is_revoked and not _is_wanted(known, digest):
        return _refusal(HTTPStatus.FORBIDDEN, "device_revoked")
    try:
        judged = judge_file(sent.body, digest)
        with acting_for(known.viewer), act():
            received, is_new = keep_file(_in_use(known), digest, size, judged, actor=known.actor)
            answer = received.answer or ""
    except DigestMismatch as fault:
        fields = {"sent": fault.sent, "found": fault.found}
        return _refusal(HTTPStatus.BAD_REQUEST, "digest_mismatch", **fields)
    except (HostileFile, FileRefused) as fault:
        with acting_for(known.viewer), act():
            note_refusal(_in_use(known), digest, size, fault.code, actor=known.actor)
        why = [{"path": fault.code, "message": str(FILE_FAULTS[fault.code])}]
        return _refusal(HTTPStatus.BAD_REQUEST, "bad_file", fields=why)
    if known.is_revoked:
        return _refusal(HTTPStatus.FORBIDDEN, "device_revoked")
    return Answer(HTTPStatus.CREATED if is_new else HTTPStatus.OK, answer.encode())


def _is_wanted(known: _Known, digest: str) -> bool:
    """Say whether a record that waits for a decision lists this file: then its bytes are kept."""
    statement = select(HeldManifest.id).where(
        HeldManifest.device_id == known.id,
        HeldManifest.state == HeldState.WAITING,
        HeldManifest.body.contains(digest, autoescape=True),
    )
    with acting_for(known.viewer):
        found = db.session.scalar(statement.limit(1)) is not None
    db.session.rollback()
    return found


def get_visit(sent: Sent, uuid: str, said: Held = NOTHING_SAID) -> Answer:
    """Say whether all of a record is here, and what was remarked about it."""
    try:
        known = _known(sent)
    except DeviceRefused as refused:
        return _refusal(HTTPStatus.UNAUTHORIZED, refused.code)
    if known.is_revoked:
        return _refusal(HTTPStatus.FORBIDDEN, "device_revoked")
    _touch(known, said)
    with acting_for(known.viewer):
        manifest = manifest_of(db.session.get_one(Device, known.id), uuid)
        if manifest is None:
            return _refusal(HTTPStatus.NOT_FOUND, "unknown_visit")
        missing = missing_files(manifest)
        flags = [flag.value for flag in flags_of(manifest)]
    return _ok({"complete": not missing, "missing": missing, "flags": flags})


def get_round(sent: Sent, said: Held, *, on: str) -> Answer:
    """Return the tablet's round of a day; what it says it still holds is kept for the desk."""
    try:
        known = _known(sent)
    except DeviceRefused as refused:
        return _refusal(HTTPStatus.UNAUTHORIZED, refused.code)
    if known.is_revoked:
        return _refusal(HTTPStatus.FORBIDDEN, "device_revoked")
    day = read_date(on[:10]).day if on else clock.today()
    if day is None:
        return _refusal(HTTPStatus.BAD_REQUEST, "bad_day")
    _touch(known, said)
    with acting_for(known.viewer):
        content = round_of(db.session.get_one(Device, known.id), day, known.viewer)
    return _ok({**content, "as_of": iso(clock.now()), "server_keys": server_keys()})


def get_register(sent: Sent, *, on: str, known: str) -> Answer:
    """Return the sites of the tablet's area, unless its list has the digest `known`."""
    try:
        tablet = _known(sent)
    except DeviceRefused as refused:
        return _refusal(HTTPStatus.UNAUTHORIZED, refused.code)
    if tablet.is_revoked:
        return _refusal(HTTPStatus.FORBIDDEN, "device_revoked")
    day = read_date(on[:10]).day if on else clock.today()
    if day is None:
        return _refusal(HTTPStatus.BAD_REQUEST, "bad_day")
    with acting_for(tablet.viewer):
        content = register_of(tablet.viewer, day, known=known)
    return _ok({**content, "as_of": iso(clock.now())})


def _known(sent: Sent) -> _Known:
    device = device_that_sent(sent)
    viewer = Viewer(
        account_id=NOBODY,
        person_id=None,
        name=device.public_id,
        display=device.label,
        roles=frozenset(),
        district_code=device.scope_code,
    )
    known = _Known(device.id, viewer, device.revoked_at is not None)
    db.session.rollback()
    return known


def _in_use(known: _Known, said: Held = NOTHING_SAID) -> Device:
    device = locked(known.id)
    note_use(device, said)
    return device


def _touch(known: _Known, said: Held) -> None:
    """Keep the last use in a transaction of its own; asking changes nothing else."""
    device = db.session.get_one(Device, known.id)
    stale = is_stale(device, said)
    db.session.rollback()
    if stale:
        with acting_for(known.viewer), act():
            note_use(locked(known.id), said)


def _count(text: str) -> int | None:
    return min(int(text), 100_000) if text.isascii() and text.isdigit() and len(text) < 8 else None


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None


def _ok(content: dict[str, Any]) -> Answer:
    return Answer(HTTPStatus.OK, canonical(content))


def _refusal(status: HTTPStatus, code: str, **more: Any) -> Answer:
    return Answer(status, canonical(error(code, **more)), code)
