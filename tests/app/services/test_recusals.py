"""Recusals by the services: recorded, lifted, and heeded when sites are shared out."""

import pytest
from sqlalchemy import select

from app import audit
from app.db import act, db
from app.errors import Forbidden, NotFound
from app.models.sweeps import Recusal, SweepSite, SweepTeam
from app.queries.sweep_facts import sweep_facts
from app.queries.sweep_teams import teams_of
from app.services.recusals import lift_recusal, record_recusal
from app.services.sweep_teams import appoint_team, give_sites, share_sites
from inspections.refusal import Refused
from tests.app.conftest import NOON
from tests.app.factories.sweeps import *  # noqa: F403  (the sweep's fixtures)
from tests.app.factories.sweeps import fetch, persons

TODAY = NOON.date()
WHY = "近亲属在该机构任职"


def first_site(code="210102"):
    statement = select(SweepSite).where(SweepSite.scope_code == code).order_by(SweepSite.id)
    return db.session.scalars(statement).first()


def recuse(site, actor, name="周拟衡"):
    officer = persons(name)[0]
    return record_recusal(officer, site.institution, decided_on=TODAY, reason=WHY, actor=actor)


def refused(deed) -> list[str]:
    with pytest.raises(Refused) as found, act():
        deed()
    return [one.code for one in found.value.refusals]


def test_a_recusal_is_recorded_once_and_can_be_lifted(manned, crew):
    with act():
        row = recuse(first_site(), crew.leader1)
    assert refused(lambda: recuse(first_site(), crew.leader1)) == ["recusals.not_in_force_yet"]

    with act():
        lift_recusal(row, lifted_on=TODAY, reason="亲属已离职", actor=crew.leader1)
    with act():
        recuse(first_site(), crew.leader1)

    rows = db.session.scalars(select(Recusal).order_by(Recusal.id)).all()
    assert [one.lifting_reason for one in rows] == ["亲属已离职", None]
    assert audit.verify({}).ok


def test_only_who_signs_decides_and_only_in_the_own_area(manned, crew):
    with pytest.raises(Forbidden), act():
        recuse(first_site(), crew.officer1)
    with pytest.raises(NotFound), act():
        recuse(first_site(), crew.leader2)


def test_a_team_of_two_with_one_recused_does_not_get_the_site(manned, crew):
    site = first_site()
    with act():
        recuse(site, crew.leader1)
    own = db.session.scalars(select(SweepTeam).where(SweepTeam.scope_code == "210102")).one()

    found = refused(lambda: give_sites(own, [site.id], actor=crew.leader1))

    assert found == ["recusals.team_may_visit"]


def test_sharing_out_leaves_such_a_site_to_a_team_that_may(manned, crew):
    site_id = first_site().id
    with act():
        sweep = fetch(manned, crew.leader1)
        other = appoint_team(
            sweep, persons("何拟清", "陈拟正"), district_code="210102", actor=crew.leader1
        )
        recuse(first_site(), crew.leader1)
        share_sites(sweep, actor=crew.leader1)

    assert db.session.get(SweepSite, site_id).team_id == other.id


def test_a_site_that_no_team_may_visit_has_none_until_the_recusal_is_lifted(manned, crew):
    site_id = first_site().id
    with act():
        row = recuse(first_site(), crew.leader1)
        share_sites(fetch(manned, crew.leader1), actor=crew.leader1)
    assert db.session.get(SweepSite, site_id).team_id is None

    with act():
        lift_recusal(row, lifted_on=TODAY, reason="亲属已离职", actor=crew.leader1)
        share_sites(fetch(manned, crew.leader1), actor=crew.leader1)
    assert db.session.get(SweepSite, site_id).team_id is not None


def test_a_recusal_after_the_sharing_is_shown_and_counted(manned, crew):
    with act():
        recuse(first_site(), crew.leader1)
    sweep = fetch(manned, crew.leader1)

    rows = {row.team.scope_code: row.recused for row in teams_of(sweep, crew.leader1)}
    able = {
        team.district: team.certified_on(TODAY) for team in sweep_facts(sweep, today=TODAY).teams
    }

    assert rows == {"210102": (("周拟衡", 1),), "210103": ()}
    assert able == {"210102": 1, "210103": 2}
