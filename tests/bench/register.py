"""Lists, search and institution pages of the desk at two sizes of the register, on both databases.

    python -m tests.bench.register [small large [sqlite|postgresql]]

The two sizes are asked in turn, so that a machine that slows down slows both. On a busy machine the
CPU's time is the figure to read.
"""

import math
import os
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
from tests.bench.databases import new_database, private_postgres
from tests.postgres import ENGINES

ROUNDS = 20
TARGET_MS = 150.0
MOST_QUERIES = 12
MOST_GROWTH = 1.5
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


@dataclass(frozen=True, slots=True)
class PageTime:
    """One page as one reader gets it from a register of `rows`: milliseconds and queries."""

    engine: str
    rows: int
    reader: str
    words: str
    spent: Sequence[float]
    worked: Sequence[float]
    queries: int

    @property
    def median(self) -> float:
        """Return the usual time."""
        return statistics.median(self.spent)

    @property
    def p95(self) -> float:
        """Return the time that 19 of 20 askings keep."""
        return sorted(self.spent)[math.ceil(len(self.spent) * 0.95) - 1]

    def line(self) -> str:
        """Return the line of the table."""
        slow = " SLOW" if self.p95 > TARGET_MS or self.queries > MOST_QUERIES else ""
        spent = (
            f"first {self.spent[0]:5.0f} ms  then {self.median:5.0f} ms  p95 {self.p95:5.0f} ms  "
            f"cpu {statistics.median(self.worked):5.0f} ms"
        )
        return (
            f"{self.engine:10} {self.rows:7} {self.reader:9} {self.words:22} {spent}  "
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


class Office:
    """One filled office of the bench, and what is asked of it."""

    def __init__(self, settings: Settings, rows: int) -> None:
        self.rows = rows
        self.app = create_office(settings)
        with self.app.app_context(), as_owner():
            upgrade()
            with act():
                add_people()
            began = time.perf_counter()
            with act():
                fill(rows)
                list_some(rows)
            self.engine = db.engine.dialect.name
            _settle(self.engine)
            print(f"{self.engine}: {rows} institutions in {time.perf_counter() - began:.0f} s")
        with self.app.app_context(), as_system():
            some = select(Institution.public_id).where(Institution.scope_code == "210102")
            institution = db.session.scalar(some.limit(1))
            self.pages = {
                **PAGES,
                **_rare_searches(),
                "map, single places": f"/desk/map/places?bbox={_box(rows)}&zoom=16",
                "institution": f"/desk/register/{institution}",
            }
            self.queries = Queries()
            db.session.remove()

    def asked(self, browser: Browser, path: str) -> tuple[float, float]:
        """Return the milliseconds that one page took: by the clock, and of the CPU."""
        self.queries.count = 0
        began, cpu = time.perf_counter(), time.process_time()
        page = browser.get(path)
        spent, worked = time.perf_counter() - began, time.process_time() - cpu
        assert page.status_code == 200, (path, page.status_code)
        return spent * 1000, worked * 1000

    def close(self) -> None:
        """Let go of the database."""
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()


def report(offices: Sequence[Office]) -> Iterator[Sequence[PageTime]]:
    """Yield the times of each page in each office for two readers: the whole city, a district."""
    for reader in ("leader1", "officer1"):
        browsers = [signed_in(office.app, reader) for office in offices]
        for words in offices[0].pages:
            times: list[list[tuple[float, float]]] = [[] for _office in offices]
            for _round in range(ROUNDS):
                for office, browser, found in zip(offices, browsers, times, strict=True):
                    found.append(office.asked(browser, office.pages[words]))
            yield [
                PageTime(office.engine, office.rows, reader, words, *zip(*found, strict=True),
                         office.queries.count)
                for office, found in zip(offices, times, strict=True)
            ]  # fmt: skip


def _settle(engine: str) -> None:
    """Do at once what a database in use does by itself after so many rows."""
    if engine == "sqlite":
        with db.engine.connect() as connection:
            connection.execute(text("analyze"))
            connection.commit()
        return
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("vacuum analyze"))


def main(sizes: Sequence[int], engines: Sequence[str] = ENGINES) -> bool:
    """Run on SQLite and on a private PostgreSQL; False when a page grows more than the register."""
    held = True
    with tempfile.TemporaryDirectory() as folder, private_postgres() as server:
        for engine in engines:
            offices = []
            for rows in sizes:
                here = Path(folder) / f"{engine}-{rows}"
                url = new_database(engine, here / f"bench-{rows}.sqlite", server)
                offices.append(Office(settings_for(here, url), rows))
            for pages in report(offices):
                held = _printed(pages) and held
            for office in offices:
                office.close()
    return held


def _printed(pages: Sequence[PageTime]) -> bool:
    """Print one page at all sizes; say whether the largest keeps the ratio to the smallest."""
    for page in pages:
        print(page.line(), flush=True)
    growth = pages[-1].median / pages[0].median
    if growth > MOST_GROWTH:
        print(f"{pages[0].engine} {pages[0].reader} {pages[0].words}: growth {growth:.2f}")
    return growth <= MOST_GROWTH


if __name__ == "__main__":
    os.environ.setdefault("MINGCHA_DEMO", "1")
    asked = sys.argv[1:]
    main([int(size) for size in asked[:2]] or [10_000, 100_000], tuple(asked[2:]) or ENGINES)
