"""Cases through the services, on both databases."""

from datetime import date

import pytest
from sqlalchemy import select

from app.db import act, db
from app.models.cases import Case
from inspections.procedure.terms import CaseState
from tests.app.factories.cases import TO_THE_REPORT, actor, led, make_lead


@pytest.fixture
def lead(desk):
    with act():
        return make_lead(actor("officer1")).public_id


def fetch(public_id: str) -> Case:
    return db.session.scalars(select(Case).where(Case.public_id == public_id)).one()


def codes(refused) -> list[str]:
    return [one.code for one in refused.value.refusals]


def test_a_case_is_led_to_its_report(lead):
    with act():
        led(fetch(lead), *TO_THE_REPORT)

    case = fetch(lead)
    assert case.state is CaseState.INVESTIGATION_CLOSED
    assert case.number == "和平教立字〔2026〕第1号"
    assert case.filed_on == date(2026, 3, 3)
    assert [one.step for one in case.steps] == ["receive_lead", *TO_THE_REPORT]
    clocks = {one.code: one.due_on for one in case.clocks}
    assert clocks["decision"] == date(2026, 6, 1)
