"""Sites of an institution by hand: the main one settled, further ones added and closed."""

from sqlalchemy import select

from app import audit, clock
from app.access import Viewer
from app.db import db
from app.errors import NotFound
from app.models.register import Institution
from app.models.sites import Site
from app.scope import require_scope
from app.services.register_checks import (
    DoubtfulInstitution,
    InvalidInstitution,
    misplaced,
    point_of,
    read_point,
)
from maps.points import WGS84Point

BY_HAND = "desk"


def add_site(
    public_id: str,
    *,
    actor: Viewer,
    label: str | None,
    address: str,
    position: tuple[float | None, float | None, str | None],
    confirmed: bool = False,
) -> Site:
    """Add a further place, a branch or a second classroom."""
    institution = locked_institution(public_id, viewer=actor)
    problems, point = read_point(*position)
    if problems:
        raise InvalidInstitution(problems)
    doubt = misplaced(institution.scope_code, point)
    if doubt and not confirmed:
        raise DoubtfulInstitution([doubt])
    site = new_site(institution, address, point, is_main=False)
    site.label = label
    db.session.add(site)
    institution.updated_at = clock.now()
    db.session.flush()
    audit.record(
        actor,
        "site.added",
        "institution",
        institution.public_id,
        chain=institution.scope_code,
        after={"site": site.public_id, "address": address, "point": written_point(point)},
        details={"site": site.public_id},
    )
    return site


def close_site(public_id: str, site_id: str, *, actor: Viewer) -> Site:
    """Close a further place; it stays where visits hang on it. The main place can't be closed."""
    institution = locked_institution(public_id, viewer=actor)
    site = db.session.scalar(
        select(Site).where(
            Site.public_id == site_id,
            Site.institution_id == institution.id,
            Site.is_main.is_(False),
        )
    )
    if site is None:
        raise NotFound
    if site.closed_at is None:
        site.closed_at = clock.now()
        institution.updated_at = clock.now()
        audit.record(
            actor,
            "site.closed",
            "institution",
            institution.public_id,
            chain=institution.scope_code,
            details={"site": site.public_id},
        )
    return site


def locked_institution(public_id: str, *, viewer: Viewer) -> Institution:
    """Return an institution for a change of it or of its sites; raises `NotFound`."""
    statement = select(Institution).where(Institution.public_id == public_id).with_for_update()
    institution = db.session.scalar(statement.execution_options(populate_existing=True))
    if institution is None:
        raise NotFound
    require_scope(viewer, institution.scope_code)
    return institution


def new_site(
    institution: Institution, address: str | None, point: WGS84Point | None, *, is_main: bool
) -> Site:
    """Return a site of the institution as entered by hand, not yet added."""
    site = Site(
        institution_id=institution.id,
        is_main=is_main,
        address=address,
        district_code=institution.district_code,
        scope_code=institution.scope_code,
        source=BY_HAND,
        created_at=clock.now(),
    )
    _put(site, point)
    return site


def _put(site: Site, point: WGS84Point | None) -> None:
    if point_of(site) != point:
        site.point_source = BY_HAND if point else None
    site.lng_wgs84 = point.lng if point else None
    site.lat_wgs84 = point.lat if point else None


def settled_main_site(
    institution: Institution, address: str | None, point: WGS84Point | None, *, moved: bool
) -> Site:
    """Return the main site as corrected, or a new one when the institution moved; it isn't added.

    The site that an institution moved from is closed and stays.
    """
    site = institution.main_site
    if site is not None and moved and site.address != address:
        site.is_main, site.closed_at = False, clock.now()
        db.session.flush()
        site = None
    if site is None:
        return new_site(institution, address, point, is_main=True)
    site.address = address
    _put(site, point)
    return site


def site_changes(
    site: Site | None, address: str | None, point: WGS84Point | None
) -> dict[str, tuple[str | None, str | None]]:
    """Return what would change of a site, as (old, new) by field."""
    changes: dict[str, tuple[str | None, str | None]] = {}
    old_address = site.address if site else None
    if old_address != address:
        changes["address"] = (old_address, address)
    old = point_of(site)
    if old != point:
        changes["point"] = (written_point(old), written_point(point))
    return changes


def written_point(point: WGS84Point | None) -> str | None:
    """Return a point as its row of changes says it."""
    return f"{point.lng:.6f}, {point.lat:.6f}" if point else None
