"""The words of the tablets' pages: how long something is held, a record line by line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from app import clock
from app.db import db
from app.models.people import Person
from app.services.tablet_manifest import moment_of
from app.words import gettext as _
from app.words import language, ngettext, word
from inspections.checklists import checklist_on
from inspections.visit_facts import Signing
from inspections.vocabulary import Answer, VisitResult

# what a tablet holds longer than this stands out on the list
LONG_HELD = timedelta(days=2)
PARTY = {"signed": Signing.SIGNED, "paper": Signing.SIGNED}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a record as both copies say it; what is Chinese by nature is marked so."""

    label: str
    stored: str
    sent: str
    is_chinese: bool = True

    @property
    def differs(self) -> bool:
        """Say whether the two copies say different things."""
        return self.stored != self.sent


def age(since: datetime) -> str:
    """Return how long ago a moment was."""
    gone = clock.now() - since
    if gone >= timedelta(days=1):
        return ngettext("%(num)s day", "%(num)s days", gone.days)
    hours = int(gone.total_seconds() // 3600)
    if hours:
        return ngettext("%(num)s hour", "%(num)s hours", hours)
    return _("less than an hour")


def is_long_held(since: datetime | None) -> bool:
    """Say whether somebody should ask after the tablet."""
    return since is not None and clock.now() - since > LONG_HELD


def lines_of(stored: Mapping[str, Any] | None, sent: Mapping[str, Any]) -> list[Line]:
    """Return a record line by line beside the one that stands, where there is one."""
    names = _names([stored or {}, sent])
    left, right = _spelled(stored or {}, names), _spelled(sent, names)
    labels = dict.fromkeys([*left, *right])
    return [
        Line(label, left.get(label, ("", True))[0], *right.get(label, ("", True)))
        for label in labels
    ]


def _spelled(document: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, tuple[str, bool]]:
    """Return what a record says under its labels, and whether that is Chinese by nature."""
    if not document:
        return {}
    met, party = document.get("met") or {}, _party(document)
    lines = {
        _("Day"): (_moments(document), False),
        _("Result"): (word(VisitResult(document["result"])), False),
        _("First officer"): (names.get(document["author"], document["author"]), True),
        _("Second officer"): (
            names.get(document["second_officer"], document["second_officer"]),
            True,
        ),
        _("Who was met"): (_together(met.get("name"), met.get("role")), True),
        _("Signature of the party"): (party, False),
        _("Problems outside the checklist"): (document.get("other_findings") or "", True),
        _("Notes"): (document.get("note") or "", True),
        _("Photos and papers"): (str(len(document.get("files") or ())), False),
        _("Place on no register"): (_place(document), True),
        _("Why the record is corrected"): (document.get("reason") or "", True),
    }
    return {label: line for label, line in lines.items() if line[0]} | _answers(document)


def _moments(document: Mapping[str, Any]) -> str:
    moments = [document.get("started_at"), document.get("ended_at")]
    if not all(isinstance(one, str) for one in moments):
        return str(document.get("happened_on", ""))
    first, last = (moment_of(str(one)).astimezone(clock.BUREAU_ZONE) for one in moments)
    return f"{first:%Y-%m-%d %H:%M} – {last:%H:%M}"


def _party(document: Mapping[str, Any]) -> str:
    for one in document.get("signatures") or ():
        if one.get("who") == "party" and one.get("how"):
            how = PARTY.get(one["how"]) or Signing(one["how"])
            return _together(word(how), one.get("note"))
    return ""


def _place(document: Mapping[str, Any]) -> str:
    place = document.get("place") or {}
    return _together(*(place.get(name) for name in ("name", "address", "seen", "run_by")))


def _together(*parts: str | None) -> str:
    return ("; " if language() == "en" else "；").join(part for part in parts if part)


def _answers(document: Mapping[str, Any]) -> dict[str, tuple[str, bool]]:
    day = str(document.get("started_at") or document.get("happened_on"))[:10]
    asked = {item.code: item for item in checklist_on(datetime.fromisoformat(day).date()).items}
    return {
        asked[one["item"]].question(language()) if one["item"] in asked else one["item"]: (
            _together(word(Answer(one["answer"])), one.get("seen")),
            False,
        )
        for one in document.get("answers") or ()
    }


def _names(documents: list[Mapping[str, Any]]) -> dict[str, str]:
    codes = {one.get(who) for one in documents for who in ("author", "second_officer")} - {None}
    statement = select(Person.public_id, Person.display).where(Person.public_id.in_(codes))
    return {row[0]: row[1] for row in db.session.execute(statement)}
