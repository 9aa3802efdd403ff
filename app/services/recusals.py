"""Recusals: decided by another person, kept with their reason, and lifted with one."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app import audit, clock
from app.access import Viewer
from app.db import db
from app.errors import NotFound
from app.models.people import Person
from app.models.register import Institution
from app.models.sweeps import Recusal
from app.permissions import require_permission
from app.scope import require_scope
from inspections.recusals import RecusalFacts, refusals_to_lift, refusals_to_record
from inspections.refusal import Refusal, Refused


def record_recusal(
    officer: str, institution: Institution, *, decided_on: date, reason: str, actor: Viewer
) -> Recusal:
    """Write down that an officer (public id) is recused; the one who signs in has decided it."""
    require_permission(actor, "recusals.create")
    require_scope(actor, institution.scope_code)
    person = db.session.scalar(select(Person).where(Person.public_id == officer))
    if person is None:
        raise NotFound
    _refuse(
        refusals_to_record(
            _facts(person.id, decided_on, reason, _in_force(person, institution), actor)
        )
    )
    row = Recusal(
        person_id=person.id,
        institution_id=institution.id,
        scope_code=institution.scope_code,
        reason=reason.strip(),
        decided_by_person=actor.person_id,
        decided_on=decided_on,
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as error:  # somebody else decided the same at this moment
        raise Refused([Refusal("recusals.not_in_force_yet")]) from error
    _note(row, "recusal.recorded", {"person": person.public_id}, actor=actor)
    return row


def lift_recusal(row: Recusal, *, lifted_on: date, reason: str, actor: Viewer) -> None:
    """End a recusal from a day on; the row stays."""
    require_permission(actor, "recusals.lift")
    require_scope(actor, row.scope_code)
    in_force = row.lifted_on is None
    _refuse(refusals_to_lift(_facts(row.person_id, lifted_on, reason, in_force, actor)))
    row.lifted_on, row.lifting_reason = lifted_on, reason.strip()
    row.lifted_by_person = actor.person_id
    db.session.flush()
    _note(row, "recusal.lifted", {}, actor=actor)


def _facts(person: int, day: date, reason: str, is_in_force: bool, actor: Viewer) -> RecusalFacts:
    return RecusalFacts(
        officer=str(person),
        decider=str(actor.person_id),
        today=clock.today(),
        decided_on=day,
        reason=reason,
        is_in_force=is_in_force,
    )


def _in_force(person: Person, institution: Institution) -> bool:
    statement = select(Recusal.id).where(
        Recusal.person_id == person.id,
        Recusal.institution_id == institution.id,
        Recusal.lifted_on.is_(None),
    )
    return db.session.scalar(statement) is not None


def _refuse(found: Sequence[Refusal]) -> None:
    if found:
        raise Refused(found)


def _note(row: Recusal, verb: str, details: dict[str, object], *, actor: Viewer) -> None:
    audit.record(actor, verb, "recusal", row.public_id, chain=row.scope_code, details=details)
