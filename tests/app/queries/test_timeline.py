"""An institution's timeline: everything that happened, newest first, and nothing of other areas."""

from dataclasses import replace

import pytest

from app.db import act
from app.queries.timeline import ENTRIES, timeline_of
from app.services.listing_content import subject_of
from app.services.register import create_institution, edit_institution
from app.services.register_checks import InstitutionDetails
from tests.app.factories.blacklist import make_draft
from tests.app.factories.visits import make_visit

pytestmark = pytest.mark.usefixtures("desk")
PLAIN = InstitutionDetails(name="沈阳拟晨星培训学校", district_code="210102")


def entered(actor):
    with act():
        return create_institution(PLAIN, actor=actor)


def changed(institution, actor, times: int) -> None:
    for number in range(times):
        with act():
            details = replace(PLAIN, phone=f"024-055501{number:02d}")
            edit_institution(
                institution.public_id, details, actor=actor, version=institution.version
            )


def kinds(timeline) -> list[str]:
    return [entry.kind for entry in timeline.entries]


def test_entry_changes_visits_and_listings_stand_on_one_line(people):
    officer = people.officer1
    institution = entered(officer)
    changed(institution, officer, 1)
    site = institution.main_site
    with act():
        make_visit(site, officer)
        make_draft(officer, subject=subject_of(institution))

    timeline = timeline_of(officer, institution)

    assert sorted(kinds(timeline)) == ["changed", "created", "listing", "visit"]
    assert timeline.entries[-1].kind == "visit", "it happened the day before"
    assert {entry.who for entry in timeline.entries if entry.kind != "visit"} == {"何拟清"}


def test_a_change_tells_field_old_and_new(people):
    institution, officer = entered(people.officer1), people.officer1
    changed(institution, officer, 2)

    newest = timeline_of(officer, institution).entries[0]

    assert [(change.field, change.old, change.new) for change in newest.changes] == [
        ("phone", "024-05550100", "024-05550101")
    ]


def test_a_long_life_is_told_in_pages(people):
    institution, officer = entered(people.officer1), people.officer1
    changed(institution, officer, ENTRIES + 1)

    first, second = (timeline_of(officer, institution, page=page) for page in (1, 2))

    assert (len(first.entries), first.has_older) == (ENTRIES, True)
    assert (kinds(second), second.has_older) == (["changed", "created"], False)


def test_a_visit_of_another_district_is_not_told(people):
    institution = entered(people.officer1)
    officer, stranger = people.officer1, people.officer2
    site = institution.main_site
    with act():
        make_visit(site, officer)

    assert "visit" not in kinds(timeline_of(stranger, institution))
    assert "visit" in kinds(timeline_of(officer, institution))
