"""What a page showed when a button was pressed: carried by the form, compared by the service."""

import json
from http import HTTPStatus
from typing import Any

from flask import request, url_for

from app.desk.forms.blacklist import ListingForm
from app.errors import BadInput, Conflict, answer
from app.words import gettext as _
from app.words import lazy_gettext

FIELD = "seen"
LABELS = {
    "institution": lazy_gettext("Institution"),
    "scan": lazy_gettext("Scan of the decision"),
    "ending": lazy_gettext("Ending"),
    "ending_category": lazy_gettext("Kind of reason, as the public will read it"),
    "ending_reason": lazy_gettext("Reason"),
    "ending_scan": lazy_gettext("Document that says so"),
}


def written(seen: dict[str, str]) -> str:
    """Return what is shown as the text of a hidden field."""
    return json.dumps(seen, ensure_ascii=False, sort_keys=True)


def seen_sent() -> dict[str, str] | None:
    """Return what the page showed as the form says it; None for a post without a page."""
    text = request.form.get(FIELD, "")
    if not text:
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not all(isinstance(one, str) for one in found.values()):
        raise BadInput("seen_unreadable", _("This form is damaged. Open the page anew."))
    return found


def changed_since(conflict: Conflict, public_id: str) -> Any:
    """Show what the entry says now beside what the person saw; nothing was done."""
    labels = {name: str(field.label.text) for name, field in ListingForm()._fields.items()}
    return answer(
        HTTPStatus.CONFLICT,
        code="changed",
        theirs=conflict.theirs,
        yours=conflict.yours,
        labels=labels | {name: str(label) for name, label in LABELS.items()},
        what=_("Nothing was done: the entry no longer says what you saw. Compare the two."),
        yours_head=_("You saw"),
        again=url_for("blacklist.show", public_id=public_id),
    )
