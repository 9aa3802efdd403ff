"""The form of a new entry, and the preview of what the public will read of it."""

import re

import pytest

from app.db import act, db
from app.desk.blacklist_show import PUBLIC_WORDS, public_fields
from app.models.blacklist import Listing
from app.queries.editions import entry_records
from app.services.listing_content import subject_of
from inspections.verdicts import entry_fields
from tests.app.desk.test_blacklist import DECISION, scan
from tests.app.factories.blacklist import make_draft, make_institution
from tests.app.people import People


@pytest.fixture
def entered(office):
    officer = People(office).officer1
    with office.app_context(), act():
        institution = make_institution("沈阳拟明溪英语培训有限公司")
        listing = make_draft(officer, subject=subject_of(institution), penalty="责令停止招生")
        return institution.public_id, listing.public_id


def test_the_form_says_at_once_that_an_entry_is_open(sign_in, entered):
    institution, listing = entered

    answer = sign_in("officer1").get(f"/desk/blacklist/new?institution={institution}")
    page = answer.get_data(as_text=True)

    assert f"/desk/blacklist/{listing}" in page
    assert 'name="decision_no"' not in page


def test_a_second_entry_is_refused_and_nothing_typed_is_lost(sign_in, entered):
    institution, listing = entered
    form = {**DECISION, "institution": institution, "scan": scan(), "decision_no": "第77号"}

    answer = sign_in("officer1").post("/desk/blacklist/new", form)
    page = answer.get_data(as_text=True)

    assert answer.status_code == 409
    assert 'data-refusal="blacklist.not_listed_already"' in page
    assert f"/desk/blacklist/{listing}" in page
    assert 'value="第77号"' in page


def test_the_preview_names_every_field_of_the_edition_and_no_other(office, entered):
    with office.test_request_context():
        listing = db.session.query(Listing).filter_by(public_id=entered[1]).one()
        fields = entry_fields(next(entry_records([listing])))
        shown = public_fields(listing)

    assert PUBLIC_WORDS.keys() == fields.keys()
    assert len(shown) == len(fields)


def test_the_preview_shows_penalty_and_day_of_the_decision(sign_in, entered):
    page = sign_in("officer1").get(f"/desk/blacklist/{entered[1]}").get_data(as_text=True)

    preview = page.split("公众看到的内容")[1]
    assert "责令停止招生" in preview
    assert "2026-11-12" in preview


def test_a_term_of_no_months_has_one_message(office, sign_in):
    form = {**DECISION, "name": "拟远方培训学校", "term_months": "0"}

    page = sign_in("officer1").post("/desk/blacklist/new", form).get_data(as_text=True)

    message = re.search(r'id="term_months-error"[^>]*>(.*?)</p>', page, re.DOTALL).group(1)
    assert "请填写整月数" in message or "36" in message
    assert "must hold" not in message
    assert "最短与最长" not in message
