"""For whom a tablet acts: the author that a record names, within the tablet's district."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from app.access import Viewer
from app.db import db
from app.models.devices import Device
from app.models.people import Account, Person
from app.permissions import ENTERS_VISITS
from app.services.sessions import viewer_of
from app.services.tablet_devices import areas_meet
from maps import districts


class NotAnOfficer(Exception):
    """The author holds no account that may enter visits in the tablet's district."""


def author_on(device: Device, person: str, *, at: datetime) -> Viewer:
    """Return the author as actor, no further than account and tablet both reach.

    An account that was closed after the visit still counts: the record is older than the closing.
    """
    statement = (
        select(Account)
        .join(Person, Person.id == Account.person_id)
        .where(Person.public_id == person)
        .order_by(Account.id)
    )
    for account in db.session.scalars(statement):
        viewer = viewer_of(account)
        was_open = account.disabled_at is None or account.disabled_at > at
        if (
            was_open
            and viewer.holds(*ENTERS_VISITS)
            and areas_meet(viewer.district_code, device.scope_code)
        ):
            return replace(viewer, district_code=_narrower(viewer.district_code, device.scope_code))
    raise NotAnOfficer


def _narrower(one: str, other: str) -> str:
    return one if districts.is_within(one, other) else other
