"""A demo load that was interrupted: noticed by its mark, and begun anew on empty ground.

The load is played in many acts on past dates, and the audit trail can't be taken back; so half a
bureau is never continued. What is removed was all made by the load itself.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.db import db
from app.errors import BadInput
from config import Settings

MARK = "demo-load.unfinished"
WRITTEN = ("mingcha.sqlite", "mingcha.sqlite-wal", "mingcha.sqlite-shm", "queue.sqlite")
FOLDERS = ("editions", "audit")


@contextmanager
def marked(instance: Path) -> Iterator[None]:
    """Keep a mark in the instance until the load inside this block is through."""
    mark = instance / MARK
    mark.touch()
    yield
    mark.unlink()


def was_interrupted(instance: Path) -> bool:
    """Say whether a load was begun here and never came to its end."""
    return (instance / MARK).exists()


def interrupted() -> BadInput:
    """Return the message of a load that finds half a bureau."""
    return BadInput(
        "demo_load_interrupted",
        "the last demo load was interrupted; `flask --app wsgi prepare` begins anew"
        " (it empties this demo instance)",
    )


def start_over(settings: Settings) -> None:
    """Remove what an interrupted load left; raises `BadInput` where that is another's to do."""
    if settings.database_url != f"sqlite:///{settings.instance}/mingcha.sqlite":
        raise BadInput(
            "demo_load_interrupted",
            "the last demo load was interrupted: empty the database that MINGCHA_DATABASE_URL"
            f" names, remove {settings.instance}, and start again",
        )
    db.session.remove()
    db.engine.dispose()
    for name in WRITTEN:
        (settings.instance / name).unlink(missing_ok=True)
    for name in FOLDERS:
        shutil.rmtree(settings.instance / name, ignore_errors=True)
    (settings.instance / MARK).unlink()
