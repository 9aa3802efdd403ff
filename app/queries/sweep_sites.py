"""The sites of a sweep as a viewer may see them: one page of them, all of them, those missing."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.access import Viewer
from app.db import db
from app.models.sweeps import Sweep, SweepSite, SweepTeam
from app.queries.paging import Filters, ListState, Page, Sorts, page_of
from app.queries.whole_lists import batches_of
from app.scope import visible
from inspections.coverage import SiteOutcome

SORTS: Sorts = {
    "district": (SweepSite.scope_code, SweepSite.street),
    "team": (SweepSite.team_id, SweepSite.position),
    "visited": (SweepSite.visited_on,),
}
DEFAULT_SORT = "district"
FILTERS: Filters = {
    "outcome": set(SiteOutcome),
    "district": None,
    "street": None,
    "team": None,
    "findings": {"yes"},
}


def sites_page(sweep: Sweep, viewer: Viewer, state: ListState) -> Page[SweepSite]:
    """Return one page of the sites; those still missing stand first."""
    statement = _asked_for(sweep, viewer, state)
    return page_of(statement, state, sorts=SORTS, key=SweepSite.id, load=_rows)


def export_sites(sweep: Sweep, viewer: Viewer, state: ListState) -> Iterator[SweepSite]:
    """Return every site that the list holds, by district; the ids are read at once."""
    statement = _asked_for(sweep, viewer, state)
    ordered = statement.order_by(SweepSite.scope_code, SweepSite.id)
    return (row for rows in batches_of(ordered, _rows) for row in rows)


def missing_sites(sweep: Sweep, viewer: Viewer) -> Iterator[SweepSite]:
    """Return every site without an outcome, by district and street."""
    statement = _seen(sweep, viewer).where(SweepSite.result.is_(None))
    ordered = statement.order_by(SweepSite.scope_code, SweepSite.street, SweepSite.id)
    return (row for rows in batches_of(ordered, _rows) for row in rows)


def name_of(row: SweepSite) -> str:
    """Return what a site is called: its institution, else its address."""
    return row.institution.name if row.institution else row.site.address or row.site.public_id


def _seen(sweep: Sweep, viewer: Viewer) -> Select[int]:
    return select(SweepSite.id).where(
        SweepSite.sweep_id == sweep.id, visible(viewer, SweepSite.scope_code)
    )


def _asked_for(sweep: Sweep, viewer: Viewer, state: ListState) -> Select[int]:
    statement = _seen(sweep, viewer)
    outcome = state.chosen("outcome")
    if outcome == SiteOutcome.MISSING:
        statement = statement.where(SweepSite.result.is_(None))
    elif outcome == SiteOutcome.VISITED:
        apart = (SiteOutcome.CLOSED_PREMISES, SiteOutcome.NOT_FOUND, SiteOutcome.REFUSED_ENTRY)
        statement = statement.where(
            SweepSite.result.is_not(None), SweepSite.result.not_in([one.value for one in apart])
        )
    elif outcome:
        statement = statement.where(SweepSite.result == outcome)
    if state.chosen("district"):
        statement = statement.where(SweepSite.scope_code == state.chosen("district"))
    if state.chosen("street"):
        statement = statement.where(SweepSite.street == state.chosen("street"))
    if state.chosen("team"):
        team = select(SweepTeam.id).where(SweepTeam.public_id == state.chosen("team"))
        statement = statement.where(SweepSite.team_id.in_(team))
    if state.chosen("findings"):
        statement = statement.where(SweepSite.findings > 0)
    return statement


def _rows(ids: Sequence[int]) -> dict[int, SweepSite]:
    statement = select(SweepSite).where(SweepSite.id.in_(ids))
    statement = statement.options(
        joinedload(SweepSite.site),
        joinedload(SweepSite.institution),
        joinedload(SweepSite.team),
        joinedload(SweepSite.visit),
    )
    return {row.id: row for row in db.session.scalars(statement)}
