"""Visits: entered once as a locked document, corrected only by a further version with a reason."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.access import Viewer
from app.db import db
from app.errors import Conflict
from app.models.sites import Site
from app.models.visits import EvidenceFile, Visit, VisitVersion
from app.scope import require_scope
from app.services.order_rechecks import recheck_orders
from app.services.sweep_sites import settle
from app.services.visit_documents import (
    NewVisit,
    Sealed,
    answers_of,
    comparable,
    rechecks_in,
    says_the_same,
)
from app.services.visit_judging import judge
from app.services.visit_sweeps import sweep_named
from app.services.visit_versions import lock, new_version


class AlreadyEntered(Exception):
    """This very record is locked already; `visit` is where it stands."""

    def __init__(self, visit: Visit) -> None:
        super().__init__("entered already")
        self.visit = visit


class EnteredOtherwise(Exception):
    """Another record is locked under this uuid; what was sent now isn't in it."""

    def __init__(self, visit: Visit) -> None:
        super().__init__("entered otherwise")
        self.visit = visit


def enter_visit(
    site: Site,
    wanted: NewVisit,
    evidence: Sequence[EvidenceFile],
    *,
    actor: Viewer,
    sealed: Sealed | None = None,
) -> Visit:
    """Lock the record of a visit; raises `Refused` with every reason against it.

    Raises `AlreadyEntered` where it is there, however often it is sent, and `EnteredOtherwise`
    where its uuid belongs to a record that says something else: neither is ever dropped.
    What a tablet locked comes `sealed`, and is kept in exactly its words.
    """
    require_scope(actor, site.scope_code)
    _refuse_twice(site, wanted, evidence, sealed)
    judged = judge(site, wanted, evidence, sealed=sealed)
    visit = Visit(
        site=site,
        scope_code=site.scope_code,
        kind=wanted.kind,
        happened_on=wanted.happened_on,
        result=judged.result,
        findings=judged.findings,
        recorded_at=judged.recorded_at,
        newest=1,
    )
    version = new_version(
        visit, wanted, judged, evidence, account_id=actor.account_id, sealed=sealed
    )
    try:
        with db.session.begin_nested():
            db.session.add(visit)
            lock("visit.entered", version, evidence, actor=actor)
            recheck_orders(visit, wanted.rechecks, actor=actor)
    except IntegrityError:
        _refuse_twice(site, wanted, evidence, sealed)
        raise
    _settle(visit, wanted, actor=actor)
    return visit


def amend_visit(
    visit: Visit,
    wanted: NewVisit,
    evidence: Sequence[EvidenceFile],
    *,
    reason: str,
    based_on: int,
    actor: Viewer,
    sealed: Sealed | None = None,
) -> Visit:
    """Lock a further version, with its reason; the earlier ones stay as they are.

    Raises `Conflict` when somebody else amended the visit since version `based_on`.
    """
    require_scope(actor, visit.scope_code)
    visit = db.session.scalars(
        select(Visit)
        .where(Visit.id == visit.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    before = visit.versions[-1]
    wanted = replace(wanted, sweep=before.sweep or "")
    if sealed is None:  # the desk's form corrects the record, not what was found of the orders
        wanted = replace(wanted, rechecks=rechecks_in(before.document))
    judged = judge(visit.site, wanted, evidence, sealed=sealed, reason=reason, amends=True)
    if visit.newest != based_on:
        raise Conflict(theirs=comparable(before.document), yours=comparable(answers_of(wanted)))
    visit.result = judged.result
    visit.kind, visit.happened_on = wanted.kind, wanted.happened_on
    visit.findings, visit.newest = judged.findings, before.number + 1
    version = new_version(
        visit, wanted, judged, evidence, account_id=actor.account_id, sealed=sealed, before=before
    )
    lock("visit.amended", version, evidence, actor=actor, before=before)
    recheck_orders(visit, wanted.rechecks, actor=actor)
    _settle(visit, wanted, actor=actor)
    return visit


def _settle(visit: Visit, wanted: NewVisit, *, actor: Viewer) -> None:
    """Write the outcome into the sweep that the visit was made in."""
    sweep = sweep_named(wanted.sweep)
    if sweep is not None:
        settle(sweep, visit, actor=actor)


def _refuse_twice(
    site: Site, wanted: NewVisit, evidence: Sequence[EvidenceFile], sealed: Sealed | None
) -> None:
    if not wanted.uuid:
        return
    there = db.session.scalar(select(VisitVersion).where(VisitVersion.uuid == wanted.uuid))
    if there is None:
        return
    same = (
        there.digest == sealed.digest
        if sealed
        else says_the_same(there.document, site, wanted, evidence)
    )
    if same:
        raise AlreadyEntered(there.visit)
    raise EnteredOtherwise(there.visit)
