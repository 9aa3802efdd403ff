"""Ending a listing early takes two persons, a reason and a document."""

import threading
from dataclasses import replace
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from app import audit
from app.db import act, db
from app.errors import BadInput, Forbidden, NotFound
from app.models.audit import AuditEvent
from app.models.blacklist import ListingEvent
from app.row_security import as_system
from app.services.blacklist import (
    EndingCase,
    approve_listing,
    propose_ending,
    propose_listing,
    publish_listing,
    take_step,
)
from inspections.refusal import Refused
from inspections.vocabulary import Ending, ListingState, SetAsideReason
from tests.app.factories.blacklist import make_draft, make_scan

NAMES = ("officer1", "officer2", "approver1", "approver2", "publisher1", "leader1")


def codes(caught):
    return [refusal.code for refusal in caught.value.refusals]


@pytest.fixture
def people(people):
    """The viewers, read before a test's own transaction holds SQLite's one lock."""
    return SimpleNamespace(**{name: getattr(people, name) for name in NAMES})


@pytest.fixture
def listed(desk, people):
    with act():
        listing = make_draft(people.officer1)
        propose_listing(listing.public_id, actor=people.officer1)
    with act():
        approve_listing(listing.public_id, actor=people.approver1)
    with act():
        publish_listing(listing, actor=people.publisher1, edition=1)
    return listing


def case(**changes):
    given = {
        "reason": "决定已被撤销。",
        "category": SetAsideReason.DECISION_REVOKED,
        "scan": make_scan(),
    }
    return EndingCase(**given | changes)


@pytest.fixture
def proposed(listed, people):
    with act():
        propose_ending(listed.public_id, "propose_revocation", case(), actor=people.officer1)
    return listed


def test_a_proposed_ending_changes_nothing_yet(proposed):
    assert proposed.state is ListingState.LISTED
    assert (proposed.ending, proposed.ended_on) == (Ending.SET_ASIDE, None)


def test_two_persons_set_a_listing_aside(proposed, people):
    with act():
        take_step(proposed.public_id, "revoke", actor=people.approver2)

    assert (proposed.state, proposed.end_reason) == (ListingState.REVOKED, "决定已被撤销。")
    assert proposed.ended_by_person == people.approver2.person_id
    verbs = db.session.scalars(
        select(AuditEvent.verb)
        .where(AuditEvent.object_id == proposed.public_id)
        .order_by(AuditEvent.id)
    ).all()
    assert verbs[-2:] == ["listing.revocation_proposed", "listing.revoked"]
    assert audit.verify({}).ok


def test_nobody_ends_a_listing_alone(listed, people):
    with act():
        propose_ending(listed.public_id, "propose_revocation", case(), actor=people.approver1)

    with pytest.raises(Refused) as caught, act():
        take_step(listed.public_id, "revoke", actor=people.approver1)

    assert codes(caught) == ["blacklist.ending_is_by_another_person"]
    assert listed.state is ListingState.LISTED


def test_without_a_proposal_nothing_is_approved(listed, people):
    with pytest.raises(Refused) as caught, act():
        take_step(listed.public_id, "revoke", actor=people.approver1)

    assert "blacklist.setting_aside_is_proposed" in codes(caught)


def test_an_officer_proposes_and_does_not_approve(proposed, people):
    with pytest.raises(Forbidden), act():
        take_step(proposed.public_id, "revoke", actor=people.officer1)


def test_another_districts_listing_is_not_found(listed, people):
    with pytest.raises(NotFound), act():
        propose_ending(listed.public_id, "propose_revocation", case(), actor=people.officer2)


def test_a_proposal_takes_no_short_cut(listed, people):
    with pytest.raises(NotFound), act():
        take_step(listed.public_id, "propose_revocation", actor=people.officer1)


def test_everything_that_an_ending_lacks_is_told_at_once(listed, people):
    with pytest.raises(BadInput) as caught, act():
        bare = EndingCase(reason=" ")
        propose_ending(listed.public_id, "propose_revocation", bare, actor=people.officer1)

    assert [one["field"] for one in caught.value.fields] == ["reason", "category", "scan"]


def test_an_early_removal_waits_for_the_shortest_term(listed, people):
    with pytest.raises(Refused) as caught, act():
        propose_ending(listed.public_id, "propose_removal", case(), actor=people.officer1)

    assert caught.value.refusals[0].until.isoformat() == "2027-11-12"


def test_a_listing_that_is_kept_can_be_proposed_anew(proposed, people):
    with act():
        take_step(proposed.public_id, "keep", actor=people.leader1, reason="文书不符。")
    assert (proposed.state, proposed.ending, proposed.ending_scan_id) == (
        ListingState.LISTED,
        None,
        None,
    )
    assert proposed.published_by_person == people.publisher1.person_id

    with act():
        propose_ending(proposed.public_id, "propose_revocation", case(), actor=people.approver1)
    with act():
        take_step(proposed.public_id, "revoke", actor=people.leader1)
    assert proposed.state is ListingState.REVOKED


def test_a_second_proposal_is_refused(proposed, people):
    with pytest.raises(Refused) as caught, act():
        propose_ending(proposed.public_id, "propose_revocation", case(), actor=people.approver1)

    assert codes(caught) == ["blacklist.no_ending_is_proposed"]


ENDED = "ended_on = '2026-11-19', end_reason = 'x'"
WRONG = {
    "ended by the one who proposed it": f"state = 'revoked', {ENDED}, "
    "ended_by_person = ending_proposed_by_person",
    "set aside without the kind of reason": f"state = 'revoked', {ENDED}, "
    "ended_by_person = approved_by_person, ending_category = null",
    "removed though setting aside was proposed": f"state = 'removed', {ENDED}, "
    "ended_by_person = approved_by_person",
    "set aside without a proposal": f"state = 'revoked', {ENDED}, "
    "ended_by_person = approved_by_person, ending = null",
    "ending without a document": "ending_scan_id = null",
    "ending without a reason": "ending_reason = null",
    "ending that nobody proposed": "ending_proposed_by_person = null",
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG.keys())
def test_the_database_refuses(proposed, change):
    statement = text(f"update listings set {change} where id = :id")

    with pytest.raises(IntegrityError), act():
        db.session.execute(statement, {"id": proposed.id})


@pytest.mark.parametrize(("who", "count"), [("approver2", 1), ("proposer", 0)])
def test_twenty_approvals_at_once(desk, proposed, people, who, count):
    """By another person exactly one goes through, by the proposer none."""
    same = replace(people.approver2, person_id=people.officer1.person_id)
    actor = same if who == "proposer" else people.approver2
    public_id, outcomes = proposed.public_id, []

    def approve():
        with desk.app_context(), as_system():
            try:
                with act():
                    take_step(public_id, "revoke", actor=actor)
                outcomes.append("done")
            except Refused:
                outcomes.append("refused")
            finally:
                db.session.remove()

    threads = [threading.Thread(target=approve) for _ in range(20)]
    db.session.remove()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (outcomes.count("done"), len(outcomes)) == (count, 20)
    steps = select(func.count()).select_from(ListingEvent).where(ListingEvent.step == "revoke")
    assert db.session.scalar(steps) == count
