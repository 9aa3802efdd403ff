"""The register's lists: who sees what, standing as the rules say it, every way of finding."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.db import act, db
from app.models.register import Institution
from app.queries import register
from app.queries.paging import read_state
from app.queries.search import search_text
from app.queries.standing import licence_standing
from inspections.licences import standing_on
from inspections.vocabulary import LicenceStatus, Standing, SubjectGroup
from tests.app.factories.register import add_institution

pytestmark = pytest.mark.usefixtures("desk")
DAY = date(2026, 11, 19)


def listed(viewer, **arguments) -> list[str]:
    state = read_state(
        "/", arguments, sorts=register.SORTS, default="name", filters=register.FILTERS
    )
    return [row.institution.name for row in register.register_page(viewer, state, DAY).page.rows]


def counts(viewer, **arguments):
    state = read_state(
        "/", arguments, sorts=register.SORTS, default="name", filters=register.FILTERS
    )
    return register.register_page(viewer, state, DAY).counts


@pytest.fixture
def three(people):
    with act():
        add_institution(
            "沈阳晨星教育培训学校",
            former=("沈阳启明补习班",),
            short_name="晨星",
            credit_code="91210102MA0XR1X153",
            licence_no="教民121010279000001号",
            licence_expires=date(2027, 1, 1),
            subject_group=SubjectGroup.ARTS,
        )
        add_institution("沈阳市和平区海棠VIP英语（总店）", licence_expires=date(2026, 11, 18))
        add_institution("沈阳沈河北斗培训中心", district_code="210103")
    return people


def test_a_list_ends_at_the_district(three):
    assert listed(three.officer2) == ["沈阳沈河北斗培训中心"]
    assert len(listed(three.leader1)) == 3


@pytest.mark.parametrize(
    "query",
    [
        "晨星",
        "瀋陽晨星教育",
        "沈阳 晨星",
        "晨 星教育培训",
        "启明",
        "啟明補習班",
        "91210102MA0XR1X153",
        "91210102ma0xr1x153",
        "0XR1",
        "教民121010279000001号",
        "121010279000001",
        "ＭＡ０ＸＲ",
    ],
)
def test_an_institution_is_found_by(three, query):
    assert listed(three.officer1, q=query) == ["沈阳晨星教育培训学校"]


@pytest.mark.parametrize("query", ["海棠VIP", "海棠vip英语(总店)", "总店", "vip"])
def test_brackets_width_and_case_make_no_difference(three, query):
    assert listed(three.officer1, q=query) == ["沈阳市和平区海棠VIP英语（总店）"]


@pytest.mark.parametrize(
    "query",
    ["星晨", "晨阳", "䶮䶮", "北斗", "NEAR(晨 星)", "晨星 OR 海棠", '"晨星" AND NOT'],
)
def test_nothing_is_found_by_what_is_not_there(three, query):
    assert listed(three.officer1, q=query) == []


@pytest.mark.parametrize("query", ["%", "_", "\\", "%%", "__", "*", "')--", '"""'])
def test_signs_alone_find_nothing(three, query):
    assert listed(three.officer1, q=query) == []


@pytest.mark.parametrize("query", ["", "晨", "拟'--"])
def test_what_is_too_short_to_be_searched_by_leaves_the_list_whole(three, query):
    assert len(listed(three.officer1, q=query)) == 2


def test_two_digits_do_not_find_every_code(three):
    assert listed(three.officer1, q="91") == []


@pytest.mark.parametrize("query", ["𠮷𠮷", "鿏鿏"])
def test_rare_characters_are_found_and_only_where_they_stand(people, query):
    with act():
        add_institution(f"沈阳{query}培训学校")
        add_institution("沈阳吉吉培训学校")

    assert listed(people.officer1, q=query) == [f"沈阳{query}培训学校"]


def test_filters_and_tabs_agree(three):
    found = counts(three.officer1)

    assert (found[Standing.LICENSED], found[Standing.UNLICENSED]) == (1, 1)
    assert listed(three.officer1, standing="unlicensed") == ["沈阳市和平区海棠VIP英语（总店）"]
    assert listed(three.officer1, subject="arts") == ["沈阳晨星教育培训学校"]
    assert listed(three.leader1, district="210103") == ["沈阳沈河北斗培训中心"]


def test_a_district_outside_the_area_lists_nothing(three):
    assert listed(three.officer2, district="210102") == []


def test_what_is_missing_stands_last_in_either_direction(three):
    up, down = (listed(three.leader1, sort=sort) for sort in ("expires", "-expires"))

    assert up[2] == down[2] == "沈阳沈河北斗培训中心"
    assert up[:2] == list(reversed(down[:2]))


def test_a_page_past_the_end_is_the_last(three):
    assert len(listed(three.leader1, page="99")) == 3


def test_the_index_follows_every_change(three):
    with act():
        one = db.session.scalars(
            select(Institution).where(Institution.name == "沈阳沈河北斗培训中心")
        ).one()
        one.name, one.search_grams = (
            "沈阳沈河南斗培训中心",
            search_text(name="沈阳沈河南斗培训中心"),
        )

    assert listed(three.officer2, q="北斗") == []
    assert listed(three.officer2, q="南斗") == ["沈阳沈河南斗培训中心"]


DAYS = st.none() | st.dates(date(2026, 11, 17), date(2026, 11, 21))
LICENCES = st.lists(
    st.fixed_dictionaries(
        {
            "licence_status": st.sampled_from(LicenceStatus),
            "licence_expires": DAYS,
            "licence_no": st.sampled_from([None, "", "教民1", "教民123456号"]),
            "renewal_pending": st.booleans(),
        }
    ),
    min_size=20,
    max_size=40,
)


@settings(max_examples=20)
@given(licences=LICENCES)
def test_the_database_judges_a_licence_as_the_rules_do(desk, licences):
    with act():
        made = [add_institution(f"拟{n}", **values) for n, values in enumerate(licences)]
        rows = db.session.execute(select(Institution.id, licence_standing(DAY)))
        said = {row[0]: row[1] for row in rows}
        ruled = {one.id: standing_on(one.licence, DAY).value for one in made}
        db.session.rollback()

    assert said == ruled


def test_counts_are_kept_until_the_register_changes(three):
    before = counts(three.officer1)
    with act():
        add_institution("沈阳又一家培训学校")

    after = counts(three.officer1)

    assert sum(after.values()) == sum(before.values()) + 1
