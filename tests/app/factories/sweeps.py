"""A sweep for tests: planned over two districts, approved, manned, opened."""

from datetime import date
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from app.db import act, db
from app.models.people import Person
from app.models.sweeps import Sweep
from app.queries.sweeps import sweep_by_public_id
from app.services.scans import store_scan
from app.services.sweep_teams import appoint_team, share_sites
from app.services.sweeps import (
    Approval,
    Plan,
    approve_plan,
    note_publication,
    open_sweep,
    plan_sweep,
)
from tests.app.factories.register import add_institution
from tests.app.factories.visits import png

PLAN = Plan(
    title="2026年秋季拉网式检查",
    legal_basis="民办教育促进法第四十一条",
    departments=("教育局", "市场监管局"),
    checklist="2026-1",
    starts_on=date(2026, 11, 19),
    ends_on=date(2026, 11, 27),
    districts=("210102", "210103"),
)
APPROVAL = Approval("沈教检〔2026〕7号", "沈阳市人民政府", date(2026, 11, 10))
NAMES = ("leader1", "leader2", "officer1", "officer2", "inspector1", "auditor1")


@pytest.fixture
def crew(people):
    """The persons of a sweep as viewers, read before anything is written."""
    return SimpleNamespace(**{name: getattr(people, name) for name in NAMES})


@pytest.fixture
def planned(desk, crew):
    """A plan over two districts with six institutions."""
    with act():
        for number in range(4):
            add_institution(f"和平拟学校{number}", district_code="210102")
        for number in range(2):
            add_institution(f"沈河拟学校{number}", district_code="210103")
        return plan_sweep(PLAN, actor=crew.leader1).public_id


@pytest.fixture
def approved(planned, crew):
    """The same plan, approved, filed and published."""
    with act():
        sweep = fetch(planned, crew.leader1)
        paper = store_scan(png(), name="批准.png", scope_code="210100", actor=crew.leader1)
        approve_plan(sweep, APPROVAL, paper, actor=crew.leader1)
    with act():
        note_publication(
            fetch(planned, crew.leader1),
            filed_on=date(2026, 11, 12),
            published_on=date(2026, 11, 13),
            actor=crew.leader1,
        )
    return planned


@pytest.fixture
def manned(approved, crew):
    """The same, with a team in each district and the sites shared out."""
    with act():
        sweep = fetch(approved, crew.leader1)
        for code, names in (("210102", ("周拟衡", "李拟安")), ("210103", ("吴拟桐", "郑拟朗"))):
            appoint_team(sweep, persons(*names), district_code=code, actor=crew.leader1)
        share_sites(sweep, actor=crew.leader1)
    return approved


@pytest.fixture
def walked(manned, crew):
    """The same, open."""
    with act():
        open_sweep(fetch(manned, crew.leader1), actor=crew.leader1)
    return manned


def persons(*names: str) -> list[str]:
    found = db.session.scalars(select(Person).where(Person.display.in_(names)))
    return [person.public_id for person in found]


def fetch(public_id: str, viewer) -> Sweep:
    return sweep_by_public_id(viewer, public_id)
