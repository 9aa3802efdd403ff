"""`make bench`: one table of figures; absolute ones are targets, ratios fail."""

import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.bench import check, importing, papers, register, tablet
from tests.bench.databases import new_database, private_postgres
from tests.postgres import ENGINES, PrivatePostgres

SMALL, LARGE = 10_000, 100_000
IMPORT_SECONDS, IMPORT_MEGABYTES = 120, 600


def main(small: int, large: int) -> int:
    """Run all benches at two sizes; return 1 when a ratio doesn't hold."""
    os.environ.setdefault("MINGCHA_DEMO", "1")
    sizes = (small, large)
    good = [_imports(small, large), register.main(sizes), check.main(sizes)]
    tablet.main()
    papers.main()
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
    print(f"import into {engine}, time a row: growth {growth:.2f} (at most {register.MOST_GROWTH})")
    return growth <= register.MOST_GROWTH


if __name__ == "__main__":
    sizes = [int(size) for size in sys.argv[1:]] or [SMALL, LARGE]
    sys.exit(main(*sizes))
