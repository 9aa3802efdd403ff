"""A server that is killed while it takes a visit: nothing receipted is lost, nothing is doubled."""

import hashlib
import http.client
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import date
from urllib.parse import urlsplit

import pytest
from sqlalchemy import create_engine, select, text

from app.db import act, db
from app.jobs import close_queue
from app.launch import is_ready
from app.models.people import Account
from app.office import create_office
from app.row_security import as_system
from app.services.sessions import viewer_of
from app.services.tablet_devices import enrol_device
from app.services.visit_judging import items_asked
from config import settings_from
from tests.app.factories.tablet import Key, Tablet, body_of, listed, manifest, path_of, photo_path
from tests.app.factories.visits import jpeg, make_site, person_of
from tests.server import ROOT, Server

pytestmark = pytest.mark.faults
KILLS = 20
AT = "2026-11-19T07:00:00.000Z"


@contextmanager
def inside(server: Server):
    """Work in the office's own database while it isn't served."""
    office = create_office(settings_from(server.environment))
    with office.app_context(), as_system():
        yield
        db.session.remove()
        db.engine.dispose()
    close_queue(office)


class Web(Server):
    """The web process alone, as `serve` starts it: no jobs are needed here, and starts are many."""

    def start(self) -> "Web":
        with (self.instance / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
                    *("--host", "127.0.0.1", "--port", str(self.port), "--workers", "1"),
                    *("--blocking-threads", "4", "--log-level", "warning", "wsgi:app"),
                ],
                env=self.environment,
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        assert is_ready(self.port, self.process), (self.instance / "server.log").read_text()
        return self


@pytest.fixture
def web(office_alone):
    """The same office, its web process to be started and killed."""
    server = Web(office_alone.instance)
    server.environment = office_alone.environment
    yield server
    if server.process is not None:
        server.kill()


@pytest.fixture
def tablet(office_alone):
    """An enrolled tablet, and what a manifest of it says."""
    with inside(office_alone), act():
        account = db.session.scalars(select(Account).where(Account.name == "inspector1")).one()
        device = enrol_device(Key(1).jwk, "平板", actor=viewer_of(account))
        site = make_site()
        items = [item.code for item in items_asked(site, date(2026, 11, 19)).items]
        found = Tablet(Key(1), device.public_id)
        found.says = {
            "site": site.public_id,
            "author": person_of("inspector1"),
            "second_officer": person_of("inspector2"),
            "answers": [{"item": code, "answer": "yes", "seen": None} for code in items],
        }
    return found


def visit_no(tablet, number, **more):
    uuid = f"7b1f3d1e-5a2c-4b6d-8e9f-{number:012d}"
    return manifest(**tablet.says, visit=uuid, device_sequence=number, **more)


def send(server, tablet, path, body):
    """Send a request and return its status and bytes."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    try:
        connection.request("PUT", path, body, tablet.headers("PUT", path, body, at=AT))
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def send_and_leave(server, tablet, path, body):
    """Send a request and don't listen; the open line is returned."""
    line = socket.create_connection(("127.0.0.1", server.port))
    head = {
        **tablet.headers("PUT", path, body, at=AT),
        "Host": urlsplit(server.url).netloc,
        "Content-Length": str(len(body)),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    line.sendall(f"PUT {path} HTTP/1.1\r\n{lines}\r\n".encode() + body)
    return line


@contextmanager
def database(server):
    url = server.environment.get("MINGCHA_DATABASE_URL") or (
        f"sqlite:///{server.instance}/mingcha.sqlite"
    )
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    yield engine
    engine.dispose()


def counted(engine, table, column, value):
    with engine.connect() as connection:
        query = text(f"select count(*) from {table} where {column} = :value")
        return connection.execute(query, {"value": value}).scalar_one()


def kill_after_commit(server, engine, table, column, value):
    """Kill the server as soon as the row can be seen by others, the answer being on its way."""
    end = time.monotonic() + 30
    while not counted(engine, table, column, value):
        assert time.monotonic() < end, "the row was never committed"
    server.kill()


def test_a_killed_server_keeps_each_visit_once(web, tablet):
    photos = {number: jpeg(64, 40 + number) for number in range(1, KILLS + 1)}
    with database(web) as engine:
        for number, photo in photos.items():
            document = visit_no(tablet, number, files=[listed(photo)])
            path, body = path_of(document), body_of(document)
            web.start()
            with send_and_leave(web, tablet, path, body):
                kill_after_commit(web, engine, "visit_manifests", "uuid", document["visit"])
        web.start()
        for number, photo in photos.items():
            document = visit_no(tablet, number, files=[listed(photo)])
            path, body = path_of(document), body_of(document)
            first, again = (send(web, tablet, path, body) for _time in range(2))
            sent = send(web, tablet, photo_path(photo), photo)

            assert (first[0], again[0], sent[0]) == (200, 200, 201)
            assert first[1] == again[1]
            assert counted(engine, "visit_versions", "uuid", document["visit"]) == 1
        web.stop()

    verified = web.flask("audit", "verify", "--json")
    assert verified.returncode == 0, verified.stdout


def test_a_killed_server_keeps_each_photo_once(web, tablet):
    with database(web) as engine:
        for number in range(1, 4):
            photo = jpeg(64, 40 + number)
            digest = hashlib.sha256(photo).hexdigest()
            web.start()
            with send_and_leave(web, tablet, photo_path(photo), photo):
                kill_after_commit(web, engine, "received_files", "sha256", digest)
            web.start()
            status, _body = send(web, tablet, photo_path(photo), photo)
            web.stop()

            assert status == 200
            assert counted(engine, "received_files", "sha256", digest) == 1
            assert (web.instance / "files" / digest[:2] / digest).read_bytes() == photo
