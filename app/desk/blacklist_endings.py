"""Ending a listing early, at the desk: proposed with reason and document, the document shown."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import g, redirect, render_template, request, url_for

from app.desk.blacklist_entry import scan_answer, scan_sent
from app.desk.blacklist_seen import changed_since, seen_sent
from app.desk.blacklist_show import shown
from app.errors import BadInput, Conflict
from app.models.blacklist import Listing
from app.queries.blacklist import listing_by_id
from app.services.blacklist import EndingCase, propose_ending
from inspections.vocabulary import SetAsideReason


def propose(code: str) -> Callable[[str], Any]:
    """Return the view that proposes one kind of ending."""

    def take(public_id: str) -> Any:
        listing = listing_by_id(g.viewer, public_id)
        seen = seen_sent()
        try:
            case = EndingCase(
                reason=request.form.get("reason", ""),
                category=_category(request.form.get("category", "")),
                scan=scan_sent(listing.scope_code),
            )
            propose_ending(public_id, code, case, actor=g.viewer, seen=seen)
        except Conflict as conflict:
            return changed_since(conflict, public_id)
        except BadInput as bad:
            return _again(listing, code, bad)
        url = url_for("blacklist.show", public_id=public_id, done=code)
        return redirect(url, HTTPStatus.SEE_OTHER)

    take.__name__ = f"step_{code}"
    take.__doc__ = f"Take the step {code}."
    return take


def _category(text: str) -> SetAsideReason | None:
    return SetAsideReason(text) if text in set(SetAsideReason) else None


def _again(listing: Listing, code: str, bad: BadInput) -> Any:
    """Show the form again with what was typed; a file has to be chosen anew."""
    context = shown(listing, g.viewer)
    context |= {
        "wrong_step": code,
        "reason": request.form.get("reason", ""),
        "category": request.form.get("category", ""),
        "errors": {one["field"]: one["message"] for one in bad.fields},
    }
    page = render_template("desk/blacklist/show.html", **context)
    return page, HTTPStatus.UNPROCESSABLE_ENTITY


def scan(public_id: str) -> Any:
    """Give the document behind the ending as it came."""
    return scan_answer(listing_by_id(g.viewer, public_id).ending_scan, f"ending-{public_id}")
