"""Lists, search and institution pages of the desk with 100,000 institutions, on both databases.

    python -m tests.bench.register [rows] [sqlite|postgresql]

On a busy machine the CPU's time is the figure to read.
"""

import math
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import event, insert, select, text

from app import clock
from app.commands.demo.places import places_in
from app.commands.demo.rows import Wish, invented_rows
from app.db import act, db
from app.ids import new_id
from app.models.blacklist import Listing
from app.models.files import StoredFile
from app.models.people import Account
from app.models.register import Institution
from app.models.sites import Site
from app.office import create_office
from app.queries.search import search_text
from app.row_security import as_owner, as_system
from config import Settings
from inspections.names import core_name, name_key
from inspections.vocabulary import LicenceStatus, ListingState, SubjectGroup
from maps.boundaries import home_boundaries
from tests.app.browser import Browser, signed_in
from tests.app.conftest import settings_for, sqlalchemy_url
from tests.app.people import add_people
from tests.postgres import PrivatePostgres

ROUNDS = 20
TARGET_MS = 150.0
MOST_QUERIES = 12
BATCH = 5000
ENGINES = ("sqlite", "postgresql")
STATUSES = {status.zh: status for status in LicenceStatus} | {"有效": LicenceStatus.VALID}
GROUPS = {group.zh: group for group in SubjectGroup}
PAGES = {
    "list": "/desk/register",
    "list, page 2": "/desk/register?page=2",
    "list, deep": "/desk/register?page=1500",
    "list by expiry": "/desk/register?sort=expires",
    "list by change, down": "/desk/register?sort=-changed",
    "list by district": "/desk/register?sort=district",
    "one district": "/desk/register?district=210106",
    "standing": "/desk/register?standing=unlicensed",
    "blacklisted": "/desk/register?standing=blacklisted",
    "subject": "/desk/register?subject=arts&sort=expires",
    "search, rare": "/desk/register?q=溪慧",
    "search, common": "/desk/register?q=培训",
    "search, common, deep": "/desk/register?q=培训&page=400",
    "search, code part": "/desk/register?q=2101YY",
    "search, none": "/desk/register?q=䶮䶮",
    "map": "/desk/map",
    "map, all places": "/desk/map/places?bbox=122.4,41.1,123.9,43.1&zoom=9",
}
# as many places on the screen whatever the register's size: only what is searched grows
CENTRE, REACH_OF_10_000 = (123.40, 41.78), 0.02


def fill(rows: int) -> None:
    """Insert invented institutions by Core, with a place each and some hundred listings."""
    moment, day = clock.now(), clock.today()
    made = invented_rows(Wish(rows=rows, as_of=day), places_in(home_boundaries()))
    institutions: list[dict[str, Any]] = []
    sites: list[dict[str, Any]] = []
    number = 0
    for number, row in enumerate(made, start=1):
        institutions.append(_institution(number, row, moment))
        sites.append(_site(number, row, moment))
        if len(institutions) == BATCH:
            _insert(institutions, sites)
    _insert(institutions, sites)
    if db.engine.dialect.name == "postgresql":
        for table in ("institutions", "sites"):
            sequence = f"select setval(pg_get_serial_sequence('{table}', 'id'), {number})"
            db.session.execute(text(sequence))


def _insert(institutions: list[dict[str, Any]], sites: list[dict[str, Any]]) -> None:
    if institutions:
        db.session.execute(insert(Institution.__table__), institutions)
        db.session.execute(insert(Site.__table__), sites)
    institutions.clear()
    sites.clear()


def _institution(number: int, row: dict[str, str], moment: Any) -> dict[str, Any]:
    name, short = row["name"], row["short_name"] or None
    return {
        "id": number,
        "public_id": new_id(),
        "name": name,
        "name_key": name_key(name),
        "core_name": core_name(name),
        "short_name": short,
        "credit_code": row["credit_code"] or None,
        "phone": row["phone"] or None,
        "licence_no": row["licence_no"] or None,
        "licence_issued": _day(row["licence_issued"]),
        "licence_expires": _day(row["licence_expires"]),
        "licence_status": STATUSES.get(row["licence_status"], LicenceStatus.UNKNOWN),
        "renewal_pending": False,
        "stop_enrolling": False,
        "subject_group": GROUPS.get(row["subject_group"], SubjectGroup.OTHER),
        "subjects": row["subjects"] or None,
        "district_code": row["district_code"],
        "scope_code": row["district_code"],
        "search_grams": search_text(
            name=name,
            short_name=short,
            credit_code=row["credit_code"],
            licence_no=row["licence_no"],
        ),
        "source": "bench",
        "created_at": moment,
        "updated_at": moment,
        "version": 1,
    }


def _site(number: int, row: dict[str, str], moment: Any) -> dict[str, Any]:
    return {
        "public_id": new_id(),
        "institution_id": number,
        "is_main": True,
        "address": row["address"],
        "district_code": row["district_code"],
        "scope_code": row["district_code"],
        "lng_wgs84": float(row["lng"]) if row["lng"] else None,
        "lat_wgs84": float(row["lat"]) if row["lat"] else None,
        "source": "bench",
        "created_at": moment,
    }


def _day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None


def list_some(rows: int) -> None:
    """Put every fiftieth institution on the blacklist, straight into the tables."""
    moment, day = clock.now(), clock.today()
    persons = list(db.session.scalars(select(Account.person_id).order_by(Account.id).limit(3)))
    scan = StoredFile(
        sha256="0" * 64,
        size=1,
        media_type="application/pdf",
        original_name="scan.pdf",
        district_code="210100",
        stored_at=moment,
    )
    db.session.add(scan)
    db.session.flush()
    steps = {
        "proposed_by_person": persons[0],
        "approved_by_person": persons[1],
        "published_by_person": persons[2],
        "scan_id": scan.id,
        "ground": "bench",
        "legal_basis": "bench",
        "decision_no": "bench",
        "authority": "bench",
    }
    days = dict.fromkeys(("decision_on", "notice_served_on", "listed_on", "ends_on"), day)
    moments = ("proposed_at", "approved_at", "published_at", "created_at", "updated_at")
    listing = {
        **steps,
        **days,
        **dict.fromkeys(moments, moment),
        "state": ListingState.LISTED,
        "edition": 1,
        "content_digest": "0" * 64,
        "approved_digest": "0" * 64,
        "scope_code": "210102",
        "version": 1,
        "name": "bench",
        "name_key": "bench",
    }
    numbers = range(1, rows + 1, 50)
    db.session.execute(
        insert(Listing.__table__),
        [{**listing, "public_id": new_id(), "institution_id": number} for number in numbers],
    )


class Queries:
    """Counts the statements that the database is sent."""

    def __init__(self) -> None:
        self.count = 0
        event.listen(db.engine, "before_cursor_execute", self._one)

    def _one(self, *_arguments: Any) -> None:
        self.count += 1


def times(browser: Browser, path: str, queries: Queries) -> tuple[float, float, float, float, int]:
    """Return first, median, 95th percentile and CPU in milliseconds, and queries of one page."""
    spent: list[float] = []
    worked: list[float] = []
    for _ in range(ROUNDS):
        queries.count = 0
        began, cpu = time.perf_counter(), time.process_time()
        page = browser.get(path)
        spent.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - cpu) * 1000)
        assert page.status_code == 200, (path, page.status_code)
    nearest_rank = math.ceil(ROUNDS * 0.95) - 1
    return (
        spent[0],
        statistics.median(spent),
        sorted(spent)[nearest_rank],
        statistics.median(worked),
        queries.count,
    )


@dataclass(frozen=True, slots=True)
class PageTime:
    """One page as one reader gets it: milliseconds and queries."""

    engine: str
    reader: str
    words: str
    first: float
    median: float
    p95: float
    cpu: float
    queries: int

    def line(self) -> str:
        """Return the line of the table."""
        slow = " SLOW" if self.p95 > TARGET_MS or self.queries > MOST_QUERIES else ""
        spent = (
            f"first {self.first:5.0f} ms  then {self.median:5.0f} ms  p95 {self.p95:5.0f} ms  "
            f"cpu {self.cpu:5.0f} ms"
        )
        return (
            f"{self.engine:10} {self.reader:9} {self.words:22} {spent}  "
            f"{self.queries} queries{slow}"
        )


def _box(rows: int) -> str:
    """Return a box around the centre that holds as many places at every size of the register."""
    (lng, lat), reach = CENTRE, REACH_OF_10_000 * math.sqrt(10_000 / rows)
    return f"{lng - reach:.4f},{lat - reach:.4f},{lng + reach:.4f},{lat + reach:.4f}"


def report(app: Flask, rows: int) -> Iterator[PageTime]:
    """Yield the times of each page for two readers: the whole city, and one district."""
    with app.app_context(), as_system():
        some = select(Institution.public_id).where(Institution.scope_code == "210102")
        institution = db.session.scalar(some.limit(1))
        queries = Queries()
        engine = db.engine.dialect.name
        db.session.remove()
    pages = PAGES | {
        "map, single places": f"/desk/map/places?bbox={_box(rows)}&zoom=16",
        "institution": f"/desk/register/{institution}",
    }
    for name in ("leader1", "officer1"):
        browser = signed_in(app, name)
        for words, path in pages.items():
            yield PageTime(engine, name, words, *times(browser, path, queries))


def run(settings: Settings, rows: int) -> list[PageTime]:
    """Fill one database, print its times and return them."""
    app = create_office(settings)
    with app.app_context(), as_owner():
        upgrade()
        with act():
            add_people()
        began = time.perf_counter()
        with act():
            fill(rows)
            list_some(rows)
        engine = db.engine.dialect.name
        _settle(engine)
        print(f"{engine}: {rows} institutions in {time.perf_counter() - began:.0f} s")
    found = []
    for page in report(app, rows):
        print(page.line(), flush=True)
        found.append(page)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    return found


def _settle(engine: str) -> None:
    """Do at once what a database in use does by itself after so many rows."""
    if engine == "sqlite":
        with db.engine.connect() as connection:
            connection.execute(text("analyze"))
            connection.commit()
        return
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("vacuum analyze"))


def main(rows: int = 100_000, engines: tuple[str, ...] = ENGINES) -> list[PageTime]:
    """Run on SQLite and on a private PostgreSQL."""
    found: list[PageTime] = []
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        if "sqlite" in engines:
            settings = settings_for(here / "sqlite", f"sqlite:///{here}/sqlite/bench.sqlite")
            found += run(settings, rows)
        if "postgresql" in engines:
            found += _on_postgresql(here, rows)
    return found


def _on_postgresql(here: Path, rows: int) -> list[PageTime]:
    server = PrivatePostgres()
    try:
        with psycopg.connect(server.dsn, autocommit=True) as connection:
            connection.execute("create database bench")
        return run(settings_for(here / "postgresql", sqlalchemy_url(server.dsn, "bench")), rows)
    finally:
        server.stop()


if __name__ == "__main__":
    os.environ.setdefault("MINGCHA_DEMO", "1")
    asked = sys.argv[1:]
    main(int(asked[0]) if asked else 100_000, tuple(asked[1:]) or ENGINES)
