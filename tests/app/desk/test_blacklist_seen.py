"""Steps from a page that is no longer true: nothing is done, and both versions are shown."""

import json
from dataclasses import replace

import pytest

from app.db import act
from app.services.blacklist import propose_listing
from app.services.listing_drafts import edit_listing
from tests.app.desk.test_blacklist import seen_on, state_of
from tests.app.factories.blacklist import CONTENT, make_draft
from tests.app.people import People


def steps(public_id, step):
    return f"/desk/blacklist/{public_id}/steps/{step}"


@pytest.fixture
def proposed(office):
    officer = People(office).officer1
    with office.app_context(), act():
        public_id = make_draft(officer).public_id
        propose_listing(public_id, actor=officer)
    return public_id


@pytest.fixture
def rewritten(office):
    """Return a deed that rewrites an entry and proposes it anew."""
    officer = People(office).officer1

    def rewrite(public_id):
        content = replace(CONTENT, decision_no="和平教罚字〔2026〕第99号")
        with office.app_context(), act():
            edit_listing(public_id, content, actor=officer, version=2)
            propose_listing(public_id, actor=officer)

    return rewrite


@pytest.mark.parametrize("step", ["approve", "reject", "withdraw"])
def test_a_step_on_an_old_page_shows_both_versions(office, sign_in, proposed, rewritten, step):
    person = sign_in("officer1" if step == "withdraw" else "approver1")
    seen = seen_on(person.get(f"/desk/blacklist/{proposed}"))
    rewritten(proposed)

    answer = person.post(steps(proposed, step), {"seen": seen, "reason": "证据不足"})
    page = answer.get_data(as_text=True)

    assert answer.status_code == 409
    assert "和平教罚字〔2026〕第9号" in page
    assert "和平教罚字〔2026〕第99号" in page
    assert f'href="/desk/blacklist/{proposed}"' in page
    assert state_of(office, proposed) == "proposed"


def test_a_step_on_a_true_page_is_taken(office, sign_in, proposed):
    approver = sign_in("approver1")
    seen = seen_on(approver.get(f"/desk/blacklist/{proposed}"))

    answer = approver.post(steps(proposed, "approve"), {"seen": seen})

    assert answer.status_code == 303
    assert state_of(office, proposed) == "approved"


@pytest.mark.parametrize("seen", ["{", "[]", json.dumps({"name": 1}), "[" * 100_000])
def test_a_damaged_form_changes_nothing(office, sign_in, proposed, seen):
    answer = sign_in("approver1").post(steps(proposed, "approve"), {"seen": seen})

    assert answer.status_code == 400
    assert state_of(office, proposed) == "proposed"
