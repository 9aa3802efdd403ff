"""A sweep's later last day, its signed statement, and why sites are missing, by the services."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app import audit
from app.db import act, db
from app.errors import BadInput, Forbidden, NotFound
from app.models.sweeps import SweepExtension, SweepSite
from app.models.visits import Visit
from app.queries.sweep_gaps import gaps_of
from app.queries.sweep_map import Shown, place_words, places
from app.services.scans import store_scan
from app.services.sweep_sites import explain_sites
from app.services.sweeps import Approval, Extension, extend_sweep, keep_signed_statement
from inspections.coverage import Gap
from inspections.refusal import Refused
from inspections.vocabulary import InspectionKind, LicenceStatus, VisitResult
from tests.app.conftest import NOON
from tests.app.factories.sweeps import *  # noqa: F403  (the sweep's fixtures)
from tests.app.factories.sweeps import fetch
from tests.app.factories.visits import png

TODAY = NOON.date()
APPROVED = Approval("沈教检〔2026〕9号", "沈阳市人民政府", TODAY)


def extend(public_id, until, actor, reason="大雪停课"):
    sweep = fetch(public_id, actor)
    paper = store_scan(png(), name="延期.png", scope_code=sweep.scope_code, actor=actor)
    extend_sweep(sweep, Extension(until, reason, APPROVED), paper, actor=actor)


def refused(deed) -> list[str]:
    with pytest.raises(Refused) as found, act():
        deed()
    return [one.code for one in found.value.refusals]


def rows(public_id, actor):
    sweep = fetch(public_id, actor)
    statement = select(SweepSite).where(SweepSite.sweep_id == sweep.id).order_by(SweepSite.id)
    return list(db.session.scalars(statement))


def test_an_open_sweep_gets_a_later_last_day_with_its_paper(walked, crew):
    with act():
        extend(walked, date(2026, 12, 4), crew.leader1)

    sweep = fetch(walked, crew.leader1)
    one = sweep.extensions[0]
    assert sweep.ends_on == date(2026, 12, 4)
    assert (one.ended_on, one.until, one.reason) == (
        date(2026, 11, 27), date(2026, 12, 4), "大雪停课",
    )  # fmt: skip
    assert audit.verify({}).ok


def test_an_earlier_day_and_a_missing_reason_are_both_refused_and_nothing_is_kept(walked, crew):
    found = refused(lambda: extend(walked, date(2026, 11, 20), crew.leader1, reason=" "))

    assert found == ["sweeps.extension_is_later", "sweeps.reason_is_given"]
    assert db.session.scalars(select(SweepExtension)).all() == []


def test_only_who_approves_plans_of_the_ordering_office_extends(walked, crew):
    with pytest.raises(Forbidden), act():
        extend(walked, date(2026, 12, 4), crew.officer1)
    with pytest.raises(NotFound), act():
        extend(walked, date(2026, 12, 4), crew.leader2)


def test_a_sweep_that_is_not_closed_keeps_no_signed_statement(walked, crew):
    def sign():
        sweep = fetch(walked, crew.leader1)
        paper = store_scan(png(), name="报告.png", scope_code="210100", actor=crew.leader1)
        keep_signed_statement(sweep, paper, signed_on=TODAY, actor=crew.leader1)

    assert refused(sign) == ["sweeps.step_fits_state"]


def test_a_missing_site_says_why(walked, crew):
    with act():
        first, second, third, *_rest = rows(walked, crew.leader1)
        for row in (first, second, third):
            row.site.lng_wgs84, row.site.lat_wgs84 = 123.4, 41.785
        explain_sites(
            fetch(walked, crew.leader1), [first.id], note="两次上门无人，今晚再去",
            actor=crew.inspector1,
        )  # fmt: skip
        second.institution.licence_status = LicenceStatus.DEREGISTERED
        db.session.add(
            Visit(
                site_id=third.site_id, scope_code=third.scope_code, kind=InspectionKind.DAILY,
                happened_on=TODAY, result=VisitResult.CLOSED_PREMISES, findings=0,
                recorded_at=NOON,
            )
        )  # fmt: skip

    found = gaps_of(fetch(walked, crew.leader1), rows(walked, crew.leader1)[:4])

    assert [found[row].gap for row in sorted(found)] == [
        Gap.EXPLAINED, Gap.DEREGISTERED, Gap.TRIED, Gap.NO_POINT,
    ]  # fmt: skip
    assert (found[third.id].tried_on, found[third.id].result) == (
        TODAY, VisitResult.CLOSED_PREMISES,
    )  # fmt: skip


def test_words_about_a_foreign_or_finished_site_change_nothing(walked, crew):
    theirs = [row.id for row in rows(walked, crew.leader1) if row.scope_code == "210103"]

    with pytest.raises(BadInput) as told, act():
        explain_sites(fetch(walked, crew.leader1), theirs, note="停业", actor=crew.inspector1)

    assert told.value.code == "nothing_chosen"
    assert not any(row.note for row in rows(walked, crew.leader1))


def test_the_map_holds_the_sites_with_a_point_missing_apart_from_done(walked, crew):
    with act():
        first, second, other, *_more = rows(walked, crew.leader1)
        other = rows(walked, crew.leader1)[-1]
        for row in (first, second, other):
            row.site.lng_wgs84, row.site.lat_wgs84 = 123.4, 41.785
        visit = Visit(
            site_id=first.site_id, scope_code=first.scope_code, kind=InspectionKind.SPECIAL,
            happened_on=TODAY - timedelta(days=0), result=VisitResult.REFUSED_ENTRY, findings=0,
            recorded_at=NOON,
        )  # fmt: skip
        db.session.add(visit)
        db.session.flush()
        first.visit_id, first.result, first.visited_on = visit.id, visit.result, TODAY
    sweep = fetch(walked, crew.leader1)

    counts = {
        (viewer.name, shown): len(places(sweep, viewer, shown))
        for viewer in (crew.leader1, crew.officer2)
        for shown in Shown
    }

    assert [counts["leader1", shown] for shown in Shown] == [3, 2, 1]
    assert [counts["officer2", shown] for shown in Shown] == [1, 1, 0]
    words = place_words(sweep, crew.officer2, [first.site.public_id, other.site.public_id])
    assert list(words) == [other.site.public_id]
