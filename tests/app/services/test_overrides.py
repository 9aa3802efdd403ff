"""The guard is overridden by two persons for exactly one change; a third publishes it."""

import threading
from dataclasses import replace
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from app import audit
from app.db import act, db
from app.errors import BadInput, Conflict, Forbidden, NotFound
from app.models.audit import AuditEvent
from app.models.blacklist import Listing
from app.models.editions import PublicationOverride, PublishedEdition
from app.queries.edition_changes import coming_changes
from app.row_security import as_system
from app.services.blacklist import approve_listing, propose_listing
from app.services.edition_drafts import prepare_edition
from app.services.editions import publish_edition
from app.services.listing_drafts import edit_listing
from app.services.overrides import ask_override, confirm_override, withdraw_override
from inspections.refusal import Refused
from inspections.vocabulary import OverrideState
from tests.app.factories.blacklist import CONTENT, make_draft

NAMES = (
    "officer1", "approver1", "approver2", "publisher1", "leader1", "leader2", "auditor1"
)  # fmt: skip


@pytest.fixture
def people(people):
    return SimpleNamespace(**{name: getattr(people, name) for name in NAMES})


def approve_some(people, count=6):
    with act():
        ids = [make_draft(people.officer1).public_id for _ in range(count)]
        for public_id in ids:
            propose_listing(public_id, actor=people.officer1)
    with act():
        for public_id in ids:
            approve_listing(public_id, actor=people.approver1)
    return ids


@pytest.fixture
def waiting(desk, people):
    return approve_some(people)


@pytest.fixture
def asked(waiting, people):
    with act():
        return ask_override("首期名单，逐条核对过。", actor=people.approver2)


def publish(actor):
    draft = prepare_edition(viewer=actor)
    with act():
        return publish_edition(draft, actor=actor)


def codes(caught):
    return [refusal.code for refusal in caught.value.refusals]


def edit_one(entry, people):
    with act():
        version = db.session.scalars(
            select(Listing.version).where(Listing.public_id == entry)
        ).one()
        content = replace(CONTENT, decision_no="和平教罚字〔2026〕第99号")
        edit_listing(entry, content, actor=people.officer1, version=version)
    with act():
        propose_listing(entry, actor=people.officer1)
    with act():
        approve_listing(entry, actor=people.approver1)


def test_three_persons_bring_a_large_change_out(asked, people):
    with act():
        confirm_override(asked.public_id, actor=people.leader1)

    published = publish(people.publisher1)

    edition = db.session.get(PublishedEdition, published.number)
    assert (published.listed, asked.state, asked.edition) == (6, OverrideState.USED, 1)
    assert edition.override_reason == "首期名单，逐条核对过。"
    assert {edition.override_person_a, edition.override_person_b} == {
        people.approver2.person_id,
        people.leader1.person_id,
    }
    verbs = db.session.scalars(
        select(AuditEvent.verb).where(AuditEvent.object_type == "override").order_by(AuditEvent.id)
    ).all()
    assert verbs == ["override.asked", "override.confirmed"]
    assert audit.verify({}).ok


def test_one_persons_word_is_not_enough(asked, people):
    with pytest.raises(Refused) as caught:
        publish(people.publisher1)

    assert codes(caught) == ["publication.large_change_is_overridden"]


def test_the_one_who_asked_does_not_confirm(asked, people):
    second_account = replace(people.leader1, person_id=people.approver2.person_id)

    with pytest.raises(Refused) as caught, act():
        confirm_override(asked.public_id, actor=second_account)

    assert codes(caught) == ["override.another_confirms"]


def test_an_edit_voids_the_request_and_makes_room_for_another(asked, waiting, people):
    edit_one(waiting[0], people)

    with pytest.raises(Refused) as caught, act():
        confirm_override(asked.public_id, actor=people.leader1)
    with act():
        anew = ask_override("改正文号后再次申请。", actor=people.approver2)

    assert codes(caught) == ["override.is_as_asked"]
    assert (asked.state, anew.state) == (OverrideState.VOID, OverrideState.ASKED)


def test_an_agreement_holds_for_nothing_but_its_change(asked, waiting, people):
    with act():
        confirm_override(asked.public_id, actor=people.leader1)
    edit_one(waiting[0], people)

    with pytest.raises(Refused) as caught:
        publish(people.publisher1)

    assert codes(caught) == ["publication.large_change_is_overridden"]


def test_an_entry_more_is_another_change(asked, people):
    with act():
        confirm_override(asked.public_id, actor=people.leader1)
    approve_some(people, 1)

    with pytest.raises(Refused):
        publish(people.publisher1)


@pytest.mark.parametrize("who", ["approver2", "leader1"])
def test_either_of_the_two_takes_it_back(asked, people, who):
    with act():
        confirm_override(asked.public_id, actor=people.leader1)
    with act():
        withdraw_override(asked.public_id, actor=getattr(people, who))

    with pytest.raises(Refused):
        publish(people.publisher1)
    assert asked.state is OverrideState.WITHDRAWN


def test_a_third_person_does_not_take_it_back(asked, people):
    with pytest.raises(Refused) as caught, act():
        withdraw_override(asked.public_id, actor=people.approver1)

    assert codes(caught) == ["override.one_of_the_two_withdraws"]


def test_a_small_change_needs_no_agreement(desk, people):
    approve_some(people, 4)

    with pytest.raises(Refused) as caught, act():
        ask_override("不需要。", actor=people.approver2)

    assert codes(caught) == ["override.change_is_large"]


def test_the_same_change_is_asked_about_once(asked, people):
    with pytest.raises(Refused) as caught, act():
        ask_override("再申请一次。", actor=people.approver1)

    assert codes(caught) == ["override.none_is_open"]


def test_an_override_needs_a_reason_and_a_role(waiting, people):
    with pytest.raises(BadInput), act():
        ask_override("  ", actor=people.approver2)
    for actor in (people.officer1, people.auditor1):
        with pytest.raises(Forbidden), act():
            ask_override("有理由。", actor=actor)


def test_another_districts_request_is_not_found(asked, people):
    with pytest.raises(NotFound), act():
        confirm_override(asked.public_id, actor=people.leader2)


WRONG = {
    "confirmed by the one who asked": "confirmed_by_person = asked_by_person",
    "confirmed by nobody": "state = 'confirmed'",
    "used by no edition": "state = 'used'",
    "taken back by nobody": "state = 'withdrawn'",
    "in an invented state": "state = 'granted'",
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG.keys())
def test_the_database_refuses_a_request(asked, change):
    with pytest.raises(DBAPIError), act():
        db.session.execute(text(f"update publication_overrides set {change}"))


def test_the_database_keeps_one_open_request_for_an_area(asked):
    columns = (
        "scope_code, state, digest, changes, listed_before, reason, asked_by_person, asked_at,"
        " version"
    )
    statement = text(
        f"insert into publication_overrides (public_id, {columns})"
        f" select 'another000', {columns} from publication_overrides"
    )

    with pytest.raises(DBAPIError), act():
        db.session.execute(statement)


@pytest.mark.parametrize(("who", "count"), [("leader1", 1), ("asker", 0)])
def test_twenty_confirmations_at_once(desk, asked, people, who, count):
    """By another person exactly one goes through, by the one who asked none."""
    same = replace(people.leader1, person_id=people.approver2.person_id)
    actor = same if who == "asker" else people.leader1
    public_id, outcomes = asked.public_id, []

    def confirm():
        with desk.app_context(), as_system():
            try:
                with act():
                    confirm_override(public_id, actor=actor)
                outcomes.append("done")
            except Refused:
                outcomes.append("refused")
            finally:
                db.session.remove()

    threads = [threading.Thread(target=confirm) for _ in range(20)]
    db.session.remove()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (outcomes.count("done"), len(outcomes)) == (count, 20)
    events = select(func.count()).select_from(AuditEvent)
    assert db.session.scalar(events.where(AuditEvent.verb == "override.confirmed")) == count
    request = db.session.scalars(select(PublicationOverride)).one()
    assert request.state == ("confirmed" if count else "asked")


def test_what_a_leader_of_the_city_asks_for_the_district_may_confirm(waiting, people):
    with act():
        asked = ask_override("经核对无误。", actor=people.leader1)

    with act():
        confirmed = confirm_override(asked.public_id, actor=people.approver2)

    assert asked.scope_code == "210102"
    assert confirmed.state is OverrideState.CONFIRMED


def test_an_override_of_another_change_than_the_seen_one_is_not_asked(waiting, people):
    seen = dict(coming_changes(people.approver2).seen)
    approve_some(people, count=1)

    with pytest.raises(Conflict) as caught, act():
        ask_override("经核对无误。", actor=people.approver2, seen=seen)

    assert len(caught.value.theirs) == 1
    assert list(caught.value.yours.values()) == [""]
