"""Institutions for tests: sensible by default, straight into the tables."""

from datetime import UTC, datetime
from typing import Any

from app.db import db
from app.models.register import Institution, RegisterChange
from app.models.sites import Site
from app.queries.search import search_text
from inspections.names import core_name, name_key
from inspections.vocabulary import LicenceStatus

BEFORE = datetime(2026, 11, 1, 1, 0, tzinfo=UTC)


def add_institution(
    name: str, *, district_code: str = "210102", former: tuple[str, ...] = (), **values: Any
) -> Institution:
    """Add an institution with a main place in the caller's transaction."""
    values = {"licence_status": LicenceStatus.VALID, "created_at": BEFORE, **values}
    institution = Institution(
        name=name,
        name_key=name_key(name),
        core_name=core_name(name),
        district_code=district_code,
        scope_code=district_code,
        source="test",
        updated_at=values["created_at"],
        search_grams=search_text(
            name=name,
            short_name=values.get("short_name"),
            former_names=former,
            credit_code=values.get("credit_code"),
            licence_no=values.get("licence_no"),
        ),
        **values,
    )
    db.session.add(institution)
    db.session.flush()
    for old in former:
        db.session.add(
            RegisterChange(
                institution_id=institution.id, field="name", old=old, new=name, changed_at=BEFORE
            )
        )
    db.session.add(
        Site(
            institution_id=institution.id,
            is_main=True,
            address="沈阳市和平区拟文路1号",
            district_code=district_code,
            scope_code=district_code,
            source="test",
            created_at=BEFORE,
        )
    )
    db.session.flush()
    return institution
