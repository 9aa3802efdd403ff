"""Places on no register: entered where a visit found something, without any institution."""

from dataclasses import dataclass

from app import audit, clock
from app.access import Viewer
from app.db import db
from app.models.sites import Site
from app.scope import codes_below
from app.services.register_checks import (
    DoubtfulInstitution,
    InvalidInstitution,
    misplaced,
    read_point,
)
from inspections.problems import Problem
from maps import districts
from maps.points import WGS84Point

FOUND_ON_A_VISIT = "visit"
BY_HAND = "desk"


@dataclass(frozen=True, slots=True)
class NewPlace:
    """What is known of a place: where it is, and what is seen there."""

    address: str
    district_code: str
    label: str | None = None
    lng: float | None = None
    lat: float | None = None
    datum: str | None = None


def enter_place(wanted: NewPlace, *, actor: Viewer, confirmed: bool = False) -> Site:
    """Enter a place that is on no register.

    Raises `InvalidInstitution` with what is wrong, and `DoubtfulInstitution` for a point outside
    the district until that is confirmed.
    """
    point = _checked(wanted, actor=actor, confirmed=confirmed)
    site = Site(
        institution_id=None,
        label=wanted.label,
        address=wanted.address,
        district_code=wanted.district_code,
        scope_code=wanted.district_code,
        lng_wgs84=point.lng if point else None,
        lat_wgs84=point.lat if point else None,
        point_source=BY_HAND if point else None,
        source=FOUND_ON_A_VISIT,
        created_at=clock.now(),
    )
    db.session.add(site)
    db.session.flush()
    audit.record(
        actor,
        "site.entered",
        "site",
        site.public_id,
        chain=site.scope_code,
        after={"address": wanted.address, "label": wanted.label, "point": _written(point)},
    )
    return site


def _checked(wanted: NewPlace, *, actor: Viewer, confirmed: bool) -> WGS84Point | None:
    problems, point = read_point(wanted.lng, wanted.lat, wanted.datum)
    code = wanted.district_code
    if not districts.is_district(code) or not (actor.is_system or code in codes_below(actor)):
        problems = [*problems, Problem("district_code", "district.out_of_area", about=code)]
    if problems:
        raise InvalidInstitution(problems)
    doubt = misplaced(code, point)
    if doubt and not confirmed:
        raise DoubtfulInstitution([doubt])
    return point


def _written(point: WGS84Point | None) -> str | None:
    return f"{point.lng:.6f}, {point.lat:.6f}" if point else None
