"""Visits are locked when they are entered, on both databases."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from app.audit import canonical
from app.db import act, db
from app.errors import Conflict, NotFound
from app.models.audit import AuditEvent
from app.models.visits import PendingFile, Visit, VisitVersion
from app.queries import visits as visits_query
from app.row_security import as_system
from app.services.visits import AlreadyEntered, amend_visit, enter_visit
from inspections.checklists import GivenAnswer
from inspections.refusal import Refused
from inspections.vocabulary import Answer, VisitResult
from tests.app.factories.visits import (
    all_yes,
    complete_visit,
    make_evidence,
    make_site,
    make_visit,
    person_of,
)

NO = GivenAnswer(Answer.NO, "价目表写明一次收6个月")


@pytest.fixture
def people(people):
    """Looked up once: inside an act a second session would wait for the first."""
    names = ("officer1", "officer2", "inspector1", "reviewer1", "leader1")
    return SimpleNamespace(**{name: getattr(people, name) for name in names})


def codes(refused):
    return [refusal.code for refusal in refused.value.refusals]


def test_a_visit_is_entered_with_its_document_and_one_audit_event(desk, people):
    with act():
        site = make_site()
        visit = make_visit(site, people.officer1)

    version = visits_query.versions_of(visit)[0]
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.verb == "visit.entered")).one()
    assert (visit.result, visit.findings, visit.newest) == (VisitResult.COMPLIANT, 0, 1)
    assert version.author.display == "周拟衡"
    assert version.author_certificate == "拟辽210102001"
    assert len(version.answers) == 42
    assert event.object_id == visit.public_id
    assert event.details["digest"] == version.digest
    assert event.chain == "210102"


def test_the_digest_is_that_of_the_stored_document(desk, people):
    with act():
        visit = make_visit(make_site(), people.officer1)
    db.session.expire_all()

    version = visits_query.versions_of(visit)[0]

    assert hashlib.sha256(canonical(version.document)).hexdigest() == version.digest


def test_a_no_is_counted_and_kept_with_what_was_seen(desk, people):
    with act():
        site = make_site()
        visit = make_visit(
            site,
            people.officer1,
            result=VisitResult.CORRECTION_ORDERED,
            answers=all_yes(site, prepaid_span=NO),
        )

    answers = {one.item: one for one in visits_query.versions_of(visit)[0].answers}
    assert visit.findings == 1
    assert answers["prepaid_span"].seen == "价目表写明一次收6个月"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"happened_on": date(2026, 11, 20)}, "visits.day_has_come"),
        ({"result": VisitResult.CORRECTION_ORDERED}, "visits.result_agrees_with_findings"),
        ({"ground": None}, "visits.ground_is_named"),
        ({"result": None}, "visits.result_is_stated"),
    ],
)
def test_nothing_is_written_of_a_refused_visit(desk, people, changes, code):
    with pytest.raises(Refused) as refused, act():
        make_visit(make_site(), people.officer1, **changes)

    assert code in codes(refused)
    assert db.session.scalars(select(Visit)).all() == []


def test_one_person_twice_is_refused(desk, people):
    same = person_of("inspector1")

    with pytest.raises(Refused) as refused, act():
        make_visit(make_site(), people.officer1, author=same, second_officer=same)

    assert codes(refused) == ["visits.two_officers_were_present"]


def test_the_certificate_counts_on_the_day_of_the_visit(desk, people):
    reviewer = person_of("reviewer1")

    with pytest.raises(Refused) as refused, act():
        make_visit(make_site(), people.officer1, second_officer=reviewer)

    assert codes(refused) == ["visits.officers_were_certified"]


def test_a_site_of_another_district_is_not_found(desk, people):
    with act():
        site = make_site("210103")
        scan = make_evidence(site, people.officer2)
        wanted = complete_visit(site)

    with pytest.raises(NotFound), act():
        enter_visit(site, wanted, [scan], actor=people.officer1)


def test_a_correction_is_a_further_version_and_leaves_the_first_as_it_was(desk, people):
    with act():
        site = make_site()
        visit = make_visit(site, people.officer1)
        first = visits_query.versions_of(visit)[0]
        before = (first.digest, dict(first.document))
    with act():
        amend_visit(
            visit,
            complete_visit(
                site,
                answers=all_yes(site, prepaid_span=NO),
                result=VisitResult.CORRECTED_ON_SITE,
            ),
            [one.evidence for one in first.files],
            reason="笔录第二页漏录",
            based_on=1,
            actor=people.officer1,
        )

    newest, oldest = visits_query.versions_of(visit)
    assert (visit.newest, visit.result) == (2, VisitResult.CORRECTED_ON_SITE)
    assert (newest.amends, newest.reason) == (oldest.uuid, "笔录第二页漏录")
    assert (oldest.digest, oldest.document) == before
    assert newest.files[0].evidence.file.sha256 == oldest.files[0].evidence.file.sha256


def test_a_correction_without_reason_is_refused(desk, people):
    with act():
        site = make_site()
        visit = make_visit(site, people.officer1)
        files = [one.evidence for one in visits_query.versions_of(visit)[0].files]

    with pytest.raises(Refused) as refused, act():
        amend_visit(
            visit, complete_visit(site), files, reason=" ", based_on=1, actor=people.officer1
        )

    assert codes(refused) == ["visits.amendment_says_why"]


def test_two_corrections_of_the_same_version_meet(desk, people):
    with act():
        site = make_site()
        visit = make_visit(site, people.officer1)
        files = [one.evidence for one in visits_query.versions_of(visit)[0].files]
    for_both = {"wanted": complete_visit(site, note="补充"), "evidence": files}
    with act():
        amend_visit(visit, **for_both, reason="一", based_on=1, actor=people.officer1)

    with pytest.raises(Conflict) as met, act():
        amend_visit(visit, **for_both, reason="二", based_on=1, actor=people.inspector1)

    assert met.value.theirs["reason"] == "一"


@pytest.mark.parametrize("table", ["visit_versions", "visit_answers", "visit_files"])
@pytest.mark.parametrize("deed", ["update {} set id = id + 1000", "delete from {}"])
def test_the_database_refuses_to_change_a_locked_record(desk, people, table, deed):
    with act():
        make_visit(make_site(), people.officer1)

    with pytest.raises(DatabaseError), act():
        db.session.execute(text(deed.format(table)))


def test_the_database_refuses_one_person_as_two_officers(desk, people):
    with act():
        visit = make_visit(make_site(), people.officer1)
        version = db.session.scalars(select(VisitVersion)).one()
        columns = {column.name: getattr(version, column.name) for column in version.__table__.c}

    columns.update(id=999, number=2, uuid="other", reason="x", second_officer_id=version.author_id)
    with pytest.raises(DatabaseError), act():
        db.session.execute(VisitVersion.__table__.insert().values(columns))
    assert visit.newest == 1


def test_files_of_a_form_belong_to_the_visit_once_it_is_entered(desk, people):
    with act():
        site = make_site()
        scan = make_evidence(site, people.officer1)
        db.session.add(
            PendingFile(
                draft="d",
                account_id=people.officer1.account_id,
                site_id=site.id,
                evidence=scan,
                arrived_at=scan.file.stored_at,
            )
        )
    with act():
        enter_visit(site, complete_visit(site), [scan], actor=people.officer1)

    assert db.session.scalars(select(PendingFile)).all() == []


def test_the_institutions_visits_are_listed_the_latest_first(desk, people):
    with act():
        site = make_site()
        earlier = make_visit(site, people.officer1, happened_on=date(2026, 11, 10))
        later = make_visit(site, people.officer1)

    found = visits_query.visits_of_institution(people.leader1, site.institution_id)

    assert [visit.id for visit in found] == [later.id, earlier.id]
    assert visits_query.visits_of_institution(people.officer2, site.institution_id) == []


def test_only_certificates_of_that_day_are_offered(desk, people):
    with act():
        site = make_site()

    offered = visits_query.officers_certified_on(people.officer1, site, date(2026, 11, 18))
    before = visits_query.officers_certified_on(people.officer1, site, date(2020, 1, 1))

    assert {choice.name for choice in offered} == {"周拟衡", "李拟安", "何拟清"}
    assert before == []


def test_ten_senders_of_one_record_at_once_make_one(desk, people):
    with act():
        site = make_site()
        public_id = site.public_id
        wanted = complete_visit(site, uuid="11111111-2222-5333-8444-555555555555", signing=None)
        wanted = replace(
            wanted, result=VisitResult.CLOSED_PREMISES, answers={}, note="门上贴有转租告示"
        )
    db.session.remove()

    def send(_number):
        with desk.app_context(), as_system():
            try:
                with act():
                    place = visits_query.site_by_public_id(people.officer1, public_id)
                    return enter_visit(place, wanted, [], actor=people.officer1).public_id
            except AlreadyEntered as entered:
                return entered.visit.public_id

    with ThreadPoolExecutor(max_workers=10) as pool:
        answers = set(pool.map(send, range(10)))

    assert len(answers) == 1
    assert len(db.session.scalars(select(VisitVersion)).all()) == 1
