"""The public site over an edition of invented institutions, its clock in the test's hand."""

from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.limits import Budgets, Limits
from app.public.options import SiteOptions
from app.public.site import create_site
from tests.app.editions.records import NOON, edition


class Clock:
    """A clock that stands where the test puts it."""

    def __init__(self) -> None:
        self.now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of one edition."""
    path = tmp_path_factory.mktemp("public") / "000001"
    edition(path)
    return path


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def site(folder: Path, clock: Clock) -> Flask:
    """The site on its own, without any limit in the way."""
    made = create_site(folder, SiteOptions(clock=clock, is_moved=True))
    without_limits(made)
    return made


@pytest.fixture
def public(site: Flask) -> FlaskClient:
    """A visitor."""
    return site.test_client()


def without_limits(site: Flask) -> None:
    """Let a test ask as often as it likes."""
    limits = Limits(budgets=Budgets(free_text=()))
    site.extensions["limits"] = limits
    site.wsgi_app._limits = limits  # type: ignore[attr-defined]
