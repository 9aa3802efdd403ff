"""The demo persons as actors: who proposes, who approves, who publishes, who visits."""

from dataclasses import replace

from flask import current_app
from sqlalchemy import select

from app.access import Viewer
from app.db import db
from app.models.people import Account
from app.services.demo_people import create_demo_people
from app.services.sessions import viewer_of

PROPOSER, APPROVER, PUBLISHER = "officer1", "approver1", "publisher1"


def bring_the_people() -> None:
    """Create the demo people unless somebody is there already."""
    if db.session.scalar(select(Account.id).limit(1)) is None:
        create_demo_people()


def person(name: str) -> Viewer:
    """Return a demo person as actor, within the own district."""
    return viewer_of(db.session.scalars(select(Account).where(Account.name == name)).one())


def for_the_whole_city(name: str) -> Viewer:
    """Return a demo person standing in for the colleagues of all districts.

    Three persons bring out the listings of thirteen districts; who did what is recorded as it was.
    """
    return replace(person(name), district_code=current_app.config["SETTINGS"].office_district)


def public_id_of(name: str) -> str:
    """Return the public id of a demo person."""
    account = db.session.scalars(select(Account).where(Account.name == name)).one()
    return account.person.public_id
