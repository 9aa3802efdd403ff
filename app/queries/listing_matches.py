"""Which institution of the register a row or draft means: by code, licence or exact name.

Likeness matches nothing by itself: what is merely alike is shown to a person as a candidate.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from app.access import Viewer
from app.db import db
from app.models.blacklist import Listing, ListingImport
from app.models.register import Institution, RegisterChange
from app.scope import in_scope
from inspections.names import core_name, name_key

MOST_CANDIDATES = 5
IDS_AT_ONCE = 500


# keys of former names -> the institutions that bore them
FormerNames = Mapping[str, frozenset[int]]


@dataclass(frozen=True, slots=True)
class Named:
    """How a list names an institution."""

    name: str
    credit_code: str | None = None
    licence_no: str | None = None
    district_code: str | None = None


def institution_meant(viewer: Viewer, named: Named, former: FormerNames) -> Institution | None:
    """Return the one institution meant beyond doubt, or None.

    A credit code decides alone; then the licence number; then the name, which must be the only
    one of its kind, in the same district where the list names one, and nobody else's former name.
    """
    for condition in _certain(named):
        found = _institutions(viewer, condition)
        if len(found) == 1:
            return found[0]
    if named.credit_code:
        return None
    found = _institutions(viewer, Institution.name_key == name_key(named.name)[:200])
    if named.district_code:
        found = [one for one in found if one.district_code == named.district_code]
    once = former.get(name_key(named.name), frozenset()) - {one.id for one in found}
    return found[0] if len(found) == 1 and not once else None


def _certain(named: Named) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if named.credit_code:
        conditions.append(Institution.credit_code == named.credit_code)
    if named.licence_no:
        conditions.append(Institution.licence_no == named.licence_no)
    return conditions


def former_names() -> FormerNames:
    """Return the keys of all former names with the institutions that bore them, read once."""
    statement = select(RegisterChange.old, RegisterChange.institution_id).where(
        RegisterChange.field == "name", RegisterChange.old.is_not(None)
    )
    found: dict[str, set[int]] = defaultdict(set)
    for old, institution in db.session.execute(statement):
        found[name_key(old)].add(institution)
    return {key: frozenset(ids) for key, ids in found.items()}


def candidates(viewer: Viewer, named: Named, former: FormerNames) -> Sequence[Institution]:
    """Return institutions that may be meant, for a person to look at.

    Who once bore this very name comes first: it may be the one, and its name says nothing of it.
    """
    key, core = name_key(named.name), core_name(named.name)[:200]
    once = former.get(key, frozenset())
    condition = or_(
        Institution.name_key == key[:200],
        Institution.core_name == core,
        Institution.id.in_(sorted(once)),
    )
    found = _institutions(viewer, condition, first=once)
    return found[:MOST_CANDIDATES]


def bore_the_name(institution: Institution, name: str, former: FormerNames) -> bool:
    """Say whether the institution was once called so, and isn't now."""
    key = name_key(name)
    return institution.id in former.get(key, ()) and institution.name_key != key[:200]


def candidates_for(viewer: Viewer, listing: Listing) -> Sequence[Institution]:
    """Return whom a draft without an institution may mean."""
    if listing.institution_id is not None:
        return []
    return candidates(viewer, Named(listing.name, listing.credit_code), former_names())


def _institutions(
    viewer: Viewer, condition: ColumnElement[bool], first: Collection[int] = ()
) -> Sequence[Institution]:
    statement = in_scope(select(Institution), viewer, Institution.scope_code).where(condition)
    statement = statement.options(joinedload(Institution.main_site))
    statement = statement.order_by(Institution.id.in_(sorted(first)).desc(), Institution.id)
    return db.session.scalars(statement.limit(MOST_CANDIDATES + 1)).all()


def institutions_named(viewer: Viewer, public_ids: Sequence[str]) -> dict[str, Institution]:
    """Return institutions by their ids, as far as the viewer may see them."""
    found: dict[str, Institution] = {}
    for start in range(0, len(public_ids), IDS_AT_ONCE):
        part = public_ids[start : start + IDS_AT_ONCE]
        statement = in_scope(select(Institution), viewer, Institution.scope_code)
        statement = statement.where(Institution.public_id.in_(part))
        statement = statement.options(joinedload(Institution.main_site))
        found |= {one.public_id: one for one in db.session.scalars(statement)}
    return found


def listings_of_import(viewer: Viewer, batch: ListingImport) -> dict[int, Listing]:
    """Return the listings that an imported list became, by row."""
    statement = in_scope(select(Listing), viewer, Listing.scope_code)
    statement = statement.where(Listing.import_id == batch.id)
    return {one.import_row: one for one in db.session.scalars(statement) if one.import_row}
