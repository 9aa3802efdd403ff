"""The next edition as the blacklist's page shows it: changes, guards, persons, who may publish."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from app import clock
from app.access import Viewer
from app.desk.blacklist_seen import written
from app.desk.edition_agreement import Agreement, agreement_for
from app.models.blacklist import Listing
from app.queries.editions import last_edition
from app.queries.listing_facts import facts_of
from app.queries.listing_people import may, people_who_may
from app.queries.publication import NextEdition, next_edition
from app.scope import codes_below
from app.words import gettext as _
from app.words import language, ngettext
from inspections.blacklist import PUBLISH, refusals
from inspections.blacklist_facts import EntryFacts
from inspections.blacklist_rules import (
    content_is_as_approved,
    entry_is_no_person,
    publisher_is_a_third_person,
)
from inspections.publication import is_large
from inspections.rulebook import RULES


@dataclass(frozen=True, slots=True)
class Guard:
    """One check before publication, in words, and whether it holds."""

    words: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the button is blocked, and who may press it instead."""

    words: str
    code: str = ""
    who: list[str] = field(default_factory=list)


def edition_shown(viewer: Viewer, agreement: Agreement | None = None) -> dict[str, Any]:
    """Return what the card of the next edition needs.

    The exact change is computed only where the guard may stop it; a page that has it gives it.
    """
    coming, last = next_edition(viewer), last_edition()
    if agreement is None and is_large(coming.changes, coming.listed):
        agreement = agreement_for(viewer)
    facts = [_facts(listing, viewer) for listing in coming.added]
    guards = _guards(coming, facts, agreement)
    reasons = _reasons(facts, agreement, viewer)
    return {
        "coming": coming,
        "seen": written(coming.seen),
        "seen_codes": codes_below(viewer),
        "shown_edition": last,
        "edition_number": (last.number if last else 0) + 1,
        "guards": guards,
        "persons": _persons(coming, facts[0], viewer) if coming.added else [],
        "may_publish": may("blacklist.publish", viewer),
        "may_press": not reasons,
        "publish_reasons": reasons,
    }


def _facts(listing: Listing, viewer: Viewer) -> EntryFacts:
    """Return an approved entry's facts; the database lets it have no other open entry beside."""
    return facts_of(listing, actor=viewer, today=clock.today(), is_listed_already=False)


def _guards(
    coming: NextEdition, facts: Sequence[EntryFacts], agreement: Agreement | None
) -> list[Guard]:
    count = len(agreement.changes.events) if agreement else coming.changes
    size = ngettext("%(num)s entry changes", "%(num)s entries change", count)
    if agreement is None or not agreement.is_needed:
        rule, holds = _("no more than 20, nor a tenth from five on"), True
    elif agreement.is_confirmed:
        rule, holds = _("two persons have agreed"), True
    else:
        rule, holds = _("two must sign why"), False
    return [
        Guard(_("%(size)s: %(rule)s", size=size, rule=rule), holds),
        Guard(
            _("Every entry is as it was approved"),
            not any(content_is_as_approved(one) for one in facts),
        ),
        Guard(_("No entry names a person"), not any(entry_is_no_person(one) for one in facts)),
    ]


def _reasons(
    facts: Sequence[EntryFacts], agreement: Agreement | None, viewer: Viewer
) -> list[Reason]:
    if not may("blacklist.publish", viewer):
        who = people_who_may("blacklist.publish", viewer.district_code)
        return [Reason(_("Another person publishes."), who=who)]
    found: dict[str, Reason] = {}
    for one in facts:
        for refusal in refusals(PUBLISH, one):
            found[refusal.code] = Reason(RULES[refusal.code].sentence(language()), refusal.code)
    if agreement is not None and agreement.is_needed:
        for code in _against_size(agreement, viewer):
            found[code] = Reason(RULES[code].sentence(language()), code)
    return list(found.values())


def _against_size(agreement: Agreement, viewer: Viewer) -> list[str]:
    if not agreement.is_confirmed:
        return ["publication.large_change_is_overridden"]
    return ["publication.override_is_by_two_others"] if agreement.binds(viewer) else []


def _persons(coming: NextEdition, facts: EntryFacts, viewer: Viewer) -> list[dict[str, Any]]:
    """Return the three persons of the four-eyes spine; nobody stands twice."""
    first = coming.added[0]
    items = [
        _face(_("Proposed"), _names(coming.added, "proposer"), first.proposed_at),
        _face(_("Approved"), _names(coming.added, "approver"), first.approved_at),
    ]
    if may("blacklist.publish", viewer) and publisher_is_a_third_person(facts) is None:
        under = _("you; you neither proposed nor approved")
        mine = {"initial": viewer.display[:1], "word": _("Publish"), "under": under, "at": _("now")}
        return [*items, {**mine, "state": "now"}]
    return [*items, {"initial": "", "word": _("Publish"), "under": "", "at": "", "state": "ahead"}]


def _names(added: Any, role: str) -> list[str]:
    people = [getattr(listing, role) for listing in added]
    return list(dict.fromkeys(person.display for person in people if person))


def _face(word: str, names: list[str], moment: Any) -> dict[str, Any]:
    return {
        "initial": names[0][:1] if names else "",
        "word": word,
        "names": names[:3],
        "at": clock.local_day(moment).strftime("%m-%d") if moment else "",
        "state": "done",
    }
