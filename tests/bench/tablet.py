"""How many visits a second a served office takes from tablets, durably, and how quick teams share.

    python -m tests.bench.tablet [sqlite|postgresql]

Each writer is a tablet with its own key and line; all visit one district, so that they meet at one
audit chain. A visit with a photo counts when both its receipts are there.
"""

import http.client
import io
import os
import random
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from PIL import Image
from sqlalchemy import select

from app import clock
from app.db import act, db
from app.jobs import close_queue
from app.models.people import Account
from app.office import create_office
from app.row_security import as_system
from app.services.sessions import viewer_of
from app.services.tablet_devices import enrol_device
from app.services.visit_judging import items_asked
from config import settings_from
from inspections.checklists import checklist_on
from maps.points import WGS84Point
from maps.routes import Stop, share_out
from tests.app.factories.tablet import Key, Tablet, body_of, listed, manifest, path_of, photo_path
from tests.app.factories.visits import make_site, person_of
from tests.bench.databases import new_database, private_postgres
from tests.postgres import ENGINES
from tests.server import Server

SECONDS = 5
WRITERS = (1, 8)
PHOTO_PIXELS = 920
SITES, TEAMS, SHARING_SECONDS = 1500, 40, 5


@dataclass(frozen=True, slots=True)
class Writer:
    """One tablet and what every manifest of it says."""

    tablet: Tablet
    says: dict[str, Any]


def main(engines: tuple[str, ...] = ENGINES) -> None:
    """Print the figures; nothing here fails, as there is no ratio to hold."""
    with tempfile.TemporaryDirectory() as name, private_postgres(durable=True) as postgres:
        for engine in engines:
            here = Path(name) / engine
            url = new_database(engine, here / "tablet.sqlite", postgres)
            _measure(engine, Server(here, database_url=url))
    _sharing()


def _measure(engine: str, server: Server) -> None:
    made = server.flask("users", "demo")
    if made.returncode:
        raise RuntimeError(made.stderr)
    writers = _enrolled(server)
    server.start("--workers", "2")  # as the product serves by default
    try:
        for photo in (b"", _photo()):
            for count in WRITERS:
                accepted = _accepted(server, writers[:count], photo)
                size = f"{len(photo) / 1_000_000:.1f} MB" if photo else "no photo"
                tablets = f"{count} tablet{'s' if count > 1 else ''}"
                print(f"{engine:10} {tablets:10} {size:9} {accepted:6.0f} visits/s", flush=True)
    finally:
        server.stop()


def _enrolled(server: Server) -> list[Writer]:
    with _inside(server), act():
        account = db.session.scalars(select(Account).where(Account.name == "inspector1")).one()
        viewer, day = viewer_of(account), clock.today()
        return [_writer(number, viewer, day) for number in range(1, max(WRITERS) + 1)]


def _writer(number: int, viewer: Any, day: Any) -> Writer:
    key = Key(number)
    device = enrol_device(key.jwk, f"tablet {number}", actor=viewer)
    site = make_site(name=f"沈阳市和平区拟测{number}培训学校")
    asked = [item.code for item in items_asked(site, day).items]
    says = {
        "site": site.public_id,
        "checklist": checklist_on(day).version,
        "author": person_of("inspector1"),
        "second_officer": person_of("inspector2"),
        "answers": [{"item": code, "answer": "yes", "seen": None} for code in asked],
    }
    return Writer(Tablet(key, device.public_id), says)


@contextmanager
def _inside(server: Server) -> Iterator[None]:
    """Work in the office's own database before it is served."""
    office = create_office(settings_from(server.environment))
    with office.app_context(), as_system():
        yield
        db.session.remove()
        db.engine.dispose()
    close_queue(office)


def _accepted(server: Server, writers: list[Writer], photo: bytes) -> float:
    """Return how many visits a second were receipted, all tablets together."""
    counts = [0] * len(writers)
    end = time.perf_counter() + SECONDS
    threads = [
        threading.Thread(target=_write, args=(server, writer, photo, end, counts, row))
        for row, writer in enumerate(writers)
    ]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - began)


def _write(
    server: Server, writer: Writer, photo: bytes, end: float, counts: list[int], row: int
) -> None:
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    while time.perf_counter() < end:
        own = _with_comment(photo) if photo else b""
        files = [listed(own, taken_at=_moment(6))] if photo else []
        document = manifest(
            **writer.says,
            visit=str(uuid4()),
            started_at=_moment(10),
            ended_at=_moment(5),
            files=files,
            device_sequence=counts[row] + 1,
        )
        _put(line, writer.tablet, path_of(document), body_of(document))
        if photo:
            _put(line, writer.tablet, photo_path(own), own)
        counts[row] += 1
    line.close()


def _put(line: http.client.HTTPConnection, tablet: Tablet, path: str, body: bytes) -> None:
    line.request("PUT", path, body, tablet.headers("PUT", path, body, at=_moment(0)))
    answer = line.getresponse()
    said = answer.read()
    if answer.status != 201:
        raise RuntimeError(f"{answer.status} {said[:300]!r}")


def _moment(minutes_ago: int) -> str:
    moment = datetime.now(UTC) - timedelta(minutes=minutes_ago)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _photo() -> bytes:
    """Return a photo of about one megabyte: noise, which hardly packs."""
    noise = random.Random(1).randbytes(PHOTO_PIXELS * PHOTO_PIXELS * 3)
    out = io.BytesIO()
    Image.frombytes("RGB", (PHOTO_PIXELS, PHOTO_PIXELS), noise).save(out, "JPEG", quality=95)
    return out.getvalue()


def _with_comment(photo: bytes) -> bytes:
    """Return the photo with a comment of its own, so that it is another file."""
    said = uuid4().hex.encode()
    return photo[:2] + b"\xff\xfe" + (len(said) + 2).to_bytes(2) + said + photo[2:]


def _sharing() -> None:
    chosen = random.Random(1)
    stops = [
        Stop(WGS84Point(123.3 + chosen.random() * 0.3, 41.7 + chosen.random() * 0.2))
        for _site in range(SITES)
    ]
    began = time.perf_counter()
    share_out(stops, TEAMS)
    seconds = time.perf_counter() - began
    late = " SLOW" if seconds > SHARING_SECONDS else ""
    print(f"sharing {SITES:,} sites among {TEAMS} teams: {seconds:.1f} s{late}")


if __name__ == "__main__":
    os.environ.setdefault("MINGCHA_DEMO", "1")
    main(tuple(sys.argv[1:]) or ENGINES)
