"""A sweep of two days: three teams in three districts, from the first round to the statement."""

import re
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from app.access import system
from app.db import act, db
from app.models.people import Account
from app.services.people import NewAccount, create_account
from app.services.scans import store_scan
from app.services.sessions import viewer_of
from app.services.sweep_teams import appoint_team, share_sites
from app.services.sweeps import approve_plan, note_publication, open_sweep, plan_sweep
from app.services.tablet_devices import enrol_device
from inspections.vocabulary import Role
from tests.app.factories.register import add_institution
from tests.app.factories.sweeps import APPROVAL, PLAN, fetch
from tests.app.factories.tablet import Key, Tablet, body_of, listed, manifest, path_of, photo_path
from tests.app.factories.visits import jpeg, png

TEAMS = {
    "210102": ("inspector1", "inspector2"),
    "210103": ("inspector3", "inspector4"),
    "210104": ("inspector5", "inspector6"),
}
SCHOOLS = {"210102": 3, "210103": 2, "210104": 2}
FIRST_DAY, SECOND_DAY = date(2026, 11, 19), date(2026, 11, 20)
PLACE = {
    "name": "拟书房",
    "address": "和平区拟街9号",
    "district_code": "210102",
    "lng_wgs84": 123.42,
    "lat_wgs84": 41.79,
    "seen": "三间教室，十余名学员。",
    "run_by": "马某",
}


class Team:
    """Two officers with one tablet; each record gets its number and day."""

    def __init__(self, office, tablet, people, sweep):
        self._client, self._tablet, self.people = office.test_client(), tablet, people
        self._sweep, self._sent = sweep, 0

    def round(self, day):
        """Load the round of a day."""
        path = f"/tablet/api/round?on={day.isoformat()}"
        answer = self._tablet.call(self._client, "GET", path, at=f"{day}T01:00:00.000Z")
        assert answer.status_code == 200, answer.text
        return answer.json

    def visit(self, day, site, *, photos=(), items=None, **changes):
        """Record a visit as it was made, send it and its photos, and return its receipt."""
        self._sent += 1
        asked = items if items is not None else site["items"]
        number = int(self.people[0].encode().hex(), 16) % 10**9
        record = manifest(
            **{
                "visit": f"7b1f3d1e-5a2c-4b6d-8e9f-{number:09d}{self._sent:03d}",
                "site": site and site["site"],
                "author": self.people[0],
                "second_officer": self.people[1],
                "sweep": self._sweep,
                "ground": None,
                "started_at": f"{day}T02:47:31.120Z",
                "ended_at": f"{day}T03:20:05.001Z",
                "answers": [{"item": code, "answer": "yes", "seen": None} for code in asked],
                "files": [listed(photo, taken_at=f"{day}T02:50:00.000Z") for photo in photos],
                "device_sequence": self._sent,
                **changes,
            }
        )
        receipt = self._put(day, path_of(record), body_of(record))
        for photo in photos:
            self._put(day, photo_path(photo), photo)
        return receipt

    def _put(self, day, path, body):
        answer = self._tablet.call(self._client, "PUT", path, body, at=f"{day}T04:00:00.000Z")
        assert answer.status_code == 201, answer.text
        return answer.json["receipt"]


@pytest.fixture
def set_day(office):
    """Return a function that moves the office to noon of a day."""
    file = office.config["SETTINGS"].clock_file
    return lambda day: file.write_text(f"{day.isoformat()}T12:00:00+08:00")


@pytest.fixture
def sweep(office, people):
    """A sweep over three districts with seven institutions, open on its first day."""
    leader = people.leader1
    with office.app_context():
        with act():
            _new_officers()
            for code, count in SCHOOLS.items():
                for number in range(count):
                    add_institution(f"拟学校{code}{number}", district_code=code)
            plan = replace(PLAN, districts=tuple(SCHOOLS), ends_on=SECOND_DAY)
            public_id = plan_sweep(plan, actor=leader).public_id
        with act():
            paper = store_scan(png(), name="批准.png", scope_code="210100", actor=leader)
            approve_plan(fetch(public_id, leader), APPROVAL, paper, actor=leader)
        with act():
            days = {"filed_on": date(2026, 11, 12), "published_on": date(2026, 11, 13)}
            note_publication(fetch(public_id, leader), **days, actor=leader)
        with act():
            for code, names in TEAMS.items():
                persons = [_account(name).person.public_id for name in names]
                appoint_team(fetch(public_id, leader), persons, district_code=code, actor=leader)
            share_sites(fetch(public_id, leader), actor=leader)
        with act():
            open_sweep(fetch(public_id, leader), actor=leader)
        db.session.remove()
    return public_id


@pytest.fixture
def teams(office, sweep):
    """The three teams, each with its tablet."""
    found = {}
    with office.app_context(), act():
        for number, (code, names) in enumerate(TEAMS.items(), start=1):
            accounts = [_account(name) for name in names]
            device = enrol_device(Key(number).jwk, "平板", actor=viewer_of(accounts[0]))
            tablet = Tablet(Key(number), device.public_id)
            persons = [account.person.public_id for account in accounts]
            found[code] = Team(office, tablet, persons, sweep)
    return found


def _account(name):
    return db.session.scalars(select(Account).where(Account.name == name)).one()


def _new_officers():
    """Two certified inspectors of 大东区: the demo has none there."""
    for number, display in ((5, "许拟明"), (6, "何拟远")):
        create_account(
            NewAccount(
                name=f"inspector{number}",
                display=display,
                roles=[Role.INSPECTOR],
                district_code="210104",
                password="mingcha-demo",
                demo=True,
                certificate=f"拟辽2101040{number}",
                certificate_from=date(2024, 1, 1),
                certificate_until=date(2028, 1, 1),
            ),
            actor=system("210100"),
        )


def test_three_teams_walk_two_days_and_the_statement_agrees(teams, sweep, sign_in, set_day):
    heping, shenhe, dadong = (teams[code] for code in TEAMS)
    page, leader = f"/desk/sweeps/{sweep}", sign_in("leader1")
    first, second, third = heping.round(FIRST_DAY)["sites"]
    plain, shut = shenhe.round(FIRST_DAY)["sites"]
    seen, forgotten = dadong.round(FIRST_DAY)["sites"]

    photo = jpeg(80, 60)
    known = heping.visit(FIRST_DAY, first, photos=[photo])
    heping.visit(FIRST_DAY, second)
    items = [code for code in first["items"] if code in second["items"]]
    heping.visit(FIRST_DAY, None, items=items, place=PLACE)
    shenhe.visit(FIRST_DAY, plain)
    _refused(shenhe, shut)
    dadong.visit(FIRST_DAY, seen)

    set_day(SECOND_DAY)
    heping.visit(SECOND_DAY, third)
    assert [site["state"] for site in dadong.round(SECOND_DAY)["sites"]].count("missing") == 1
    blank = leader.post(f"{page}/close", data={"reached": "7", "sites": "8"})
    assert blank.status_code == 409
    assert 'data-refusal="sweeps.no_site_is_blank"' in blank.text
    assert forgotten["name"] in blank.text

    dadong.visit(SECOND_DAY, forgotten)
    closed = leader.post(f"{page}/close", data={"reached": "8", "sites": "8"})
    assert closed.status_code == 303, closed.text

    statement = leader.get(f"{page}/closing").text
    assert _sums(statement) == {"和平区": 4, "沈河区": 2, "大东区": 2, "": 8}
    timeline = leader.get(f"/desk/register/{first['institution']}").text
    visit = re.search(r'href="(/desk/visits/[^"?]+)"', timeline)[1]
    record = leader.get(visit).text
    assert known["number"] in record
    assert known["manifest"] in record


def _refused(team, site):
    """Nobody was let in: the proof is a photo of the door and a witness."""
    team.visit(
        FIRST_DAY,
        site,
        items=[],
        photos=[jpeg(90, 60)],
        result="refused_entry",
        met=None,
        certificate_shown=True,
        other_findings="敲门三次，一名男子在门内答话，拒绝开门。",
        note="见证人：社区王拟民",
    )


def _sums(statement):
    """Return the last number of each row by the district's name, "" for the whole."""
    found = {}
    for row in re.findall(r"<tr>.*?</tr>", statement, re.S):
        numbers = re.findall(r'class="number">(\d+)<', row)
        if numbers:
            name = re.search(r"(和平|沈河|大东)区", row)
            found[name.group() if name else ""] = int(numbers[-1])
    return found
