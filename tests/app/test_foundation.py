"""The office starts, its tables stand on both databases, the audit trail refuses changes."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from app import audit
from app.access import system
from app.db import act, db, plan_each_time
from app.models.audit import AuditEvent
from app.row_security import as_owner


def test_the_office_answers_that_it_is_alive(client):
    answer = client.get("/healthz")

    assert answer.get_json() == {"status": "ok"}


@pytest.mark.parametrize(
    "statement",
    [
        "update audit_events set verb = 'x'",
        "delete from audit_events",
        "insert into audit_events (id, chain, sequence, previous_hash, hash, at, roles, verb, "
        "object_type, object_id, details) select id + 100000, chain, sequence, previous_hash, "
        "hash, at, roles, verb, object_type, object_id, details from audit_events where id = 1",
    ],
)
def test_a_recorded_event_is_never_changed(desk, statement):
    with pytest.raises(DatabaseError):
        db.session.execute(text(statement))


def test_the_trail_of_a_fresh_office_is_whole(desk):
    found = audit.verify({})

    assert found.ok
    assert found.events == 16


def test_an_event_that_was_changed_behind_the_triggers_is_found(desk):
    with act():
        audit.record(system("210100"), "thing.done", "thing", "a", chain="210100")
        event = audit.record(system("210100"), "thing.done", "thing", "b", chain="210100")
        event_id = event.id
    with as_owner(), act():
        db.session.execute(text("drop trigger " + TRIGGER[db.engine.dialect.name]))
        db.session.execute(
            text("update audit_events set verb = 'x.y' where id = :id"), {"id": event_id}
        )

    found = audit.verify({})

    assert found.first_bad == f"210100/{event.sequence}"


TRIGGER = {
    "sqlite": "audit_events_no_update",
    "postgresql": "audit_events_no_change on audit_events",
}


def test_a_shortened_trail_is_found_by_the_signed_head(desk):
    last = db.session.scalars(select(AuditEvent).order_by(AuditEvent.sequence.desc())).first()

    found = audit.verify({last.chain: (last.sequence + 1, "f" * 64)})

    assert not found.ok


def test_a_long_write_has_its_statements_planned_by_the_rows_there_are(desk):
    def plans():
        if db.engine.dialect.name == "sqlite":
            return "as its schema says"
        return db.session.scalar(text("show plan_cache_mode"))

    before = plans()
    with act():
        plan_each_time()
        within = plans()

    assert within == ("force_custom_plan" if before == "auto" else before)
    assert plans() == before
