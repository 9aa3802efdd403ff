"""The demo people in tests: made once in the template databases, read as viewers."""

from flask import Flask
from sqlalchemy import select

from app.access import Viewer
from app.db import db
from app.models.people import Account
from app.services.demo_people import create_demo_people
from app.services.sessions import viewer_of


def add_people() -> None:
    """Create the demo people."""
    create_demo_people()


class People:
    """`People().officer1` is the viewer of that demo person."""

    def __init__(self, office: Flask) -> None:
        self._office = office

    def __getattr__(self, name: str) -> Viewer:
        with self._office.app_context():
            account = db.session.scalars(select(Account).where(Account.name == name)).one()
            return viewer_of(account)
