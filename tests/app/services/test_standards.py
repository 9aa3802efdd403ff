"""Local instruments: entered for an area, compared by another person, taken down, looked up."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from app.db import act, db
from app.errors import Forbidden, NotFound
from app.models.audit import AuditEvent
from app.queries.standards import bands_on, instruments, local_amounts_on
from app.services.standards import (
    NewInstrument,
    compare_instrument,
    enter_instrument,
    withdraw_instrument,
)
from inspections.refusal import Refused
from inspections.standard_text import read_bands
from inspections.standards import InstrumentFacts
from inspections.vocabulary import PartyType

FACTS = InstrumentFacts(
    title="辽宁省校外培训行政处罚裁量基准",
    number="辽教规〔2024〕1号",
    valid_from=date(2024, 1, 1),
    bands=tuple(read_bands("unlicensed_institution | base | lighter | 1-2倍 | 初次")),
    fine_from_fen=((PartyType.ORGANISATION, 5_000_000),),
)
PROVINCE = NewInstrument("210000", FACTS)
DISTRICT = NewInstrument(
    "210102", replace(FACTS, number="和平教〔2025〕3号", valid_from=date(2025, 1, 1))
)
DAY = date(2026, 3, 1)


def entered(new, actor):
    with act():
        return enter_instrument(new, actor=actor)


def codes(caught) -> list[str]:
    return [one.code.partition(".")[2] for one in caught.value.refusals]


def test_a_standard_of_the_province_holds_in_its_districts(desk, people):
    row = entered(PROVINCE, people.leader1)

    found = bands_on("210103", "unlicensed_institution", DAY)

    assert [(one.band.max_percent, one.instrument.id) for one in found] == [(200, row.id)]
    assert row.is_unverified


def test_the_nearest_area_goes_first(desk, people):
    entered(PROVINCE, people.leader1)
    own = entered(DISTRICT, people.officer1)

    assert bands_on("210102", "unlicensed_institution", DAY)[0].instrument.id == own.id
    assert bands_on("210103", "unlicensed_institution", DAY)[0].instrument.id != own.id


@pytest.mark.parametrize(
    ("day", "count"), [(date(2023, 12, 31), 0), (date(2024, 1, 1), 1), (date(2025, 1, 1), 0)]
)
def test_the_day_of_the_act_picks_the_standard(desk, people, day, count):
    ended = replace(FACTS, valid_to=date(2024, 12, 31))
    entered(NewInstrument("210000", ended), people.leader1)

    assert len(bands_on("210102", "unlicensed_institution", day)) == count


def test_local_amounts_come_with_their_source(desk, people):
    entered(PROVINCE, people.leader1)

    found = local_amounts_on("210102", DAY)

    assert found.fine_from_fen == {PartyType.ORGANISATION: 5_000_000}
    assert FACTS.number in found.source
    assert local_amounts_on("210102", date(2020, 1, 1)) is None


def test_a_district_enters_for_itself_and_no_other(desk, people):
    with pytest.raises(NotFound), act():
        enter_instrument(PROVINCE, actor=people.officer1)
    with pytest.raises(NotFound), act():
        enter_instrument(DISTRICT, actor=people.officer2)
    with pytest.raises(Forbidden), act():
        enter_instrument(DISTRICT, actor=people.inspector1)


def test_an_instrument_is_entered_once_until_it_is_taken_down(desk, people):
    officer = people.officer1
    row = entered(DISTRICT, officer)
    with pytest.raises(Refused) as caught:
        entered(DISTRICT, officer)

    with act():
        withdraw_instrument(row, reason="录错", actor=officer)
    again = entered(DISTRICT, officer)

    assert codes(caught) == ["is_entered_once"]
    assert bands_on("210102", "unlicensed_institution", DAY)[0].instrument.id == again.id


def test_another_person_compares_it_with_the_official_text(desk, people):
    row = entered(DISTRICT, people.officer1)
    with pytest.raises(Refused) as caught, act():
        compare_instrument(row, actor=people.officer1)

    approver = people.approver1
    with act():
        compare_instrument(row, actor=approver)

    assert codes(caught) == ["is_compared_by_another"]
    assert (row.is_unverified, row.compared_by_person) == (False, approver.person_id)


def test_the_database_keeps_the_two_persons_apart(desk, people):
    row = entered(DISTRICT, people.officer1)
    statement = "update local_instruments set compared_by_person = entered_by_person where id = :id"

    with pytest.raises(DatabaseError), act():
        db.session.execute(text(statement), {"id": row.id})


@pytest.mark.parametrize(
    "statement",
    [
        "update discretion_bands set max_percent = 500",
        "delete from discretion_bands",
        "delete from local_instruments",
        "update local_instruments set number = '改'",
    ],
)
def test_what_was_entered_is_never_changed(desk, people, statement):
    entered(DISTRICT, people.officer1)

    with pytest.raises(DatabaseError), act():
        db.session.execute(text(statement))


def test_a_person_sees_the_instruments_above_and_in_their_area(desk, people):
    entered(PROVINCE, people.leader1)
    entered(DISTRICT, people.officer1)

    assert len(instruments(people.officer1)) == 2
    assert len(instruments(people.officer2)) == 1
    assert len(instruments(people.leader1)) == 2


def test_each_deed_leaves_its_event(desk, people):
    officer, approver = people.officer1, people.approver1
    row = entered(DISTRICT, officer)
    with act():
        compare_instrument(row, actor=approver)
        withdraw_instrument(row, reason="失效", actor=approver)

    statement = select(AuditEvent.verb).where(AuditEvent.object_type == "standard")
    verbs = db.session.scalars(statement.order_by(AuditEvent.id)).all()
    assert verbs == ["standard.entered", "standard.compared", "standard.withdrawn"]
