"""The sweep that a visit is made in, and who of its officers is recused."""

from collections.abc import Sequence

from sqlalchemy import select

from app.db import db
from app.errors import BadInput
from app.models.people import Person
from app.models.sites import Site
from app.models.sweeps import Recusal, Sweep
from inspections.sweep_facts import SweepState
from inspections.visit_facts import SweepOfVisit


def sweep_named(public_id: str) -> Sweep | None:
    """Return the sweep that a record names, None for none; raises `BadInput` for an unknown one."""
    if not public_id:
        return None
    found = db.session.scalar(select(Sweep).where(Sweep.public_id == public_id))
    if found is None:
        raise BadInput("unknown_sweep", "no such sweep")
    return found


def sweep_of_visit(sweep: Sweep | None, site: Site) -> SweepOfVisit | None:
    """Return what the rules need to know of the sweep."""
    if sweep is None:
        return None
    return SweepOfVisit(
        is_open=sweep.state is SweepState.OPEN,
        starts_on=sweep.starts_on,
        ends_on=sweep.ends_on,
        covers_the_site=site.scope_code in {row.district_code for row in sweep.districts},
    )


def recused_from(site: Site, officers: Sequence[Person]) -> tuple[str, ...]:
    """Return the names of the officers who may not act towards the institution there."""
    if site.institution_id is None:
        return ()
    statement = select(Recusal.person_id).where(
        Recusal.institution_id == site.institution_id,
        Recusal.person_id.in_([officer.id for officer in officers]),
        Recusal.lifted_on.is_(None),
    )
    recused = set(db.session.scalars(statement))
    return tuple(officer.display for officer in officers if officer.id in recused)
