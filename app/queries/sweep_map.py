"""The sites of a sweep as points: where each lies, how it stands, and what its popup says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from sqlalchemy import String, select, type_coerce

from app.access import Viewer
from app.db import db
from app.models.register import Institution
from app.models.sites import Site
from app.models.sweeps import Sweep, SweepSite, SweepTeam
from app.models.visits import Visit
from app.queries.kept import kept, register_revision
from app.scope import scope_text, visible
from inspections.coverage import SiteOutcome, outcome_of
from inspections.vocabulary import VisitResult
from maps.clusters import Gathered, Places, places_from

KEPT_SWEEPS = 16


class Shown(StrEnum):
    """Which sites the map shows."""

    ALL = ""
    MISSING = "missing"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class SitePlace:
    """What the popup of one site says."""

    name: str
    address: str
    team: int | None
    institution: str | None
    visit: str | None


def places(sweep: Sweep, viewer: Viewer, shown: Shown) -> Gathered:
    """Return the sites in the viewer's area to be shown that have a point."""
    gathered: Gathered = kept("sweep_places", most=KEPT_SWEEPS).get(
        register_revision(),
        (sweep.id, scope_text(viewer), shown),
        lambda: _gathered(_load(sweep, viewer), shown),
    )
    return gathered


def _gathered(places: Places, shown: Shown) -> Gathered:
    if shown is Shown.ALL or not len(places):
        return Gathered(places)
    missing = np.array([name == SiteOutcome.MISSING.value for name in places.names], dtype=np.bool_)
    return Gathered(places, missing[places.categories] == (shown is Shown.MISSING))


def without_point(sweep: Sweep, viewer: Viewer) -> int:
    """Return how many sites are missing on the map."""
    statement = select(SweepSite.id).join(Site, Site.id == SweepSite.site_id)
    statement = statement.where(
        SweepSite.sweep_id == sweep.id,
        visible(viewer, SweepSite.scope_code),
        Site.lng_wgs84.is_(None),
    )
    return len(db.session.scalars(statement).all())


def place_words(sweep: Sweep, viewer: Viewer, public_ids: Iterable[str]) -> Mapping[str, SitePlace]:
    """Return what is said of these sites of the sweep, by public id, in scope only."""
    statement = (
        select(
            Site.public_id,
            Institution.name,
            Site.address,
            SweepTeam.number,
            Institution.public_id,
            Visit.public_id,
        )
        .join(SweepSite, SweepSite.site_id == Site.id)
        .outerjoin(Institution, Institution.id == SweepSite.institution_id)
        .outerjoin(SweepTeam, SweepTeam.id == SweepSite.team_id)
        .outerjoin(Visit, Visit.id == SweepSite.visit_id)
        .where(
            SweepSite.sweep_id == sweep.id,
            Site.public_id.in_(sorted(set(public_ids))),
            visible(viewer, SweepSite.scope_code),
        )
    )
    return {
        site: SitePlace(name or address or site, address or "", team, institution, visit)
        for site, name, address, team, institution, visit in db.session.execute(statement)
    }


def _load(sweep: Sweep, viewer: Viewer) -> Places:
    """Read plain columns: one pass for any number of sites."""
    statement = (
        select(
            Site.public_id, Site.lng_wgs84, Site.lat_wgs84, type_coerce(SweepSite.result, String)
        )
        .join(SweepSite, SweepSite.site_id == Site.id)
        .where(
            SweepSite.sweep_id == sweep.id,
            visible(viewer, SweepSite.scope_code),
            Site.lng_wgs84.is_not(None),
            Site.lat_wgs84.is_not(None),
        )
        .order_by(SweepSite.id)
    )
    return places_from(
        (site, lng, lat, outcome_of(VisitResult(result) if result else None).value)
        for site, lng, lat, result in db.session.execute(statement)
    )
