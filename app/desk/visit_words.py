"""The words of the visits' pages: headlines, answers by group, files, what was done when."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import LazyString

from app.access import Viewer
from app.models.sites import Site
from app.models.visits import EvidenceFile, VisitAnswer, VisitFile
from app.queries.evidence import may_see
from app.queries.visits import PastDeed
from app.words import gettext as _
from app.words import language, lazy_gettext, ngettext, word
from inspections.checklists import Checklist, Item, ItemGroup
from inspections.visit_facts import NOT_ENTERED
from inspections.vocabulary import Answer, VisitResult

DEEDS: Mapping[str, LazyString] = {
    "visit.entered": lazy_gettext("The record was entered and locked"),
    "visit.amended": lazy_gettext("The record was corrected"),
}


@dataclass(frozen=True, slots=True)
class Answered:
    """One item with its answer, as the record reads."""

    item: Item
    answer: Answer
    seen: str


@dataclass(frozen=True, slots=True)
class FileView:
    """One file of a record; without addresses where the viewer may not open it."""

    evidence: EvidenceFile
    url: str
    thumb: str
    original: str
    claimed: str


def headline(result: VisitResult, found: int) -> str:
    """Return the record's answer as a sentence."""
    if result in NOT_ENTERED:
        return _("Not entered: %(why)s", why=word(result))
    if found:
        return ngettext("%(num)s problem found", "%(num)s problems found", found)
    return word(result)


def list_headline(total: int, with_findings: int) -> str:
    """Return the list's answer as a sentence."""
    if not total:
        return _("No visits")
    visits = ngettext("%(num)s visit", "%(num)s visits", total)
    if not with_findings:
        return _("%(visits)s, no problem found", visits=visits)
    return _("%(visits)s, problems found in %(n)s", visits=visits, n=with_findings)


def result_kind(result: VisitResult) -> str:
    """Return the status shape of a result."""
    if result is VisitResult.COMPLIANT:
        return "jade"
    return "slate" if result in NOT_ENTERED else "amb"


def place_of(site: Site) -> str:
    """Return what a place is called: its institution, else what is seen there, else its address."""
    if site.institution is not None:
        return site.institution.name
    return site.label or site.address or site.public_id


def sections(
    checklist: Checklist, answers: Sequence[VisitAnswer]
) -> list[tuple[ItemGroup, list[Answered], str]]:
    """Return the answers under their headings, with a count of each kind."""
    given = {one.item: one for one in answers}
    found = []
    for group, items in checklist.groups():
        lines = [
            Answered(item, given[item.code].answer, given[item.code].seen or "")
            for item in items
            if item.code in given
        ]
        if lines:
            found.append((group, lines, _counted(lines)))
    return found


def _counted(lines: Sequence[Answered]) -> str:
    counts = Counter(line.answer for line in lines)
    mark = ", " if language() == "en" else "，"
    return mark.join(f"{word(answer)} {counts[answer]}" for answer in Answer if counts[answer])


def file_views(viewer: Viewer, rows: Sequence[VisitFile]) -> list[FileView]:
    """Return the files of a version, as far as the viewer may open them."""
    return [file_view(viewer, row.evidence) for row in rows]


def file_view(viewer: Viewer, evidence: EvidenceFile) -> FileView:
    """Return one file with its addresses and what it claims of itself."""
    own = evidence.file.stored_by is not None and evidence.file.stored_by == viewer.account_id
    opens = may_see(viewer, evidence.file)
    address: dict[str, Any] = {"public_id": evidence.file.public_id}
    return FileView(
        evidence=evidence,
        url=url_for("files.show", **address) if opens else "",
        thumb=url_for("files.show", **address, **{"as": "thumb"})
        if opens and evidence.thumb_sha256
        else "",
        original=url_for("files.show", **address, **{"as": "original"}) if opens else "",
        claimed=_claimed(evidence) if opens or own else "",
    )


def _claimed(evidence: EvidenceFile) -> str:
    claims = evidence.claims or {}
    mark = ", " if language() == "en" else "，"
    parts = []
    if taken := claims.get("taken_at"):
        parts.append(str(taken)[:16].replace("T", " "))
    if "lat_wgs84" in claims and "lng_wgs84" in claims:
        parts.append(f"{claims['lng_wgs84']:.5f}, {claims['lat_wgs84']:.5f}")
    return mark.join(parts)


def deed_words(deed: PastDeed) -> dict[str, Any]:
    """Return one event of the audit trail in words."""
    verb = deed.event.verb
    return {
        "what": str(DEEDS.get(verb, verb)),
        "at": deed.event.at,
        "who": deed.name,
        "version": deed.event.details.get("version"),
        "digest": deed.event.details.get("digest", ""),
    }
