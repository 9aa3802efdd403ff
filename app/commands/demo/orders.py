"""Orders to correct from visits of the demo bureau, in different states, on past days."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select

from app.commands.demo.cast import person, public_id_of
from app.commands.demo.papers import invented_scan
from app.commands.demo.past import living_on
from app.commands.demo.visits import GROUND, TEAMS, Team
from app.db import act, db
from app.models.orders import Order
from app.models.register import Institution
from app.models.sites import Site
from app.models.sweeps import SweepSite
from app.models.visits import EvidenceFile, Visit
from app.services.evidence import Upload, keep, receive
from app.services.order_drafts import draft_order
from app.services.order_prefill import order_from
from app.services.order_rechecks import recheck_order
from app.services.order_steps import StepSaid
from app.services.orders import (
    Service,
    ask_extension,
    close_order,
    escalate_order,
    issue_order,
    receive_report,
    serve_order,
)
from app.services.visit_documents import NewVisit, RecheckedItem
from app.services.visit_judging import items_asked
from app.services.visits import enter_visit
from inspections.checklists import GivenAnswer
from inspections.evidence import FileRole
from inspections.licences import standing_on
from inspections.visit_facts import Signing
from inspections.vocabulary import (
    Answer,
    Corrected,
    InspectionKind,
    OrderVariant,
    ServiceMethod,
    Standing,
    VisitResult,
)

TIME_GIVEN, MORE_TIME = timedelta(days=15), timedelta(days=10)
RECEIVER = "马拟然，教务主管"
LACKING, SEEN = "prices_posted", "前台和公示栏均未张贴收费标准。"
NO_LICENCE, SEEN_THERE = "licence_held", "现场有学员上课，负责人未能出示办学许可证。"
REPORTED = "已在前台和公示栏张贴全部收费项目和标准。"
WHY_MORE = "公示栏正在制作，申请延期十日。"
WHY_ESCALATED = "改正期限届满后复查，仍未公示收费标准。"
FOUND = {Corrected.YES: "公示栏已张贴全部收费标准。", Corrected.NO: "公示栏仍未张贴收费标准。"}
SKIPPED = 2  # the first sites of the round are left as they are


@dataclass(frozen=True, slots=True)
class Story:
    """How an order went; each number says how many days ago a step was taken."""

    visited: int
    issued: int = 0
    served: int = 0
    reported: int = 0
    asked: int = 0
    rechecked: int = 0
    found: Corrected = Corrected.YES
    ended: int = 0
    stops: bool = False


STORIES = (
    Story(visited=2),
    Story(visited=4, issued=3),
    Story(visited=13, issued=12, served=11, reported=2),
    Story(visited=30, issued=29, served=28),
    Story(visited=14, issued=13, served=12, asked=1),
    Story(visited=26, issued=25, served=24, reported=14, rechecked=6),
    Story(visited=40, issued=39, served=38, rechecked=23, ended=22),
    Story(visited=46, issued=45, served=44, rechecked=26, found=Corrected.NO, ended=25),
    Story(visited=9, issued=9, served=8, stops=True),
)


def play_orders(*, today: date) -> int:
    """Play each story at a site of its own; return how many orders there are now."""
    played = 0
    for turn, (district, clerk, officers) in enumerate(TEAMS):
        sites = _sites(district, today)
        for story in STORIES[:: 1 + 2 * turn]:  # the first district plays them all, the next some
            wanted = next((one for one in sites if one[1] is not story.stops), None)
            if wanted is not None:
                sites.remove(wanted)
                _play(story, wanted[0], clerk=clerk, officers=officers, today=today)
                played += 1
    return played


def _sites(district: str, today: date) -> list[tuple[int, bool]]:
    """Return unvisited sites of the sweep in walking order, and whether each has a licence."""
    statement = (
        select(SweepSite.site_id, Institution)
        .join(Institution, Institution.id == SweepSite.institution_id)
        .where(SweepSite.scope_code == district, SweepSite.result.is_(None))
        .order_by(SweepSite.position, SweepSite.id)
    )
    rows = db.session.execute(statement).all()[SKIPPED:]
    return [(row[0], _is_licensed(row[1], today)) for row in rows]


def _is_licensed(institution: Institution, day: date) -> bool:
    return standing_on(institution.licence, day) is Standing.LICENSED


def _play(
    story: Story, site_id: int, *, clerk: str, officers: tuple[str, str], today: date
) -> None:
    tale = _Tale(story, site_id, clerk, officers, today)
    tale.draft()
    for days, deed in (
        (story.issued, tale.issue),
        (story.served, tale.serve),
        (story.reported, tale.report),
        (story.asked, tale.ask),
        (story.rechecked, tale.recheck),
        (story.ended, tale.end),
    ):
        if days:
            with living_on(today - timedelta(days=days), hour=15), act():
                deed(today - timedelta(days=days))


class _Tale:
    """One order on its way, with the persons who act."""

    def __init__(
        self, story: Story, site_id: int, clerk: str, officers: tuple[str, str], today: date
    ) -> None:
        self.story, self.site_id, self.today = story, site_id, today
        self.team = Team(person(clerk), (public_id_of(officers[0]), public_id_of(officers[1])))
        self.order_id = 0

    @property
    def order(self) -> Order:
        """Return the order as it stands."""
        return db.session.get_one(Order, self.order_id)

    def said(self, day: date, reason: str = "", *papers: EvidenceFile) -> StepSaid:
        """Return what is said of a step."""
        return StepSaid(day, (), reason, papers)

    def draft(self) -> None:
        """Enter the visit that found something, and draft the order the same evening."""
        day = self.today - timedelta(days=self.story.visited)
        with living_on(day, hour=18), act():
            lacking = (NO_LICENCE, SEEN_THERE) if self.story.stops else (LACKING, SEEN)
            visit = self.visit(day, [lacking], VisitResult.CORRECTION_ORDERED)
            wanted = order_from(visit.versions[-1])
            if wanted.variant is OrderVariant.CORRECT:
                wanted = replace(wanted, due_on=day + TIME_GIVEN)
            self.order_id = draft_order(visit, wanted, actor=self.team.actor).id

    def visit(self, day: date, lacking: Sequence[tuple[str, str]], result: VisitResult) -> Visit:
        """Enter a visit of the site with its scan."""
        site = db.session.get_one(Site, self.site_id)
        answers = {item.code: GivenAnswer(Answer.YES) for item in items_asked(site, day).items}
        answers.update({code: GivenAnswer(Answer.NO, seen) for code, seen in lacking})
        wanted = NewVisit(
            kind=InspectionKind.DAILY,
            happened_on=day,
            author=self.team.officers[0],
            second_officer=self.team.officers[1],
            ground=GROUND,
            certificate_shown=True,
            result=result,
            answers=answers,
            met_name="马拟然",
            met_role="教务主管",
            signing=Signing.SIGNED,
        )
        record = self.paper(site, "Record of a visit", "检查笔录.png", FileRole.RECORD)
        return enter_visit(site, wanted, [record], actor=self.team.actor)

    def paper(self, site: Site, title: str, name: str, role: FileRole) -> EvidenceFile:
        """Keep an invented scan."""
        content = invented_scan(title, f"site {site.public_id}", f"story {self.story.visited}")
        arrived, problems = receive([Upload(name, io.BytesIO(content), role)])
        if problems:
            raise ValueError(problems[0].code)
        return keep(arrived[0], site=site, actor=self.team.actor)

    def issue(self, day: date) -> None:
        """Issue the order."""
        said = replace(self.said(day), officers=self.team.officers)
        issue_order(self.order, said, actor=self.team.actor)

    def serve(self, day: date) -> None:
        """Hand it over."""
        receipt = self.paper(self.order.site, "Receipt of service", "送达回证.png", FileRole.OTHER)
        way = Service(ServiceMethod.DIRECT, RECEIVER)
        said = replace(self.said(day, "", receipt), officers=self.team.officers)
        serve_order(self.order, said, way, actor=self.team.actor)

    def report(self, day: date) -> None:
        """Take in the institution's own report."""
        paper = self.paper(self.order.site, "Report of corrections", "整改.png", FileRole.PHOTO)
        receive_report(self.order, self.said(day, REPORTED, paper), actor=self.team.actor)

    def ask(self, day: date) -> None:
        """Take in an application for more time."""
        until = (self.order.due_on or day) + MORE_TIME
        said = self.said(day, WHY_MORE)
        ask_extension(self.order, said, until=until, actor=self.team.actor)

    def recheck(self, day: date) -> None:
        """Re-check the order in a visit."""
        found = self.story.found
        lacking = [] if found is Corrected.YES else [(LACKING, FOUND[found])]
        result = VisitResult.LEAD_CREATED if lacking else VisitResult.COMPLIANT
        visit = self.visit(day, lacking, result)
        answers = [RecheckedItem(item.number, found, FOUND[found]) for item in self.order.items]
        recheck_order(self.order, visit, answers, actor=self.team.actor)

    def end(self, day: date) -> None:
        """Close what is corrected, escalate what isn't."""
        if self.story.found is Corrected.YES:
            close_order(self.order, self.said(day), actor=self.team.actor)
        else:
            escalate_order(self.order, self.said(day, WHY_ESCALATED), actor=self.team.actor)
