"""Sites of an institution by hand: further ones added and closed, the main one kept."""

import pytest
from sqlalchemy import func, select

from app.db import act, db
from app.errors import NotFound
from app.models.audit import AuditEvent
from app.models.register import Institution
from app.services.sites import add_site, close_site
from tests.app.factories.register import add_institution

pytestmark = pytest.mark.usefixtures("desk")

IN_HEPING = (123.395, 41.785, "wgs84")


def entered() -> Institution:
    with act():
        return add_institution("沈阳拟晨星教育培训学校")


def events(verb: str) -> int:
    statement = select(func.count()).where(AuditEvent.verb == verb)
    return db.session.scalar(statement)


def test_a_further_place_is_added_and_closed(people):
    officer = people.officer1
    institution = entered()
    with act():
        site = add_site(
            institution.public_id,
            actor=officer,
            label="第二教学点",
            address="沈阳市和平区拟诗路5号",
            position=IN_HEPING,
        )

    with act():
        close_site(institution.public_id, site.public_id, actor=officer)

    assert site.closed_at is not None
    assert (events("site.added"), events("site.closed")) == (1, 1)


def test_the_main_place_cannot_be_closed(people):
    officer = people.officer1
    institution = entered()

    with pytest.raises(NotFound), act():
        close_site(institution.public_id, institution.main_site.public_id, actor=officer)
