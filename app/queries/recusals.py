"""Recusals as a viewer may see them, and what may be chosen for a new one."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.access import Viewer
from app.db import db
from app.errors import NotFound
from app.models.people import Account, Person, RoleGrant
from app.models.register import Institution
from app.models.sweeps import Recusal
from app.queries.paging import Filters, ListState, Page, Sorts, page_of
from app.scope import visible
from inspections.vocabulary import Role

SORTS: Sorts = {"decided": (Recusal.decided_on,)}
DEFAULT_SORT = "-decided"
IN_FORCE, LIFTED = "in_force", "lifted"
FILTERS: Filters = {"state": {IN_FORCE, LIFTED}}
OFFICERS = (Role.INSPECTOR, Role.OFFICER)


def recusals_page(viewer: Viewer, state: ListState) -> Page[Recusal]:
    """Return one page of the recusals from institutions in the viewer's area."""
    statement = select(Recusal.id).where(visible(viewer, Recusal.scope_code))
    if state.chosen("state") == IN_FORCE:
        statement = statement.where(Recusal.lifted_on.is_(None))
    if state.chosen("state") == LIFTED:
        statement = statement.where(Recusal.lifted_on.is_not(None))
    return page_of(statement, state, sorts=SORTS, key=Recusal.id, load=_rows)


def recusal_by_public_id(viewer: Viewer, public_id: str) -> Recusal:
    """Return a recusal of the viewer's area; raises `NotFound`."""
    statement = select(Recusal).where(
        Recusal.public_id == public_id, visible(viewer, Recusal.scope_code)
    )
    found = db.session.scalar(statement)
    if found is None:
        raise NotFound
    return found


def officers_of(viewer: Viewer) -> list[Person]:
    """Return the persons of the viewer's area who inspect."""
    own = (
        select(Account.person_id)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(
            visible(viewer, Account.district_code),
            Account.disabled_at.is_(None),
            RoleGrant.role.in_(OFFICERS),
        )
    )
    statement = select(Person).where(Person.id.in_(own)).order_by(Person.id)
    return list(db.session.scalars(statement))


def institutions_named(viewer: Viewer, text: str) -> list[Institution]:
    """Return the institutions of the viewer's area with exactly this name, code or id."""
    statement = select(Institution).where(
        visible(viewer, Institution.scope_code),
        or_(
            Institution.name == text,
            Institution.credit_code == text.upper(),
            Institution.public_id == text,
        ),
    )
    return list(db.session.scalars(statement.limit(2)))


def _rows(ids: Sequence[int]) -> dict[int, Recusal]:
    statement = select(Recusal).where(Recusal.id.in_(ids))
    statement = statement.options(
        joinedload(Recusal.person),
        joinedload(Recusal.institution),
        joinedload(Recusal.decided_by),
        joinedload(Recusal.lifted_by),
    )
    return {row.id: row for row in db.session.scalars(statement)}
