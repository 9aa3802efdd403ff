"""Databases for the benches: a file, or a private PostgreSQL that keeps its data on the disk."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.app.conftest import sqlalchemy_url
from tests.postgres import PrivatePostgres


@contextmanager
def private_postgres(*, durable: bool = False) -> Iterator[PrivatePostgres]:
    """Yield a running server and stop it at the end; `durable` ones write to the disk at commit."""
    server = PrivatePostgres(durable=durable)
    try:
        yield server
    finally:
        server.stop()


def new_database(engine: str, file: Path, server: PrivatePostgres) -> str:
    """Return the URL of an empty database: the file, or one on the server named after it."""
    if engine == "sqlite":
        file.parent.mkdir(parents=True, exist_ok=True)
        return f"sqlite:///{file}"
    name = file.stem.replace("-", "_")
    with psycopg.connect(server.dsn, autocommit=True) as connection:
        connection.execute(f'create database "{name}"')
    return sqlalchemy_url(server.dsn, name)
