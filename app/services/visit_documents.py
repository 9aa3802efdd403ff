"""The document of a visit: what is recorded, under the names that are signed and digested."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from app.audit import canonical
from app.models.sites import Site
from app.models.visits import (
    EvidenceFile,
    Visit,
    VisitVersion,
)
from inspections.checklists import GivenAnswer
from inspections.evidence import FileRole
from inspections.visit_facts import SchoolDay, Signing, VisitFacts
from inspections.vocabulary import Corrected, InspectionKind, VisitResult


@dataclass(frozen=True, slots=True)
class RecheckedItem:
    """What was found of one item of an order; `files` are digests of files of the visit."""

    item: int
    corrected: Corrected
    note: str | None = None
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recheck:
    """An order to correct that was re-checked in a visit, by its public id."""

    order: str
    answers: tuple[RecheckedItem, ...]


@dataclass(frozen=True, slots=True)
class NewVisit:
    """What is recorded of a visit; officers are public ids of persons.

    `uuid` is made where the record is made, so that sending it twice enters it once.
    """

    kind: InspectionKind
    happened_on: date
    author: str
    second_officer: str
    result: VisitResult | None
    answers: Mapping[str, GivenAnswer] = field(default_factory=dict)
    started_at: datetime | None = None
    ended_at: datetime | None = None
    ground: str | None = None
    certificate_shown: bool | None = None
    met_name: str | None = None
    met_role: str | None = None
    signing: Signing | None = None
    signing_note: str | None = None
    school_day: SchoolDay | None = None
    stages: str | None = None
    trainees_present: int | None = None
    other_findings: str | None = None
    note: str | None = None
    sweep: str = ""
    checklist: str = ""
    uuid: str = ""
    rechecks: tuple[Recheck, ...] = ()


@dataclass(frozen=True, slots=True)
class Sealed:
    """A record that a tablet locked and signed: kept in exactly its words, under its own digest.

    `roles` are those of the files it lists, `is_drawn` says that the party signed on the screen,
    `claims_now` is the moment by the tablet's clock.
    """

    document: dict[str, Any]
    digest: str
    device: str
    sequence: int
    previous_digest: str | None
    position: tuple[float, float] | None
    roles: tuple[FileRole, ...]
    is_drawn: bool
    claims_now: datetime


def document_of(
    visit: Visit,
    wanted: NewVisit,
    facts: VisitFacts,
    evidence: Sequence[EvidenceFile],
    identity: str,
    numbers: Sequence[str],
    before: VisitVersion | None,
) -> dict[str, Any]:
    """Return the record under the names that a tablet's manifest uses, and what paper adds."""
    return {
        "visit": identity,
        "site": visit.site.public_id,
        "sweep": wanted.sweep or None,
        "checklist": facts.checklist.version,
        "certificates": list(numbers),
        **typed_of(wanted),
        "position": None,
        "files": [_file(one) for one in evidence],
        "device_sequence": None,
        "previous_digest": before.digest if before else None,
        "amends": before.uuid if before else None,
        "reason": facts.reason.strip() or None,
    }


def typed_of(wanted: NewVisit) -> dict[str, Any]:
    """Return the part of the document that was typed in."""
    return {
        "author": wanted.author,
        "second_officer": wanted.second_officer,
        "certificate_shown": wanted.certificate_shown,
        "kind": wanted.kind,
        "happened_on": wanted.happened_on.isoformat(),
        "started_at": _iso(wanted.started_at),
        "ended_at": _iso(wanted.ended_at),
        "ground": wanted.ground,
        **answers_of(wanted),
        **({"rechecks": [asdict(one) for one in wanted.rechecks]} if wanted.rechecks else {}),
    }


def rechecks_in(document: Mapping[str, Any]) -> tuple[Recheck, ...]:
    """Return the re-checks that a locked document holds."""
    return tuple(
        Recheck(
            order=one["order"],
            answers=tuple(
                RecheckedItem(
                    item=answer["item"],
                    corrected=Corrected(answer["corrected"]),
                    note=answer.get("note"),
                    files=tuple(answer.get("files") or ()),
                )
                for answer in one["answers"]
            ),
        )
        for one in document.get("rechecks") or ()
    )


def answers_of(wanted: NewVisit) -> dict[str, Any]:
    """Return the part of the document that says what was found, and by whom it was confirmed."""
    return {
        "result": wanted.result,
        "answers": [
            {"item": code, "answer": given.answer, "seen": given.seen or None}
            for code, given in sorted(wanted.answers.items())
        ],
        "met": {"name": wanted.met_name, "role": wanted.met_role},
        "signatures": [{"who": "party", "how": wanted.signing, "note": wanted.signing_note}],
        "school_day": wanted.school_day,
        "stages": wanted.stages,
        "trainees_present": wanted.trainees_present,
        "other_findings": wanted.other_findings,
        "note": wanted.note,
    }


def _file(evidence: EvidenceFile) -> dict[str, Any]:
    place = {name: evidence.claims.get(name) for name in ("lng_wgs84", "lat_wgs84")}
    return {
        "sha256": evidence.file.sha256,
        "bytes": evidence.file.size,
        "role": evidence.role,
        "mark": evidence.mark,
        "taken_at": evidence.claims.get("taken_at"),
        "position": place if all(value is not None for value in place.values()) else None,
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def says_the_same(
    document: Mapping[str, Any], site: Site, wanted: NewVisit, evidence: Sequence[EvidenceFile]
) -> bool:
    """Say whether a locked document holds all of a record that is sent again, files included."""
    typed = {"site": site.public_id, **typed_of(wanted)}
    if canonical({name: document.get(name) for name in typed}) != canonical(typed):
        return False
    held = {(one["sha256"], one["role"]) for one in document["files"]}
    return held.issuperset((one.file.sha256, one.role) for one in evidence)


def comparable(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a person can compare: plain texts, no ids and digests."""
    names = ("result", "other_findings", "note", "reason")
    return {name: str(document[name]) for name in names if document.get(name)}
