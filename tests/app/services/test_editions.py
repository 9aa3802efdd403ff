"""Publishing editions: third persons, the guard, the log, and what stops a publication."""

import json
import shutil
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app import clock
from app.access import system
from app.db import act, db
from app.editions import shelf
from app.editions.layout import HEADER
from app.editions.verify import checks_of, evidence_in
from app.errors import Conflict, Forbidden
from app.models.blacklist import Listing
from app.models.editions import EditionLeaf, EntrySalt, PublishedEdition
from app.models.register import Institution, RegisterChange
from app.services.blacklist import (
    EndingCase,
    approve_listing,
    propose_ending,
    propose_listing,
    take_step,
)
from app.services.edition_drafts import prepare_edition
from app.services.editions import publish_edition, put_out_edition, settle_shelf
from app.services.listing_drafts import edit_listing
from app.services.overrides import ask_override, confirm_override
from app.services.reissue import reissue
from inspections.refusal import Refused
from inspections.vocabulary import LicenceStatus, ListingState, SetAsideReason
from tests.app.conftest import NOON
from tests.app.factories.blacklist import CONTENT, make_draft, make_institution, make_scan

NAMES = ("officer1", "officer2", "approver1", "approver2", "publisher1", "leader1", "auditor1")


@pytest.fixture
def people(people):
    return SimpleNamespace(**{name: getattr(people, name) for name in NAMES})


@pytest.fixture
def editions(desk):
    return desk.config["SETTINGS"].editions


def approve_some(people, count=1):
    with act():
        ids = [make_draft(people.officer1).public_id for _ in range(count)]
        for public_id in ids:
            propose_listing(public_id, actor=people.officer1)
    with act():
        for public_id in ids:
            approve_listing(public_id, actor=people.approver1)
    return ids


def publish(actor):
    draft = prepare_edition(viewer=actor)
    with act():
        published = publish_edition(draft, actor=actor)
    put_out_edition(published)
    return published


def agree(people):
    with act():
        asked = ask_override("经核对无误。", actor=people.approver2)
        confirm_override(asked.public_id, actor=people.leader1)
    return asked


def set_aside(entry, people):
    case = EndingCase(
        reason="决定已被撤销。", category=SetAsideReason.DECISION_REVOKED, scan=make_scan()
    )
    propose_ending(entry, "propose_revocation", case, actor=people.officer1)
    take_step(entry, "revoke", actor=people.approver2)


def codes(caught):
    return [refusal.code for refusal in caught.value.refusals]


def move_clock(desk, **by):
    desk.config["SETTINGS"].clock_file.write_text((NOON + timedelta(**by)).isoformat())


def failed_checks(editions):
    return [
        check.name for check in checks_of(evidence_in(editions), now=clock.now()) if not check.ok
    ]


def test_an_approved_entry_comes_out_with_the_next_edition(desk, people, editions):
    [entry] = approve_some(people)

    published = publish(people.publisher1)

    listing = db.session.scalars(select(Listing).where(Listing.public_id == entry)).one()
    assert (published.number, published.listed) == (1, 1)
    assert (listing.state, listing.edition) == (ListingState.LISTED, 1)
    assert shelf.current_number(editions) == 1
    assert failed_checks(editions) == []


def test_the_public_check_answers_from_the_new_edition(desk, people):
    [entry] = approve_some(people)
    publish(people.publisher1)
    name = db.session.scalars(select(Listing.name).where(Listing.public_id == entry)).one()
    db.session.rollback()

    answer = desk.test_client().get("/api/v1/check", query_string={"q": name})

    assert answer.json["verdict"] == "blacklisted"


def test_only_a_publisher_publishes(desk, people):
    approve_some(people)

    for actor in (people.officer1, people.approver1, people.auditor1):
        with pytest.raises(Forbidden):
            prepare_edition(viewer=actor)


def test_who_proposed_does_not_publish(desk, people):
    approve_some(people)
    same = replace(people.publisher1, person_id=people.officer1.person_id)

    with pytest.raises(Refused) as caught:
        prepare_edition(viewer=same)

    assert codes(caught) == ["blacklist.publisher_is_a_third_person"]


def test_the_system_signs_anew_but_adds_nothing(desk, people):
    approve_some(people)
    publish(people.publisher1)
    approve_some(people)

    again = publish(system("210100"))

    assert (again.number, again.listed) == (2, 1)


@pytest.mark.parametrize("count", [5, 21])
def test_a_large_change_needs_two_more_persons(desk, people, count):
    approve_some(people, count)

    with pytest.raises(Refused) as caught:
        publish(people.publisher1)

    assert codes(caught) == ["publication.large_change_is_overridden"]
    assert db.session.scalar(select(PublishedEdition.number)) is None
    agree(people)
    assert publish(people.publisher1).listed == count


def test_a_change_of_four_is_small(desk, people):
    approve_some(people, 4)

    assert publish(people.publisher1).listed == 4


def test_who_agreed_does_not_publish(desk, people):
    approve_some(people, 6)
    agree(people)
    same = replace(people.publisher1, person_id=people.leader1.person_id)

    with pytest.raises(Refused) as caught:
        publish(same)

    assert codes(caught) == ["publication.override_is_by_two_others"]


def test_the_database_refuses_one_person_agreeing_twice(desk, people):
    approve_some(people)
    publish(people.publisher1)
    statement = text(
        "update editions set override_reason = 'x', override_person_a = 1, override_person_b = 1"
    )

    with pytest.raises(DBAPIError), act():
        db.session.execute(statement)


def test_what_was_set_aside_is_closed_and_its_salt_deleted(desk, people, editions):
    first, second = approve_some(people, 2)
    publish(people.publisher1)
    with act():
        set_aside(first, people)

    reissue()

    leaves = [json.loads(data) for data in db.session.scalars(select(EditionLeaf.data))]
    closing = [leaf for leaf in leaves if leaf.get("event") == "set_aside"]
    assert [(leaf["entry"], leaf["commitment"], leaf["reason"]) for leaf in closing] == [
        (first, None, "decision_revoked")
    ]
    assert db.session.scalars(select(EntrySalt.entry)).all() == [second]
    assert first.encode() not in (editions / "000002" / "list.sqlite").read_bytes()
    assert failed_checks(editions) == []


def test_an_ended_term_is_closed_within_the_minute(desk, people):
    approve_some(people)
    publish(people.publisher1)
    move_clock(desk, days=3 * 366)

    reissue()

    last = db.session.get(PublishedEdition, 2)
    leaves = [json.loads(data) for data in db.session.scalars(select(EditionLeaf.data))]
    assert [leaf["reason"] for leaf in leaves if leaf.get("event") == "ended"] == [None]
    listing = db.session.scalars(select(Listing)).one()
    assert last is not None
    assert last.listed == 0
    assert (listing.state, listing.closed_edition) == (ListingState.EXPIRED, 2)


def test_the_list_is_signed_anew_each_day_and_not_more_often(desk, people):
    approve_some(people)
    publish(people.publisher1)

    reissue()
    move_clock(desk, hours=24)
    reissue()
    reissue()

    assert db.session.scalars(select(PublishedEdition.number)).all() == [1, 2]


def test_without_a_first_edition_nothing_is_signed_by_itself(desk, people):
    approve_some(people)

    reissue()

    assert db.session.scalar(select(PublishedEdition.number)) is None


def test_a_log_that_was_changed_stops_publication(desk, people):
    approve_some(people)
    publish(people.publisher1)
    with act():
        db.session.add(EditionLeaf(position=99, edition=1, data='{"type":"edition"}'))

    with pytest.raises(Refused) as caught:
        publish(people.publisher1)

    assert codes(caught) == ["publication.log_is_as_signed"]


@pytest.mark.parametrize(
    "statement",
    ["update edition_leaves set data = 'x'", "delete from edition_leaves"],
)
def test_the_database_keeps_the_log_as_it_is(desk, people, statement):
    approve_some(people)
    publish(people.publisher1)

    with pytest.raises(DBAPIError), act():
        db.session.execute(text(statement))


def test_an_entry_that_vanished_from_the_database_stops_publication(desk, people):
    approve_some(people, 2)
    publish(people.publisher1)
    with act():
        db.session.execute(
            text("update listings set closed_edition = 1 where id = (select min(id) from listings)")
        )
        db.session.execute(
            text(
                "update listings set state = 'expired', ended_on = '2026-11-19'"
                " where closed_edition = 1"
            )
        )

    with pytest.raises(Refused) as caught:
        publish(people.publisher1)

    assert "publication.log_leads_to_the_list" in codes(caught)


def test_a_restored_office_does_not_publish_over_a_newer_edition(desk, people, editions):
    approve_some(people)
    publish(people.publisher1)
    (editions / "current").write_text("000007\n")

    with pytest.raises(Refused) as caught:
        publish(people.publisher1)

    assert codes(caught) == ["publication.edition_is_the_newest"]


def test_a_header_exchanged_on_disk_stops_publication(desk, people, editions):
    approve_some(people)
    publish(people.publisher1)
    publish(people.publisher1)
    shutil.copy(editions / "000001" / HEADER, editions / "000002" / HEADER)

    with pytest.raises(Refused) as caught:
        publish(people.publisher1)

    assert codes(caught) == ["publication.edition_is_the_newest"]


def test_an_entry_edited_while_the_edition_is_built_is_not_published(desk, people):
    [entry] = approve_some(people)
    draft = prepare_edition(viewer=people.publisher1)
    with act():
        version = db.session.scalars(select(Listing.version)).one()
        content = replace(CONTENT, decision_no="改")
        edit_listing(entry, content, actor=people.officer1, version=version)

    with pytest.raises(Conflict), act():
        publish_edition(draft, actor=people.publisher1)


def test_an_institution_renamed_while_the_edition_is_built_stops_it(desk, people):
    approve_some(people)
    publish(people.publisher1)
    draft = prepare_edition(viewer=people.publisher1)
    with act():
        db.session.execute(text("update institutions set name = '沈阳拟改名学校'"))

    with pytest.raises(Conflict), act():
        publish_edition(draft, actor=people.publisher1)


def test_two_who_publish_at_once_leave_one_edition(desk, people):
    approve_some(people)
    one = prepare_edition(viewer=people.publisher1)
    publish(people.publisher1)

    with pytest.raises(Conflict), act():
        publish_edition(one, actor=people.publisher1)


def test_what_was_committed_before_a_crash_is_put_out_later(desk, people, editions):
    approve_some(people)
    draft = prepare_edition(viewer=people.publisher1)
    with act():
        publish_edition(draft, actor=people.publisher1)
    assert shelf.current_number(editions) == 0

    settle_shelf()

    assert shelf.current_number(editions) == 1


def test_former_names_and_places_of_the_register_are_in_the_edition(desk, people):
    with act():
        institution = make_institution(
            "沈阳拟新名学校", licence_no="教民121010279500301号", licence_status=LicenceStatus.VALID
        )
        db.session.add(
            RegisterChange(
                institution_id=institution.id,
                field="name",
                old="沈阳拟旧名学校",
                new=institution.name,
                changed_at=clock.now(),
            )
        )
        make_institution("沈阳拟未知学堂")
    publish(people.publisher1)
    public_id = db.session.scalars(
        select(Institution.public_id).where(Institution.name == "沈阳拟新名学校")
    ).one()
    db.session.rollback()
    public = desk.test_client()

    by_former_name = public.get("/api/v1/check?q=沈阳拟旧名学校").json
    unknown = public.get("/api/v1/check?q=沈阳拟未知学堂").json

    assert by_former_name["institutions"][0]["id"] == public_id
    assert by_former_name["institutions"][0]["address"] == "拟文化路1号"
    assert unknown["verdict"] == "not_in_register"


def test_a_listing_set_aside_is_no_longer_shown_and_only_counted(desk, people):
    [entry] = approve_some(people)
    publish(people.publisher1)
    listing = db.session.scalars(select(Listing).where(Listing.public_id == entry)).one()
    name = listing.name
    with act():
        set_aside(entry, people)
    reissue()
    db.session.rollback()
    public = desk.test_client()

    answer = public.get("/api/v1/check", query_string={"q": name}).json
    history = public.get("/verify").get_data(as_text=True)

    assert answer["verdict"] == "not_in_register"
    assert name not in history
    assert '<td data-label="撤销列入">1</td>' in history
