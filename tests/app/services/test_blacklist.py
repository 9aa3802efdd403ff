"""Listings at the services and in the database: three persons, one approval."""

import threading
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import IntegrityError

from app import audit
from app.access import system
from app.db import act, db
from app.errors import Conflict, Forbidden, NotFound
from app.models.audit import AuditEvent
from app.models.blacklist import Listing, ListingEvent
from app.row_security import as_system
from app.services.blacklist import (
    approve_listing,
    close_ended,
    expire_listings,
    propose_listing,
    publish_listing,
)
from app.services.listing_content import Subject
from app.services.listing_drafts import edit_listing
from inspections.refusal import Refused
from inspections.vocabulary import ListingState
from tests.app.factories.blacklist import CONTENT, make_draft, make_institution


def codes(caught):
    return [refusal.code for refusal in caught.value.refusals]


@pytest.fixture
def people(people):
    """The viewers, read before a test's own transaction holds SQLite's one lock."""
    names = ("officer1", "approver1", "approver2", "publisher1", "leader2")
    return SimpleNamespace(**{name: getattr(people, name) for name in names})


@pytest.fixture
def proposed(desk, people):
    with act():
        listing = make_draft(people.officer1)
        propose_listing(listing.public_id, actor=people.officer1)
    return listing


@pytest.fixture
def approved(desk, proposed, people):
    with act():
        approve_listing(proposed.public_id, actor=people.approver1)
    return proposed


@pytest.fixture
def listed(approved, people):
    with act():
        publish_listing(approved, actor=people.publisher1, edition=1)
    return approved


def test_three_persons_bring_an_entry_out(listed):
    assert listed.state is ListingState.LISTED
    assert (listed.listed_on, listed.ends_on) == (date(2026, 11, 12), date(2029, 11, 12))
    steps = db.session.scalars(select(ListingEvent.step).order_by(ListingEvent.id)).all()
    assert steps == ["draft", "propose", "approve", "publish"]
    verbs = db.session.scalars(
        select(AuditEvent.verb)
        .where(AuditEvent.object_id == listed.public_id)
        .order_by(AuditEvent.id)
    ).all()
    assert verbs == ["listing.drafted", "listing.proposed", "listing.approved", "listing.listed"]
    assert audit.verify({}).ok


def test_a_draft_without_its_decision_names_all_that_is_missing(desk, people):
    with act():
        listing = make_draft(
            people.officer1, with_scan=False, ground=None, decision_no=None, notice_served_on=None
        )

    with pytest.raises(Refused) as caught, act():
        propose_listing(listing.public_id, actor=people.officer1)

    assert codes(caught) == [
        "blacklist.ground_is_given",
        "blacklist.decision_is_complete",
        "blacklist.scan_is_there",
        "blacklist.notice_was_served",
    ]


def test_an_account_of_the_same_person_cannot_approve(desk, proposed, people):
    other_account = replace(people.approver1, person_id=people.officer1.person_id)

    with pytest.raises(Refused) as caught, act():
        approve_listing(proposed.public_id, actor=other_account)

    assert codes(caught) == ["blacklist.approver_is_another_person"]


def test_the_approver_cannot_publish(approved, people):
    with pytest.raises(Refused) as caught, act():
        publish_listing(approved, actor=people.approver1, edition=1)

    assert codes(caught) == ["blacklist.publisher_is_a_third_person"]


def test_the_system_publishes_nothing(approved):
    with pytest.raises(Refused), act():
        publish_listing(approved, actor=system("210100"), edition=1)


def test_an_officer_may_not_approve(desk, proposed, people):
    with pytest.raises(Forbidden), act():
        approve_listing(proposed.public_id, actor=people.officer1)


def test_an_entry_of_another_district_is_not_found(desk, proposed, people):
    with pytest.raises(NotFound), act():
        approve_listing(proposed.public_id, actor=people.leader2)


def test_an_approval_waits_for_the_partys_answer(desk, people):
    with act():
        listing = make_draft(
            people.officer1, notice_served_on=date(2026, 11, 13), decision_on=date(2026, 11, 18)
        )
        propose_listing(listing.public_id, actor=people.officer1)

    with pytest.raises(Refused) as caught, act():
        approve_listing(listing.public_id, actor=people.approver1)

    assert codes(caught) == ["blacklist.answer_window_is_over"]
    assert caught.value.refusals[0].until == date(2026, 11, 21)


def test_an_edit_voids_the_approval(approved, people):
    with act():
        edit_listing(
            approved.public_id,
            replace(CONTENT, decision_no="和平教罚字〔2026〕第10号"),
            version=approved.version,
            actor=people.officer1,
        )

    with pytest.raises(Refused) as caught, act():
        publish_listing(approved, actor=people.publisher1, edition=1)

    assert codes(caught) == ["blacklist.step_fits_state"]
    assert approved.approved_by_person is None


def test_what_was_changed_behind_the_services_is_not_published(approved, people):
    with act():
        db.session.execute(update(Listing).values(decision_no="另一文号"))

    with pytest.raises(Refused) as caught, act():
        publish_listing(approved, actor=people.publisher1, edition=1)

    assert codes(caught) == ["blacklist.content_is_as_approved"]


def test_a_renamed_institution_needs_a_new_approval(approved, people):
    with act():
        approved.institution.name = "沈阳拟改名培训学校"

    with pytest.raises(Refused) as caught, act():
        publish_listing(approved, actor=people.publisher1, edition=1)

    assert codes(caught) == ["blacklist.content_is_as_approved"]


def test_an_edit_over_somebody_elses_shows_both(desk, proposed, people):
    with pytest.raises(Conflict), act():
        edit_listing(proposed.public_id, CONTENT, version=1, actor=people.officer1)


def test_an_institution_has_one_open_entry(desk, people):
    with act():
        institution = make_institution()
        subject = Subject(name=institution.name, institution=institution, district_code="210102")
        make_draft(people.officer1, subject=subject)

    with pytest.raises(Refused) as caught, act():
        make_draft(people.officer1, subject=subject)

    assert codes(caught) == ["blacklist.not_listed_already"]


def test_a_person_is_never_listed(desk, people):
    with act():
        listing = make_draft(
            people.officer1, subject=Subject(name="王小明", district_code="210102")
        )

    with pytest.raises(Refused) as caught, act():
        propose_listing(listing.public_id, actor=people.officer1)

    assert codes(caught) == ["blacklist.entry_is_no_person"]


def test_an_entry_ends_by_itself_after_its_last_day(listed, desk):
    settings = desk.config["SETTINGS"]
    settings.clock_file.write_text("2029-11-13T00:30:00+08:00")

    with act():
        ended = expire_listings(actor=system("210100"))
        closed = close_ended(actor=system("210100"), edition=2)

    assert [listing.public_id for listing in ended] == [listed.public_id]
    assert closed == ended
    assert listed.closed_edition == 2


def test_a_step_is_taken_once(approved, people):
    with pytest.raises(Refused) as caught, act():
        approve_listing(approved.public_id, actor=people.approver2)

    assert codes(caught) == ["blacklist.step_fits_state"]


WRONG = {
    "approved by the proposer": "approved_by_person = proposed_by_person",
    "published by the approver": "published_by_person = approved_by_person, state = 'listed', "
    "published_at = approved_at, edition = 1",
    "published by the proposer": "published_by_person = proposed_by_person",
    "listed by nobody": "state = 'listed'",
    "without a decision number": "decision_no = null",
    "without a scan": "scan_id = null",
    "without a proposer": "proposed_by_person = null",
    "without an approver": "approved_by_person = null",
    "ended without a reason": "state = 'withdrawn', ended_on = '2026-11-19'",
    "in an invented state": "state = 'public'",
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG.keys())
def test_the_database_refuses_an_entry(approved, change):
    statement = text(f"update listings set {change} where id = :id")

    with pytest.raises(IntegrityError), act():
        db.session.execute(statement, {"id": approved.id})


def test_what_is_listed_differs_in_nothing_from_what_was_approved(listed):
    with pytest.raises(IntegrityError), act():
        db.session.execute(update(Listing).values(content_digest="0" * 64))


@pytest.mark.parametrize("who", ["officer1", "approver1"])
def test_fifty_approvals_at_once(desk, people, who):
    """By approvers exactly one goes through, by the proposer none."""
    with act():
        listing = make_draft(people.officer1)
        propose_listing(listing.public_id, actor=people.officer1)
    public_id = listing.public_id
    actor = people.approver1 if who == "approver1" else _as_approver(people)
    outcomes = []

    def approve():
        with desk.app_context(), as_system():
            try:
                with act():
                    approve_listing(public_id, actor=actor)
                outcomes.append("approved")
            except Refused:
                outcomes.append("refused")
            finally:
                db.session.remove()

    threads = [threading.Thread(target=approve) for _ in range(50)]
    db.session.remove()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(outcomes) == 50
    assert outcomes.count("approved") == (1 if who == "approver1" else 0)
    count = select(func.count()).select_from(ListingEvent).where(ListingEvent.step == "approve")
    assert db.session.scalar(count) == (1 if who == "approver1" else 0)


def _as_approver(people):
    return replace(people.approver1, person_id=people.officer1.person_id)
