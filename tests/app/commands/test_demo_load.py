"""The demo bureau is played through the services: everything in it is as real acts leave it."""

from datetime import date

import pytest
from sqlalchemy import func, select

from app import audit
from app.commands.demo.files import write_rows
from app.commands.demo.places import places_in
from app.commands.demo.rows import Wish, invented_rows
from app.db import db
from app.models.blacklist import Listing
from app.models.register import Institution
from app.models.visits import Visit
from inspections.vocabulary import ListingState
from maps.boundaries import home_boundaries
from tests.app.conftest import NOON, fresh_database, office_on
from tests.postgres import ENGINES

TODAY = NOON.date()


def load(office, *options):
    return office.test_cli_runner().invoke(args=["demo", "load", *options])


def listings(state):
    return db.session.scalars(select(Listing).where(Listing.state == state)).all()


def register_file(path, **wish):
    wanted = Wish(rows=60, as_of=TODAY, **wish)
    rows = list(invented_rows(wanted, places_in(home_boundaries())))
    write_rows(rows, path)
    return rows


@pytest.fixture(scope="module", params=ENGINES)
def loaded(request, tmp_path_factory, compiled_templates):
    """A demo bureau with sixty institutions, which the tests only read."""
    folder = tmp_path_factory.mktemp("demo")
    with (
        fresh_database(request, folder) as url,
        office_on(url, folder, compiled_templates) as app,
        app.app_context(),
    ):
        result = load(app, "--institutions", "60", "--seed", "3")
        assert result.exit_code == 0, result.output
        yield app


def test_the_bureau_has_institutions_visits_and_listings_in_every_state(loaded):
    assert db.session.scalar(select(func.count(Institution.id))) == 60
    assert db.session.scalar(select(func.count(Visit.id))) > 0
    assert listings(ListingState.LISTED)
    assert len(listings(ListingState.EXPIRED)) == 1
    assert len(listings(ListingState.WITHDRAWN)) == 1
    assert len(listings(ListingState.PROPOSED)) == 2
    assert len(listings(ListingState.APPROVED)) == 1


def test_three_persons_brought_out_every_listing(loaded):
    for listing in listings(ListingState.LISTED):
        persons = {
            listing.proposed_by_person,
            listing.approved_by_person,
            listing.published_by_person,
        }
        assert len(persons) == 3


def test_the_audit_chain_of_the_past_year_is_whole(loaded):
    found = audit.verify({})

    assert found.ok
    assert found.events > 60


def test_a_second_load_changes_nothing(loaded):
    before = audit.verify({}).events

    result = load(loaded, "--institutions", "60")

    assert result.exit_code == 0
    assert "nothing was changed" in result.output
    assert audit.verify({}).events == before


def test_blacklisted_rows_of_a_file_are_listed_from_their_day(desk, tmp_path):
    rows = register_file(tmp_path / "register.csv", blacklist=0.2)
    black = {row["name"]: row for row in rows if row["list_status"] == "黑名单"}

    result = load(desk, "--register", str(tmp_path / "register.csv"))

    assert result.exit_code == 0, result.output
    listed = {listing.name: listing for listing in listings(ListingState.LISTED)}
    assert set(listed) == set(black)
    for name, listing in listed.items():
        assert listing.listed_on == min(date.fromisoformat(black[name]["list_date"]), TODAY)
        assert listing.term_months == 36


def test_an_old_entry_of_a_file_is_listed_for_a_year_from_today(desk, tmp_path):
    rows = register_file(tmp_path / "register.csv", blacklist=0.1)
    for row in rows:
        row["list_date"] = row["list_date"] and "2020-01-15"
    write_rows(rows, tmp_path / "register.csv")

    load(desk, "--register", str(tmp_path / "register.csv"))

    found = listings(ListingState.LISTED)
    assert found
    assert all(listing.decision_on == date(2020, 1, 15) for listing in found)
    assert all(listing.ends_on > date(2027, 11, 1) for listing in found)


def test_a_register_of_another_city_is_listed_as_well(desk, tmp_path):
    rows = register_file(tmp_path / "register.csv", blacklist=0.1)
    for row in rows:
        row.update(province="辽宁省", city="大连市", district="中山区", district_code="210202")
        row.update(lng="", lat="", datum="")
    write_rows(rows, tmp_path / "register.csv")

    result = load(desk, "--register", str(tmp_path / "register.csv"))

    assert result.exit_code == 0, result.output
    assert {listing.scope_code for listing in listings(ListingState.LISTED)} == {"210202"}


def test_a_file_with_other_columns_is_refused_and_nothing_is_written(desk, tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("机构名称\n拟甲培训学校\n", encoding="utf-8")

    result = load(desk, "--register", str(path))

    assert result.exit_code == 2
    assert db.session.scalar(select(func.count(Institution.id))) == 0
