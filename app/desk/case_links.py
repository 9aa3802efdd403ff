"""The way from a visit or an order to its lead, and to the cases that followed."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import g, url_for

from app.desk.reading import page_url
from app.models.cases import Case
from app.models.orders import Order
from app.models.visits import Visit
from app.permissions import may_open
from app.queries.cases import cases_of_orders, cases_of_visit
from inspections.orders import ESCALATE
from inspections.procedure.terms import CaseState


@dataclass(frozen=True, slots=True)
class CaseLink:
    """A case that followed, and its page; no address where there is no page."""

    title: str
    number: str | None
    state: CaseState
    url: str


@dataclass(frozen=True, slots=True)
class LeadWay:
    """Where a lead is entered, nothing where the viewer may not, and the cases that there are."""

    url: str
    cases: Sequence[CaseLink]


def way_from_visit(visit: Visit, *, has_findings: bool) -> LeadWay:
    """Return the way to a lead from what a visit found."""
    may = has_findings and may_open(g.viewer, "cases.new")
    url = url_for("cases.new", visit=visit.public_id) if may else ""
    return LeadWay(url, _links(cases_of_visit(g.viewer, visit)))


def way_from_order(order: Order) -> LeadWay:
    """Return the way to a lead from an order that was escalated; one follows from each."""
    steps = [one for one in order.steps if one.step == ESCALATE.code]
    found = cases_of_orders(g.viewer, [one.id for one in steps]) if steps else []
    may = bool(steps) and not found and may_open(g.viewer, "cases.new")
    url = url_for("cases.new", order_step=steps[-1].public_id) if may else ""
    return LeadWay(url, _links(found))


def _links(found: Sequence[Case]) -> list[CaseLink]:
    return [
        CaseLink(
            case.title,
            case.number,
            case.state,
            page_url("cases.show", public_id=case.public_id),
        )
        for case in found
    ]
