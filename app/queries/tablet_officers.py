"""Who may act with a tablet, and the keys by which they confirm."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from app.db import db
from app.models.devices import Device, OfficerKey
from app.models.people import Account, Certificate, Person, RoleGrant
from app.permissions import ENTERS_VISITS
from maps import districts


def registered_keys(device: Device) -> dict[int, OfficerKey]:
    """Return the keys in use on this tablet, by person."""
    statement = select(OfficerKey).where(
        OfficerKey.device_id == device.id, OfficerKey.replaced_at.is_(None)
    )
    return {key.person_id: key for key in db.session.scalars(statement.order_by(OfficerKey.id))}


def officers_of(
    device: Device,
    registered: Mapping[int, OfficerKey],
    mates: Collection[int],
    on: date,
) -> list[dict[str, Any]]:
    """Return who may act with this tablet: those registered on it, their mates, the district's."""
    area = districts.descendants(device.scope_code)
    of_the_district = (
        select(Account.person_id)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(
            Account.district_code.in_((device.scope_code, *area)),
            Account.disabled_at.is_(None),
            RoleGrant.role.in_(ENTERS_VISITS),
        )
    )
    statement = (
        select(Person, Certificate)
        .outerjoin(
            Certificate,
            (Certificate.person_id == Person.id)
            & (Certificate.valid_from <= on)
            & (Certificate.valid_until >= on),
        )
        .where(or_(Person.id.in_({*registered, *mates}), Person.id.in_(of_the_district)))
        .order_by(Person.id, Certificate.number.desc())
    )
    rows = db.session.execute(statement).all()
    found = {person.id: (person, certificate) for person, certificate in rows}
    keys = _keys(list(found), registered)
    ranked = sorted(
        found.values(), key=lambda row: (row[0].id not in registered, row[0].id not in mates)
    )
    return [
        {
            "person": person.public_id,
            "name": person.display,
            "certificate": certificate.number if certificate else None,
            "certificate_until": certificate.valid_until.isoformat() if certificate else None,
            "key": keys[person.id].public_key if person.id in keys else None,
            "key_id": keys[person.id].public_id if person.id in keys else None,
        }
        for person, certificate in ranked
        if certificate or person.id in registered
    ]


def _keys(persons: Sequence[int], registered: Mapping[int, OfficerKey]) -> dict[int, OfficerKey]:
    """Return one key for each person: the one on this tablet, else the newest on another."""
    statement = (
        select(OfficerKey)
        .join(Device, Device.id == OfficerKey.device_id)
        .where(
            OfficerKey.person_id.in_(persons),
            OfficerKey.replaced_at.is_(None),
            Device.revoked_at.is_(None),
        )
        .order_by(OfficerKey.id)
    )
    newest = {key.person_id: key for key in db.session.scalars(statement)}
    return {**newest, **registered}
