"""Steps from a page that is no longer true: nothing is done, and both versions are shown."""

import json
import re
from dataclasses import replace
from html import unescape

import pytest

from app import jobs
from app.db import act
from app.services.blacklist import approve_listing, propose_listing
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


def edition_seen(page):
    """Return what the form that publishes carries."""
    form = page.get_data(as_text=True).split('action="/desk/blacklist/publish"')[1]
    return unescape(re.search(r'name="seen" value="([^"]*)"', form).group(1))


def approve_one(office, **content):
    people = People(office)
    officer, approver = people.officer1, people.approver1
    with office.app_context():
        with act():
            listing = make_draft(officer, **content)
            public_id, name = listing.public_id, listing.name
            propose_listing(public_id, actor=officer)
        with act():
            approve_listing(public_id, actor=approver)
    return public_id, name


def test_nobody_publishes_an_entry_that_the_page_did_not_show(office, sign_in):
    approve_one(office)
    publisher = sign_in("publisher1")
    seen = edition_seen(publisher.get("/desk/blacklist"))
    later, name = approve_one(office)

    answer = publisher.post("/desk/blacklist/publish", {"seen": seen})

    assert answer.status_code == 409
    assert name in answer.get_data(as_text=True)
    assert "在本次变动内" in answer.get_data(as_text=True)
    assert state_of(office, later) == "approved"


def test_an_entry_that_falls_away_before_the_job_runs_stops_it_by_name(office, sign_in):
    entry, name = approve_one(office)
    publisher, officer = sign_in("publisher1"), sign_in("officer1")
    seen = edition_seen(publisher.get("/desk/blacklist"))
    started = publisher.post("/desk/blacklist/publish", {"seen": seen})
    officer.post(steps(entry, "withdraw"), {"reason": "证据不足"})
    with office.app_context():
        jobs.run(started.location.split("/")[-1])

    page = publisher.get(started.location).get_data(as_text=True)

    assert name in page
    assert "请核对变动后再次发布" in page


def test_what_was_shown_is_published(office, sign_in):
    entry, _ = approve_one(office)
    publisher = sign_in("publisher1")
    seen = edition_seen(publisher.get("/desk/blacklist"))
    started = publisher.post("/desk/blacklist/publish", {"seen": seen})

    with office.app_context():
        jobs.run(started.location.split("/")[-1])

    assert state_of(office, entry) == "listed"


def test_a_first_day_in_the_future_is_said_at_its_field(office, sign_in):
    form = {"name": "拟远方培训学校", "decision_on": "2026-11-10", "listed_on": "2030-01-01"}

    answer = sign_in("officer1").post("/desk/blacklist/new", form)

    assert answer.status_code == 422
    assert 'id="listed_on-error"' in answer.get_data(as_text=True)
