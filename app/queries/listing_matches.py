"""Which institution of the register a row or draft means: by code, licence or exact name.

Likeness matches nothing by itself: what is merely alike is shown to a person as a candidate.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from app.access import Viewer
from app.db import db
from app.models.blacklist import Listing, ListingImport
from app.models.register import Institution
from app.scope import in_scope
from inspections.names import core_name, name_key

MOST_CANDIDATES = 5
IDS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Named:
    """How a list names an institution."""

    name: str
    credit_code: str | None = None
    licence_no: str | None = None
    district_code: str | None = None


def institution_meant(viewer: Viewer, named: Named) -> Institution | None:
    """Return the one institution meant beyond doubt, or None.

    A credit code decides alone; then the licence number; then the name, which must be the only
    one of its kind, in the same district where the list names one.
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
    return found[0] if len(found) == 1 else None


def _certain(named: Named) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if named.credit_code:
        conditions.append(Institution.credit_code == named.credit_code)
    if named.licence_no:
        conditions.append(Institution.licence_no == named.licence_no)
    return conditions


def candidates(viewer: Viewer, named: Named) -> Sequence[Institution]:
    """Return institutions that may be meant, for a person to look at."""
    key, core = name_key(named.name)[:200], core_name(named.name)[:200]
    condition = or_(Institution.name_key == key, Institution.core_name == core)
    return _institutions(viewer, condition)[:MOST_CANDIDATES]


def candidates_for(viewer: Viewer, listing: Listing) -> Sequence[Institution]:
    """Return whom a draft without an institution may mean."""
    if listing.institution_id is not None:
        return []
    return candidates(viewer, Named(listing.name, listing.credit_code))


def _institutions(viewer: Viewer, condition: ColumnElement[bool]) -> Sequence[Institution]:
    statement = in_scope(select(Institution), viewer, Institution.scope_code).where(condition)
    statement = statement.options(joinedload(Institution.main_site)).order_by(Institution.id)
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
