"""The pages of a sweep: planned, approved, published, manned, opened, walked and closed."""

import io
import re

import pytest

from app.db import act
from tests.app.factories.register import add_institution
from tests.app.factories.visits import png

PLAN = {
    "title": "2026年秋季拉网式检查",
    "legal_basis": "民办教育促进法第四十一条",
    "departments": "教育局\n市场监管局",
    "starts_on": "2026-11-19",
    "ends_on": "2026-11-27",
    "districts": ["210102"],
}


@pytest.fixture
def schools(office):
    """Two institutions in 和平区 and one in 沈河区."""
    with office.app_context(), act():
        add_institution("和平拟甲学校", district_code="210102")
        add_institution("和平拟乙学校", district_code="210102")
        add_institution("沈河拟丙学校", district_code="210103")


@pytest.fixture
def planned(schools, sign_in):
    """The address of a plan that approver1 wrote."""
    answer = sign_in("approver1").post("/desk/sweeps/new", data=PLAN)
    assert answer.status_code == 303, answer.text
    return answer.location


def approve(browser, planned, **changes):
    data = {
        "plan_no": "沈教检〔2026〕7号",
        "approving_authority": "沈阳市人民政府",
        "approved_on": "2026-11-10",
        "paper": (io.BytesIO(png()), "批准.png"),
        **changes,
    }
    return browser.post(f"{planned}/approve", data=data)


def persons(browser, planned) -> list[str]:
    page = browser.get(f"{planned}/teams").text
    return re.findall(r'name="officers" value="([^"]+)"', page)


def test_an_empty_list_says_how_a_sweep_begins(office, sign_in):
    page = sign_in("officer1").get("/desk/sweeps").text

    assert "还没有拟定过拉网式检查" in page


def test_a_plan_draws_the_sites_of_its_districts(planned, sign_in):
    page = sign_in("officer1").get(planned).text

    assert "和平拟甲学校" in page
    assert "沈河拟丙学校" not in page


def test_faults_stand_at_their_fields_and_nothing_typed_is_lost(schools, sign_in):
    sent = {**PLAN, "title": "", "ends_on": "2026-11-01", "legal_basis": "某依据"}
    answer = sign_in("approver1").post("/desk/sweeps/new", data=sent)

    assert answer.status_code == 422
    assert 'id="title-error"' in answer.text
    assert 'id="ends_on-error"' in answer.text
    assert "某依据" in answer.text


def test_a_foreign_district_cannot_be_planned(schools, sign_in):
    answer = sign_in("approver1").post("/desk/sweeps/new", data={**PLAN, "districts": ["210103"]})

    assert answer.status_code == 422


def test_a_sweep_goes_from_plan_to_walk(planned, sign_in):
    assert approve(sign_in("approver2"), planned).status_code == 303
    browser = sign_in("approver1")
    days = {"filed_on": "2026-11-12", "published_on": "2026-11-13"}
    assert browser.post(f"{planned}/publication", data=days).status_code == 303
    blocked = browser.get(planned).text
    assert 'data-refusal="sweeps.every_district_has_a_team"' in blocked
    team = {"district_code": "210102", "officers": persons(browser, planned)[:2]}
    assert browser.post(f"{planned}/teams", data=team).status_code == 303
    assert browser.post(f"{planned}/share").status_code == 303
    assert 'data-step="open" data-open="true"' in browser.get(planned).text

    assert browser.post(f"{planned}/open").status_code == 303

    page = browser.get(planned).text
    assert "还有2家没到" in page
    assert 'data-step="close" data-open="false"' in page
    refused = browser.post(f"{planned}/close", data={"reached": "2", "sites": "2"})
    assert refused.status_code == 409
    assert "和平拟甲学校" in refused.text


def test_an_approval_without_its_paper_is_refused_at_its_field(planned, sign_in):
    answer = approve(sign_in("approver2"), planned, paper=(io.BytesIO(b""), ""))

    assert answer.status_code == 422
    assert 'id="paper-error"' in answer.text
    assert "沈阳市人民政府" in answer.text


def test_the_other_district_does_not_find_it(planned, sign_in):
    assert sign_in("officer2").get(planned).status_code == 404
    assert sign_in("officer2").get(f"{planned}/sites").status_code == 404
    assert sign_in("leader2").post(f"{planned}/cancel", data={"reason": "x"}).status_code == 404


def test_who_may_not_sign_is_refused(planned, sign_in):
    assert approve(sign_in("officer1"), planned).status_code == 403
    assert sign_in("inspector1").post(f"{planned}/share").status_code == 403


def test_the_planner_does_not_enter_the_approval_where_another_may(planned, sign_in):
    browser = sign_in("approver1")

    answer = approve(browser, planned)

    assert answer.status_code == 409
    assert "sweeps.approver_is_another" in browser.get(planned).text
    assert 'data-step="approve" data-open="true"' in sign_in("approver2").get(planned).text


def test_a_plan_changed_by_somebody_else_is_shown_beside_ones_own(planned, sign_in):
    browser = sign_in("approver1")
    page = browser.get(f"{planned}/edit").text
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    first = browser.post(f"{planned}/edit", data={**PLAN, "title": "甲", "version": version})
    second = browser.post(f"{planned}/edit", data={**PLAN, "title": "乙", "version": version})

    assert (first.status_code, second.status_code) == (303, 409)
    assert "甲" in second.text
    assert "乙" in second.text


def test_a_version_that_cannot_be_is_a_change_by_somebody_else(planned, sign_in):
    answer = sign_in("approver1").post(f"{planned}/edit", data={**PLAN, "version": "9" * 5000})

    assert answer.status_code == 409


def test_the_brief_can_be_copied_and_its_sums_are_those_of_the_page(planned, sign_in):
    page = sign_in("officer1").get(f"{planned}/statement").text

    assert "共2家，已到0家（0%），还有2家没到" in page


def test_sites_are_filtered_and_exported(planned, sign_in):
    browser = sign_in("officer1")

    missing = browser.get(f"{planned}/sites?outcome=missing").text
    visited = browser.get(f"{planned}/sites?outcome=visited").text
    sheet = browser.get(f"{planned}/sites?format=csv").data.decode("utf-8-sig")

    assert "和平拟乙学校" in missing
    assert "和平拟乙学校" not in visited
    assert "和平拟乙学校" in sheet


@pytest.mark.parametrize("path", ["", "/sites", "/teams", "/board", "/statement", "/edit"])
def test_no_query_count_grows_and_english_pages_open(planned, sign_in, path):
    assert sign_in("approver1").get(f"{planned}{path}?lang=en").status_code == 200


def test_the_approving_paper_is_given_as_it_came_to_the_ordering_office_only(planned, sign_in):
    browser = sign_in("approver1")
    before = browser.get(f"{planned}/paper").status_code
    approve(sign_in("approver2"), planned)

    answer = browser.get(f"{planned}/paper")

    assert (before, answer.status_code) == (404, 200)
    assert answer.data == png()
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert f"{planned}/paper" in browser.get(planned).text
    assert sign_in("officer2").get(f"{planned}/paper").status_code == 404
