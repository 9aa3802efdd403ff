"""Ending a listing at the desk: proposed by one with its document, approved by another."""

import io

import pytest

from app.db import act
from app.services.blacklist import approve_listing, propose_listing, publish_listing
from tests.app.desk.test_blacklist import seen_on, state_of
from tests.app.factories.blacklist import SCAN, make_draft
from tests.app.people import People


@pytest.fixture
def listed(office):
    people = People(office)
    officer, approver, publisher = people.officer1, people.approver1, people.publisher1
    with office.app_context():
        with act():
            listing = make_draft(officer)
            public_id = listing.public_id
            propose_listing(public_id, actor=officer)
        with act():
            approve_listing(public_id, actor=approver)
        with act():
            publish_listing(listing, actor=publisher, edition=1)
    return public_id


def case(content=SCAN, name="decision.pdf", **changes):
    scan = (io.BytesIO(content), name)
    return {"reason": "决定已被撤销。", "category": "decision_revoked", "scan": scan} | changes


def steps(public_id, step):
    return f"/desk/blacklist/{public_id}/steps/{step}"


def test_two_persons_set_a_listing_aside(office, sign_in, listed):
    officer, approver = sign_in("officer1"), sign_in("approver2")

    proposed = officer.post(steps(listed, "propose_revocation"), case())
    waiting = approver.get(f"/desk/blacklist/{listed}").get_data(as_text=True)
    today = approver.get("/desk/").get_data(as_text=True)
    approved = approver.post(steps(listed, "revoke"))

    assert (proposed.status_code, approved.status_code) == (303, 303)
    assert 'data-step="revoke" data-open="true"' in waiting
    assert "所依据的决定已被撤销" in waiting
    assert "待批撤下" in today
    assert state_of(office, listed) == "revoked"


def test_nobody_ends_a_listing_alone(office, sign_in, listed):
    approver = sign_in("approver1")
    approver.post(steps(listed, "propose_revocation"), case())

    page = approver.get(f"/desk/blacklist/{listed}").get_data(as_text=True)
    answer = approver.post(steps(listed, "revoke"))

    assert 'data-step="revoke" data-open="false"' in page
    assert answer.status_code == 409
    refusal = 'data-refusal="blacklist.ending_is_by_another_person"'
    assert refusal in answer.get_data(as_text=True)
    assert state_of(office, listed) == "listed"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"category": "because"}, "category"),
        ({"content": b"", "name": ""}, "scan"),
        ({"content": b"MZ no scan"}, "scan"),
    ],
    ids=["no reason", "an invented kind", "no document", "no scan"],
)
def test_what_an_ending_lacks_is_said_at_its_field(sign_in, listed, changes, field):
    answer = sign_in("officer1").post(steps(listed, "propose_revocation"), case(**changes))

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.get_data(as_text=True)


def test_the_document_is_given_as_it_came(sign_in, listed):
    officer = sign_in("officer1")
    officer.post(steps(listed, "propose_revocation"), case())

    answer = officer.get(f"/desk/blacklist/{listed}/ending-scan")

    assert answer.data == SCAN
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_listing_without_an_ending_has_no_document(sign_in, listed):
    assert sign_in("officer1").get(f"/desk/blacklist/{listed}/ending-scan").status_code == 404


def test_another_districts_listing_is_not_found(sign_in, listed):
    answer = sign_in("officer2").post(steps(listed, "propose_revocation"), case())

    assert answer.status_code == 404


def test_a_listing_that_stays_says_why(office, sign_in, listed):
    sign_in("officer1").post(steps(listed, "propose_revocation"), case())
    leader = sign_in("leader1")

    leader.post(steps(listed, "keep"), {"reason": "文书不符。"})
    page = leader.get(f"/desk/blacklist/{listed}").get_data(as_text=True)

    assert "文书不符。" in page
    assert state_of(office, listed) == "listed"


@pytest.mark.parametrize("step", ["revoke", "keep"])
def test_an_ending_rewritten_meanwhile_is_not_approved(office, sign_in, listed, step):
    officer, approver = sign_in("officer1"), sign_in("approver2")
    officer.post(steps(listed, "propose_revocation"), case())
    seen = seen_on(approver.get(f"/desk/blacklist/{listed}"))
    officer.post(steps(listed, "keep"), {"reason": "写错了"})
    officer.post(steps(listed, "propose_revocation"), case(reason="另一理由。"))

    answer = approver.post(steps(listed, step), {"seen": seen, "reason": "不符"})

    assert answer.status_code == 409
    assert "另一理由。" in answer.get_data(as_text=True)
    assert state_of(office, listed) == "listed"
