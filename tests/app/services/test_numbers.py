"""Numbers of papers: each given once, without a gap, however many ask at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from app.db import ALL_DISTRICTS, act, db, scope
from app.errors import NotFound
from app.models.papers import PaperNumber
from app.papers.offices import OfficeBook
from app.services.numbers import take_number, void_number
from inspections.vocabulary import NumberState, PaperKind

KIND = PaperKind.CORRECTION_ORDER
KINDS = (KIND, PaperKind.PRIOR_NOTICE, PaperKind.PENALTY_DECISION)
WRITERS, EACH = 16, 5


def test_sixteen_writers_leave_no_gap_and_no_double(office, people):
    officer = people.officer1

    def write(writer: int) -> None:
        scope.set(ALL_DISTRICTS)  # as in a worker of its own
        with office.app_context():
            for turn in range(EACH):
                with act():
                    kind = KINDS[(writer + turn) % len(KINDS)]
                    take_number(kind, year=2026, office="210102", actor=officer)
                    if (writer + turn) % 5 == 0:
                        db.session.rollback()

    with ThreadPoolExecutor(WRITERS) as writers:
        list(writers.map(write, range(WRITERS)))

    with office.app_context():
        given = db.session.execute(select(PaperNumber.kind, PaperNumber.number)).all()
    turns = [(writer, turn) for writer in range(WRITERS) for turn in range(EACH)]
    kept = [(writer + turn) for writer, turn in turns if (writer + turn) % 5]
    for place, kind in enumerate(KINDS):
        numbers = sorted(number for one, number in given if one is kind)
        expected = sum(turn % len(KINDS) == place for turn in kept)
        assert numbers == list(range(1, expected + 1))
    assert len(given) == len(kept)


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


def test_a_void_number_keeps_its_reason(desk, people):
    officer = people.officer1
    with act():
        text = take_number(KIND, year=2026, office="210102", actor=officer).text
        row = void_number(text, reason="打印错误", actor=officer)

    assert (row.state, row.void_reason) == (NumberState.VOID, "打印错误")


def test_a_bureau_s_own_words_stand_in_its_numbers(desk, office, people, monkeypatch):
    officer = people.officer1
    own = {"numbers": {"penalty_decision": "教执罚字"}, "offices": {"210102": {"short": "沈和"}}}
    monkeypatch.setitem(office.extensions, "office_book", OfficeBook.model_validate(own))

    with act():
        texts = [
            take_number(kind, year=2026, office="210102", actor=officer).text
            for kind in (PaperKind.PENALTY_DECISION, KIND)
        ]

    assert texts == ["沈和教执罚字〔2026〕第1号", "沈和教责改字〔2026〕第1号"]
