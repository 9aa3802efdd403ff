"""A sweep from its plan to its closing statement, by the services."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from app import audit
from app.db import act, db
from app.errors import BadInput, Forbidden, NotFound
from app.models.sweeps import SweepSite, SweepTeam
from app.queries.sweeps import coverage
from app.services.sweep_teams import appoint_team, dissolve_team, give_sites
from app.services.sweeps import (
    cancel_sweep,
    close_sweep,
    edit_plan,
    open_sweep,
    plan_sweep,
)
from inspections.refusal import Refused
from inspections.sweep_facts import SweepState
from tests.app.factories.register import add_institution
from tests.app.factories.sweeps import *  # noqa: F403  (the sweep's fixtures)
from tests.app.factories.sweeps import PLAN, fetch, persons


def refused(deed) -> list[str]:
    with pytest.raises(Refused) as found, act():
        deed()
    return [refusal.code for refusal in found.value.refusals]


def test_a_plan_draws_every_open_site_of_its_districts(planned, crew):
    sweep = fetch(planned, crew.leader1)

    found = coverage(sweep, crew.leader1)

    assert (found.whole.sites, found.whole.missing) == (6, 6)
    assert sweep.state is SweepState.DRAFT
    assert audit.verify({}).ok


def test_a_sweep_opens_once_it_is_approved_published_manned_and_shared(manned, crew):
    with act():
        open_sweep(fetch(manned, crew.leader1), actor=crew.leader1)

    assert fetch(manned, crew.leader1).state is SweepState.OPEN


def test_what_is_missing_keeps_it_shut(approved, crew):
    found = refused(lambda: open_sweep(fetch(approved, crew.leader1), actor=crew.leader1))

    assert found == ["sweeps.every_district_has_a_team", "sweeps.every_site_has_a_team"]


def test_a_blank_site_keeps_it_open(manned, crew):
    with act():
        open_sweep(fetch(manned, crew.leader1), actor=crew.leader1)

    found = refused(
        lambda: close_sweep(fetch(manned, crew.leader1), stated=(6, 6), actor=crew.leader1)
    )

    assert found == ["sweeps.no_site_is_blank", "sweeps.statement_agrees"]
    assert fetch(manned, crew.leader1).state is SweepState.OPEN


def test_an_institution_registered_before_the_opening_comes_in(manned, crew):
    with act():
        add_institution("沈河拟新校", district_code="210103")

    found = refused(lambda: open_sweep(fetch(manned, crew.leader1), actor=crew.leader1))

    assert found == ["sweeps.every_site_has_a_team"]


def test_sites_are_shared_by_district_and_loads_are_equal(manned, crew):
    rows = db.session.execute(
        select(SweepSite.scope_code, SweepTeam.scope_code).join(
            SweepTeam, SweepTeam.id == SweepSite.team_id
        )
    ).all()

    assert len(rows) == 6
    assert all(site == team for site, team in rows)


def test_a_district_sees_a_sweep_that_covers_it_and_only_its_own_sites(manned, crew):
    sweep = fetch(manned, crew.officer2)

    assert coverage(sweep, crew.officer2).whole.sites == 2


def test_a_district_that_is_not_covered_does_not_find_it(desk, crew):
    with act():
        add_institution("和平拟学校", district_code="210102")
        other = plan_sweep(replace(PLAN, districts=("210102",)), actor=crew.officer1).public_id

    with pytest.raises(NotFound):
        fetch(other, crew.officer2)


def test_a_district_appoints_its_own_teams_and_no_other(approved, crew):
    with act():
        appoint_team(
            fetch(approved, crew.officer2),
            persons("吴拟桐", "郑拟朗"),
            district_code="210103",
            actor=crew.officer2,
        )

    with pytest.raises(NotFound), act():
        appoint_team(
            fetch(approved, crew.officer2),
            persons("周拟衡", "李拟安"),
            district_code="210102",
            actor=crew.officer2,
        )


def test_nobody_is_appointed_twice(manned, crew):
    with pytest.raises(BadInput) as found, act():
        appoint_team(
            fetch(manned, crew.leader1),
            persons("周拟衡"),
            district_code="210102",
            actor=crew.leader1,
        )

    assert found.value.fields[0]["field"] == "officers"


def test_a_site_moves_to_another_team_of_its_district_only(manned, crew):
    with act():
        sweep = fetch(manned, crew.leader1)
        extra = appoint_team(sweep, persons("何拟清"), district_code="210102", actor=crew.leader1)
        here = db.session.scalars(
            select(SweepSite.id).where(SweepSite.scope_code == "210102")
        ).first()
        there = db.session.scalars(
            select(SweepSite.id).where(SweepSite.scope_code == "210103")
        ).first()
        give_sites(extra, [here], actor=crew.leader1)

    assert db.session.get(SweepSite, here).team_id == extra.id
    with pytest.raises(BadInput), act():
        give_sites(extra, [there], actor=crew.leader1)


def test_a_dissolved_team_leaves_its_sites_without_one(manned, crew):
    with act():
        team = db.session.scalars(select(SweepTeam).where(SweepTeam.scope_code == "210103")).one()
        dissolve_team(team, actor=crew.leader1)

    left = select(SweepSite).where(SweepSite.team_id.is_(None))
    assert len(list(db.session.scalars(left))) == 2


def test_a_changed_plan_drops_the_sites_of_a_district_that_left(planned, crew):
    with act():
        sweep = fetch(planned, crew.leader1)
        edit_plan(
            sweep,
            replace(PLAN, districts=("210103",)),
            based_on=sweep.version,
            actor=crew.leader1,
        )

    sweep = fetch(planned, crew.leader1)
    assert [row.district_code for row in sweep.districts] == ["210103"]
    assert coverage(sweep, crew.leader1).whole.sites == 2


def test_a_cancelled_sweep_keeps_its_reason(approved, crew):
    with act():
        cancel_sweep(fetch(approved, crew.leader1), reason="改期", actor=crew.leader1)

    sweep = fetch(approved, crew.leader1)
    assert (sweep.state, sweep.reason) == (SweepState.CANCELLED, "改期")


def test_an_inspector_and_an_auditor_plan_nothing(desk, crew):
    for viewer in (crew.inspector1, crew.auditor1):
        with pytest.raises(Forbidden), act():
            plan_sweep(PLAN, actor=viewer)
