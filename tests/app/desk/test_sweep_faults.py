"""What goes wrong at a sweep's pages is told, and changes nothing: twice, too late, of another."""

from app.db import act, db
from app.models.sweeps import SweepOfficer, SweepTeam
from app.services.sweeps import plan_sweep
from tests.app.factories.register import add_institution
from tests.app.factories.sweep_pages import *  # noqa: F403  (the fixture)
from tests.app.factories.sweep_pages import approved_sweep
from tests.app.factories.sweeps import PLAN, persons


def teams(office) -> list[str]:
    with office.app_context():
        found = list(db.session.query(SweepTeam).order_by(SweepTeam.number))
        return [team.public_id for team in found]


def test_an_officer_of_a_team_is_not_appointed_again(office, walked, sign_in):
    with office.app_context():
        zhou, qian = persons("周拟衡", "何拟清")
    leader = sign_in("leader1")
    sent = {"district_code": "210102", "officers": [zhou, qian]}

    answer = leader.post(f"{walked}/teams", data=sent)

    assert answer.status_code == 422
    assert "同一次检查中一人只在一个检查组：周拟衡在第1组，何拟清在第2组。" in answer.text
    with office.app_context():
        assert db.session.query(SweepOfficer).count() == 6


def test_a_team_with_sites_is_not_dissolved_under_way(office, walked, sign_in):
    leader = sign_in("leader1")

    answer = leader.post(f"{walked}/teams/{teams(office)[2]}/dissolve")

    assert answer.status_code == 400
    assert "2个点位将没有检查组" in answer.text
    assert len(teams(office)) == 3


def test_a_team_of_another_sweep_is_not_found(office, walked, people, sign_in):
    leader = people.leader1
    with office.app_context(), act():
        other = plan_sweep(PLAN, actor=leader).public_id

    gone = sign_in("leader1").post(f"/desk/sweeps/{other}/teams/{teams(office)[0]}/dissolve")

    assert gone.status_code == 404
    assert len(teams(office)) == 3


def test_numbers_that_fit_no_column_name_no_site(office, walked, sign_in):
    browser = sign_in("officer1")
    huge = "9" * 21

    given = browser.post(f"{walked}/sites/give", data={"site": huge, "team": teams(office)[0]})
    explained = browser.post(f"{walked}/sites/explain", data={"site": huge, "note": "停业"})

    assert (given.status_code, explained.status_code) == (400, 400)


def test_a_plan_is_published_after_its_approval_and_not_in_the_future(office, people, sign_in):
    leader = people.leader1
    with office.app_context(), act():
        add_institution("拟学校", district_code="210102")
        path = f"/desk/sweeps/{plan_sweep(PLAN, actor=leader).public_id}"
    with office.app_context(), act():
        approved_sweep(path[-10:], leader)
    browser = sign_in("leader1")

    early = browser.post(f"{path}/publication", data=days("2026-10-01", "2026-11-12"))
    late = browser.post(f"{path}/publication", data=days("2026-11-12", "2027-01-01"))

    assert (early.status_code, late.status_code) == (422, 422)
    assert "这一天早于方案批准日期。" in early.text
    assert "这一天还没有到。" in late.text


def days(filed_on: str, published_on: str) -> dict[str, str]:
    return {"filed_on": filed_on, "published_on": published_on}
