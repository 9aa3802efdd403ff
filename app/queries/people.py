"""People and their accounts as a viewer may see them, and whose certificate is valid on a day."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import contains_eager, selectinload

from app.access import Viewer
from app.db import db
from app.errors import NotFound
from app.models.people import Account, Certificate, Person, RoleGrant
from app.queries.paging import Filters, ListState, Page, Sorts, ordering, page_of
from app.queries.whole_lists import batches_of
from app.scope import in_scope
from inspections.vocabulary import Role
from maps import districts

SORTS: Sorts = {
    "display": (Person.display,),
    "name": (Account.name,),
    "district": (Account.district_code, Person.display),
    "created": (Account.created_at,),
}
DEFAULT_SORT = "display"
OPEN, CLOSED = "open", "closed"
FILTERS: Filters = {"district": None, "role": set(Role), "state": {OPEN, CLOSED}}


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One account with its person and the certificate that counts on the day."""

    account: Account
    certificate: Certificate | None
    certificate_is_valid: bool


def people_page(viewer: Viewer, state: ListState, day: date) -> Page[PersonRow]:
    """Return one page of accounts."""
    return page_of(
        _ids(viewer, state),
        state,
        sorts=SORTS,
        key=Account.id,
        load=lambda ids: _rows(ids, day),
    )


def export_rows(viewer: Viewer, state: ListState, day: date) -> Iterator[PersonRow]:
    """Yield every row of a list in its order."""
    ids = _ids(viewer, state).order_by(*ordering(state, SORTS, Account.id))
    for rows in batches_of(ids, lambda part: _rows(part, day)):
        yield from rows


def _ids(viewer: Viewer, state: ListState) -> Select[Any]:
    statement = select(Account.id).join(Person, Person.id == Account.person_id)
    statement = in_scope(statement, viewer, Account.district_code)
    if state.q:
        certified = select(Certificate.person_id).where(
            Certificate.number.contains(state.q, autoescape=True)
        )
        statement = statement.where(
            or_(
                Person.display.contains(state.q, autoescape=True),
                Account.name.contains(state.q.lower(), autoescape=True),
                Person.id.in_(certified),
            )
        )
    if district := state.chosen("district"):
        below = districts.descendants(district) or (district,)
        statement = statement.where(Account.district_code.in_(below))
    if role := state.chosen("role"):
        holders = select(RoleGrant.account_id).where(RoleGrant.role == Role(role))
        statement = statement.where(Account.id.in_(holders))
    if state.chosen("state") == OPEN:
        statement = statement.where(Account.disabled_at.is_(None))
    if state.chosen("state") == CLOSED:
        statement = statement.where(Account.disabled_at.is_not(None))
    return statement


def _rows(ids: Sequence[int], day: date) -> Mapping[int, PersonRow]:
    statement = (
        select(Account)
        .join(Account.person)
        .options(contains_eager(Account.person).selectinload(Person.certificates))
        .where(Account.id.in_(ids))
    )
    return {account.id: row_of(account, day) for account in db.session.scalars(statement)}


def row_of(account: Account, day: date) -> PersonRow:
    """Return an account with the certificate that counts on `day`: a valid one, else the newest."""
    known = sorted(account.person.certificates, key=lambda one: one.valid_until, reverse=True)
    valid = [one for one in known if one.valid_from <= day <= one.valid_until]
    return PersonRow(account, (valid or known or [None])[0], bool(valid))


def account_by_public_id(viewer: Viewer, public_id: str) -> Account:
    """Return an account with its person; raises `NotFound` also outside the viewer's area."""
    statement = select(Account).where(Account.public_id == public_id)
    statement = in_scope(statement, viewer, Account.district_code)
    options = selectinload(Account.person).options(
        selectinload(Person.certificates), selectinload(Person.accounts)
    )
    found = db.session.scalar(statement.options(options))
    if found is None:
        raise NotFound
    return found


def certificate_number(person: Person, day: date) -> str | None:
    """Return the number of the certificate that a person holds on a day."""
    statement = select(Certificate.number).where(
        Certificate.person_id == person.id,
        Certificate.valid_from <= day,
        Certificate.valid_until >= day,
    )
    return db.session.scalar(statement.order_by(Certificate.id).limit(1))
