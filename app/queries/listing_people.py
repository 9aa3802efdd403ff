"""Who may take a step on a listing, or bring out an edition."""

from collections.abc import Sequence

from sqlalchemy import select

from app.access import Viewer
from app.db import db
from app.models.blacklist import Listing
from app.models.people import Account, Person, RoleGrant
from app.permissions import access_for
from maps import districts


def may(permission: str, viewer: Viewer) -> bool:
    """Say whether the viewer's roles allow the act, the persons' separation apart."""
    access = access_for(permission, "POST")
    return access is not None and viewer.holds(*(access.roles or ()))


def who_may(permission: str, listing: Listing, *, besides: Sequence[int | None]) -> list[str]:
    """Return the names of those who may take a step on this listing, some persons apart."""
    return people_who_may(permission, listing.scope_code, besides=besides)


def people_who_may(
    permission: str, scope_code: str, *, besides: Sequence[int | None] = ()
) -> list[str]:
    """Return the names of some who hold the permission over this district."""
    access = access_for(permission, "POST")
    above = [one.code for one in districts.ancestors(scope_code)]
    statement = (
        select(Person.display)
        .join(Account, Account.person_id == Person.id)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(
            RoleGrant.role.in_(access.roles or () if access else ()),
            Account.disabled_at.is_(None),
            Account.district_code.in_(above),
            Person.id.not_in([person for person in besides if person is not None]),
        )
    )
    return list(db.session.scalars(statement.distinct().order_by(Person.display).limit(4)))
