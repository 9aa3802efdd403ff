"""What is wrong or doubtful about what a person writes of an institution; stores nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

from app.access import Viewer
from app.models.register import Institution
from app.models.sites import Site
from app.queries.register import holder_of_code, namesakes_of
from app.scope import codes_below
from inspections.credit_codes import code_problem, normalise_code
from inspections.licence_numbers import normalise_number, number_problem
from inspections.names import refuse_name
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


def problems_with(
    details: InstitutionDetails, *, viewer: Viewer, known: Institution | None
) -> list[Problem]:
    """Return everything that is wrong with the details; nothing is stored."""
    return _read(details, viewer=viewer, known=known)[2]


def checked(
    details: InstitutionDetails,
    *,
    viewer: Viewer,
    known: Institution | None,
    confirmed: bool,
    moved: bool = False,
) -> tuple[InstitutionDetails, WGS84Point | None]:
    """Return the details as they are stored, or raise with everything that is wrong."""
    wanted, point, problems = _read(details, viewer=viewer, known=known)
    if problems:
        raise InvalidInstitution(problems)
    doubts = [misplaced(wanted.district_code, point), *_unusual_number(wanted.licence_no, known)]
    doubts.append(_namesake(wanted, viewer=viewer, known=known))
    site = known.main_site if known else None
    if moved and point and site and site.address != wanted.address and point == point_of(site):
        doubts.append(Problem("lng", "point.left_behind"))
    asked = [doubt for doubt in doubts if doubt]
    if asked and not confirmed:
        raise DoubtfulInstitution(asked)
    return wanted, point


def _read(
    details: InstitutionDetails, *, viewer: Viewer, known: Institution | None
) -> tuple[InstitutionDetails, WGS84Point | None, list[Problem]]:
    code = normalise_code(details.credit_code) if details.credit_code else None
    number = normalise_number(details.licence_no) if details.licence_no else None
    wanted = replace(details, credit_code=code, licence_no=number)
    problems = [
        refuse_name(wanted.name),
        _code_problem(code, viewer=viewer, known=known),
        _district_problem(wanted.district_code, viewer=viewer, known=known),
    ]
    first, last = wanted.licence_issued, wanted.licence_expires
    if first and last and last < first:
        problems.append(Problem("licence_expires", "date.reversed"))
    of_the_point, point = read_point(wanted.lng, wanted.lat, wanted.datum)
    return wanted, point, [problem for problem in problems if problem] + of_the_point


def _code_problem(code: str | None, *, viewer: Viewer, known: Institution | None) -> Problem | None:
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
    return taken(code, holder if holder.scope_code in codes_below(viewer) else None)


def taken(code: str, holder: Institution | None) -> Problem:
    """Return that a code belongs to another one; who that is only where the viewer may know."""
    if holder is None:
        return Problem("credit_code", "credit_code.taken_elsewhere", about=code)
    return Problem("credit_code", "credit_code.taken", about=holder.name, right=holder.public_id)


def _district_problem(code: str, *, viewer: Viewer, known: Institution | None) -> Problem | None:
    if known is not None and known.district_code == code:
        return None
    allowed = districts.is_district(code) and (viewer.is_system or code in codes_below(viewer))
    return None if allowed else Problem("district_code", "district.out_of_area", about=code)


def _namesake(
    wanted: InstitutionDetails, *, viewer: Viewer, known: Institution | None
) -> Problem | None:
    """Return that the district has this name already, where no two codes tell the two apart."""
    if known and (known.name, known.district_code) == (wanted.name, wanted.district_code):
        return None
    for one in namesakes_of(viewer, wanted.name, wanted.district_code):
        told_apart = wanted.credit_code and one.credit_code
        if not told_apart and (known is None or one.id != known.id):
            return Problem("name", "name.taken", about=one.name)
    return None


def _unusual_number(number: str | None, known: Institution | None) -> list[Problem | None]:
    if number is None or (known is not None and known.licence_no == number):
        return []
    return [number_problem(number)]


def read_point(
    lng: float | None, lat: float | None, datum: str | None
) -> tuple[list[Problem], WGS84Point | None]:
    """Return the typed point as WGS-84, or what is wrong with it."""
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


def misplaced(district_code: str, point: WGS84Point | None) -> Problem | None:
    """Return the doubt about a point that lies outside its district."""
    wrong = districts.misplaced(district_code, point) if point else None
    if wrong is None:
        return None
    here = districts.name(wrong.expected)
    if wrong.found is None:
        return Problem("lng", "point.outside", about=here)
    return Problem("lng", "point.outside_in", about=here, right=districts.name(wrong.found))


def point_of(site: Site | None) -> WGS84Point | None:
    """Return where a place is, as far as that is known."""
    if site is None or site.lng_wgs84 is None or site.lat_wgs84 is None:
        return None
    return WGS84Point(site.lng_wgs84, site.lat_wgs84)
