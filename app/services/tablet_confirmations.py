"""What can be remarked about a record at its receipt: the clock, and how the officers confirmed."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.canonical import canonical
from app.db import db
from app.device_keys import signed_by
from app.models.devices import OfficerKey
from app.models.people import Person
from app.services.tablet_devices import Sent
from app.services.tablet_manifest import Manifest, Sign, moment_of
from inspections.evidence import FileRole
from inspections.tablets import CLOCK_TOLERANCE, Flag

# what is added after the officers have confirmed
NOT_CONFIRMED = frozenset(("signatures", "device_sequence", "previous_digest"))
UNCONFIRMED = {
    "author": Flag.FIRST_OFFICER_UNCONFIRMED,
    "second_officer": Flag.SECOND_OFFICER_UNCONFIRMED,
}


def record_digest(document: Mapping[str, Any]) -> str:
    """Return the digest that officers confirm: of what was sent, without what came afterwards."""
    record = {name: value for name, value in document.items() if name not in NOT_CONFIRMED}
    record["files"] = [
        one for one in document["files"] if one.get("role") != FileRole.SIGNATURE.value
    ]
    return hashlib.sha256(canonical(record)).hexdigest()


def flags_at_receipt(
    manifest: Manifest, document: Mapping[str, Any], sent: Sent, *, moment: datetime
) -> list[Flag]:
    """Return the remarks that stay with a record from its first receipt on."""
    flags = _of_the_clock(sent, moment) + _of_the_officers(manifest, record_digest(document))
    return [flag for flag in Flag if flag in flags]


def _of_the_clock(sent: Sent, moment: datetime) -> list[Flag]:
    offset = claimed_now(sent, moment) - moment
    late = not sent.from_file and -offset > CLOCK_TOLERANCE
    return [Flag.CLOCK_OFF] if late or offset > CLOCK_TOLERANCE else []


def claimed_now(sent: Sent, moment: datetime) -> datetime:
    """Return what time it was on the tablet when it sent; `moment` where it said nothing clear."""
    try:
        return moment_of(sent.signed_at)
    except ValueError:
        return moment


def _of_the_officers(manifest: Manifest, digest: str) -> list[Flag]:
    persons = {"author": manifest.author, "second_officer": manifest.second_officer}
    given = {who: manifest.signed_by(who) for who in persons}
    keys = _keys([persons[who] for who, one in given.items() if one and one.signature])
    flags = []
    for who, confirmation in given.items():
        if confirmation is None or confirmation.signature is None:
            flags.append(UNCONFIRMED[who])
        elif not _holds(confirmation, persons[who], digest, keys.get(persons[who], [])):
            flags.append(Flag.CONFIRMATION_INVALID)
    return flags


def _keys(persons: Sequence[str]) -> dict[str, list[OfficerKey]]:
    """Return every key that these persons ever registered, on whatever tablet."""
    found: dict[str, list[OfficerKey]] = {}
    if not persons:
        return found
    statement = (
        select(OfficerKey, Person.public_id)
        .join(Person, Person.id == OfficerKey.person_id)
        .where(Person.public_id.in_(persons))
        .options(joinedload(OfficerKey.device))
        .order_by(OfficerKey.id.desc())
    )
    for key, person in db.session.execute(statement):
        found.setdefault(person, []).append(key)
    return found


def _holds(confirmation: Sign, person: str, digest: str, keys: Sequence[OfficerKey]) -> bool:
    """Say whether a person's own key signed this very record."""
    if confirmation.person not in (None, person) or confirmation.digest != digest:
        return False
    return any(
        signed_by(key.public_key, digest.encode(), confirmation.signature or "")
        for key in keys
        if _was_in_use(key, confirmation)
    )


def _was_in_use(key: OfficerKey, confirmation: Sign) -> bool:
    """Say whether the tablet with this key wasn't revoked before the confirmation."""
    revoked = key.device.revoked_at
    return revoked is None or confirmation.at is None or moment_of(confirmation.at) <= revoked
