"""A real server on each database, a real browser, and hands that click."""

import fcntl
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from app.services.demo_people import PASSWORD
from tests import chromium
from tests.journeys.tablet_hands import TabletHands
from tests.postgres import ENGINES, GIVEN
from tests.server import Server

expect.set_options(timeout=30_000)
SITES_LEFT = "300"  # institutions of which the demo's teams leave some unvisited


@pytest.fixture(scope="session")
def sqlite_instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance that holds the demo people, made once for all workers and copied."""
    return _made_once(tmp_path_factory, "people", _fill_with_people)


@pytest.fixture(scope="session")
def teams_instance(sqlite_instance: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance with an open sweep and sites left to walk, made once for all workers."""
    return _made_once(
        tmp_path_factory, "teams", lambda folder: _fill_with_teams(folder, sqlite_instance)
    )


def _made_once(
    tmp_path_factory: pytest.TempPathFactory, name: str, fill: Callable[[Path], None]
) -> Path:
    """Return a folder that the first worker to ask fills; the others wait for it."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / f"made-{name}"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            being_made = folder.with_suffix(".unfinished")
            being_made.mkdir()
            fill(being_made)
            being_made.rename(folder)
    return folder / "instance"


def _fill_with_people(folder: Path) -> None:
    _with_people(Server(folder / "instance", MINGCHA_CLOCK_FILE=_clock(folder)))


def _fill_with_teams(folder: Path, people: Path) -> None:
    shutil.copytree(people, folder / "instance")
    load_teams(Server(folder / "instance", MINGCHA_CLOCK_FILE=_clock(folder)))


def load_teams(server: Server) -> None:
    """Give a bureau of people a register, and sweeps with sites left to walk."""
    done = server.flask("demo", "load", "--institutions", SITES_LEFT)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def postgres_instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """People on PostgreSQL: the instance's folder, and the database to copy."""
    dsn = os.environ.get(GIVEN)
    if not dsn:
        pytest.skip("no PostgreSQL: apt-get install postgresql")
    folder, name = tmp_path_factory.mktemp("journeys"), f"journeys_{uuid.uuid4().hex}"
    _administer(dsn, f"create database {name}")
    clock = _clock(folder)
    server = Server(folder / "instance", database_url=_url(dsn, name), MINGCHA_CLOCK_FILE=clock)
    yield _with_people(server).instance, name
    _administer(dsn, f"drop database {name} with (force)")


@pytest.fixture(params=ENGINES)
def office_alone(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    """An office that holds the demo people and nothing else, not served."""
    with office_with_people(request, tmp_path) as office:
        yield office


@contextmanager
def office_with_people(request: pytest.FixtureRequest, folder: Path) -> Iterator[Server]:
    """Copy the people's office on the engine of the request's parameter, not served."""
    clock, instance = _clock(folder), folder / "instance"
    if request.param == "sqlite":
        shutil.copytree(request.getfixturevalue("sqlite_instance"), instance)
        yield Server(instance, MINGCHA_CLOCK_FILE=clock)
        return
    made, template = request.getfixturevalue("postgres_instance")
    shutil.copytree(made, instance)
    dsn, name = os.environ[GIVEN], f"journey_{uuid.uuid4().hex}"
    _administer(dsn, f"create database {name} template {template} strategy file_copy")
    yield Server(instance, database_url=_url(dsn, name), MINGCHA_CLOCK_FILE=clock)
    _administer(dsn, f"drop database {name} with (force)")


def _administer(dsn: str, statement: str) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(statement)


def _url(dsn: str, name: str) -> str:
    return dsn.replace("/postgres?", f"/{name}?")


def _clock(folder: Path) -> str:
    """Let it be three in the afternoon of 2026-11-19 in the office."""
    file = folder / "clock"
    file.write_text("2026-11-19T15:00:00+08:00")
    return str(file)


def _with_people(server: Server) -> Server:
    created = server.flask("users", "demo")
    assert created.returncode == 0, created.stderr
    return server


@pytest.fixture
def server(office_alone: Server) -> Iterator[Server]:
    """The same office, served; a file whose tests don't meet has one for all of them."""
    office_alone.start()
    yield office_alone
    office_alone.stop()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright itself; a tablet starts a browser of its own, over a profile that stays."""
    if chromium.path() is None:
        pytest.skip("no Chromium: apt-get install chromium")
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="module")
def bureau_of_teams(
    teams_instance: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A bureau with an open sweep and sites left to walk, served for one file of tests."""
    folder = tmp_path_factory.mktemp("teams")
    shutil.copytree(teams_instance, folder / "instance")
    server = Server(folder / "instance", MINGCHA_CLOCK_FILE=_clock(folder)).start()
    yield server
    server.stop()


@pytest.fixture
def team_tablet(
    playwright: Playwright, bureau_of_teams: Server, tmp_path: Path
) -> Iterator[TabletHands]:
    """A tablet of that bureau, with its officers and today's round, online."""
    hands = TabletHands(playwright, tmp_path / "profile", bureau_of_teams.url).open_app()
    hands.enrol()
    hands.load_round()
    yield hands
    hands.put_away()
    assert hands.faults == []


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One browser for all journeys at the desk and in public."""
    running = playwright.chromium.launch(executable_path=chromium.path(), args=list(chromium.FLAGS))
    yield running
    running.close()


class Hands:
    """One person at one screen."""

    def __init__(self, browser: Browser, server: Server, *, width: int, height: int) -> None:
        self.context = browser.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN"
        )
        self.page: Page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._listen)
        self.server = server

    def _listen(self, message) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(message.text)

    def open(self, path: str) -> Page:
        self.page.goto(self.server.url + path)
        return self.page

    def sign_in(self, name: str) -> "Hands":
        page = self.open("/sign-in")
        page.fill("[name=username]", name)
        page.fill("[name=password]", PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url("**/desk/**")
        return self

    def close(self) -> None:
        self.context.close()
        assert self.faults == []


@pytest.fixture
def at(browser: Browser, server: Server):
    """`at(1440)` gives a person at a screen of that width."""
    used: list[Hands] = []

    def sit_down(width: int) -> Hands:
        hands = Hands(browser, server, width=width, height=900)
        hands.page.set_default_timeout(30_000)
        used.append(hands)
        return hands

    yield sit_down
    for hands in used:
        hands.close()
