"""A sweep of two districts, planned, approved, opened and half walked, by the demo persons."""

from datetime import date, timedelta

from sqlalchemy import select

from app.access import Viewer
from app.commands.demo.cast import person, public_id_of
from app.commands.demo.papers import invented_scan
from app.commands.demo.past import living_on
from app.commands.demo.visits import TEAMS, enter_one
from app.db import act, db
from app.models.sites import Site
from app.models.sweeps import Sweep, SweepSite
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
from inspections.checklists import checklist_on

PLANNED, APPROVED, PUBLISHED, OPENED = (timedelta(days=days) for days in (30, 24, 20, 9))
LASTS = timedelta(days=20)
PLAN_NO = "沈教检批〔2026〕拟7号"
AUTHORITY = "沈阳市人民政府（拟）"
DAYS_WALKED = 8
VISITS_A_DAY = 3


def walk_a_sweep(*, today: date) -> int:
    """Play a sweep of the two districts that have teams; return how many sites were visited."""
    codes = [code for code, _clerk, _officers in TEAMS]
    if db.session.scalar(select(Site.id).where(Site.scope_code.in_(codes)).limit(1)) is None:
        return 0  # a bureau of a handful, with none of them there
    public_id = _planned(today)
    return sum(
        _walked(public_id, code, clerk, officers, today=today) for code, clerk, officers in TEAMS
    )


def _planned(today: date) -> str:
    first, last = today - OPENED, today - OPENED + LASTS
    plan = Plan(
        title=f"{first.year}年度拉网式检查（拟）",
        legal_basis="《民办教育促进法》第四十一条",
        departments=("教育局", "市场监督管理局", "消防救援机构"),
        checklist=checklist_on(first).version,
        starts_on=first,
        ends_on=last,
        districts=tuple(code for code, _clerk, _officers in TEAMS),
    )
    with living_on(today - PLANNED), act():
        public_id = plan_sweep(plan, actor=_leader()).public_id
    with living_on(today - APPROVED), act():
        sweep, paper = _sweep(public_id), invented_scan("Approval of a sweep", PLAN_NO[-3:])
        stored = store_scan(
            paper, name="批准文件.png", scope_code=sweep.scope_code, actor=_leader()
        )
        approval = Approval(PLAN_NO, AUTHORITY, today - APPROVED)
        approve_plan(sweep, approval, stored, actor=_leader())
    with living_on(today - PUBLISHED), act():
        days = {"filed_on": today - PUBLISHED, "published_on": today - PUBLISHED}
        note_publication(_sweep(public_id), **days, actor=_leader())
        for code, clerk, officers in TEAMS:
            appoint_team(
                _sweep(public_id),
                [public_id_of(name) for name in officers],
                district_code=code,
                actor=person(clerk),
            )
        share_sites(_sweep(public_id), actor=_leader())
    with living_on(first, hour=8), act():
        open_sweep(_sweep(public_id), actor=_leader())
    return public_id


def _walked(
    public_id: str, code: str, clerk: str, officers: tuple[str, str], *, today: date
) -> int:
    statement = (
        select(SweepSite.site_id)
        .join(Sweep, Sweep.id == SweepSite.sweep_id)
        .where(Sweep.public_id == public_id, SweepSite.scope_code == code)
        .order_by(SweepSite.position, SweepSite.id)
    )
    sites = db.session.scalars(statement).all()
    # in a small bureau too, something is left for today's round
    sites = sites[: min(DAYS_WALKED * VISITS_A_DAY, len(sites) * 2 // 3)]
    for number, site_id in enumerate(sites):
        happened_on = today - OPENED + timedelta(days=number // VISITS_A_DAY)
        with living_on(happened_on, hour=18):
            enter_one(
                site_id,
                happened_on,
                clerk=clerk,
                officers=officers,
                number=number,
                sweep=public_id,
                ground=PLAN_NO,
            )
    return len(sites)


def _leader() -> Viewer:
    return person("leader1")


def _sweep(public_id: str) -> Sweep:
    return db.session.scalars(select(Sweep).where(Sweep.public_id == public_id)).one()
