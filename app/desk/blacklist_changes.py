"""The next edition's own page: every change, the guard, and the agreement of two persons."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import g, redirect, render_template, request, url_for

from app import clock
from app.desk.blacklist_edition import edition_shown
from app.desk.blacklist_seen import edition_changed_since, seen_sent, written
from app.desk.edition_agreement import Agreement, agreement_for
from app.errors import BadInput, Conflict
from app.models.blacklist import Listing
from app.queries.edition_changes import listings_changed
from app.queries.paging import PAGE_SIZE, Page
from app.services.overrides import ask_override, confirm_override, withdraw_override
from app.words import gettext as _
from app.words import language, lazy_gettext
from inspections.editions import EntryEvent, Event
from inspections.publication import LEAST_FOR_PER_CENT, MOST_CHANGES, MOST_PER_CENT
from inspections.vocabulary import SetAsideReason
from maps import districts

KINDS = {
    Event.LISTED: (lazy_gettext("Is added"), "cin"),
    Event.AMENDED: (lazy_gettext("Is changed"), "half"),
    Event.ENDED: (lazy_gettext("Ends"), "slate"),
    Event.SET_ASIDE: (lazy_gettext("Is set aside"), "amb"),
}
ORDER = tuple(KINDS)
DONE = {
    "asked": lazy_gettext("Asked. Another person must confirm it before the edition comes out."),
    "confirmed": lazy_gettext("Confirmed. A third person may publish exactly this change."),
    "withdrawn": lazy_gettext("The agreement is taken back."),
}


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One entry that changes; `listing` may be of another area, then it has no link."""

    listing: Listing | None
    word: str
    kind: str
    under: str
    district: str


def edition() -> Any:
    """Show what the next edition changes, and what stands against it."""
    return _page(agreement_for(g.viewer))


def _page(agreement: Agreement, status: int = HTTPStatus.OK, **context: Any) -> Any:
    changes = agreement.changes
    shown = edition_shown(g.viewer, agreement)
    page = render_template(
        "desk/blacklist/edition.html",
        **shown,
        agreement=agreement,
        changes=changes,
        changes_seen=written(changes.seen),
        rows=_rows(agreement),
        Event=Event,
        limits={"most": MOST_CHANGES, "share": MOST_PER_CENT, "least": LEAST_FOR_PER_CENT},
        local=clock.local_day,
        headline=_headline(agreement, shown["edition_number"]),
        done=str(DONE.get(request.args.get("done", ""), "")),
        **{"reason": "", "reason_error": "", **context},
    )
    return page, status


def _headline(agreement: Agreement, number: int) -> str:
    if not agreement.changes.events:
        return _("Edition %(n)s changes nothing", n=number)
    if not agreement.is_needed:
        return _("Edition %(n)s may come out as it is", n=number)
    if agreement.is_confirmed:
        return _("Two persons have agreed to edition %(n)s", n=number)
    return _("Edition %(n)s is stopped until two persons agree", n=number)


def _rows(agreement: Agreement) -> Page[ChangeRow]:
    events = sorted(agreement.changes.events, key=lambda one: (ORDER.index(one.event), one.entry))
    asked = request.args.get("page", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    number = min(max(1, number), max(1, -(-len(events) // PAGE_SIZE)))
    part = events[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    known = listings_changed(part)
    return Page([_row(one, known.get(one.entry)) for one in part], len(events), number)


def _row(event: EntryEvent, listing: Listing | None) -> ChangeRow:
    word, kind = KINDS[event.event]
    code = listing.district_code if listing else None
    under = SetAsideReason(event.reason).word(language()) if event.reason else ""
    name = districts.name(code, language()) if code else ""
    return ChangeRow(listing, str(word), kind, under, name)


def ask() -> Any:
    """Ask that the change may come out although it is large."""
    reason = request.form.get("reason", "")
    try:
        ask_override(reason, actor=g.viewer, seen=seen_sent())
    except Conflict as conflict:
        return edition_changed_since(conflict)
    except BadInput as bad:
        context = {"reason": reason, "reason_error": bad.message}
        return _page(agreement_for(g.viewer), HTTPStatus.UNPROCESSABLE_ENTITY, **context)
    return _to("asked")


def confirm(public_id: str) -> Any:
    """Confirm what another person asked for."""
    confirm_override(public_id, actor=g.viewer)
    return _to("confirmed")


def withdraw(public_id: str) -> Any:
    """Take the agreement back."""
    withdraw_override(public_id, actor=g.viewer)
    return _to("withdrawn")


def _to(done: str) -> Any:
    return redirect(url_for("blacklist.edition", done=done), HTTPStatus.SEE_OTHER)
