"""Where nothing can be found or done, the page says so."""

import pytest

from app.db import act
from tests.app.factories.blacklist import make_draft, make_institution


@pytest.mark.parametrize("q", ["%25", "_", "%5C"])
def test_signs_alone_find_nothing_in_the_register(office, sign_in, q):
    with office.app_context(), act():
        make_institution("沈阳拟衡航模培训学校")

    page = sign_in("officer1").get(f"/desk/register?q={q}").get_data(as_text=True)

    assert "沈阳拟衡航模培训学校" not in page
    assert "请至少输入两个字、字母或数字" in page


@pytest.mark.parametrize("q", ["%25", "_", "%5C"])
def test_signs_alone_find_nothing_in_the_blacklist(office, sign_in, people, q):
    officer = people.officer1
    with office.app_context(), act():
        name = make_draft(officer, decision_no="沈和_教罚%\\1").name

    page = sign_in("officer1").get(f"/desk/blacklist?q={q}").get_data(as_text=True)

    assert name not in page


def test_the_privacy_officer_reads_that_nothing_is_to_be_done(sign_in):
    page = sign_in("privacy1").get("/desk/").get_data(as_text=True)

    assert "没有要办的事" in page
