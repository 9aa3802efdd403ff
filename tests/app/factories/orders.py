"""Orders to correct for tests: drafted from a visit, issued, served; complete by default."""

from dataclasses import replace
from datetime import date
from typing import Any

from app.access import Viewer
from app.models.orders import Order
from app.models.sites import Site
from app.models.visits import Visit
from app.services.order_drafts import NewItem, NewOrder, draft_order
from app.services.order_rechecks import recheck_order
from app.services.order_steps import StepSaid
from app.services.orders import Service, issue_order, serve_order
from app.services.visit_documents import Recheck, RecheckedItem
from inspections.checklists import GivenAnswer
from inspections.evidence import FileRole
from inspections.vocabulary import (
    Answer,
    Corrected,
    OrderVariant,
    ServiceMethod,
    VisitResult,
)
from tests.app.factories.visits import (
    DAY,
    all_yes,
    make_evidence,
    make_visit,
    person_of,
)

TODAY = date(2026, 11, 19)
DUE = date(2026, 12, 4)
ITEM = NewItem(
    wrong="公示栏未张贴收费标准",
    rule="《暂行办法》第二十二条第三项",
    to_correct="按规定公示全部收费项目",
    checklist_item="prices_posted",
    violation="fees_prepaid",
)
SECOND = NewItem("消防通道堆放杂物", "《消防法》第二十八条", "清理消防通道")
ORDER = NewOrder(
    variant=OrderVariant.CORRECT,
    party_name="沈阳拟星培训学校",
    items=(ITEM, SECOND),
    due_on=DUE,
    recheck_how="期满后由两名以上执法人员到现场复查",
)


def visit_with_findings(site: Site, actor: Viewer, **changes: Any) -> Visit:
    """Enter a visit that found the prices not posted."""
    answers = all_yes(site, DAY, prices_posted=GivenAnswer(Answer.NO, ITEM.wrong))
    values = {"answers": answers, "result": VisitResult.CORRECTION_ORDERED, **changes}
    return make_visit(site, actor, **values)


def make_order(visit: Visit, actor: Viewer, **changes: Any) -> Order:
    """Draft an order."""
    return draft_order(visit, replace(ORDER, **changes), actor=actor)


def officers() -> tuple[str, str]:
    """Return the ids of the two inspectors."""
    return person_of("inspector1"), person_of("inspector2")


def issued(order: Order, actor: Viewer, *, on: date = TODAY) -> Order:
    """Issue a draft."""
    issue_order(order, StepSaid(on, officers()), actor=actor)
    return order


def served(order: Order, actor: Viewer, *, on: date = TODAY, **service: Any) -> Order:
    """Issue and serve a draft, with its receipt."""
    issued(order, actor, on=on)
    receipt = make_evidence(order.site, actor, name="送达回证.pdf", role=FileRole.OTHER)
    said = StepSaid(on, officers(), evidence=[receipt])
    way = Service(**{"method": ServiceMethod.DIRECT, "receiver": "马拟然，教务主管", **service})
    serve_order(order, said, way, actor=actor)
    return order


def answered(order: Order, *found: Corrected) -> Recheck:
    """Return a re-check with these answers, item by item, each with a note."""
    answers = tuple(
        RecheckedItem(number, corrected, "现场查看")
        for number, corrected in enumerate(found, start=1)
    )
    return Recheck(order.public_id, answers)


def rechecked(order: Order, actor: Viewer, *found: Corrected) -> Order:
    """Re-check a served order in a visit of today."""
    visit = make_visit(order.site, actor, happened_on=TODAY)
    recheck_order(order, visit, answered(order, *found).answers, actor=actor)
    return order
