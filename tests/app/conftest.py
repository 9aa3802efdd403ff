"""The office under test, on SQLite and on PostgreSQL by the one fixture `office`."""

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import create_engine

from app.db import ALL_DISTRICTS, act, db, scope
from app.jobs import close_queue
from app.office import create_office
from app.row_security import as_system
from config import Settings
from tests.app.people import People, add_people
from tests.postgres import ENGINES, GIVEN

NOON = datetime(2026, 11, 19, 4, 0, tzinfo=UTC)


def settings_for(instance: Path, database_url: str) -> Settings:
    """Return demo settings with a clock file and the cheapest password hashing."""
    clock_file = instance / "clock"
    instance.mkdir(parents=True, exist_ok=True)
    if not clock_file.exists():
        clock_file.write_text(NOON.isoformat())
    return Settings(
        instance=instance,
        database_url=database_url,
        storage_url=f"file://{instance}/files",
        secret_key="a secret for tests, long enough to pass",
        demo=True,
        clock_file=clock_file,
        argon2_memory_kib=64,
        argon2_time=1,
    )


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file that each test copies."""
    folder = tmp_path_factory.mktemp("sqlite-template")
    path = folder / "mingcha.sqlite"
    _migrate(settings_for(folder, f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres_template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A migrated PostgreSQL database that each test copies."""
    dsn = os.environ.get(GIVEN)
    if not dsn:
        missing = os.environ.get(GIVEN + "_MISSING", "apt-get install postgresql")
        pytest.skip(f"no PostgreSQL: {missing}")
    name = f"template_{uuid.uuid4().hex}"
    _administer(dsn, f"create database {name}")
    folder = tmp_path_factory.mktemp("postgres-template")
    _migrate(settings_for(folder, sqlalchemy_url(dsn, name)))
    yield name
    _administer(dsn, f"drop database {name} with (force)")


def sqlalchemy_url(dsn: str, name: str) -> str:
    """Return the URL of database `name` on the tests' server."""
    return dsn.replace("/postgres?", f"/{name}?").replace("postgresql://", "postgresql+psycopg://")


def _administer(dsn: str, statement: str) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(statement)


def _migrate(settings: Settings) -> None:
    office = create_office(settings)
    with office.app_context():
        upgrade()
        with as_system(), act():
            add_people()
        db.engine.dispose()
    if settings.database_url.startswith("sqlite"):
        engine = create_engine(settings.database_url)
        with engine.connect() as connection:
            connection.exec_driver_sql("pragma journal_mode=delete")
        engine.dispose()


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh database with people in it, on each engine in turn."""
    with fresh_database(request, tmp_path) as url:
        yield url


@contextmanager
def fresh_database(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """Copy the template of the engine that the request's parameter names."""
    if request.param == "sqlite":
        path = folder / "mingcha.sqlite"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    template = request.getfixturevalue("postgres_template")
    dsn = os.environ[GIVEN]
    name = f"test_{uuid.uuid4().hex}"
    _administer(dsn, f"create database {name} template {template} strategy file_copy")
    yield sqlalchemy_url(dsn, name)
    _administer(dsn, f"drop database {name} with (force)")


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """What Jinja made of the templates: compiling them anew costs more than most tests do."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def office(
    database_url: str, tmp_path: Path, compiled_templates: FileSystemBytecodeCache
) -> Iterator[Flask]:
    """The bureau's program on a fresh database, its clock standing at noon UTC+8 of 2026-11-19."""
    with office_on(database_url, tmp_path, compiled_templates) as app:
        yield app


@contextmanager
def office_on(
    database_url: str, folder: Path, compiled_templates: FileSystemBytecodeCache
) -> Iterator[Flask]:
    """Make the bureau's program over one database, and let go of everything at the end."""
    app = create_office(settings_for(folder / "instance", database_url))
    app.jinja_env.bytecode_cache = compiled_templates
    token = scope.set(ALL_DISTRICTS)  # as a command would; a request sets its own
    yield app
    scope.reset(token)
    close_queue(app)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def desk(office: Flask) -> Iterator[Flask]:
    """The office with its application context open, for tests of queries and services.

    A request made inside it shares its session: tests of pages take `office` instead.
    """
    with office.app_context():
        yield office


@pytest.fixture
def people(office: Flask) -> People:
    """The demo people as viewers: `people.officer1` and so on."""
    return People(office)


@pytest.fixture
def client(office: Flask) -> FlaskClient:
    """A browser that isn't signed in."""
    return office.test_client()


@pytest.fixture
def sign_in(office: Flask):
    """Return a function that gives a browser signed in as a demo person."""
    from tests.app.browser import signed_in  # noqa: PLC0415  (needs the office)

    return lambda name: signed_in(office, name)
