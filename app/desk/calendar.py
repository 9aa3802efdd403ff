"""The working days at the desk: a year as months, and notices entered, corrected, withdrawn."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for

from app import clock
from app.desk import calendar_view as view
from app.desk.forms.base import repeated
from app.desk.forms.calendars import NoticeForm, WithdrawalForm, stored
from app.desk.posted import whole_number
from app.desk.reading import reading
from app.errors import NotFound, refusal_told
from app.models.calendars import CalendarNotice
from app.permissions import may_open
from app.queries import calendars as queries
from app.queries.running_clocks import what_moves
from app.scope import codes_below
from app.services.calendars import (
    NewNotice,
    calendar_with,
    correct_notice,
    enter_notice,
    office_district,
    refusals_to,
    withdraw_notice,
)
from app.words import gettext as _
from inspections.calendar_rules import EARLIEST_YEAR
from inspections.refusal import Refused

calendar = Blueprint("calendar", __name__, url_prefix="/desk/calendar")
calendar.context_processor(reading)


@calendar.get("")
def show() -> Any:
    """Show a year as months, and the notices behind it."""
    today, days = clock.today(), queries.calendar_now()
    year = whole_number(request.args.get("year", ""), otherwise=today.year)
    if not EARLIEST_YEAR <= year <= today.year + 1:
        raise NotFound
    return render_template(
        "desk/calendar/show.html",
        year=year,
        years=range(EARLIEST_YEAR, today.year + 2),
        title=view.headline(year, days),
        origin=view.origin(year, days),
        months=view.months_of(year, days, today),
        notices=queries.notices_of(year),
        keeps=_keeps(),
        may_keep=may_open(g.viewer, "calendar.enter", "POST"),
    )


def _keeps() -> bool:
    """Say whether the viewer may change the calendar: by role, and for the whole bureau."""
    return may_open(g.viewer, "calendar.enter", "POST") and office_district() in codes_below(
        g.viewer
    )


@calendar.get("/notices/new")
def new() -> Any:
    """Ask for a notice."""
    return _form_page(NoticeForm(data={"year": request.args.get("year", "")}), None)


@calendar.post("/notices/new")
def enter() -> Any:
    """Show what a notice moves, and enter it once that was seen."""
    return _posted(None)


@calendar.get("/notices/<public_id>/correct")
def correct(public_id: str) -> Any:
    """Ask for the corrected version of a notice."""
    row = queries.notice_by_public_id(public_id)
    return _form_page(NoticeForm(data=stored(row)), row)


@calendar.post("/notices/<public_id>/correct")
def post_correct(public_id: str) -> Any:
    """Show what a correction moves, and enter it once that was seen."""
    return _posted(queries.notice_by_public_id(public_id))


def _posted(row: CalendarNotice | None) -> Any:
    form = NoticeForm(request.form)
    if not form.validate():
        return _form_page(form, row), HTTPStatus.UNPROCESSABLE_ENTITY
    given = form.notice()
    for refusal in refusals_to(given, replaces=row):
        form.refuse(refusal, str(refusal_told(refusal)["sentence"]))
    if form.faulty:
        return _form_page(form, row), HTTPStatus.UNPROCESSABLE_ENTITY
    if request.form.get("go") == "back":
        return _form_page(form, row)
    if request.form.get("go") != "enter":
        return _moves_page(form, given, row)
    if row is None:
        enter_notice(given, actor=g.viewer)
    else:
        correct_notice(row, given, actor=g.viewer)
    flash(_("The notice counts from now on."), "success")
    return redirect(url_for("calendar.show", year=given.year), HTTPStatus.SEE_OTHER)


@calendar.get("/notices/<public_id>/withdraw")
def withdrawal(public_id: str) -> Any:
    """Show what the withdrawal of a notice moves, and ask why."""
    return _withdrawal_page(WithdrawalForm(), queries.notice_by_public_id(public_id))


@calendar.post("/notices/<public_id>/withdraw")
def withdraw(public_id: str) -> Any:
    """Let a notice count no longer."""
    row, form = queries.notice_by_public_id(public_id), WithdrawalForm(request.form)
    if not form.validate():
        return _withdrawal_page(form, row), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        withdraw_notice(row, reason=form["reason"].data or "", actor=g.viewer)
    except Refused as refused:
        return _withdrawal_page(form, row, refused), HTTPStatus.CONFLICT
    flash(_("The notice counts no longer."), "success")
    return redirect(url_for("calendar.show", year=row.year), HTTPStatus.SEE_OTHER)


def _form_page(form: NoticeForm, row: CalendarNotice | None) -> str:
    return render_template("desk/calendar/form.html", form=form, row=row, keeps=_keeps())


def _moves_page(form: NoticeForm, given: NewNotice, row: CalendarNotice | None) -> str:
    now, after = queries.calendar_now(), calendar_with(given, replaces=row)
    today = clock.today()
    found, running = what_moves(g.viewer, today, before=now, after=after)
    return render_template(
        "desk/calendar/moves.html",
        form=form,
        row=row,
        given=given,
        unread=form.read().unread,
        typed=repeated(request.form.to_dict()),
        months=view.months_of(given.year, after, today, before=now),
        lines=view.lines_of(found),
        moved=len(found),
        running=running,
    )


def _withdrawal_page(
    form: WithdrawalForm, row: CalendarNotice, refused: Refused | None = None
) -> str:
    now, after = queries.calendar_now(), queries.calendar_without(row)
    found, running = what_moves(g.viewer, clock.today(), before=now, after=after)
    return render_template(
        "desk/calendar/withdraw.html",
        form=form,
        row=row,
        keeps=_keeps(),
        refusals=[refusal_told(one) for one in refused.refusals] if refused else [],
        lines=view.lines_of(found),
        moved=len(found),
        running=running,
    )
