"""A manifest read from its bytes, and said in the words that the desk's form uses."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from app import clock
from app.body_faults import body_faults, fault_at
from app.canonical import NotCanonical, read_canonical
from app.models.devices import Device
from app.services import tablet_manifest as manifests
from app.services.tablet_confirmations import claimed_now
from app.services.tablet_devices import Sent
from app.services.tablet_manifest import Manifest, moment_of
from app.services.visit_documents import NewVisit, Recheck, RecheckedItem, Sealed
from inspections.checklists import GivenAnswer
from inspections.evidence import FileRole
from inspections.tablets import MOST_AHEAD
from inspections.visit_facts import Signing
from inspections.vocabulary import InspectionKind

SIGNINGS = {
    "signed": Signing.SIGNED,
    "paper": Signing.SIGNED,
    "refused": Signing.REFUSED,
    "absent": Signing.ABSENT,
}


class Unreadable(Exception):
    """A body that is no manifest; `fields` name what is wrong where."""

    def __init__(self, code: str, fields: list[dict[str, str]] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.fields = fields or []


@dataclass(frozen=True, slots=True)
class ReadManifest:
    """A manifest with the very words and bytes that it came in."""

    manifest: Manifest
    document: dict[str, Any] = field(repr=False)
    body: bytes = field(repr=False)
    digest: str = ""


def read_manifest(body: bytes, uuid: str) -> ReadManifest:
    """Return what a body says; raises `Unreadable` with every field that is wrong."""
    try:
        document = read_canonical(body)
    except NotCanonical as fault:
        raise Unreadable("not_canonical") from fault
    try:
        manifest = Manifest.model_validate_json(body)
    except ValidationError as fault:
        raise Unreadable("invalid", body_faults(fault)) from fault
    if manifest.visit != uuid:
        raise Unreadable("invalid", [fault_at("visit", "other_address")])
    return ReadManifest(manifest, document, body, hashlib.sha256(body).hexdigest())


def wanted_visit(manifest: Manifest) -> NewVisit:
    """Return what a manifest says in the words that the desk's form uses."""
    party = manifest.signed_by("party")
    started_at = moment_of(manifest.started_at)
    usual = InspectionKind.SPECIAL if manifest.sweep else InspectionKind.DAILY
    return NewVisit(
        kind=manifest.kind or usual,
        happened_on=clock.local_day(started_at),
        author=manifest.author,
        second_officer=manifest.second_officer,
        result=manifest.result,
        answers={
            given.item: GivenAnswer(given.answer, given.seen or "") for given in manifest.answers
        },
        started_at=started_at,
        ended_at=moment_of(manifest.ended_at),
        ground=manifest.ground,
        certificate_shown=manifest.certificate_shown,
        met_name=manifest.met.name if manifest.met else None,
        met_role=manifest.met.role if manifest.met else None,
        signing=SIGNINGS[party.how] if party else None,
        signing_note=party.note if party else None,
        school_day=manifest.school_day,
        stages=manifest.stages,
        trainees_present=manifest.trainees_present,
        other_findings=manifest.other_findings,
        note=manifest.note,
        sweep=manifest.sweep or "",
        checklist=manifest.checklist,
        uuid=manifest.visit,
        rechecks=tuple(_recheck(one) for one in manifest.rechecks),
    )


def _recheck(said: manifests.Recheck) -> Recheck:
    answers = tuple(
        RecheckedItem(one.item, one.corrected, one.note, one.files) for one in said.answers
    )
    return Recheck(said.order, answers)


def sealed_visit(read: ReadManifest, device: Device, sent: Sent) -> Sealed:
    """Return what the tablet sealed beside the words: document, digest, numbers and claims."""
    manifest, moment = read.manifest, clock.now()
    position = manifest.position
    return Sealed(
        document=read.document,
        digest=read.digest,
        device=device.public_id,
        sequence=manifest.device_sequence,
        previous_digest=manifest.previous_digest,
        position=(position.lng_wgs84, position.lat_wgs84) if position else None,
        roles=tuple(one.role for one in manifest.files),
        is_drawn=_is_drawn(manifest),
        claims_now=min(claimed_now(sent, moment), moment + MOST_AHEAD),
    )


def _is_drawn(manifest: Manifest) -> bool:
    """Say whether the party's drawn signature is among the files."""
    party = manifest.signed_by("party")
    drawn = {one.sha256 for one in manifest.files if one.role is FileRole.SIGNATURE}
    return party is not None and party.how == "signed" and party.image in drawn
