"""The demo persons as actors: who proposes, who approves, who publishes, who visits."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from flask import current_app
from sqlalchemy import select

from app.access import Viewer
from app.db import db
from app.models.people import Account
from app.services.demo_people import create_demo_people
from app.services.sessions import viewer_of
from maps import districts


def bring_the_people() -> None:
    """Create the demo people unless somebody is there already."""
    if db.session.scalar(select(Account.id).limit(1)) is None:
        create_demo_people()


def person(name: str) -> Viewer:
    """Return a demo person as actor, within the own district."""
    return viewer_of(db.session.scalars(select(Account).where(Account.name == name)).one())


@dataclass(frozen=True, slots=True)
class Cast:
    """The three who bring out listings, standing in for their colleagues of a whole area.

    Who did what is recorded as it was; only how far they may reach is wider than in life.
    """

    area: str

    @property
    def proposer(self) -> Viewer:
        """Return who drafts, proposes and withdraws."""
        return replace(person("officer1"), district_code=self.area)

    @property
    def approver(self) -> Viewer:
        """Return who approves."""
        return replace(person("approver1"), district_code=self.area)

    @property
    def publisher(self) -> Viewer:
        """Return who signs the edition."""
        return replace(person("publisher1"), district_code=self.area)


def cast_for(codes: Iterable[str]) -> Cast:
    """Return a cast whose area holds these districts: the office's, or the whole country."""
    office = current_app.config["SETTINGS"].office_district
    inside = all(districts.is_within(code, office) for code in codes if code)
    return Cast(office if inside else districts.COUNTRY)


def public_id_of(name: str) -> str:
    """Return the public id of a demo person."""
    account = db.session.scalars(select(Account).where(Account.name == name)).one()
    return account.person.public_id
