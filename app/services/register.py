"""Institutions entered and corrected by hand: each changed field leaves a row, the act an event."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app import audit, clock
from app.access import Viewer
from app.db import db
from app.errors import Conflict, NotFound
from app.models.register import Institution, RegisterChange
from app.models.sites import Site
from app.queries.register import former_names, holder_of_code
from app.queries.search import search_text
from app.scope import codes_below, require_scope
from inspections.credit_codes import code_problem, normalise_code
from inspections.licence_numbers import normalise_number, number_problem
from inspections.names import LONGEST_NAME, core_name, name_key, refuse_name
from inspections.problems import Problem
from inspections.vocabulary import (
    DeliveryMode,
    LegalForm,
    LicenceStatus,
    SubjectClass,
    SubjectGroup,
)
from maps import districts
from maps.points import NotAPoint, WGS84Point, as_wgs84, in_china, in_datum

LONGEST_CHANGE = 300
BY_HAND = "desk"


@dataclass(frozen=True, slots=True)
class InstitutionDetails:
    """What a person writes of an institution; `lng` and `lat` are in `datum`, stored as WGS-84."""

    name: str
    district_code: str
    short_name: str | None = None
    credit_code: str | None = None
    legal_form: LegalForm | None = None
    organiser: str | None = None
    phone: str | None = None
    licence_no: str | None = None
    licence_issued: date | None = None
    licence_expires: date | None = None
    licence_status: LicenceStatus = LicenceStatus.UNKNOWN
    renewal_pending: bool = False
    stop_enrolling: bool = False
    subject_class: SubjectClass | None = None
    subject_group: SubjectGroup | None = None
    subjects: str | None = None
    stages: str | None = None
    delivery_mode: DeliveryMode | None = None
    address: str | None = None
    lng: float | None = None
    lat: float | None = None
    datum: str | None = None


OF_THE_SITE = frozenset(("address", "lng", "lat", "datum"))
COLUMNS = tuple(
    column.name for column in fields(InstitutionDetails) if column.name not in OF_THE_SITE
)


class InvalidInstitution(Exception):
    """What was written can't be stored; `problems` name every field that is wrong."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(", ".join(problem.code for problem in problems))
        self.problems = tuple(problems)


class DoubtfulInstitution(InvalidInstitution):
    """What was written may be right, but a person has to say so (`confirmed`)."""


def create_institution(
    details: InstitutionDetails, *, actor: Viewer, confirmed: bool = False
) -> Institution:
    """Register an institution; raises `InvalidInstitution` or `DoubtfulInstitution`."""
    wanted, point = _checked(details, actor=actor, known=None, confirmed=confirmed)
    moment = clock.now()
    institution = Institution(
        **{column: getattr(wanted, column) for column in COLUMNS},
        scope_code=wanted.district_code,
        source=BY_HAND,
        created_at=moment,
        updated_at=moment,
    )
    _derive(institution, former=())
    _store(institution, wanted)
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


def _store(institution: Institution, wanted: InstitutionDetails) -> None:
    """Insert; a code that somebody else stored in this very moment is that field's problem."""
    try:
        with db.session.begin_nested():
            db.session.add(institution)
            db.session.flush()
    except IntegrityError as taken:
        raise InvalidInstitution([_taken(wanted.credit_code or "", None)]) from taken


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
    wanted, point = _checked(
        details, actor=actor, known=institution, confirmed=confirmed, moved=moved
    )
    before = stored_values(institution)
    old_point = _point_of(institution.main_site)
    changed = _changed_columns(institution, wanted)
    site_changes = _site_changes(institution.main_site, wanted.address, point)
    if not changed and not site_changes:
        return institution
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
    old = _point_of(site)
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
    """Let the institution and its places be seen by the new district."""
    institution.scope_code = district_code
    for site in institution.sites:
        if site.is_main or site.closed_at is None:
            site.scope_code = district_code
        if site.is_main:
            site.district_code = district_code


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
    problems, point = _read_point(*position)
    if problems:
        raise InvalidInstitution(problems)
    doubt = _misplaced(institution.scope_code, point)
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
    if _point_of(site) != point:
        site.point_source = BY_HAND if point else None
    site.lng_wgs84 = point.lng if point else None
    site.lat_wgs84 = point.lat if point else None


def _point_of(site: Site | None) -> WGS84Point | None:
    if site is None or site.lng_wgs84 is None or site.lat_wgs84 is None:
        return None
    return WGS84Point(site.lng_wgs84, site.lat_wgs84)


def problems_with(
    details: InstitutionDetails, *, viewer: Viewer, known: Institution | None
) -> list[Problem]:
    """Return everything that is wrong with the details; nothing is stored."""
    return _read(details, actor=viewer, known=known)[2]


def _checked(
    details: InstitutionDetails,
    *,
    actor: Viewer,
    known: Institution | None,
    confirmed: bool,
    moved: bool = False,
) -> tuple[InstitutionDetails, WGS84Point | None]:
    """Return the details as they are stored, or raise with everything that is wrong."""
    wanted, point, problems = _read(details, actor=actor, known=known)
    if problems:
        raise InvalidInstitution(problems)
    doubts = [_misplaced(wanted.district_code, point), *_unusual_number(wanted.licence_no, known)]
    site = known.main_site if known else None
    if moved and point and site and site.address != wanted.address and point == _point_of(site):
        doubts.append(Problem("lng", "point.left_behind"))
    asked = [doubt for doubt in doubts if doubt]
    if asked and not confirmed:
        raise DoubtfulInstitution(asked)
    return wanted, point


def _read(
    details: InstitutionDetails, *, actor: Viewer, known: Institution | None
) -> tuple[InstitutionDetails, WGS84Point | None, list[Problem]]:
    code = normalise_code(details.credit_code) if details.credit_code else None
    number = normalise_number(details.licence_no) if details.licence_no else None
    wanted = replace(details, credit_code=code, licence_no=number)
    problems = [
        refuse_name(wanted.name),
        _code_problem(code, actor=actor, known=known),
        _district_problem(wanted.district_code, actor=actor, known=known),
    ]
    first, last = wanted.licence_issued, wanted.licence_expires
    if first and last and last < first:
        problems.append(Problem("licence_expires", "date.reversed"))
    of_the_point, point = _read_point(wanted.lng, wanted.lat, wanted.datum)
    return wanted, point, [problem for problem in problems if problem] + of_the_point


def _code_problem(code: str | None, *, actor: Viewer, known: Institution | None) -> Problem | None:
    if code is None:
        return None
    # what was stored before, by an import perhaps, may stay as it is
    if known is not None and known.credit_code == code:
        return None
    wrong = code_problem(code)
    if wrong:
        return wrong
    holder = holder_of_code(code)
    if holder is None or (known is not None and holder.id == known.id):
        return None
    return _taken(code, holder if holder.scope_code in codes_below(actor) else None)


def _taken(code: str, holder: Institution | None) -> Problem:
    if holder is None:
        return Problem("credit_code", "credit_code.taken_elsewhere", about=code)
    return Problem("credit_code", "credit_code.taken", about=holder.name, right=holder.public_id)


def _district_problem(code: str, *, actor: Viewer, known: Institution | None) -> Problem | None:
    if known is not None and known.district_code == code:
        return None
    allowed = districts.is_district(code) and (actor.is_system or code in codes_below(actor))
    return None if allowed else Problem("district_code", "district.out_of_area", about=code)


def _unusual_number(number: str | None, known: Institution | None) -> list[Problem | None]:
    if number is None or (known is not None and known.licence_no == number):
        return []
    return [number_problem(number)]


def _read_point(
    lng: float | None, lat: float | None, datum: str | None
) -> tuple[list[Problem], WGS84Point | None]:
    if lng is None and lat is None:
        return [], None
    if lng is None or lat is None:
        return [Problem("lng" if lng is None else "lat", "point.other_half")], None
    if not datum:
        return [Problem("datum", "point.which_datum")], None
    written = f"{lng:g}, {lat:g}"
    if not in_china(lng, lat):
        code = "point.turned_round" if in_china(lat, lng) else "point.range"
        return [Problem("lng", code, about=written)], None
    try:
        return [], as_wgs84(in_datum(datum, lng, lat)).rounded()
    except NotAPoint:
        return [Problem("datum", "point.which_datum")], None


def _misplaced(district_code: str, point: WGS84Point | None) -> Problem | None:
    wrong = districts.misplaced(district_code, point) if point else None
    if wrong is None:
        return None
    here = districts.name(wrong.expected)
    if wrong.found is None:
        return Problem("lng", "point.outside", about=here)
    return Problem("lng", "point.outside_in", about=here, right=districts.name(wrong.found))


def stored_values(institution: Institution) -> dict[str, Any]:
    """Return what is stored as plain values by field, for a form or a comparison."""
    values: dict[str, Any] = {name: getattr(institution, name) for name in COLUMNS}
    site = institution.main_site
    point = _point_of(site)
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
