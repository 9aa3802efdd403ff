"""What the page of one entry shows: its spine, its facts, the public preview, the next steps."""

from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from markupsafe import Markup

from app import clock
from app.access import Viewer
from app.desk.blacklist_rows import window_of
from app.desk.blacklist_seen import written
from app.errors import refusal_told
from app.models.blacklist import Listing
from app.models.files import StoredFile
from app.queries.editions import entry_records
from app.queries.listing_facts import facts_of, policy_for, seen_of
from app.queries.listing_people import may, who_may
from app.words import gettext as _
from app.words import language, lazy_gettext
from inspections import verdicts
from inspections.blacklist import (
    ENDING_APPROVED_BY,
    ENDING_PROPOSED_BY,
    NEED_REASON,
    PUBLISH,
    STEPS,
    offered,
    refusals,
)
from inspections.blacklist_facts import EntryFacts
from inspections.listing_policy import ground_word
from inspections.steps import Step
from inspections.vocabulary import Ending, ListingState, SetAsideReason
from maps import districts

DONE = {
    "saved": lazy_gettext("The draft is saved."),
    "propose": lazy_gettext("Proposed. Another person must approve it."),
    "approve": lazy_gettext("Approved. A third person publishes it with the next edition."),
    "reject": lazy_gettext("Not approved. The reason is kept with the entry."),
    "withdraw": lazy_gettext("The proposal is withdrawn."),
    "propose_revocation": lazy_gettext("Proposed. It stays listed until another person approves."),
    "propose_removal": lazy_gettext("Proposed. It stays listed until another person approves."),
    "keep": lazy_gettext("The listing stays. The reason is kept with the entry."),
    "revoke": lazy_gettext("The listing is set aside. The public list follows by itself."),
    "remove": lazy_gettext("The entry is removed. The public list follows by itself."),
}
ORDER = (
    "propose",
    "approve",
    "publish",
    "revoke",
    "remove",
    "keep",
    "reject",
    "propose_revocation",
    "propose_removal",
    "withdraw",
)
CONFIRM = {
    "revoke": lazy_gettext("Set this listing aside? The public no longer sees it as listed."),
    "remove": lazy_gettext("Remove this entry before its term is over?"),
    "keep": lazy_gettext("End this proposal, so that the entry stays listed?"),
    "withdraw": lazy_gettext("Withdraw this proposal for good?"),
    "reject": lazy_gettext("End this proposal without approval?"),
}


FIELD_WORDS = {
    "name": lazy_gettext("Name"),
    "credit_code": lazy_gettext("Credit code"),
    "licence_no": lazy_gettext("Licence number"),
    "address": lazy_gettext("Address"),
    "district_code": lazy_gettext("District"),
    "list_reason": lazy_gettext("Reason, in the list's words"),
    "list_date": lazy_gettext("Day in the list"),
    "list_ends": lazy_gettext("End in the list"),
    "list_basis": lazy_gettext("Legal basis"),
    "list_status": lazy_gettext("Which list"),
    "decision_no": lazy_gettext("Decision number"),
    "authority": lazy_gettext("Authority"),
    "phone": lazy_gettext("Telephone"),
}


PUBLIC_WORDS = {
    "entry": lazy_gettext("Number of the entry"),
    "institution": lazy_gettext("Number of the institution"),
    "name": lazy_gettext("Name"),
    "credit_code": lazy_gettext("Credit code"),
    "district_code": lazy_gettext("District"),
    "address": lazy_gettext("Address"),
    "penalty": lazy_gettext("Penalty, as published"),
    "ground": lazy_gettext("Ground for listing"),
    "legal_basis": lazy_gettext("Legal basis"),
    "decision_no": lazy_gettext("Decision number"),
    "authority": lazy_gettext("Authority"),
    "listed_on": lazy_gettext("Listed from"),
    "ends_on": lazy_gettext("Listed until"),
    "decision_on": lazy_gettext("Date of the decision"),
}


@dataclass(frozen=True, slots=True)
class StepShown:
    """One step with everything against it; `who` are those who may take it."""

    code: str
    word: str
    is_open: bool
    refusals: list[dict[str, Any]]
    who: list[str]
    needs_reason: bool
    proposes: Ending | None
    confirm: str


def shown(listing: Listing, viewer: Viewer) -> dict[str, Any]:
    """Return everything the template needs."""
    today = clock.today()
    return {
        "listing": listing,
        "seen": written(seen_of(listing)),
        "name": listing.institution.name if listing.institution else listing.name,
        "ground": ground_word(listing.ground, language()) if listing.ground else "",
        "policy": policy_for(listing, today),
        "window": window_of(listing, today) if _window_matters(listing) else None,
        "steps": _steps(listing, viewer),
        "spine_steps": _spine(listing),
        "scan_link": _scan_link(listing.scan, "blacklist.scan", listing),
        "field_words": {name: str(label) for name, label in FIELD_WORDS.items()},
        "public_fields": public_fields(listing),
        "may_edit": listing.state in ("draft", "proposed", "approved")
        and may("blacklist.post_edit", viewer),
        "done": str(DONE.get(request.args.get("done", ""), "")),
        "today": today,
        "local": clock.local_day,
        "wrong_step": "",
        "reason": "",
        "errors": {},
        "category": "",
        "reasons_to_set_aside": list(SetAsideReason),
        "ending_scan_link": _scan_link(listing.ending_scan, "blacklist.ending_scan", listing),
    }


def _window_matters(listing: Listing) -> bool:
    return listing.state in (ListingState.DRAFT, ListingState.PROPOSED)


def _steps(listing: Listing, viewer: Viewer) -> list[StepShown]:
    facts = facts_of(listing, actor=viewer, today=clock.today())
    found = []
    for step in sorted((one for one in offered(facts) if one.code in ORDER), key=_place):
        code = step.code
        against = refusals(step, facts)
        allowed = may(step.permission, viewer)
        found.append(
            StepShown(
                code=code,
                word=step.word(language()),
                is_open=allowed and not against,
                refusals=[refusal_told(refusal) for refusal in against],
                who=_who(listing, code, viewer),
                needs_reason=code in NEED_REASON,
                proposes=ENDING_PROPOSED_BY.get(code),
                confirm=str(CONFIRM.get(code, "")),
            )
        )
    return found


def _place(step: Step[EntryFacts]) -> int:
    return ORDER.index(step.code)


def _who(listing: Listing, code: str, viewer: Viewer) -> list[str]:
    """Return who may take the step instead of this viewer; nobody where the viewer may."""
    besides = [listing.proposed_by_person] if code in ("approve", "reject") else []
    if code in ENDING_APPROVED_BY:
        besides = [listing.ending_proposed_by_person]
    if code == PUBLISH.code:
        besides = [listing.proposed_by_person, listing.approved_by_person]
    if may(STEPS[code].permission, viewer) and viewer.person_id not in besides:
        return []
    return who_may(STEPS[code].permission, listing, besides=besides)


def _scan_link(stored: StoredFile | None, endpoint: str, listing: Listing) -> Markup | str:
    if stored is None:
        return ""
    return Markup('<a href="{}">{}</a> <span class="under">SHA-256 {}…</span>').format(
        url_for(endpoint, public_id=listing.public_id),
        _("Open the scan"),
        stored.sha256[:12],
    )


def _spine(listing: Listing) -> list[dict[str, Any]]:
    """Return the steps taken and the persons of those ahead."""
    items = [
        {
            "word": _event_word(event.step),
            "state": "done",
            "on": event.happened_on,
            "person": event.person.display if event.person else "",
            "reason": event.reason or "",
        }
        for event in listing.events
    ]
    ahead = {
        ListingState.DRAFT: ("propose", "approve", "publish"),
        ListingState.PROPOSED: ("approve", "publish"),
        ListingState.APPROVED: ("publish",),
        ListingState.LISTED: (*_approval_ahead(listing), "expire"),
    }.get(listing.state, ())
    for place, code in enumerate(ahead):
        state = "now" if place == 0 and code != "expire" else "ahead"
        on = listing.ends_on if code == "expire" else None
        items.append(
            {
                "word": STEPS[code].word(language()),
                "state": state,
                "on": on,
                "person": "",
                "reason": "",
            }
        )
    return items


def _approval_ahead(listing: Listing) -> tuple[str, ...]:
    """Return the approval that a proposed ending waits for."""
    return tuple(code for code, kind in ENDING_APPROVED_BY.items() if listing.ending is kind)


def _event_word(code: str) -> str:
    if code in STEPS:
        return STEPS[code].word(language())
    return {"draft": _("Drafted"), "edit": _("Edited"), "import": _("Taken over from a list")}[code]


def public_fields(listing: Listing) -> list[tuple[str, Markup | str]]:
    """Return the entry's public fields in words: those that the edition commits to, no others."""
    fields = verdicts.entry_fields(next(entry_records([listing])))
    return [(str(PUBLIC_WORDS[name]), _as_read(name, value)) for name, value in fields.items()]


def _as_read(name: str, value: str | None) -> Markup | str:
    if name == "ground":
        return ground_word(value, language()) if value else ""
    if name == "district_code" and value:
        value = districts.name(value, language())
    return Markup('<span lang="zh">{}</span>').format(value) if value else ""
