"""Persons and accounts: made, closed, given roles and certificates."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select

from app import audit, clock
from app.access import Viewer
from app.db import db
from app.errors import BadInput, NotFound
from app.models.people import Account, Certificate, Person, RoleGrant, SignedInSession
from app.passwords import weakness
from app.services.sessions import passwords
from inspections.roles import refusals_of_roles
from inspections.rulebook import RULES
from inspections.vocabulary import Role
from maps import districts

NAME = re.compile(r"[a-z][a-z0-9._-]{1,39}")


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What a new account needs; `person` names the public id of one who has an account already."""

    name: str
    display: str
    roles: Collection[Role]
    district_code: str
    password: str
    person: str | None = None
    certificate: str | None = None
    certificate_from: date | None = None
    certificate_until: date | None = None
    demo: bool = False


def create_account(wanted: NewAccount, *, actor: Viewer) -> Account:
    """Create an account and, unless one is named, its person.

    Raises `BadInput` with every field that is wrong.
    """
    _check(wanted)
    moment = clock.now()
    person = _person(wanted)
    account = Account(
        person=person,
        name=wanted.name,
        password_hash=passwords().hash(wanted.password),
        district_code=wanted.district_code,
        demo=wanted.demo,
        created_at=moment,
        grants=[RoleGrant(role=role) for role in sorted(set(wanted.roles))],
    )
    db.session.add(account)
    if wanted.certificate and wanted.certificate_until:
        certificate = Certificate(
            person=person,
            number=wanted.certificate,
            district_code=wanted.district_code,
            valid_from=wanted.certificate_from or clock.local_day(moment),
            valid_until=wanted.certificate_until,
        )
        db.session.add(certificate)
    db.session.flush()
    audit.record(
        actor,
        "account.created",
        "account",
        account.public_id,
        chain=account.district_code,
        after={"name": account.name, "roles": sorted(account.roles)},
        details={"roles": sorted(account.roles)},
    )
    return account


def _person(wanted: NewAccount) -> Person:
    if wanted.person is None:
        person = Person(display=wanted.display, created_at=clock.now())
        db.session.add(person)
        return person
    known = db.session.scalar(select(Person).where(Person.public_id == wanted.person))
    if known is None:
        raise BadInput("bad_account", "no such person", [_field("person", "no such person")])
    return known


def _roles_held(person: str | None) -> set[Role]:
    """Return the roles of a person's other open accounts: they count as well."""
    if person is None:
        return set()
    held = select(RoleGrant.role).join(Account).join(Person)
    held = held.where(Person.public_id == person, Account.disabled_at.is_(None))
    return set(db.session.scalars(held))


def _field(field: str, message: str) -> dict[str, str]:
    return {"field": field, "message": message}


def _check(wanted: NewAccount) -> None:
    faults = []
    if not NAME.fullmatch(wanted.name):
        faults.append(_field("name", "2 to 40 of a-z, 0-9, dot, dash; a letter first"))
    elif db.session.scalar(select(Account.id).where(Account.name == wanted.name)):
        faults.append(_field("name", "this name is taken"))
    if not wanted.display.strip() or len(wanted.display) > 80:
        faults.append(_field("display", "1 to 80 characters"))
    if districts.district(wanted.district_code) is None:
        faults.append(_field("district_code", "not a division code of GB/T 2260"))
    if not wanted.roles:
        faults.append(_field("roles", "at least one role"))
    for refusal in refusals_of_roles({*wanted.roles, *_roles_held(wanted.person)}):
        faults.append(_field("roles", RULES[refusal.code].en))
    weak = None if wanted.demo else weakness(wanted.password, second_factor=True)
    if weak:
        faults.append(_field("password", weak))
    if bool(wanted.certificate) != bool(wanted.certificate_until):
        faults.append(_field("certificate", "number and last valid day go together"))
    elif wanted.certificate and db.session.scalar(
        select(Certificate.id).where(Certificate.number == wanted.certificate)
    ):
        faults.append(_field("certificate", "this number is taken"))
    if faults:
        raise BadInput("bad_account", "the account can't be created", faults)


def disable_account(name: str, *, actor: Viewer) -> Account:
    """Close an account and end its sessions; raises `NotFound`."""
    account = db.session.scalar(
        select(Account).where(Account.name == name).with_for_update(of=Account)
    )
    if account is None:
        raise NotFound
    if account.disabled_at is None:
        account.disabled_at = clock.now()
        db.session.execute(delete(SignedInSession).where(SignedInSession.account_id == account.id))
        audit.record(
            actor, "account.disabled", "account", account.public_id, chain=account.district_code
        )
    return account
