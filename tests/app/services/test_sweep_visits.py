"""Visits made in a sweep: each settles its site, until the sweep can be closed."""

from datetime import date

import pytest
from sqlalchemy import select

from app import audit
from app.db import act, db
from app.models.people import Person
from app.models.sites import Site
from app.models.sweeps import Recusal, Sweep, SweepSite
from app.queries.sweeps import coverage
from app.services.sweeps import close_sweep
from app.services.visits import amend_visit
from inspections.coverage import SiteOutcome
from inspections.refusal import Refused
from inspections.sweep_facts import SweepState
from inspections.vocabulary import InspectionKind, LicenceStatus, VisitResult
from tests.app.factories.sweeps import *  # noqa: F403  (the sweep's fixtures)
from tests.app.factories.sweeps import fetch
from tests.app.factories.visits import complete_visit, make_site, make_visit

TODAY = date(2026, 11, 19)


def walk(sweep: str, site: Site, actor, **changes):
    """Enter a visit of a site in the sweep, today."""
    changes = {"kind": InspectionKind.SPECIAL, "happened_on": TODAY, **changes}
    return make_visit(site, actor, sweep=sweep, **changes)


def sites(sweep: str) -> list[Site]:
    statement = select(Site).join(SweepSite, SweepSite.site_id == Site.id)
    statement = statement.join(Sweep, Sweep.id == SweepSite.sweep_id)
    return list(db.session.scalars(statement.where(Sweep.public_id == sweep).order_by(Site.id)))


def codes(deed) -> list[str]:
    with pytest.raises(Refused) as found, act():
        deed()
    return [refusal.code for refusal in found.value.refusals]


def test_a_sweep_is_walked_to_its_end_and_its_sums_agree(walked, crew):
    with act():
        for site in sites(walked)[:5]:
            walk(walked, site, crew.leader1)
    sums = coverage(fetch(walked, crew.leader1), crew.leader1)
    assert (sums.whole.reached, sums.whole.sites) == (5, 6)
    with act():
        found = make_site("210102", name="和平拟无证托管点")
        walk(walked, found, crew.leader1)

    forgotten = codes(
        lambda: close_sweep(fetch(walked, crew.leader1), stated=(6, 7), actor=crew.leader1)
    )
    assert forgotten == ["sweeps.no_site_is_blank"]
    refused = {
        "result": VisitResult.REFUSED_ENTRY,
        "answers": {},
        "note": "负责人拒绝开门，已录像。",
    }
    with act():
        walk(walked, sites(walked)[5], crew.leader1, **refused)
    with act():
        close_sweep(fetch(walked, crew.leader1), stated=(7, 7), actor=crew.leader1)

    sweep = fetch(walked, crew.leader1)
    assert sweep.state is SweepState.CLOSED
    assert sweep.statement["outcomes"] == {
        SiteOutcome.VISITED: 6,
        SiteOutcome.CLOSED_PREMISES: 0,
        SiteOutcome.NOT_FOUND: 0,
        SiteOutcome.REFUSED_ENTRY: 1,
        SiteOutcome.MISSING: 0,
    }
    assert (sweep.statement["planned"], sweep.statement["found"]) == (6, 1)
    assert audit.verify({}).ok


def test_a_special_inspection_needs_its_sweep(walked, crew):
    site = sites(walked)[0]

    assert codes(lambda: walk("", site, crew.leader1)) == ["visits.sweep_has_an_approved_plan"]


def test_a_daily_inspection_belongs_to_no_sweep(walked, crew):
    site = sites(walked)[0]

    found = codes(lambda: walk(walked, site, crew.leader1, kind=InspectionKind.DAILY))

    assert found == ["visits.sweep_has_an_approved_plan"]


def test_no_visit_is_entered_before_the_sweep_is_open(manned, crew):
    site = sites(manned)[0]

    found = codes(lambda: walk(manned, site, crew.leader1))

    assert found == ["visits.sweep_has_an_approved_plan"]


def test_a_site_outside_the_districts_is_not_in_the_sweep(walked, crew):
    with act():
        site = make_site("210104", name="大东拟学校")

    found = codes(lambda: walk(walked, site, crew.leader1))

    assert found == ["visits.sweep_has_an_approved_plan"]


def test_a_day_outside_the_plan_is_refused(walked, crew):
    site = sites(walked)[0]

    found = codes(lambda: walk(walked, site, crew.leader1, happened_on=date(2026, 11, 18)))

    assert found == ["visits.day_is_in_the_sweep"]


def test_a_recused_officer_may_not_visit(walked, crew):
    site = sites(walked)[0]
    with act():
        leader, inspector = (
            db.session.scalars(select(Person).where(Person.display == name)).one()
            for name in ("韩拟松", "周拟衡")
        )
        db.session.add(
            Recusal(
                person_id=inspector.id,
                institution_id=site.institution_id,
                scope_code=site.scope_code,
                reason="近亲属在该机构任职",
                decided_by_person=leader.id,
                decided_on=TODAY,
            )
        )

    found = codes(lambda: walk(walked, site, crew.leader1))

    assert found == ["visits.officers_are_not_recused"]


def test_a_correction_changes_what_the_sweep_counts(walked, crew):
    site = sites(walked)[0]
    with act():
        visit = walk(walked, site, crew.leader1)
    with act():
        wanted = complete_visit(
            site,
            kind=InspectionKind.SPECIAL,
            happened_on=TODAY,
            result=VisitResult.CLOSED_PREMISES,
            answers={},
            note="门上贴有停业告示，两次上门无人。",
        )
        files = [row.evidence for row in visit.versions[-1].files]
        amend_visit(visit, wanted, files, reason="结果选错", based_on=1, actor=crew.leader1)

    row = db.session.scalars(select(SweepSite).where(SweepSite.site_id == site.id)).one()
    assert (row.result, row.visit_id) == (VisitResult.CLOSED_PREMISES, visit.id)
    assert visit.versions[-1].sweep == walked


def test_a_deregistered_institution_stays_in_the_sweep(walked, crew):
    with act():
        site = sites(walked)[0]
        site.institution.licence_status = LicenceStatus.DEREGISTERED

    assert coverage(fetch(walked, crew.leader1), crew.leader1).whole.sites == 6
