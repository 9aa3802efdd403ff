"""What time it is; the only place that asks.

Legal time (`now`, `today`) may be moved by a clock file in demo mode. Sessions, throttles and
leases use `steady`, which nobody moves.
"""

import time
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import current_app

BUREAU_ZONE = ZoneInfo("Asia/Shanghai")


def moment_in(clock_file: Path | None) -> datetime:
    """Return the moment that `clock_file` holds (ISO with offset), else the real one; UTC.

    Raises ValueError when the file holds something else.
    """
    if clock_file is not None:
        try:
            text = clock_file.read_text("utf-8").strip()
        except FileNotFoundError:
            text = ""
        if text:
            moment = datetime.fromisoformat(text)
            if moment.tzinfo is None:
                raise ValueError(f"{clock_file}: the moment needs an offset, like +08:00")
            return moment.astimezone(UTC)
    return datetime.now(UTC)


def now() -> datetime:
    """Return the present moment in UTC, read anew at every call."""
    return moment_in(current_app.config["SETTINGS"].clock_file)


def today() -> date:
    """Return the day it is in the bureau's time zone."""
    return local_day(now())


def local_day(moment: datetime) -> date:
    """Return the day of `moment` in the bureau's time zone."""
    return moment.astimezone(BUREAU_ZONE).date()


def steady() -> float:
    """Return seconds that no clock file moves, the same for all processes and hosts."""
    return time.time()
