"""What a page showed when a button was pressed: carried by the form, compared by the service."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import request, url_for

from app.desk.forms.blacklist import ListingForm
from app.errors import BadInput, Conflict, answer
from app.queries.edition_changes import listings_named
from app.words import gettext as _
from app.words import lazy_gettext

FIELD = "seen"
MOST_SHOWN = 100
LABELS = {
    "institution": lazy_gettext("Institution"),
    "scan": lazy_gettext("Scan of the decision"),
    "ending": lazy_gettext("Ending"),
    "ending_category": lazy_gettext("Kind of reason, as the public will read it"),
    "ending_reason": lazy_gettext("Reason"),
    "ending_scan": lazy_gettext("Document that says so"),
}


def written(seen: Mapping[str, str]) -> str:
    """Return what is shown as the text of a hidden field."""
    return json.dumps(dict(seen), ensure_ascii=False, sort_keys=True)


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


def edition_changed_since(conflict: Conflict) -> Any:
    """Show which entries came to the change or fell away since the page was opened."""
    known = listings_named(list(conflict.theirs)[:MOST_SHOWN])
    return answer(
        HTTPStatus.CONFLICT,
        code="changed",
        theirs={one: _place(conflict.theirs[one], conflict.yours[one]) for one in known},
        yours={one: _place(conflict.yours[one], "") for one in known},
        labels={one: known[one].name for one in known},
        what=_("Nothing was done: the next edition is no longer the one that you saw."),
        yours_head=_("You saw"),
        again=url_for("blacklist.edition"),
    )


def _place(said: str, other: str) -> str:
    """Say whether an entry stands in the change; `other` is what was seen, if it was."""
    if not said:
        return _("not part of the change")
    return _("part of the change, with other content") if other else _("part of the change")
