"""What a tablet is told when something is refused: a code, a sentence, the fields."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.words import language, lazy_gettext
from inspections.refusal import Refusal
from inspections.rulebook import RULES
from inspections.sentences import SENTENCES
from inspections.tablets import HeldState

MESSAGES: Mapping[str, Any] = {
    "device_unknown": lazy_gettext(
        "This tablet isn't enrolled here. Enrol it again at the office."
    ),
    "bad_signature": lazy_gettext("The tablet's signature doesn't fit what was sent."),
    "bad_moment": lazy_gettext("The moment of signing isn't one, such as 2026-11-19T04:00:00Z."),
    "device_revoked": lazy_gettext("This tablet was revoked. Records stay on it; ask the office."),
    "not_canonical": lazy_gettext("The record isn't in the form that is signed."),
    "invalid": lazy_gettext("The record has fields that can't be read."),
    "visit_differs": lazy_gettext(
        "Another record stands under this number. Both are kept; the office decides."
    ),
    "visit_refused": lazy_gettext(
        "The office couldn't enter this record as it is. A copy is kept there for a decision."
    ),
    "author_not_officer": lazy_gettext(
        "The author may enter no visits in this tablet's district. A copy is kept at the office."
    ),
    "not_found": lazy_gettext(
        "This place isn't in the tablet's district. A copy is kept at the office."
    ),
    "unknown_visit": lazy_gettext("The office has no such record from this tablet."),
    "digest_mismatch": lazy_gettext("The bytes that arrived aren't those that were named."),
    "bad_file": lazy_gettext("The file is no sound picture or PDF and isn't taken."),
    "bad_day": lazy_gettext("Write the day as YYYY-MM-DD."),
}
REASONS: Mapping[str, Any] = {
    "author": lazy_gettext("The author may enter no visits in this tablet's district."),
    "site": lazy_gettext("The place isn't in the tablet's district."),
    "visit_differs": lazy_gettext("Another record stands under this number."),
    "device_revoked": lazy_gettext("The tablet was revoked before this record arrived."),
    "district.out_of_area": lazy_gettext("The place isn't in the tablet's district."),
    "changed_meanwhile": lazy_gettext("The record was corrected by somebody else in the meantime."),
    "unknown_officer": lazy_gettext("One of the officers isn't known here."),
    "unknown_item": lazy_gettext("An item isn't on that day's checklist."),
    "unknown_checklist": lazy_gettext("This checklist wasn't in force that day."),
    "unknown_sweep": lazy_gettext("This sweep isn't known in the tablet's district."),
    "unknown_order": lazy_gettext("This order to correct isn't known here."),
    "unknown_record": lazy_gettext("The record that it corrects hasn't arrived here."),
    "site_differs": lazy_gettext("A correction stays at the site of its record."),
    "file_gone": lazy_gettext("A file wasn't kept. Send it once more."),
}

DECISIONS: Mapping[HeldState, Any] = {
    HeldState.DISMISSED: lazy_gettext("The office decided not to enter this record."),
    HeldState.ENTERED: lazy_gettext("The office has entered this record."),
    HeldState.REPLACED: lazy_gettext("A correction was entered in the place of this record."),
}


def decision(state: HeldState, reason: str) -> dict[str, str]:
    """Return what a tablet hears about a record on which the office has decided."""
    return {"decided": state.value, "message": f"{DECISIONS[state]} {reason}".strip()}


def error(code: str, fields: Sequence[dict[str, str]] = (), **more: Any) -> dict[str, Any]:
    """Return the body of a refusal."""
    message = str(MESSAGES.get(code, code))
    return {"error": {"code": code, "message": message, "fields": list(fields), **more}}


def reason_fields(refusals: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Return what stands against a record, each with its code as the path."""
    return [{"path": str(one["code"]), "message": sentence(one)} for one in refusals]


def sentence(reason: Mapping[str, Any]) -> str:
    """Return one reason in the reader's language."""
    code, about = str(reason["code"]), str(reason.get("about") or "")
    if code in RULES:
        refusal = Refusal(code, about=about)
        words = RULES[code].sentence(language())
        between = ": " if language() == "en" else "："
        return f"{words}{between}{refusal.about}" if refusal.about else words
    if code in SENTENCES:
        words = SENTENCES[code][1 if language() == "en" else 0]
        return words.replace("{about}", about).replace("{right}", "")
    return str(REASONS.get(code, code))
