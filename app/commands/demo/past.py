"""Living on an earlier day: in demo mode the clock file of this process can be another one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import current_app

from app.clock import BUREAU_ZONE


@contextmanager
def living_on(day: date, *, hour: int = 10) -> Iterator[None]:
    """Let everything in this block happen on `day`, for this process only.

    The services ask the clock as always, so that audit events, steps and deadlines agree.
    """
    moment = datetime.combine(day, time(hour), BUREAU_ZONE).astimezone(UTC)
    settings = current_app.config["SETTINGS"]
    if not settings.demo:
        raise RuntimeError("the clock moves in demo mode only")
    with TemporaryDirectory(prefix="mingcha-clock-") as folder:
        clock_file = Path(folder) / "clock"
        clock_file.write_text(moment.isoformat(), encoding="utf-8")
        current_app.config["SETTINGS"] = replace(settings, clock_file=clock_file)
        try:
            yield
        finally:
            current_app.config["SETTINGS"] = settings
