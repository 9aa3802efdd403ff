"""Tablets of two districts, their officers' keys, and a site to visit."""

from types import SimpleNamespace
from typing import Any

import pytest

from app.db import act
from app.services.tablet_devices import enrol_device, register_officer_key
from app.services.visit_judging import items_asked
from tests.app.conftest import NOON
from tests.app.factories.tablet import Key, Tablet, manifest
from tests.app.factories.visits import make_site, person_of

NAMES = ("inspector1", "inspector2", "inspector3", "officer1", "officer2", "leader1")
DAY = NOON.date()


@pytest.fixture
def crew(people):
    """The persons as viewers, read before anything is written."""
    return SimpleNamespace(**{name: getattr(people, name) for name in NAMES})


@pytest.fixture
def tablet(office, crew):
    """A tablet of 和平区 with the keys of its two inspectors."""
    return _enrolled(office, Key(1), crew.inspector1, [(Key(11), crew.inspector1)], crew)


@pytest.fixture
def foreign_tablet(office, crew):
    """A tablet of 沈河区."""
    return _enrolled(office, Key(2), crew.inspector3, [], crew)


def _enrolled(office, key, person, keys, crew) -> Tablet:
    with office.app_context(), act():
        device = enrol_device(key.jwk, "平板", actor=person)
        for one, officer in keys:
            register_officer_key(device, one.jwk, actor=officer)
        if keys:
            register_officer_key(device, Key(12).jwk, actor=crew.inspector2)
        return Tablet(key, device.public_id)


@pytest.fixture
def site(office) -> SimpleNamespace:
    """A site of 和平区: its id, the items asked there, and the officers' ids."""
    with office.app_context(), act():
        made = make_site()
        return SimpleNamespace(
            id=made.public_id,
            items=[item.code for item in items_asked(made, DAY).items],
            author=person_of("inspector1"),
            second_officer=person_of("inspector2"),
            foreigner=person_of("inspector3"),
            approver=person_of("approver1"),
        )


@pytest.fixture
def visit(site):
    """Return a function that gives a complete manifest of a visit to that site."""

    def build(**changes: Any) -> dict[str, Any]:
        return manifest(
            **{
                "site": site.id,
                "author": site.author,
                "second_officer": site.second_officer,
                "answers": [{"item": code, "answer": "yes", "seen": None} for code in site.items],
                **changes,
            }
        )

    return build
