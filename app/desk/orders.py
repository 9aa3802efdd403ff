"""Orders to correct at the desk: the list, a draft from a visit, one order, its papers."""

from collections.abc import Iterator
from functools import partial
from http import HTTPStatus
from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for

from app import clock, exports
from app.desk import order_steps as steps
from app.desk import order_words as words
from app.desk.exporting import export
from app.desk.forms.orders import ItemSheet, OrderForm, stored, stored_items
from app.desk.list_state import posted_state, state_of
from app.desk.papers import batch_answer, paper_answer
from app.desk.posted import whole_number
from app.desk.reading import reading
from app.desk.register_words import district_choices
from app.desk.visit_words import place_of
from app.errors import Conflict
from app.models.orders import Order
from app.models.visits import Visit
from app.papers.offices import office_book
from app.permissions import may_open
from app.queries import orders as queries
from app.queries.order_work import OTHER_WORK
from app.queries.paging import ListState
from app.queries.paper_facts import order_paper_facts, recheck_facts, recheck_of
from app.queries.visits import versions_of, visit_by_public_id
from app.services.order_drafts import draft_order, edit_draft
from app.services.order_prefill import order_from
from app.services.paper_batches import MOST
from app.services.papers import RENDERERS, Stated
from app.words import gettext as _
from app.words import language, word
from inspections.order_law import length_on
from inspections.vocabulary import Corrected, OrderState, OrderVariant
from maps import districts

orders = Blueprint("orders", __name__, url_prefix="/desk/orders")
orders.context_processor(reading)
orders.context_processor(
    lambda: {
        "place_of": place_of,
        "state_kind": words.KINDS.get,
        "due_kind": words.DUE_KINDS.get,
        "corrected_kind": words.CORRECTED_KINDS.get,
    }
)


@orders.get("")
def index() -> Any:
    """List the orders of the viewer's area."""
    state = state_of(queries)
    if state.format:
        return _export(state)
    page, today = queries.orders_page(g.viewer, state), clock.today()
    areas = district_choices(g.viewer)
    return render_template(
        "desk/orders/index.html",
        state=state,
        page=page,
        title=words.list_headline(page.total, queries.count_overdue(g.viewer, state)),
        due_of={order.id: words.due_of(order, today) for order in page.rows},
        district_choices=areas,
        several_districts=len(areas) > 1,
        state_choices=[(term.value, word(term)) for term in OrderState],
        due_choices=[(term.value, word(term)) for term in queries.RUNNING_STATES],
        work_choices=[(term.value, word(term)) for term in OTHER_WORK],
        variant_choices=[(term.value, word(term)) for term in OrderVariant],
        drafts=may_open(g.viewer, "orders.new"),
    )


def _export(state: ListState) -> Any:
    heads = [
        _("Number"),
        _("Party"),
        _("District"),
        _("What is ordered"),
        _("State"),
        _("Order issued on"),
        _("Served on"),
        _("Correct by"),
        _("Found on re-check"),
    ]
    total = queries.orders_page(g.viewer, state).total
    return export(state, "orders", total=total, heads=heads, rows=_export_rows(state))


def _export_rows(state: ListState) -> Iterator[tuple[exports.Cell, ...]]:
    spoken = language()
    for order in queries.export_orders(g.viewer, state):
        yield (
            order.number,
            order.party_name,
            districts.name(order.scope_code, spoken),
            order.variant.word(spoken),
            order.state.word(spoken),
            order.issued_on,
            order.served_on,
            order.due_on,
            order.outcome.word(spoken) if order.outcome else None,
        )


@orders.post("/papers")
def print_papers() -> Any:
    """Have the papers of a whole list made."""
    found = queries.orders_with_papers(g.viewer, posted_state(queries), MOST + 1)
    return batch_answer("correction_order", found)


@orders.get("/new")
def new() -> Any:
    """Ask for an order from what a visit found."""
    visit = visit_by_public_id(g.viewer, request.args.get("visit", ""))
    wanted = order_from(versions_of(visit)[0])
    form = OrderForm(obj=wanted)
    return _draft_page(form, ItemSheet.of(wanted.items), visit=visit)


@orders.post("/new")
def post_new() -> Any:
    """Keep a draft, or the form again with everything in it."""
    visit = visit_by_public_id(g.viewer, request.args.get("visit", ""))
    form, sheet, more = _typed()
    if more:
        return _draft_page(form, sheet, visit=visit)
    if not _is_whole(form, sheet):
        return _draft_page(form, sheet, visit=visit), HTTPStatus.UNPROCESSABLE_ENTITY
    return _see(draft_order(visit, form.order(sheet.items()), actor=g.viewer))


@orders.get("/<public_id>/edit")
def edit(public_id: str) -> Any:
    """Ask for changes of a draft."""
    order = queries.order_by_public_id(g.viewer, public_id)
    if order.state is not OrderState.DRAFT:
        return _see(order)
    sheet = ItemSheet.of(stored_items(order))
    return _draft_page(OrderForm(data=stored(order)), sheet, visit=order.visit, order=order)


@orders.post("/<public_id>/edit")
def post_edit(public_id: str) -> Any:
    """Change a draft; 409 when somebody else did meanwhile."""
    order = queries.order_by_public_id(g.viewer, public_id)
    form, sheet, more = _typed()
    shown = partial(_draft_page, form, sheet, visit=order.visit, order=order)
    if more:
        return shown()
    if not _is_whole(form, sheet):
        return shown(), HTTPStatus.UNPROCESSABLE_ENTITY
    version = request.form.get("version", "")
    try:
        edit_draft(
            order,
            form.order(sheet.items()),
            based_on=whole_number(version, otherwise=0),
            actor=g.viewer,
        )
    except Conflict:
        return shown(overtaken=True), HTTPStatus.CONFLICT
    return _see(order)


def _typed() -> tuple[OrderForm, ItemSheet, bool]:
    more = bool(request.form.get("more"))
    return OrderForm(request.form), ItemSheet.typed(request.form, more=more), more


def _is_whole(form: OrderForm, sheet: ItemSheet) -> bool:
    """Check everything, so that all messages stand there at once."""
    return all([form.validate(), sheet.validate()])


def _draft_page(
    form: OrderForm,
    sheet: ItemSheet,
    *,
    visit: Visit,
    order: Order | None = None,
    overtaken: bool = False,
) -> str:
    return render_template(
        "desk/orders/edit.html",
        form=form,
        sheet=sheet,
        visit=visit,
        order=order,
        overtaken=overtaken,
    )


def _see(order: Order) -> Any:
    return redirect(url_for("orders.show", public_id=order.public_id), HTTPStatus.SEE_OTHER)


@orders.get("/<public_id>")
def show(public_id: str) -> Any:
    """Show what the order says, how far it is, and what can be done next."""
    return steps.page(queries.order_by_public_id(g.viewer, public_id))


@orders.get("/<public_id>/paper")
def paper(public_id: str) -> Any:
    """Show the order as a sheet for printing and serving."""
    order = queries.order_by_public_id(g.viewer, public_id)
    day = order.issued_on or clock.today()
    return render_template(
        "desk/orders/paper.html",
        order=order,
        office=office_book().office(order.scope_code),
        reconsideration=length_on("reconsideration", day),
        lawsuit=length_on("lawsuit", day),
    )


@orders.get("/<public_id>/rechecks/<recheck>")
def recheck_record(public_id: str, recheck: str) -> Any:
    """Show one re-check as a sheet for printing and signing."""
    order = queries.order_by_public_id(g.viewer, public_id)
    row = recheck_of(order, recheck)
    return render_template(
        "desk/orders/recheck.html",
        order=order,
        row=row,
        version=versions_of(row.visit)[0],
        office=office_book().office(order.scope_code),
        lines=words.recheck_lines(order, row, g.viewer),
        Corrected=Corrected,
    )


def paper_file(public_id: str, form: str) -> Any:
    """Give the order as a file."""
    order = queries.order_by_public_id(g.viewer, public_id)
    stated = Stated("correction_order", order_paper_facts(order), public_id, order.scope_code)
    return paper_answer(stated, form, back=url_for("orders.show", public_id=public_id))


def recheck_file(public_id: str, recheck: str, form: str) -> Any:
    """Give the record of one re-check as a file."""
    order = queries.order_by_public_id(g.viewer, public_id)
    facts = recheck_facts(order, recheck_of(order, recheck))
    stated = Stated("recheck_record", facts, public_id, order.scope_code)
    return paper_answer(stated, form, back=url_for("orders.show", public_id=public_id))


for form in RENDERERS:
    orders.add_url_rule(
        f"/<public_id>/paper.{form}", f"paper_{form}", partial(paper_file, form=form)
    )
    orders.add_url_rule(
        f"/<public_id>/rechecks/<recheck>.{form}",
        f"recheck_record_{form}",
        partial(recheck_file, form=form),
    )

for code in steps.DEEDS:
    orders.add_url_rule(
        f"/<public_id>/steps/{code}",
        code,
        partial(steps.take, code=code),
        methods=["POST"],
    )
