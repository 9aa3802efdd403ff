"""Institutions entered and corrected by hand: what is refused, what is asked, what is kept."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from app.db import act, db
from app.errors import Conflict, NotFound
from app.models.audit import AuditEvent
from app.models.register import Institution, RegisterChange
from app.models.sites import Site
from app.queries.register import former_names
from app.services import register_checks
from app.services.register import create_institution, edit_institution
from app.services.register_checks import (
    DoubtfulInstitution,
    InstitutionDetails,
    InvalidInstitution,
)
from inspections.vocabulary import LicenceStatus
from tests.app.importing.registers import credit_code

pytestmark = pytest.mark.usefixtures("desk")

# a right check sum over an invented organisation: 9121 0102 + MA0 …
CODE = "91210102MA0XR1X153"
PLAIN = InstitutionDetails(
    name="沈阳拟晨星教育培训学校",
    district_code="210102",
    licence_no="教民121010279000001号",
    licence_issued=date(2025, 1, 1),
    licence_expires=date(2028, 1, 1),
    licence_status=LicenceStatus.VALID,
    address="沈阳市和平区拟文路1号",
)
# in Heping and in Tiexi, both WGS-84
IN_HEPING = {"lng": 123.395, "lat": 41.785, "datum": "wgs84"}
IN_TIEXI = {"lng": 123.33, "lat": 41.79, "datum": "wgs84"}


def made(actor, **changes) -> Institution:
    with act():
        return create_institution(replace(PLAIN, **changes), actor=actor)


def edited(actor, institution, details, *, version=None, **options) -> Institution:
    known = institution.version if version is None else version
    with act():
        return edit_institution(
            institution.public_id, details, actor=actor, version=known, **options
        )


def codes(caught) -> list[tuple[str, str]]:
    return [(problem.field, problem.code) for problem in caught.value.problems]


def events(verb: str) -> int:
    statement = select(func.count()).where(AuditEvent.verb == verb)
    return db.session.scalar(statement)


def test_an_institution_is_entered_with_its_place_and_one_event(people):
    institution = made(people.officer1)

    site = db.session.scalars(select(Site)).one()
    assert (institution.scope_code, institution.core_name) == ("210102", "拟晨星")
    assert (site.is_main, site.address) == (True, "沈阳市和平区拟文路1号")
    assert events("institution.created") == 1


def test_a_point_in_another_datum_is_stored_as_wgs84(people):
    made(people.officer1, lng=123.4012, lat=41.7872, datum="gcj02")

    site = db.session.scalars(select(Site)).one()
    assert site.lng_wgs84 == pytest.approx(123.3951, abs=0.001)
    assert site.lat_wgs84 == pytest.approx(41.7848, abs=0.001)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"name": "拟\u202e晨星"}, ("name", "name.bidi")),
        ({"name": "拟\x00晨星"}, ("name", "name.control")),
        ({"credit_code": "91210102MA0XR1X154"}, ("credit_code", "credit_code.check")),
        ({"licence_expires": date(2024, 12, 31)}, ("licence_expires", "date.reversed")),
        ({"district_code": "210106"}, ("district_code", "district.out_of_area")),
        ({"district_code": "210100"}, ("district_code", "district.out_of_area")),
        ({"lng": 123.4}, ("lat", "point.other_half")),
        ({"lng": 123.4, "lat": 41.8}, ("datum", "point.which_datum")),
        ({"lng": 41.8, "lat": 123.4, "datum": "wgs84"}, ("lng", "point.turned_round")),
        ({"lng": 2.35, "lat": 48.85, "datum": "wgs84"}, ("lng", "point.range")),
    ],
    ids=lambda value: value[1] if isinstance(value, tuple) else "",
)
def test_what_is_wrong_is_refused_at_its_field(people, changes, problem):
    with pytest.raises(InvalidInstitution) as caught:
        made(people.officer1, **changes)

    assert codes(caught) == [problem]
    assert db.session.scalar(select(func.count()).select_from(Institution)) == 0


def test_all_that_is_wrong_is_said_at_once(people):
    with pytest.raises(InvalidInstitution) as caught:
        made(people.officer1, name="\x00", credit_code="1", district_code="000000")

    assert {field for field, _code in codes(caught)} == {"name", "credit_code", "district_code"}


def test_a_code_is_registered_once_and_its_holder_is_named(people):
    made(people.officer1, credit_code="91210102ma0xr1x153")

    with pytest.raises(InvalidInstitution) as caught:
        made(people.officer1, name="沈阳拟别家培训学校", credit_code=CODE)

    assert codes(caught) == [("credit_code", "credit_code.taken")]
    assert caught.value.problems[0].about == "沈阳拟晨星教育培训学校"


def test_the_holder_of_a_code_in_another_district_is_not_named(people):
    made(people.officer1, credit_code=CODE)

    with pytest.raises(InvalidInstitution) as caught:
        made(people.officer2, district_code="210103", credit_code=CODE)

    assert codes(caught) == [("credit_code", "credit_code.taken_elsewhere")]
    assert "拟晨星" not in caught.value.problems[0].about


def test_a_point_outside_the_district_is_asked_about_and_stored_when_confirmed(people):
    outside, officer = replace(PLAIN, **IN_TIEXI), people.officer1
    with pytest.raises(DoubtfulInstitution) as caught, act():
        create_institution(outside, actor=officer)

    with act():
        stored = create_institution(outside, actor=officer, confirmed=True)

    assert codes(caught) == [("lng", "point.outside_in")]
    assert stored.main_site.lng_wgs84 == 123.33


def test_a_changed_field_leaves_a_row_and_one_event(people):
    institution = made(people.officer1)
    details = replace(PLAIN, phone="024-05550199", licence_status=LicenceStatus.SUSPENDED)

    edited(people.approver1, institution, details, reason="来函更正")

    rows = db.session.scalars(select(RegisterChange).order_by(RegisterChange.field)).all()
    assert [(row.field, row.old, row.new) for row in rows] == [
        ("licence_status", "valid", "suspended"),
        ("phone", None, "024-05550199"),
    ]
    assert {row.reason for row in rows} == {"来函更正"}
    assert events("institution.edited") == 1


def test_storing_the_same_again_changes_nothing(people):
    institution = made(people.officer1)

    edited(people.officer1, institution, PLAIN)

    assert db.session.scalars(select(RegisterChange)).all() == []
    assert events("institution.edited") == 0


def test_renaming_keeps_the_former_name(people):
    institution = made(people.officer1)
    renamed = replace(PLAIN, name="沈阳拟明溪教育培训学校")

    edited(people.officer1, institution, renamed)

    assert former_names(institution) == ["沈阳拟晨星教育培训学校"]
    assert (institution.core_name, "晨星" in institution.search_grams) == ("拟明溪", True)


def test_moving_keeps_the_old_place_and_correcting_does_not(people):
    institution = made(people.officer1)
    moved = replace(PLAIN, address="沈阳市和平区拟武路2号")
    corrected = replace(PLAIN, address="沈阳市和平区拟武路3号")

    edited(people.officer1, institution, moved, moved=True)
    edited(people.officer1, institution, corrected)

    sites = db.session.scalars(select(Site).order_by(Site.id)).all()
    assert [(site.address, site.is_main, site.closed_at is None) for site in sites] == [
        ("沈阳市和平区拟文路1号", False, False),
        ("沈阳市和平区拟武路3号", True, True),
    ]


def test_an_edit_of_an_older_version_shows_both(people):
    institution = made(people.officer1)
    old = institution.version
    mine = replace(PLAIN, phone="024-05550111")
    theirs = replace(PLAIN, phone="024-05550122")
    edited(people.approver1, institution, theirs)

    with pytest.raises(Conflict) as caught:
        edited(people.officer1, institution, mine, version=old)

    assert caught.value.theirs["phone"] == "024-05550122"
    assert caught.value.yours["phone"] == "024-05550111"


def test_a_foreign_institution_is_not_found(people):
    institution = made(people.officer1)

    with pytest.raises(NotFound):
        edited(people.officer2, institution, replace(PLAIN, phone="1"))


def test_a_code_stored_by_somebody_else_in_the_same_moment_is_that_fields_problem(
    people, monkeypatch
):
    made(people.officer1, credit_code=CODE)
    monkeypatch.setattr(register_checks, "holder_of_code", lambda _code: None)

    with pytest.raises(InvalidInstitution) as caught:
        made(people.officer1, name="沈阳拟别家培训学校", credit_code=CODE)

    assert codes(caught) == [("credit_code", "credit_code.taken_elsewhere")]


def test_a_name_that_the_district_has_already_is_asked_about(people):
    officer = people.officer1
    first = made(officer)
    again = replace(PLAIN, name="沈阳拟晨星教育 培训学校", credit_code=CODE)

    with pytest.raises(DoubtfulInstitution) as caught, act():
        create_institution(again, actor=officer)
    with act():
        second = create_institution(again, actor=officer, confirmed=True)

    assert ("name", "name.taken") in codes(caught)
    assert second.public_id != first.public_id


def test_two_codes_tell_two_institutions_of_one_name_apart(people):
    made(people.officer1, credit_code=CODE)

    second = made(people.officer1, credit_code=credit_code(7))

    assert second.name == PLAIN.name
