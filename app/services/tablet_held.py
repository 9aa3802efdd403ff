"""Records that weren't entered: kept as they came, until a person decides; nothing is merged."""

from dataclasses import replace

from sqlalchemy import select

from app import audit, clock
from app.access import Viewer
from app.db import db
from app.errors import BadInput, Conflict
from app.models.devices import Device, HeldManifest, ReceivedFile
from app.models.visits import Visit
from app.queries.tablets import version_by_uuid
from app.scope import require_scope
from app.services.tablet_amends import amended_by
from app.services.tablet_devices import Sent, locked
from app.services.tablet_evidence import evidence_here
from app.services.tablet_reading import ReadManifest, read_manifest, wanted_visit
from app.services.tablet_visits import NotEntered, enter_manifest
from app.services.visits import amend_visit
from app.words import gettext as _
from inspections.refusal import Refusal, Refused
from inspections.rulebook import RULES
from inspections.tablets import HeldFor, HeldState


def hold(
    read: ReadManifest, device: Device, sent: Sent, why: NotEntered, *, actor: Viewer
) -> HeldManifest:
    """Keep a record apart; the same one again is kept once, with the newest reason."""
    there = _there(read, device)
    if there is not None:
        if there.state is HeldState.WAITING:
            there.held_for, there.refusals = why.held_for, why.refusals
            db.session.flush()
        return there
    held = HeldManifest(
        device_id=device.id,
        scope_code=device.scope_code,
        uuid=read.manifest.visit,
        digest=read.digest,
        device_sequence=read.manifest.device_sequence,
        held_for=why.held_for,
        refusals=why.refusals,
        body=read.body.decode(),
        path=sent.path[:200],
        signed_at=sent.signed_at,
        signature=sent.signature[:120],
        received_at=clock.now(),
    )
    db.session.add(held)
    db.session.flush()
    audit.record(
        actor,
        "manifest.held",
        "device",
        device.public_id,
        chain=device.scope_code,
        details={"record": held.public_id, "code": why.held_for, "digest": read.digest},
    )
    return held


def _there(read: ReadManifest, device: Device) -> HeldManifest | None:
    statement = select(HeldManifest).where(
        HeldManifest.device_id == device.id,
        HeldManifest.uuid == read.manifest.visit,
        HeldManifest.digest == read.digest,
    )
    return db.session.scalar(statement)


def settled(read: ReadManifest, device: Device) -> HeldManifest | None:
    """Return the very record where a decision keeps it out, whatever the rules say by now."""
    there = _there(read, device)
    is_out = there is not None and there.state in (HeldState.DISMISSED, HeldState.REPLACED)
    # of two records under one number, the other one stands in its way anyhow
    return there if there and is_out and there.held_for is not HeldFor.DIFFERS else None


def sent_of(held: HeldManifest) -> Sent:
    """Return the request that brought a record."""
    return Sent(
        device=held.device.public_id,
        method="PUT",
        path=held.path,
        body=held.body.encode(),
        signed_at=held.signed_at,
        signature=held.signature,
        from_file=True,
    )


def dismiss(held: HeldManifest, *, reason: str, actor: Viewer) -> None:
    """Decide that a record is not entered; it stays in the archive as it came."""
    require_scope(actor, held.scope_code)
    _decide(held, HeldState.DISMISSED, reason=reason, actor=actor)


def enter_after_all(held: HeldManifest, *, reason: str, actor: Viewer) -> Visit:
    """Enter a record that was kept apart: as its visit, or as a correction of the other one.

    The rules hold as ever: raises `Refused` where one still stands against it.
    """
    require_scope(actor, held.scope_code)
    read, device = read_manifest(held.body.encode(), held.uuid), locked(held.device_id)
    _require_waiting(held)
    stands = _what_stands(held, read, device, actor)
    if stands is not None:
        visit = _as_correction(stands, read, device, reason=reason, actor=actor)
    else:
        visit = _as_visit(held, read, device)
    held.visit_id = visit.id
    _decide(held, HeldState.ENTERED, reason=reason, actor=actor)
    return visit


def _as_visit(held: HeldManifest, read: ReadManifest, device: Device) -> Visit:
    try:
        manifest, _is_new = enter_manifest(read, device, sent_of(held))
    except NotEntered as against:
        held.held_for, held.refusals = against.held_for, against.refusals
        known = [
            Refusal(one["code"], about=str(one.get("about") or ""))
            for one in against.refusals
            if one["code"] in RULES
        ]
        if known:
            raise Refused(known) from against
        raise BadInput(against.held_for.value, _("It still can't be entered.")) from against
    return manifest.version.visit


def _what_stands(
    held: HeldManifest, read: ReadManifest, device: Device, actor: Viewer
) -> Visit | None:
    """Return the visit that a record would correct once more, None where nothing stands yet."""
    if {"code": "changed_meanwhile"} in held.refusals:
        before = amended_by(read.manifest, device, actor).version
        return before.visit if before else None
    if held.held_for is not HeldFor.DIFFERS:
        return None
    other = version_by_uuid(actor, held.uuid)
    if other is None:
        raise BadInput("visit_differs", _("The other record lies in another district."))
    return other.visit


def _as_correction(
    visit: Visit, read: ReadManifest, device: Device, *, reason: str, actor: Viewer
) -> Visit:
    """Lock what the other copy says as a further version of the visit that stands."""
    newest = visit.versions[-1]
    evidence = [one.evidence for one in newest.files]
    more = evidence_here(
        device, read.manifest.files, site=visit.site, visit=visit, account_id=actor.account_id
    )
    files = [*evidence, *(one for one in more.values() if one not in evidence)]
    wanted = replace(wanted_visit(read.manifest), uuid="", sweep=newest.sweep or "")
    return amend_visit(visit, wanted, files, reason=reason, based_on=newest.number, actor=actor)


def _require_waiting(held: HeldManifest) -> None:
    if held.state is not HeldState.WAITING:
        raise Conflict(theirs={"state": held.state.value}, yours={})


def _decide(held: HeldManifest, state: HeldState, *, reason: str, actor: Viewer) -> None:
    _require_waiting(held)
    words = reason.strip()
    if not words:
        message = _("Write the reason.")
        raise BadInput("reason", message, [{"field": "reason", "message": message}])
    held.state, held.reason = state, words
    held.decided_at, held.decided_by_person = clock.now(), actor.person_id
    db.session.flush()
    audit.record(
        actor,
        f"manifest.{state.value}",
        "device",
        held.device.public_id,
        chain=held.scope_code,
        details={"record": held.public_id, "digest": held.digest},
    )


def files_here(held: HeldManifest, digests: list[str]) -> set[str]:
    """Return which of the listed files have arrived from the same tablet."""
    statement = select(ReceivedFile.sha256).where(
        ReceivedFile.device_id == held.device_id,
        ReceivedFile.sha256.in_(digests),
        ReceivedFile.refused.is_(None),
    )
    return set(db.session.scalars(statement))
