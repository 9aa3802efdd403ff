"""What is kept of the register holds until somebody changes it, and no longer."""

from itertools import count

import pytest
from sqlalchemy import event

from app import audit
from app.access import system
from app.db import act
from app.models.audit import AuditEvent
from app.queries.kept import Kept, register_revision

CITY = system("210100")


@pytest.fixture
def numbered():
    """Let the test say which numbers the next audit events get."""
    numbers: list[int] = []

    def number(_mapper, _connection, target):
        target.id = numbers.pop(0)

    event.listen(AuditEvent, "before_insert", number)
    yield numbers
    event.remove(AuditEvent, "before_insert", number)


def test_an_act_that_took_its_number_earlier_and_ended_later_shows(desk, numbered):
    numbered += [2000, 1000]
    with act():
        audit.record(CITY, "institution.edited", "institution", "b", chain="210103")
    before = register_revision()

    with act():
        audit.record(CITY, "institution.edited", "institution", "a", chain="210102")

    assert register_revision() != before


def test_a_sign_in_changes_no_record(desk):
    with act():
        audit.record(CITY, "institution.edited", "institution", "a", chain="210102")
    before = register_revision()

    with act():
        audit.record(CITY, "session.started", "session", "a", chain="210102")

    assert register_revision() == before


def test_a_thing_is_worked_out_once_for_each_revision():
    things, tries = Kept(most=2), count(1)

    def read(revision, key):
        return things.get(revision, key, lambda: next(tries))

    assert [read((1, 1, 1), "a"), read((1, 1, 1), "a"), read((2, 1, 1), "a")] == [1, 1, 2]


def test_the_thing_unused_longest_goes_first():
    things, tries = Kept(most=2), count(1)

    def read(key):
        return things.get((1, 1, 1), key, lambda: next(tries))

    assert [read("a"), read("b"), read("a"), read("c")] == [1, 2, 1, 3]
    assert [read("a"), read("b")] == [1, 4]
