"""`make bench`: one table of figures; absolute ones are targets, ratios fail."""

import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.bench import check, importing, register, tablet
from tests.bench.databases import ENGINES, new_database, private_postgres
from tests.postgres import PrivatePostgres

SMALL, LARGE = 10_000, 100_000
MOST_GROWTH = 1.5
IMPORT_SECONDS, IMPORT_MEGABYTES = 120, 600


def main(small: int, large: int) -> int:
    """Run all benches at two sizes; return 1 when a ratio doesn't hold."""
    os.environ.setdefault("MINGCHA_DEMO", "1")
    good = [_imports(small, large), _pages(small, large), check.main((small, large))]
    tablet.main()
    print("all ratios hold" if all(good) else "a ratio does not hold")
    return 0 if all(good) else 1


def _imports(small: int, large: int) -> bool:
    with tempfile.TemporaryDirectory() as name, private_postgres() as server:
        folder = Path(name)
        files = {rows: importing.register_file(folder, rows) for rows in (small, large)}
        held = [_imports_into(engine, files, folder, server) for engine in ENGINES]
    return all(held)


def _imports_into(
    engine: str, files: Mapping[int, Path], folder: Path, server: PrivatePostgres
) -> bool:
    per_row = {}
    for rows, file in files.items():
        here = folder / f"{engine}-{rows}"
        url = new_database(engine, here / f"bench-{rows}.sqlite", server)
        found = importing.measure(file, here, database_url=url)
        per_row[rows] = found.seconds / rows
        late = " SLOW" if found.seconds > IMPORT_SECONDS else ""
        big = " BIG" if found.megabytes > IMPORT_MEGABYTES else ""
        print(
            f"import {rows:>7} rows into {engine:10}: {found.seconds:.0f} s, "
            f"{found.megabytes:.0f} MB{late}{big}",
            flush=True,
        )
    growth = per_row[max(files)] / per_row[min(files)]
    print(f"import into {engine}, time a row: growth {growth:.2f} (at most {MOST_GROWTH})")
    return growth <= MOST_GROWTH


def _pages(small: int, large: int) -> bool:
    before = {(page.engine, page.reader, page.words): page for page in register.main(small)}
    good = True
    for page in register.main(large):
        growth = page.median / before[page.engine, page.reader, page.words].median
        holds = growth <= MOST_GROWTH
        good = good and holds
        if not holds:
            print(f"{page.engine} {page.reader} {page.words}: growth {growth:.2f}", flush=True)
    return good


if __name__ == "__main__":
    sizes = [int(size) for size in sys.argv[1:]] or [SMALL, LARGE]
    sys.exit(main(*sizes))
