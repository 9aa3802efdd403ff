"""Numbers of papers: each given once, without a gap, however many ask at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from app.db import ALL_DISTRICTS, act, db, scope
from app.errors import NotFound
from app.models.papers import PaperNumber
from app.services.numbers import agency_of, take_number, void_number
from inspections.vocabulary import PaperKind

KIND = PaperKind.CORRECTION_ORDER
WRITERS, EACH = 16, 5


def test_sixteen_writers_leave_no_gap_and_no_double(office, people):
    officer = people.officer1

    def write(writer: int) -> None:
        scope.set(ALL_DISTRICTS)  # as in a worker of its own
        with office.app_context():
            for turn in range(EACH):
                with act():
                    take_number(KIND, year=2026, office="210102", actor=officer)
                    if (writer + turn) % 5 == 0:
                        db.session.rollback()

    with ThreadPoolExecutor(WRITERS) as writers:
        list(writers.map(write, range(WRITERS)))

    with office.app_context():
        numbers = sorted(db.session.scalars(select(PaperNumber.number)))
    given_up = sum((writer + turn) % 5 == 0 for writer in range(WRITERS) for turn in range(EACH))
    assert numbers == list(range(1, WRITERS * EACH - given_up + 1))


def test_each_year_and_office_begins_with_one(desk, people):
    officer1, leader1 = people.officer1, people.leader1
    with act():
        take_number(KIND, year=2026, office="210102", actor=officer1)
        texts = [
            take_number(KIND, year=year, office=code, actor=leader1).text
            for year, code in ((2026, "210102"), (2027, "210102"), (2026, "210103"))
        ]

    assert texts == [
        "和平教责改字〔2026〕第2号",
        "和平教责改字〔2027〕第1号",
        "沈河教责改字〔2026〕第1号",
    ]


def test_another_district_takes_no_number(desk, people):
    stranger = people.officer2

    with pytest.raises(NotFound), act():
        take_number(KIND, year=2026, office="210102", actor=stranger)


def test_a_void_number_stays_taken(desk, people):
    officer = people.officer1
    with act():
        text = take_number(KIND, year=2026, office="210102", actor=officer).text
        void_number(text, reason="打印错误", actor=officer)
        second = take_number(KIND, year=2026, office="210102", actor=officer).number

    assert second == 2


@pytest.mark.parametrize(
    ("office", "name"), [("210102", "和平"), ("210181", "新民"), ("210100", "沈阳")]
)
def test_an_office_is_called_by_its_short_name(office, name):
    assert agency_of(office) == name
