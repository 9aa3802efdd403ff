"""Some visits entered at the desk from paper, by the demo inspectors on past days."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select

from app.access import Viewer
from app.commands.demo.cast import person, public_id_of
from app.commands.demo.papers import invented_scan
from app.commands.demo.past import living_on
from app.db import act, db
from app.models.sites import Site
from app.services.evidence import ArrivedFile, Upload, keep, receive
from app.services.visit_documents import NewVisit
from app.services.visit_judging import items_asked
from app.services.visits import enter_visit
from inspections.checklists import GivenAnswer
from inspections.evidence import FileRole
from inspections.visit_facts import Signing
from inspections.vocabulary import Answer, InspectionKind, VisitResult

# district, who enters, the two officers who went
TEAMS = (
    ("210102", "officer1", ("inspector1", "inspector2")),
    ("210103", "officer2", ("inspector3", "inspector4")),
)
VISITS_EACH = 12
GROUND = "沈教检批〔2026〕拟14号"
LACKING = "prices_posted"
SEEN = "公示栏未张贴收费标准，检查人员在场时已张贴。"
CLOSED = "卷帘门已锁，门上贴有停业告示，两次上门均无人应答。"


@dataclass(frozen=True, slots=True)
class Team:
    """Who enters, and who went."""

    actor: Viewer
    officers: tuple[str, str]


def enter_visits(*, today: date) -> int:
    """Enter a dozen visits in each of two districts, each on the day after it took place."""
    entered = 0
    for district_code, clerk, officers in TEAMS:
        sites = _sites(district_code)
        for number, site_id in enumerate(sites):
            happened_on = today - timedelta(days=3 + 2 * (len(sites) - number))
            with living_on(happened_on + timedelta(days=1)):
                enter_one(site_id, happened_on, clerk=clerk, officers=officers, number=number)
            entered += 1
    return entered


def _sites(district_code: str) -> Sequence[int]:
    statement = select(Site.id).where(
        Site.scope_code == district_code, Site.is_main, Site.institution_id.is_not(None)
    )
    return db.session.scalars(statement.order_by(Site.id).limit(VISITS_EACH)).all()


def enter_one(
    site_id: int,
    happened_on: date,
    *,
    clerk: str,
    officers: tuple[str, str],
    number: int,
    sweep: str = "",
    ground: str = GROUND,
) -> None:
    """Enter one visit with its scan, in a sweep or outside; its number says how it ended."""
    record = _record(happened_on, number)
    with act():
        site = db.session.get_one(Site, site_id)
        team = Team(person(clerk), (public_id_of(officers[0]), public_id_of(officers[1])))
        evidence = [keep(record, site=site, actor=team.actor)]
        visit = _visit(site, happened_on, team=team, number=number)
        if sweep:
            visit = replace(visit, kind=InspectionKind.SPECIAL, sweep=sweep, ground=ground)
        enter_visit(site, visit, evidence, actor=team.actor)


def _record(happened_on: date, number: int) -> ArrivedFile:
    content = invented_scan("Record of a visit", f"{happened_on} No {number + 1}")
    arrived, problems = receive([Upload("检查笔录.png", io.BytesIO(content), FileRole.RECORD)])
    if problems:
        raise ValueError(problems[0].code)
    return arrived[0]


def _visit(site: Site, happened_on: date, *, team: Team, number: int) -> NewVisit:
    common = {
        "kind": InspectionKind.DAILY,
        "happened_on": happened_on,
        "author": team.officers[0],
        "second_officer": team.officers[1],
        "ground": GROUND,
        "certificate_shown": True,
    }
    if number % 6 == 5:
        return NewVisit(**common, result=VisitResult.CLOSED_PREMISES, note=CLOSED)  # type: ignore[arg-type]
    answers = {item.code: GivenAnswer(Answer.YES) for item in items_asked(site, happened_on).items}
    result = VisitResult.COMPLIANT
    if number % 4 == 2:
        answers[LACKING] = GivenAnswer(Answer.NO, SEEN)
        result = VisitResult.CORRECTED_ON_SITE
    return NewVisit(
        **common,  # type: ignore[arg-type]
        result=result,
        answers=answers,
        met_name="马拟然",
        met_role="教务主管",
        signing=Signing.SIGNED,
    )
