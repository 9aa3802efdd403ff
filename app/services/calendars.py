"""Notices of working days: entered, corrected and withdrawn as versions, all of them kept."""

from dataclasses import dataclass
from datetime import date

from flask import current_app
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from app import audit, clock
from app.access import Viewer
from app.db import db
from app.models.blacklist import Listing
from app.models.calendars import CalendarDay, CalendarNotice
from app.permissions import require_permission
from app.queries.calendars import (
    calendar_now,
    calendar_without,
    forget_calendar,
    is_entered,
    is_replaced,
)
from app.queries.listing_facts import policy_for
from app.queries.running_clocks import open_windows
from app.scope import require_scope
from app.services.case_clocks import move_clocks
from inspections.calendar_rules import NoticeFacts, notice_of, refusals, withdrawal_refusals
from inspections.calendars import Calendar, NoticeScope
from inspections.refusal import Refusal, Refused
from inspections.workdays import working_days_after


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNotice:
    """What an official enters of a notice."""

    year: int
    scope: NoticeScope
    title: str
    number: str
    published_on: date
    off: tuple[date, ...]
    work: tuple[date, ...]
    reason: str = ""


def office_district() -> str:
    """Return the district of the whole bureau: who works for it keeps the calendar."""
    return str(current_app.config["SETTINGS"].office_district)


def refusals_to(new: NewNotice, *, replaces: CalendarNotice | None = None) -> list[Refusal]:
    """Return every reason against entering a notice, or against a version that replaces one."""
    return refusals(_facts(new, replaces))


def calendar_with(new: NewNotice, *, replaces: CalendarNotice | None = None) -> Calendar:
    """Return the calendar as it would be; only for what no rule refuses."""
    facts = _facts(new, replaces)
    return Calendar((*facts.others.notices, notice_of(facts)))


def enter_notice(new: NewNotice, *, actor: Viewer) -> CalendarNotice:
    """Enter a notice: from now on it decides about its days; raises `Refused`."""
    require_permission(actor, "calendar.enter")
    return _keep(new, None, "calendar.entered", actor=actor)


def correct_notice(row: CalendarNotice, new: NewNotice, *, actor: Viewer) -> CalendarNotice:
    """Enter a version that replaces `row`, with the reason; raises `Refused`."""
    require_permission(actor, "calendar.post_correct")
    return _keep(new, row, "calendar.corrected", actor=actor)


def withdraw_notice(row: CalendarNotice, *, reason: str, actor: Viewer) -> CalendarNotice:
    """Let a notice count no longer, with the reason; it stays among the versions."""
    require_permission(actor, "calendar.withdraw")
    require_scope(actor, office_district())
    audit.hold(office_district())
    new = _as_entered(row, reason)
    found = withdrawal_refusals(_facts(new, row))
    if found:
        raise Refused(found)
    return _insert(new, row, "calendar.withdrawn", actor=actor, withdrawn=True)


def _as_entered(row: CalendarNotice, reason: str) -> NewNotice:
    return NewNotice(
        year=row.year,
        scope=row.scope,
        title=row.title,
        number=row.number,
        published_on=row.published_on,
        off=(),
        work=(),
        reason=reason,
    )


def _facts(new: NewNotice, replaces: CalendarNotice | None) -> NoticeFacts:
    return NoticeFacts(
        year=new.year,
        scope=new.scope,
        title=new.title,
        number=new.number,
        published_on=new.published_on,
        off=frozenset(new.off),
        work=frozenset(new.work),
        today=clock.today(),
        others=calendar_without(replaces) if replaces else calendar_now(),
        is_entered_already=replaces is None and is_entered(new.year, new.number.strip()),
        replaces=replaces is not None,
        is_newest=replaces is None or not is_replaced(replaces),
        reason=new.reason,
    )


def _keep(
    new: NewNotice, replaces: CalendarNotice | None, verb: str, *, actor: Viewer
) -> CalendarNotice:
    require_scope(actor, office_district())
    audit.hold(office_district())
    found = refusals_to(new, replaces=replaces)
    if found:
        raise Refused(found)
    return _insert(new, replaces, verb, actor=actor, withdrawn=False)


def _insert(
    new: NewNotice, replaces: CalendarNotice | None, verb: str, *, actor: Viewer, withdrawn: bool
) -> CalendarNotice:
    """Write a version; raises `Refused` where another came first."""
    days = [*((day, False) for day in new.off), *((day, True) for day in new.work)]
    row = CalendarNotice(
        year=new.year,
        scope=new.scope,
        title=new.title.strip(),
        number=new.number.strip(),
        published_on=new.published_on,
        replaces_id=replaces.id if replaces else None,
        is_withdrawn=withdrawn,
        reason=new.reason.strip() or None,
        entered_at=clock.now(),
        entered_by_person=actor.person_id,
        days=[CalendarDay(day=day, is_worked=is_worked) for day, is_worked in sorted(days)],
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as error:
        code = "newest_version_is_changed" if replaces else "is_entered_once"
        raise Refused([Refusal(f"calendar_rules.{code}")]) from error
    forget_calendar()
    moved = _count_windows_anew(actor)
    audit.record(
        actor,
        verb,
        "calendar",
        row.public_id,
        chain=office_district(),
        after=_content(row),
        details={
            "year": row.year,
            "number": row.number,
            "replaces": replaces and replaces.public_id,
            "moved": moved,
        },
    )
    return row


def _count_windows_anew(actor: Viewer) -> int:
    """Write the days anew that are kept in rows and follow from the calendar; return how many.

    The column only sorts and filters lists: it is no part of an entry's content or version.
    """
    calendar, today = calendar_now(), clock.today()
    moved = move_clocks(calendar)
    for listing in open_windows(actor):
        served_on = listing.notice_served_on
        days = policy_for(listing, today).notice_days
        ends_on = working_days_after(served_on, days, calendar).on if served_on else None
        if ends_on != listing.answer_due_on:
            statement = update(Listing).where(Listing.id == listing.id)
            db.session.execute(statement.values(answer_due_on=ends_on))
            moved += 1
    return moved


def _content(row: CalendarNotice) -> dict[str, object]:
    return {
        "source": row.source,
        "published_on": row.published_on.isoformat(),
        "off": [day.isoformat() for day in row.off],
        "work": [day.isoformat() for day in row.work],
        "withdrawn": row.is_withdrawn,
    }
