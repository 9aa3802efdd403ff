"""Institutions entered and corrected by hand: each changed field leaves a row, the act an event."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from typing import Any

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from app import audit, clock
from app.access import Viewer
from app.db import db
from app.errors import Conflict
from app.models.blacklist import Listing
from app.models.register import Institution, RegisterChange
from app.queries.register import former_names
from app.queries.search import search_text
from app.services.register_checks import (
    COLUMNS,
    OF_THE_SITE,
    InstitutionDetails,
    InvalidInstitution,
    checked,
    point_of,
    taken,
)
from app.services.sites import (
    BY_HAND,
    locked_institution,
    new_site,
    settled_main_site,
    site_changes,
    written_point,
)
from inspections.names import LONGEST_NAME, core_name, name_key
from maps.points import WGS84Point

LONGEST_CHANGE = 300


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
    db.session.add(new_site(institution, wanted.address, point, is_main=True))
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
    institution = locked_institution(public_id, viewer=actor)
    if institution.version != version:
        raise Conflict(theirs=stored_values(institution), yours=_plain(details))
    wanted, point = checked(
        details, viewer=actor, known=institution, confirmed=confirmed, moved=moved
    )
    before = stored_values(institution)
    old_point = point_of(institution.main_site)
    changed = _changed_columns(institution, wanted)
    of_the_site = site_changes(institution.main_site, wanted.address, point)
    if not changed and not of_the_site:
        return institution
    with _unique_code(wanted.credit_code):
        for column, (_old, new) in changed.items():
            setattr(institution, column, new)
    if of_the_site:
        site = settled_main_site(institution, wanted.address, point, moved=moved)
        db.session.add(site)
    if institution.scope_code != wanted.district_code:
        _move_scope(institution, wanted.district_code)
    institution.updated_at = clock.now()
    _note(institution, {**changed, **of_the_site}, actor=actor, reason=reason)
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
        details={"fields": sorted([*changed, *of_the_site])},
    )
    return institution


def _changed_columns(
    institution: Institution, wanted: InstitutionDetails
) -> dict[str, tuple[Any, Any]]:
    pairs = {name: (getattr(institution, name), getattr(wanted, name)) for name in COLUMNS}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


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
    return {**said, "address": details.address, "point": written_point(point)}


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)[:LONGEST_CHANGE]
