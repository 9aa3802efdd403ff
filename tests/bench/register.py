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
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import event, select, text

from app.db import act, db
from app.models.register import Institution
from app.office import create_office
from app.row_security import as_owner, as_system
from config import Settings
from tests.app.browser import Browser, signed_in
from tests.app.conftest import settings_for
from tests.app.people import add_people
from tests.bench.data import fill, list_some
from tests.bench.databases import ENGINES, new_database, private_postgres

ROUNDS = 20
TARGET_MS = 150.0
MOST_QUERIES = 12
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
    "search, common": "/desk/register?q=培训",
    "search, common, deep": "/desk/register?q=培训&page=400",
    "search, none": "/desk/register?q=䶮䶮",
    "map": "/desk/map",
    "map, all places": "/desk/map/places?bbox=122.4,41.1,123.9,43.1&zoom=9",
}
# as many places or rows on the screen whatever the register's size: only what is searched grows
ROWS_OF_RARE = 20
CENTRE, REACH_OF_10_000 = (123.40, 41.78), 0.02


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


def _rare_part(texts: Iterable[str], length: int) -> str:
    """Return the part of the texts that stands in as nearly `ROWS_OF_RARE` of them as any."""
    found = Counter(
        part
        for text in texts
        for part in {text[at : at + length] for at in range(len(text) - length + 1)}
    )
    return min(found, key=lambda part: (abs(found[part] - ROWS_OF_RARE), part))


def _rare_searches() -> dict[str, str]:
    names, codes = (
        db.session.scalars(select(column).where(column.is_not(None))).all()
        for column in (Institution.name, Institution.credit_code)
    )
    # a code's last nine letters are its own; those before name the area
    own = [code[8:] for code in codes if code]
    return {
        "search, rare": f"/desk/register?q={_rare_part([name for name in names if name], 2)}",
        "search, code part": f"/desk/register?q={_rare_part(own, 6)}",
    }


def report(app: Flask, rows: int) -> Iterator[PageTime]:
    """Yield the times of each page for two readers: the whole city, and one district."""
    with app.app_context(), as_system():
        some = select(Institution.public_id).where(Institution.scope_code == "210102")
        institution = db.session.scalar(some.limit(1))
        searches = _rare_searches()
        queries = Queries()
        engine = db.engine.dialect.name
        db.session.remove()
    pages = {
        **PAGES,
        **searches,
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
    with tempfile.TemporaryDirectory() as folder, private_postgres() as server:
        for engine in engines:
            here = Path(folder) / engine
            settings = settings_for(here, new_database(engine, here / "bench.sqlite", server))
            found += run(settings, rows)
    return found


if __name__ == "__main__":
    os.environ.setdefault("MINGCHA_DEMO", "1")
    asked = sys.argv[1:]
    main(int(asked[0]) if asked else 100_000, tuple(asked[1:]) or ENGINES)
