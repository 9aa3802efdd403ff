"""A sweep under way as the pages of the desk show it."""

import pytest

from app.access import Viewer
from app.db import act
from app.models.sweeps import Sweep
from app.queries.sweeps import sweep_by_public_id
from app.services.scans import store_scan
from app.services.sweep_teams import appoint_team, share_sites
from app.services.sweeps import approve_plan, note_publication, open_sweep, plan_sweep
from tests.app.factories.register import add_institution
from tests.app.factories.sweeps import APPROVAL, PLAN, persons
from tests.app.factories.visits import png


def approved_sweep(public_id: str, leader: Viewer) -> Sweep:
    """Approve a plan by its paper."""
    sweep = sweep_by_public_id(leader, public_id)
    paper = store_scan(png(), name="批准.png", scope_code="210100", actor=leader)
    approve_plan(sweep, APPROVAL, paper, actor=leader)
    return sweep


@pytest.fixture
def walked(office, people):
    """The address of an open sweep with four sites in 和平区, two teams, and two in 沈河区."""
    leader, planner = people.leader1, people.leader1
    with office.app_context(), act():
        for number in range(6):
            code = "210102" if number < 4 else "210103"
            site = add_institution(f"拟学校{number}", district_code=code).sites[0]
            site.lng_wgs84, site.lat_wgs84 = 123.40 + number / 1000, 41.785
        public_id = plan_sweep(PLAN, actor=planner).public_id
    with office.app_context(), act():
        sweep = approved_sweep(public_id, leader)
        days = {"filed_on": APPROVAL.approved_on, "published_on": APPROVAL.approved_on}
        note_publication(sweep, **days, actor=leader)
        for code, names in (
            ("210102", ("周拟衡", "李拟安")),
            ("210102", ("何拟清", "冯拟舟")),
            ("210103", ("吴拟桐", "郑拟朗")),
        ):
            appoint_team(sweep, persons(*names), district_code=code, actor=leader)
        share_sites(sweep, actor=leader)
    with office.app_context(), act():
        open_sweep(sweep_by_public_id(leader, public_id), actor=leader)
    return f"/desk/sweeps/{public_id}"
