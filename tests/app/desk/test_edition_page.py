"""The next edition's page: from a change that the guard stops to its publication by three."""

import pytest
from sqlalchemy import select

from app import jobs
from app.db import act, db
from app.models.editions import PublicationOverride, PublishedEdition
from app.models.jobs import Job
from app.services.blacklist import approve_listing, propose_listing
from app.services.listing_drafts import edit_listing
from tests.app.desk.test_blacklist import forget_step_up
from tests.app.factories.blacklist import CONTENT, make_draft
from tests.app.people import People

PAGE = "/desk/blacklist/edition"


@pytest.fixture
def waiting(office):
    people = People(office)
    officer, approver = people.officer1, people.approver1
    with office.app_context():
        with act():
            drafts = [make_draft(officer) for _ in range(6)]
            ids = [draft.public_id for draft in drafts]
            for public_id in ids:
                propose_listing(public_id, actor=officer)
        with act():
            for public_id in ids:
                approve_listing(public_id, actor=approver)
    return ids


def override_of(office):
    with office.app_context():
        return db.session.scalars(
            select(PublicationOverride).order_by(PublicationOverride.id.desc()).limit(1)
        ).one()


def text_of(browser, path=PAGE):
    return browser.get(path).get_data(as_text=True)


def asked(office, sign_in):
    sign_in("approver2").post(f"{PAGE}/override", {"reason": "首期名单，逐条核对过。"})
    return override_of(office).public_id


def test_three_persons_bring_a_blocked_edition_out(office, sign_in, waiting):
    publisher, approver, leader = (
        sign_in("publisher1"),
        sign_in("approver2"),
        sign_in("leader1"),
    )

    blocked = text_of(publisher)
    first = approver.post(f"{PAGE}/override", {"reason": "首期名单，逐条核对过。"})
    own = text_of(approver)
    address = f"{PAGE}/override/{override_of(office).public_id}/confirm"
    second = leader.post(address)
    ready = text_of(publisher)
    started = publisher.post("/desk/blacklist/publish")
    with office.app_context():
        jobs.run(started.location.split("/")[-1])

    assert 'data-refusal="publication.large_change_is_overridden"' in blocked
    assert "超过20条" in blocked
    assert (first.status_code, second.status_code) == (303, 303)
    assert 'data-refusal="override.another_confirms"' in own
    assert 'action="/desk/blacklist/publish"' in ready
    with office.app_context():
        assert db.session.scalars(select(Job.error)).all() == [None]
        edition = db.session.scalars(select(PublishedEdition)).one()
        assert (edition.listed, edition.override_reason) == (6, "首期名单，逐条核对过。")
    assert override_of(office).state == "used"


def test_the_one_who_asked_is_refused_when_confirming(office, sign_in, waiting):
    public_id = asked(office, sign_in)

    answer = sign_in("approver2").post(f"{PAGE}/override/{public_id}/confirm")

    assert answer.status_code == 409
    assert 'data-refusal="override.another_confirms"' in answer.get_data(as_text=True)
    assert override_of(office).state == "asked"


def test_a_confirmation_asks_for_the_password_again(office, sign_in, waiting):
    public_id = asked(office, sign_in)
    leader = sign_in("leader1")
    forget_step_up(office)

    answer = leader.post(f"{PAGE}/override/{public_id}/confirm")

    assert answer.status_code == 401
    assert override_of(office).state == "asked"


def test_a_voided_request_is_shown_as_void_and_asked_anew(office, sign_in, waiting):
    public_id = asked(office, sign_in)
    people = People(office)
    officer = people.officer1
    with office.app_context(), act():
        edit_listing(waiting[0], CONTENT, actor=officer, version=3)
    leader = sign_in("leader1")

    shown = text_of(leader)
    refused = leader.post(f"{PAGE}/override/{public_id}/confirm")
    again = sign_in("approver2").post(f"{PAGE}/override", {"reason": "改正后再次申请。"})

    assert "变动内容与申请时不同" in shown
    assert refused.status_code == 409
    assert 'data-refusal="override.is_as_asked"' in refused.get_data(as_text=True)
    assert again.status_code == 303
    assert override_of(office).state == "asked"


def test_a_request_without_a_reason_is_said_at_its_field(office, sign_in, waiting):
    answer = sign_in("approver2").post(f"{PAGE}/override", {"reason": " "})

    assert answer.status_code == 422
    assert 'id="reason-error"' in answer.get_data(as_text=True)


def test_either_takes_it_back_and_the_edition_waits_again(office, sign_in, waiting):
    public_id = asked(office, sign_in)

    answer = sign_in("approver2").post(f"{PAGE}/override/{public_id}/withdraw")

    assert answer.status_code == 303
    assert 'data-refusal="publication.large_change_is_overridden"' in text_of(sign_in("publisher1"))


@pytest.mark.parametrize(("name", "status"), [("officer1", 403), ("auditor1", 403)])
def test_who_may_not_ask(sign_in, waiting, name, status):
    assert sign_in(name).post(f"{PAGE}/override", {"reason": "x"}).status_code == status


def test_another_district_confirms_nothing(office, sign_in, waiting):
    public_id = asked(office, sign_in)

    assert sign_in("leader2").post(f"{PAGE}/override/{public_id}/confirm").status_code == 404


def test_an_empty_edition_says_so(sign_in):
    assert "第1期没有变动" in text_of(sign_in("publisher1"))
