"""The next edition as the blacklist's page shows it: changes, guards, persons, who may publish."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from app import clock
from app.access import Viewer
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


def edition_shown(viewer: Viewer) -> dict[str, Any]:
    """Return what the card of the next edition needs."""
    coming, last = next_edition(viewer), last_edition()
    facts = [_facts(listing, viewer) for listing in coming.added]
    guards = _guards(coming, facts)
    reasons = _reasons(facts, guards, viewer)
    return {
        "coming": coming,
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


def _guards(coming: NextEdition, facts: Sequence[EntryFacts]) -> list[Guard]:
    small = not is_large(coming.changes, coming.listed)
    size = ngettext("%(num)s entry changes", "%(num)s entries change", coming.changes)
    rule = _("no more than 20, nor a tenth from five on") if small else _("two must sign why")
    return [
        Guard(_("%(size)s: %(rule)s", size=size, rule=rule), small),
        Guard(
            _("Every entry is as it was approved"),
            not any(content_is_as_approved(one) for one in facts),
        ),
        Guard(_("No entry names a person"), not any(entry_is_no_person(one) for one in facts)),
    ]


def _reasons(facts: Sequence[EntryFacts], guards: list[Guard], viewer: Viewer) -> list[Reason]:
    if not may("blacklist.publish", viewer):
        who = people_who_may("blacklist.publish", viewer.district_code)
        return [Reason(_("Another person publishes."), who=who)]
    found: dict[str, Reason] = {}
    for one in facts:
        for refusal in refusals(PUBLISH, one):
            found[refusal.code] = Reason(RULES[refusal.code].sentence(language()), refusal.code)
    if not guards[0].holds:
        code = "publication.large_change_is_overridden"
        found[code] = Reason(RULES[code].sentence(language()), code)
    return list(found.values())


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
