"""Institutions entered and corrected by hand: each changed field leaves a row, the act an event."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app import audit, clock
from app.access import Viewer
from app.db import db
from app.errors import Conflict, NotFound
from app.models.blacklist import Listing
from app.models.register import Institution, RegisterChange
from app.models.sites import Site
from app.queries.register import former_names
from app.queries.search import search_text
from app.scope import require_scope
from app.services.register_checks import (
    COLUMNS,
    OF_THE_SITE,
    DoubtfulInstitution,
    InstitutionDetails,
    InvalidInstitution,
    checked,
    misplaced,
    point_of,
    read_point,
    taken,
)
from inspections.names import LONGEST_NAME, core_name, name_key
from maps.points import WGS84Point

LONGEST_CHANGE = 300
BY_HAND = "desk"


def create_institution(
    details: InstitutionDetails, *, actor: Viewer, confirmed: bool = False
) -> Institution:
    """Register an institution; raises `InvalidInstitution` or `DoubtfulInstitution`."""
    wanted, point = checked(details, viewer=actor, known=None, confirmed=confirmed)
    moment = clock.now()
    institution = Institution(
        **{column: getattr(wanted, column) for column in COLUMNS},
        scope_code=wanted.district_code,
        source=BY_HAND,
        created_at=moment,
        updated_at=moment,
    )
    _derive(institution, former=())
    with _unique_code(wanted.credit_code):
        db.session.add(institution)
    db.session.add(_new_site(institution, wanted.address, point, is_main=True))
    db.session.flush()
    audit.record(
        actor,
        "institution.created",
        "institution",
        institution.public_id,
        chain=institution.scope_code,
        after=_said(wanted, point),
    )
    return institution


@contextmanager
def _unique_code(code: str | None) -> Iterator[None]:
    """Write what happens inside; a code stored by somebody in this moment is a field's problem."""
    try:
        with db.session.begin_nested():
            yield
            db.session.flush()
    except IntegrityError as meanwhile:
        raise InvalidInstitution([taken(code or "", None)]) from meanwhile


def edit_institution(
    public_id: str,
    details: InstitutionDetails,
    *,
    actor: Viewer,
    version: int,
    reason: str | None = None,
    moved: bool = False,
    confirmed: bool = False,
) -> Institution:
    """Change what differs; `moved` keeps the old place as a former one.

    Raises `Conflict` when `version` isn't the stored one, and what `create_institution` raises.
    """
    institution = _locked(public_id, actor)
    if institution.version != version:
        raise Conflict(theirs=stored_values(institution), yours=_plain(details))
    wanted, point = checked(
        details, viewer=actor, known=institution, confirmed=confirmed, moved=moved
    )
    before = stored_values(institution)
    old_point = point_of(institution.main_site)
    changed = _changed_columns(institution, wanted)
    site_changes = _site_changes(institution.main_site, wanted.address, point)
    if not changed and not site_changes:
        return institution
    with _unique_code(wanted.credit_code):
        for column, (_old, new) in changed.items():
            setattr(institution, column, new)
    if site_changes:
        _settle_site(institution, wanted.address, point, moved=moved)
    if institution.scope_code != wanted.district_code:
        _move_scope(institution, wanted.district_code)
    institution.updated_at = clock.now()
    _note(institution, {**changed, **site_changes}, actor=actor, reason=reason)
    _derive(institution, former=former_names(institution))
    db.session.flush()
    audit.record(
        actor,
        "institution.edited",
        "institution",
        institution.public_id,
        chain=institution.scope_code,
        before={**before, "point": old_point and [old_point.lng, old_point.lat]},
        after=_said(wanted, point),
        details={"fields": sorted([*changed, *site_changes])},
    )
    return institution


def _locked(public_id: str, actor: Viewer) -> Institution:
    statement = select(Institution).where(Institution.public_id == public_id).with_for_update()
    institution = db.session.scalar(statement.execution_options(populate_existing=True))
    if institution is None:
        raise NotFound
    require_scope(actor, institution.scope_code)
    return institution


def _changed_columns(
    institution: Institution, wanted: InstitutionDetails
) -> dict[str, tuple[Any, Any]]:
    pairs = {name: (getattr(institution, name), getattr(wanted, name)) for name in COLUMNS}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _site_changes(
    site: Site | None, address: str | None, point: WGS84Point | None
) -> dict[str, tuple[Any, Any]]:
    changes: dict[str, tuple[Any, Any]] = {}
    old_address = site.address if site else None
    if old_address != address:
        changes["address"] = (old_address, address)
    old = point_of(site)
    if old != point:
        changes["point"] = (_written(old), _written(point))
    return changes


def _settle_site(
    institution: Institution, address: str | None, point: WGS84Point | None, *, moved: bool
) -> None:
    """Correct the main place, or close it and open another when the institution moved."""
    site = institution.main_site
    if site is not None and moved and site.address != address:
        site.is_main, site.closed_at = False, clock.now()
        db.session.flush()
        site = None
    if site is None:
        db.session.add(_new_site(institution, address, point, is_main=True))
        return
    site.address = address
    _put(site, point)


def _move_scope(institution: Institution, district_code: str) -> None:
    """Let the institution, its places and its entries be seen by the new district."""
    institution.scope_code = district_code
    for site in institution.sites:
        if site.is_main or site.closed_at is None:
            site.scope_code = district_code
        if site.is_main:
            site.district_code = district_code
    entries = update(Listing).where(Listing.institution_id == institution.id)
    db.session.execute(entries.values(scope_code=district_code))


def _note(
    institution: Institution,
    changes: dict[str, tuple[Any, Any]],
    *,
    actor: Viewer,
    reason: str | None,
) -> None:
    moment = clock.now()
    for name, (old, new) in changes.items():
        row = RegisterChange(
            institution_id=institution.id,
            field=name,
            old=_text(old),
            new=_text(new),
            changed_at=moment,
            account_id=actor.account_id,
            reason=reason,
        )
        db.session.add(row)
    db.session.flush()


def _derive(institution: Institution, *, former: Sequence[str]) -> None:
    """Set what follows from the name and the numbers: keys and search words."""
    institution.name_key = name_key(institution.name)[:LONGEST_NAME]
    institution.core_name = core_name(institution.name)[:LONGEST_NAME]
    institution.search_grams = search_text(
        name=institution.name,
        short_name=institution.short_name,
        former_names=former,
        credit_code=institution.credit_code,
        licence_no=institution.licence_no,
    )


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
    institution = _locked(public_id, actor)
    problems, point = read_point(*position)
    if problems:
        raise InvalidInstitution(problems)
    doubt = misplaced(institution.scope_code, point)
    if doubt and not confirmed:
        raise DoubtfulInstitution([doubt])
    site = _new_site(institution, address, point, is_main=False)
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
        after={"site": site.public_id, "address": address, "point": _written(point)},
        details={"site": site.public_id},
    )
    return site


def close_site(public_id: str, site_id: str, *, actor: Viewer) -> Site:
    """Close a further place; it stays where visits hang on it. The main place can't be closed."""
    institution = _locked(public_id, actor)
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


def _new_site(
    institution: Institution, address: str | None, point: WGS84Point | None, *, is_main: bool
) -> Site:
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


def stored_values(institution: Institution) -> dict[str, Any]:
    """Return what is stored as plain values by field, for a form or a comparison."""
    values: dict[str, Any] = {name: getattr(institution, name) for name in COLUMNS}
    site = institution.main_site
    point = point_of(site)
    values["address"] = site.address if site else None
    values["lng"] = point.lng if point else None
    values["lat"] = point.lat if point else None
    values["datum"] = "wgs84" if point else None
    return values


def _plain(details: InstitutionDetails) -> dict[str, Any]:
    return {column.name: getattr(details, column.name) for column in fields(details)}


def _said(details: InstitutionDetails, point: WGS84Point | None) -> dict[str, Any]:
    said = {name: value for name, value in _plain(details).items() if name not in OF_THE_SITE}
    return {**said, "address": details.address, "point": _written(point)}


def _written(point: WGS84Point | None) -> str | None:
    return f"{point.lng:.6f}, {point.lat:.6f}" if point else None


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)[:LONGEST_CHANGE]
