"""How many exact checks a second, beside a constant under the same server in the same run.

    python -m tests.bench.check [rows]

Needs `wrk` (Debian package). Headers, limits and metrics are on; one code in six finds nothing.
"""

import os
import random
import re
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

from app.commands.demo.places import places_in
from app.commands.demo.rows import Row, Wish, invented_rows
from app.editions.builder import build_edition
from inspections.licences import LicenceFacts
from inspections.verdicts import ListingFacts, Premises, PublicFacts, may_be_shown
from inspections.vocabulary import LicenceStatus
from maps.boundaries import home_boundaries
from tests.app.editions.records import order

SIZES = (10_000, 100_000)
ROUNDS = 7
SECONDS = 2
LEAST_RATIO = 0.5
MOST_GROWTH = 1.5
STATUSES = {status.zh: status for status in LicenceStatus} | {"有效": LicenceStatus.VALID}
LUA = Path(__file__).with_name("requests.lua")
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Speed:
    """Requests a second for one size, the median of some rounds.

    A share is the median of what the rounds say: the machine's pace changes from one to the next.
    """

    constant: float
    codes: float
    names: float
    codes_share: float
    names_share: float

    @property
    def worst(self) -> float:
        """Return the slower kind of check as a share of the constant."""
        return min(self.codes_share, self.names_share)


def main(sizes: Sequence[int] = SIZES) -> bool:
    """Measure, print, and say whether the ratios hold."""
    found = {}
    with tempfile.TemporaryDirectory(prefix="mingcha-bench-") as name:
        for size in sizes:
            folder = Path(name) / str(size)
            rows = _built(folder / "edition", size)
            found[size] = speed = _measured(folder, rows)
            print(
                f"{size:>7} institutions: constant {speed.constant:,.0f}/s, codes"
                f" {speed.codes:,.0f}/s ({speed.codes_share:.2f}), names"
                f" {speed.names:,.0f}/s ({speed.names_share:.2f})"
            )
    growth = found[sizes[0]].worst / found[sizes[-1]].worst
    good = all(speed.worst >= LEAST_RATIO for speed in found.values()) and growth <= MOST_GROWTH
    print(
        f"growth from {sizes[0]:,} to {sizes[-1]:,}: {growth:.2f} (at most {MOST_GROWTH});"
        f" least share {min(one.worst for one in found.values()):.2f} (at least {LEAST_RATIO})"
    )
    return good


def _built(folder: Path, size: int) -> list[Row]:
    rows = list(invented_rows(Wish(rows=size, as_of=date.today()), places_in(home_boundaries())))
    folder.mkdir(parents=True)
    began = time.perf_counter()
    build_edition(folder, map(_facts, rows), _order())
    seconds = time.perf_counter() - began
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{size:>7} institutions: edition built in {seconds:.1f} s, {megabytes:.0f} MB at most")
    return rows


class _Salts(dict[str, bytes]):
    def __missing__(self, entry: str) -> bytes:
        return entry.encode().ljust(16, b"0")[:16]


def _order():
    made = order(signed_at=datetime.now(UTC) - timedelta(minutes=1))
    object.__setattr__(made, "salts", _Salts())
    return made


def _facts(row: Row) -> PublicFacts:
    listed = row["list_status"] == "黑名单"
    return PublicFacts(
        id=f"{int(row['seq']):010d}",
        name=row["name"],
        short_name=row["short_name"],
        credit_code=row["credit_code"] or None,
        district_code=row["district_code"],
        district_zh=row["district"],
        district_en=row["district"],
        licence=LicenceFacts(
            number=row["licence_no"] or None,
            expires_on=_day(row["licence_expires"]),
            status=STATUSES.get(row["licence_status"], LicenceStatus.UNKNOWN),
        ),
        address=row["address"],
        premises=(Premises(row["address"], float(row["lng"]), float(row["lat"]), True),),
        subjects=row["subjects"],
        stages=row["stages"],
        listing=_listing(row) if listed else None,
    )


def _listing(row: Row) -> ListingFacts:
    return ListingFacts(
        entry_id=f"e{int(row['seq']):09d}",
        ground="unlicensed_institution",
        legal_basis="《校外培训行政处罚暂行办法》第十七条",
        authority="沈阳市教育局",
        listed_on=date.today() - timedelta(days=30),
        ends_on=date.today() + timedelta(days=700),
        decision_no=f"沈教罚字〔2026〕第{row['seq']}号",
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _measured(folder: Path, rows: Sequence[Row]) -> Speed:
    chance = random.Random(7)
    shown = [row for row in rows if may_be_shown(_facts(row), date.today())]
    some = chance.sample(shown, min(len(shown), 20_000))
    paths = {
        "constant": ["/constant?q=" + quote(row["name"]) for row in some],
        "codes": [_asked(row["credit_code"] or "0" * 18, chance) for row in some],
        "names": [_asked(row["name"], chance) for row in some],
    }
    for kind, lines in paths.items():
        (folder / kind).write_text("\n".join(lines) + "\n", "ascii")
    with _server(folder / "edition") as port:
        for kind in paths:
            _wrk(folder / kind, port, seconds=1)
        rounds = [
            {kind: _wrk(folder / kind, port, seconds=SECONDS) for kind in paths}
            for _ in range(ROUNDS)
        ]
    return Speed(
        *(statistics.median(one[kind] for one in rounds) for kind in paths),
        *(
            statistics.median(one[kind] / one["constant"] for one in rounds)
            for kind in ("codes", "names")
        ),
    )


def _asked(text: str, chance: random.Random) -> str:
    """Return the address of a check; one code in six is nobody's."""
    if text.isascii() and chance.random() < 1 / 6:
        text = text[:-4] + "ZZZZ"
    return "/api/v1/check?q=" + quote(text)


@contextmanager
def _server(edition: Path) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    arguments = [
        *("--interface", "wsgi", "--no-ws", "--factory", "--no-access-log", "--workers", "2"),
        *("--blocking-threads", "4", "--log-level", "warning", "--port", str(port)),
    ]
    counters = edition.parent / "metrics"
    counters.mkdir(exist_ok=True)
    server = subprocess.Popen(
        [sys.executable, "-m", "granian", *arguments, "tests.bench.check_app:application"],
        env={
            **os.environ,
            "EDITION": str(edition),
            "PROMETHEUS_MULTIPROC_DIR": str(counters),
        },
        cwd=ROOT,
    )
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("the server did not start")


def _wrk(paths: Path, port: int, *, seconds: int) -> float:
    done = subprocess.run(
        ["wrk", "-t1", "-c64", f"-d{seconds}s", "-s", str(LUA), f"http://127.0.0.1:{port}"],
        env={**os.environ, "PATHS": str(paths)},
        capture_output=True,
        text=True,
        check=True,
    )
    if "Non-2xx" in done.stdout:
        raise RuntimeError(done.stdout)
    speed = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    if speed is None:
        raise RuntimeError(done.stdout)
    return float(speed.group(1))


if __name__ == "__main__":
    chosen = [int(argument) for argument in sys.argv[1:]]
    sys.exit(0 if main(chosen or SIZES) else 1)
