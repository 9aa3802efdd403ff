"""The sites of a sweep: drawn from the register and from known premises, never from a list."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, insert, select

from app import audit
from app.access import Viewer
from app.db import db
from app.errors import BadInput
from app.models.sites import Site
from app.models.sweeps import Sweep, SweepSite
from app.models.visits import Visit
from app.permissions import require_permission
from app.scope import visible
from app.words import gettext as _
from inspections.sweep_facts import SweepState
from maps.addresses import street_of

FIXED = (SweepState.OPEN, SweepState.CLOSED, SweepState.CANCELLED)


def draw_sites(sweep: Sweep, *, actor: Viewer) -> int:
    """Bring the sites of a sweep that isn't open in line with the register; return how many.

    Every open site of the districts covered is in, whether an institution of the register teaches
    there or the place stands on no register.
    """
    if sweep.state in FIXED:
        raise ValueError("the sites of an open sweep are fixed")
    codes = [row.district_code for row in sweep.districts]
    wanted = {
        row.id: row
        for row in db.session.execute(
            select(Site.id, Site.institution_id, Site.address, Site.district_code, Site.scope_code)
            .where(Site.scope_code.in_(codes), Site.closed_at.is_(None))
            .order_by(Site.id)
        )
    }
    there = set(db.session.scalars(select(SweepSite.site_id).where(SweepSite.sweep_id == sweep.id)))
    gone = there - set(wanted)
    new = [
        {
            "sweep_id": sweep.id,
            "site_id": row.id,
            "institution_id": row.institution_id,
            "scope_code": row.scope_code,
            "street": street_of(row.address, row.district_code),
            "findings": 0,
        }
        for row in wanted.values()
        if row.id not in there
    ]
    if gone:
        db.session.execute(
            delete(SweepSite).where(SweepSite.sweep_id == sweep.id, SweepSite.site_id.in_(gone))
        )
    if new:
        db.session.execute(insert(SweepSite), new)
    if new or gone:
        _note(sweep, "sweep.drawn", {"added": len(new), "dropped": len(gone)}, actor=actor)
    return len(wanted)


def add_found(sweep: Sweep, site: Site, *, on: date, actor: Viewer) -> SweepSite:
    """Add a site that a team found on its way; the denominator grows."""
    row = SweepSite(
        sweep_id=sweep.id,
        site_id=site.id,
        institution_id=site.institution_id,
        scope_code=site.scope_code,
        street=street_of(site.address, site.district_code),
        found_on=on,
    )
    db.session.add(row)
    db.session.flush()
    _note(sweep, "sweep.site_found", {"site": site.public_id}, actor=actor, chain=site.scope_code)
    return row


def explain_sites(sweep: Sweep, rows: Sequence[int], *, note: str, actor: Viewer) -> int:
    """Write down why sites (row ids) are still missing; nothing takes the words back.

    Only sites in the actor's area that have no outcome are touched; returns how many. Raises
    `BadInput` when there is none.
    """
    require_permission(actor, "sweeps.explain")
    statement = select(SweepSite).where(
        SweepSite.sweep_id == sweep.id,
        SweepSite.id.in_(rows),
        SweepSite.result.is_(None),
        visible(actor, SweepSite.scope_code),
    )
    found = list(db.session.scalars(statement))
    if not found:
        message = _("Tick at least one site of this sweep that is still missing.")
        raise BadInput("nothing_chosen", message, [{"field": "site", "message": message}])
    for row in found:
        row.note = note.strip() or None
    db.session.flush()
    count: dict[str, object] = {"sites": len(found)}
    _note(sweep, "sweep.sites_explained", count, actor=actor, chain=actor.district_code)
    return len(found)


def settle(sweep: Sweep, visit: Visit, *, actor: Viewer) -> SweepSite:
    """Write the visit's outcome beside its site; a site not yet in the sweep is added as found."""
    row = db.session.scalar(
        select(SweepSite).where(SweepSite.sweep_id == sweep.id, SweepSite.site_id == visit.site_id)
    ) or add_found(sweep, visit.site, on=visit.happened_on, actor=actor)
    if row.visited_on is None or row.visited_on <= visit.happened_on or row.visit_id == visit.id:
        row.visit_id, row.result = visit.id, visit.result
        row.visited_on, row.findings = visit.happened_on, visit.findings
        db.session.flush()
    return row


def _note(
    sweep: Sweep, verb: str, details: dict[str, object], *, actor: Viewer, chain: str = ""
) -> None:
    audit.record(
        actor,
        verb,
        "sweep",
        sweep.public_id,
        chain=chain or sweep.scope_code,
        details=details,
    )
