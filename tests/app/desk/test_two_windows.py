"""Two forms for one place: each has its own id, and neither record nor file gets lost or mixed."""

import io
import re

import pytest

from app.db import act
from app.models.visits import PendingFile, Visit
from tests.app.desk.test_visits import complete_form, count, scan, send
from tests.app.factories.visits import jpeg, make_site


@pytest.fixture
def at_desk(office):
    """The address of a place's form, and what a complete one holds."""
    with office.app_context():
        with act():
            site = make_site(name="沈阳拟衡航模培训学校")
            form = complete_form(site)
        return f"/desk/visits/new?site={site.public_id}", form


def draft_in(page):
    return re.search(r'name="draft" value="(\w{10})"', page)[1]


def opened(browser, path):
    return draft_in(browser.get(path).get_data(as_text=True))


def abandon(browser, path, form):
    """Send a faulty form with a scan, and return its id."""
    draft = opened(browser, path)
    send(browser, path, {**form, "draft": draft, "started_at": "99:99"}, **scan())
    return draft


def test_each_opened_form_has_an_id_of_its_own(sign_in, at_desk):
    path, form = at_desk
    browser = sign_in("inspector1")

    first = abandon(browser, path, form)

    assert opened(browser, path) != first


def test_a_different_record_under_the_same_id_comes_back_whole(office, sign_in, at_desk):
    path, form = at_desk
    browser = sign_in("inspector1")
    stored = send(browser, path, form, **scan()).location
    other = {**form, "happened_on": "2026-11-17", "note": "第二次检查"}

    answer = send(browser, path, other, **scan("另一份.pdf"))
    page = answer.get_data(as_text=True)

    assert answer.status_code == 409
    assert "另一个窗口已登记了该场所的一次检查" in page
    assert stored in page
    assert "第二次检查" in page
    assert "另一份.pdf" in page
    assert draft_in(page) != form["draft"]
    assert count(office, Visit) == 1


def test_the_different_record_is_entered_as_a_further_visit(office, sign_in, at_desk):
    path, form = at_desk
    browser = sign_in("inspector1")
    send(browser, path, form, **scan())
    other = {**form, "happened_on": "2026-11-17"}
    page = send(browser, path, other, **scan("另一份.pdf")).get_data(as_text=True)

    answer = send(browser, path, {**other, "draft": draft_in(page)})

    assert answer.status_code == 303
    assert "另一份.pdf" in browser.get(answer.location).get_data(as_text=True)
    assert count(office, Visit) == 2
    assert count(office, PendingFile) == 0


def test_a_file_that_the_stored_record_lacks_makes_it_a_different_one(sign_in, at_desk):
    path, form = at_desk
    browser = sign_in("inspector1")
    send(browser, path, form, **scan())

    answer = send(browser, path, form, photos=(io.BytesIO(jpeg()), "门口.jpg"))

    assert answer.status_code == 409


def test_the_same_record_again_leaves_no_file_behind(office, sign_in, at_desk):
    path, form = at_desk
    browser = sign_in("inspector1")

    for _ in range(2):
        send(browser, path, form, **scan())

    assert count(office, PendingFile) == 0


def test_files_of_an_abandoned_form_are_offered_and_not_attached(office, sign_in, at_desk):
    path, form = at_desk
    browser = sign_in("inspector1")
    first = abandon(browser, path, form)

    page = browser.get(path).get_data(as_text=True)
    answer = send(browser, path, {**form, "draft": draft_in(page)}, **scan("新笔录.pdf"))

    assert f'name="earlier-{first}" value="use"' in page
    assert "1个文件尚未使用" in page
    assert 'id="waiting"' not in page
    assert "新笔录.pdf" in browser.get(answer.location).get_data(as_text=True)
    assert ">笔录.pdf" not in browser.get(answer.location).get_data(as_text=True)
    assert count(office, PendingFile) == 1


def test_offered_files_are_used_when_chosen(office, sign_in, at_desk):
    path, form = at_desk
    browser = sign_in("inspector1")
    first = abandon(browser, path, form)
    fresh = {**form, "draft": opened(browser, path)}

    answer = send(browser, path, {**fresh, f"earlier-{first}": "use"})

    assert answer.status_code == 303
    assert "笔录.pdf" in browser.get(answer.location).get_data(as_text=True)
    assert count(office, PendingFile) == 0


def test_offered_files_are_dropped_when_chosen(office, sign_in, at_desk):
    path, form = at_desk
    browser = sign_in("inspector1")
    first = abandon(browser, path, form)
    fresh = {**form, "draft": opened(browser, path), "started_at": "99:99"}

    send(browser, path, {**fresh, f"earlier-{first}": "drop"})

    assert count(office, PendingFile) == 0


def test_a_colleague_is_offered_nothing(sign_in, at_desk):
    path, form = at_desk
    abandon(sign_in("inspector1"), path, form)

    assert "earlier-" not in sign_in("inspector2").get(path).get_data(as_text=True)
