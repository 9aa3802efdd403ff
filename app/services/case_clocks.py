"""The clocks of cases, written anew every night: days pass, and the calendar may have changed."""

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock
from app.access import Viewer, system
from app.db import act, db
from app.models.cases import CaseClock
from app.services.case_records import renew_clocks
from inspections.calendars import Calendar
from inspections.deadlines import UnknownDeadline, due
from inspections.procedure.clocks import COUNTED_BACK

AT_HOUR = 2


def renew_nightly() -> None:
    """Renew the clocks once a night, at two in the bureau's zone."""
    now = clock.now().astimezone(clock.BUREAU_ZONE)
    if (now.hour, now.minute) != (AT_HOUR, 0):
        return
    renew_all(system(current_app.config["SETTINGS"].office_district))


def renew_all(viewer: Viewer) -> int:
    """Renew the clocks of every case in which something may run; return how many cases."""
    total = last = 0
    while True:
        with act():
            count, last = renew_clocks(actor=viewer, after=last)
        total += count
        if not count:
            return total


def move_clocks(calendar: Calendar) -> int:
    """Give each running deadline of a case the end that the calendar of now says; return how many.

    Part of entering a notice of working days, whose event says so.
    """
    moved: list[CaseClock] = []
    for row in db.session.scalars(select(CaseClock).options(joinedload(CaseClock.case))):
        try:
            end = due(row.code, row.from_on, before=row.code in COUNTED_BACK, calendar=calendar)
        except UnknownDeadline:
            continue
        said = (row.due_on, row.warn_on, row.missing_year)
        if said != (end.due_on, end.warn_on, end.missing_year):
            row.due_on, row.warn_on, row.missing_year = end.due_on, end.warn_on, end.missing_year
            row.provisional = end.is_provisional
            moved.append(row)
    for case in {row.case for row in moved}:
        case.due_on = min(one.due_on for one in case.clocks)
    return len(moved)
