"""What is wrong with a machine's body, field by field, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from app.words import gettext as _
from app.words import lazy_gettext

# by pydantic's own code, and by the codes that `app/services/tablet_manifest.py` gives
FAULTS: Mapping[str, Any] = {
    "missing": lazy_gettext("This field is missing."),
    "extra_forbidden": lazy_gettext("This field isn't known."),
    "json_invalid": lazy_gettext("This is no JSON."),
    "string_pattern_mismatch": lazy_gettext("It isn't in the form asked for, or holds odd signs."),
    "string_too_long": lazy_gettext("It is longer than %(max_length)s characters."),
    "string_too_short": lazy_gettext("It is shorter than %(min_length)s characters."),
    "too_long": lazy_gettext("There are more than %(max_length)s of them."),
    "too_short": lazy_gettext("There are fewer than %(min_length)s of them."),
    "greater_than_equal": lazy_gettext("It is less than %(ge)s."),
    "less_than_equal": lazy_gettext("It is more than %(le)s."),
    "enum": lazy_gettext("It is one of: %(expected)s."),
    "literal_error": lazy_gettext("It is one of: %(expected)s."),
    "day_has_not_come": lazy_gettext("No such moment has come."),
    "no_moment": lazy_gettext("This is no moment."),
    "how_fits_who": lazy_gettext("Officers confirm; the party signs, refuses or is absent."),
    "consent_is_unsaid": lazy_gettext("A dwelling: say whether there was consent."),
    "consenter_is_unnamed": lazy_gettext("A dwelling: say who consented."),
    "site_or_place": lazy_gettext("Name a site or describe a place, one of the two."),
    "file_is_not_listed": lazy_gettext("A re-check names a file that the record doesn't list."),
    "amends_itself": lazy_gettext("A version can't amend itself."),
    "named_twice": lazy_gettext("%(where)s: one of them is named twice."),
    "other_address": lazy_gettext("It isn't the id in the address."),
}


def body_faults(fault: ValidationError) -> list[dict[str, str]]:
    """Return every field that is wrong with its path and what is wrong with it."""
    return [
        {"path": ".".join(str(part) for part in one["loc"]), "message": _words(one)}
        for one in fault.errors(include_url=False, include_input=False)
    ]


def fault_at(path: str, code: str) -> dict[str, str]:
    """Return one such field where the fault was found elsewhere."""
    return {"path": path, "message": str(FAULTS[code])}


def _words(one: ErrorDetails) -> str:
    words = FAULTS.get(one["type"])
    if words is None:
        # what is left says that a value is of another kind: text, number, list, object, null
        return _("It is of the wrong kind.")
    return str(words) % one.get("ctx", {})
