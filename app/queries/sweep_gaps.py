"""Why sites of a sweep are still missing: what was written, tried, or stands in the way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.db import db
from app.models.sweeps import Recusal, Sweep, SweepOfficer, SweepSite
from app.models.visits import Visit
from inspections.coverage import Gap, MissingSite, gap_of
from inspections.vocabulary import LicenceStatus, VisitResult


@dataclass(frozen=True, slots=True)
class SiteGap:
    """Why one site is missing; a visit outside the sweep with its day and result."""

    gap: Gap
    tried_on: date | None = None
    result: VisitResult | None = None


def gaps_of(sweep: Sweep, rows: Sequence[SweepSite]) -> dict[int, SiteGap]:
    """Return for each of the rows that is missing why; two queries for any number."""
    missing = [row for row in rows if row.result is None]
    tried, recused = _tried(sweep, missing), _recused(missing)
    return {row.id: _gap(row, tried.get(row.site_id), row.id in recused) for row in missing}


def _gap(row: SweepSite, tried: tuple[date, VisitResult] | None, is_recused: bool) -> SiteGap:
    day, result = tried or (None, None)
    licence = row.institution.licence_status if row.institution else None
    gap = gap_of(
        MissingSite(
            is_explained=bool(row.note),
            tried_on=day,
            is_recused=is_recused,
            is_deregistered=licence is LicenceStatus.DEREGISTERED,
            has_point=row.site.lng_wgs84 is not None,
        )
    )
    return SiteGap(gap, day, result)


def _tried(sweep: Sweep, rows: Sequence[SweepSite]) -> dict[int, tuple[date, VisitResult]]:
    """Return the newest visit to each site since the sweep began; none of them belongs to it."""
    statement = (
        select(Visit.site_id, Visit.happened_on, Visit.result)
        .where(
            Visit.site_id.in_([row.site_id for row in rows]),
            Visit.happened_on >= sweep.starts_on,
        )
        .order_by(Visit.happened_on, Visit.id)
    )
    return {site: (day, result) for site, day, result in db.session.execute(statement)}


def _recused(rows: Sequence[SweepSite]) -> set[int]:
    """Return the rows whose team has an officer who is recused from the institution there."""
    statement = (
        select(SweepSite.id)
        .join(SweepOfficer, SweepOfficer.team_id == SweepSite.team_id)
        .join(
            Recusal,
            (Recusal.institution_id == SweepSite.institution_id)
            & (Recusal.person_id == SweepOfficer.person_id),
        )
        .where(SweepSite.id.in_([row.id for row in rows]), Recusal.lifted_on.is_(None))
    )
    return set(db.session.scalars(statement))
