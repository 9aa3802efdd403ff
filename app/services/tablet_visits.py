"""A visit as a tablet sends it: entered once by the same service as at the desk, or kept apart."""

from dataclasses import replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app import clock
from app.access import Viewer
from app.db import db
from app.errors import BadInput, Conflict, NotFound
from app.models.devices import Device, ManifestFile, VisitManifest
from app.models.sites import Site
from app.models.sweeps import Sweep
from app.models.visits import EvidenceFile, Visit, VisitVersion
from app.queries.visits import site_by_public_id
from app.services.places import NewPlace, enter_place
from app.services.register_checks import InvalidInstitution
from app.services.tablet_amends import amended_by, settle_replaced
from app.services.tablet_authors import NotAnOfficer, author_on
from app.services.tablet_confirmations import flags_at_receipt
from app.services.tablet_devices import Sent
from app.services.tablet_evidence import evidence_here
from app.services.tablet_manifest import ListedFile, Manifest, moment_of
from app.services.tablet_reading import ReadManifest, sealed_visit, wanted_visit
from app.services.tablet_receipts import iso, signed_receipt
from app.services.visits import AlreadyEntered, EnteredOtherwise, amend_visit, enter_visit
from inspections.refusal import Refused
from inspections.tablets import HeldFor
from inspections.vocabulary import Datum


class NotEntered(Exception):
    """A manifest that can't be entered: why, with the codes of what stands against it."""

    def __init__(
        self, held_for: HeldFor, refusals: list[dict[str, Any]], stored: str | None = None
    ) -> None:
        super().__init__(held_for.value)
        self.held_for = held_for
        self.refusals = refusals
        self.stored = stored


def enter_manifest(read: ReadManifest, device: Device, sent: Sent) -> tuple[VisitManifest, bool]:
    """Enter a visit, or find that it was; return its manifest and whether it is new.

    The tablet's row is locked by the caller. Raises `NotEntered`; then nothing was changed.
    """
    there = _there(read, device)
    if there is not None:
        return there, False
    try:
        with db.session.begin_nested():
            actor = author_on(device, read.manifest.author, at=moment_of(read.manifest.started_at))
            return _enter(read, device, sent, actor=actor), True
    except AlreadyEntered as entered:
        # another transaction was quicker: what it stored is seen now
        there = _there(read, device)
        if there is None:
            raise _differs(read, None) from entered
        return there, False
    except EnteredOtherwise as entered:
        raise _differs(read, _digest_under(read)) from entered
    except IntegrityError as fault:
        # the id stands in a district that this transaction doesn't see
        raise _differs(read, None) from fault
    except NotAnOfficer as fault:
        raise NotEntered(HeldFor.NOT_OFFICER, [{"code": "author"}]) from fault
    except NotFound as fault:
        raise NotEntered(HeldFor.OUT_OF_AREA, [{"code": "site"}]) from fault
    except Refused as refused:
        against = [
            {"code": one.code, "about": one.about, "until": one.until and one.until.isoformat()}
            for one in refused.refusals
        ]
        raise NotEntered(HeldFor.REFUSED, against) from refused
    except Conflict as fault:
        raise NotEntered(HeldFor.REFUSED, [{"code": "changed_meanwhile"}]) from fault
    except BadInput as fault:
        raise NotEntered(HeldFor.REFUSED, [{"code": fault.code}]) from fault
    except InvalidInstitution as fault:
        against = [{"code": problem.code, "about": problem.about} for problem in fault.problems]
        raise NotEntered(HeldFor.REFUSED, against) from fault


def _there(read: ReadManifest, device: Device) -> VisitManifest | None:
    """Return what was entered under this id; raises `NotEntered` where that says something else."""
    statement = select(VisitManifest).where(VisitManifest.uuid == read.manifest.visit)
    found = db.session.scalar(statement)
    if found is None:
        return None
    if found.digest != read.digest or found.device_id != device.id:
        own = found.device_id == device.id
        raise _differs(read, found.digest if own else None)
    return found


def _differs(read: ReadManifest, stored: str | None) -> NotEntered:
    return NotEntered(HeldFor.DIFFERS, [{"code": "visit_differs"}], stored)


def _digest_under(read: ReadManifest) -> str | None:
    statement = select(VisitVersion.digest).where(VisitVersion.uuid == read.manifest.visit)
    return db.session.scalar(statement)


def _enter(read: ReadManifest, device: Device, sent: Sent, *, actor: Viewer) -> VisitManifest:
    manifest = read.manifest
    amended = amended_by(manifest, device, actor)
    before = amended.version
    if before and manifest.site not in (None, before.visit.site.public_id):
        raise BadInput("site_differs", "a correction stays at its site")
    site = before.visit.site if before else _site(manifest, actor)
    wanted, sealed = wanted_visit(manifest), sealed_visit(read, device, sent)
    if not wanted.ground and wanted.sweep:
        wanted = replace(wanted, ground=_plan_no(wanted.sweep))
    evidence = evidence_here(
        device,
        manifest.files,
        site=site,
        visit=before.visit if before else None,
        account_id=actor.account_id,
    )
    arrived = list(evidence.values())
    if before is None:
        visit = enter_visit(site, wanted, arrived, actor=actor, sealed=sealed)
    else:
        visit = amend_visit(
            before.visit,
            wanted,
            arrived,
            reason=manifest.reason or "",
            based_on=before.number,
            actor=actor,
            sealed=sealed,
        )
    settle_replaced(amended, visit, reason=manifest.reason or "", actor=actor)
    return _keep(visit, read, device, sent, evidence)


def _site(manifest: Manifest, actor: Viewer) -> Site:
    """Return the site that was visited; a place on no register is entered with its record."""
    if manifest.site is not None:
        return site_by_public_id(actor, manifest.site)
    place = manifest.place
    if place is None:
        raise NotFound
    has_point = None not in (place.lng_wgs84, place.lat_wgs84)
    wanted = NewPlace(
        address=place.address,
        district_code=place.district_code,
        label=place.name,
        lng=place.lng_wgs84 if has_point else None,
        lat=place.lat_wgs84 if has_point else None,
        datum=Datum.WGS84.value if has_point else None,
    )
    # a point outside the district is what the tablet measured: shown on the map, not refused
    return enter_place(wanted, actor=actor, confirmed=True)


def _plan_no(sweep: str) -> str:
    return db.session.scalar(select(Sweep.plan_no).where(Sweep.public_id == sweep)) or ""


def _keep(
    visit: Visit,
    read: ReadManifest,
    device: Device,
    sent: Sent,
    evidence: dict[str, EvidenceFile],
) -> VisitManifest:
    """Keep the manifest with its first signature and the receipt that every sending gets."""
    manifest, moment = read.manifest, visit.versions[-1].recorded_at
    day = clock.local_day(moment)
    kept = VisitManifest(
        version=visit.versions[-1],
        device_id=device.id,
        uuid=manifest.visit,
        scope_code=visit.scope_code,
        digest=read.digest,
        device_sequence=manifest.device_sequence,
        body=read.body.decode(),
        path=sent.path[:200],
        signed_at=sent.signed_at,
        signature=sent.signature[:120],
        received_at=moment,
        received_on=day,
        running=_next_running(visit.scope_code, day),
        flags=[
            flag.value for flag in flags_at_receipt(manifest, read.document, sent, moment=moment)
        ],
        files=[_listed(one, device, evidence) for one in manifest.files],
    )
    kept.answer = signed_receipt(
        {
            "visit": manifest.visit,
            "site": visit.site.public_id,
            "manifest": read.digest,
            "files": [one.sha256 for one in manifest.files],
            "sequence": manifest.device_sequence,
            "number": kept.number,
            "received_at": iso(moment),
        }
    )
    db.session.add(kept)
    db.session.flush()
    return kept


def _next_running(scope_code: str, day: Any) -> int:
    """Return the next number of a district's day; the district's audit head is locked by now."""
    statement = select(func.max(VisitManifest.running)).where(
        VisitManifest.scope_code == scope_code, VisitManifest.received_on == day
    )
    return (db.session.scalar(statement) or 0) + 1


def _listed(one: ListedFile, device: Device, evidence: dict[str, EvidenceFile]) -> ManifestFile:
    here = evidence.get(one.sha256)
    return ManifestFile(
        device_id=device.id,
        sha256=one.sha256,
        size=one.bytes,
        role=one.role,
        mark=one.mark,
        item=one.item,
        name=one.name,
        taken_at=one.taken_at,
        lng_wgs84=one.position.lng_wgs84 if one.position else None,
        lat_wgs84=one.position.lat_wgs84 if one.position else None,
        evidence_id=here.id if here else None,
    )
