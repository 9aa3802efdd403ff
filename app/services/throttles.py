"""Throttles on guessing: five fast tries, then growing pauses, never a permanent lock.

Kept in the database, so that every process counts together; times are steady seconds.
"""

import hashlib
from dataclasses import dataclass

from sqlalchemy import delete, select

from app import clock
from app.db import db
from app.models.people import SignInThrottle

FIVE_MINUTES = 300.0
LONGEST_PAUSE = 900.0


@dataclass(frozen=True, slots=True)
class ThrottleKey:
    """What is counted together, how many failures are free, and in which window."""

    key: str
    free: int
    window: float
    growing: bool = False


class TooManyTries(Exception):
    """The next try is refused for now; `seconds` says how long."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"wait {seconds:.0f} s")
        self.seconds = seconds


def keys_for(*, name: str, device: str, address: str) -> tuple[ThrottleKey, ...]:
    """Return the keys of one password try: account and device, address, everything."""
    return (
        ThrottleKey(_key("account", name, device), 5, LONGEST_PAUSE, growing=True),
        ThrottleKey(_key("address", address), 10, FIVE_MINUTES),
        ThrottleKey("everything", 1000, FIVE_MINUTES),
    )


def second_factor_keys(account: str) -> tuple[ThrottleKey, ...]:
    """Return the keys of one second-factor try: 5 in 5 minutes, 20 an hour, 50 a day."""
    return (
        ThrottleKey(_key("code5", account), 5, FIVE_MINUTES),
        ThrottleKey(_key("code20", account), 20, 3600.0),
        ThrottleKey(_key("code50", account), 50, 86400.0),
    )


def _key(kind: str, *parts: str) -> str:
    text = "\x00".join(parts)
    return f"{kind}:{hashlib.sha256(text.encode()).hexdigest()[:32]}"


def require_open(keys: tuple[ThrottleKey, ...]) -> None:
    """Raise `TooManyTries` while any of the keys is closed."""
    steady = clock.steady()
    rows = db.session.scalars(
        select(SignInThrottle).where(SignInThrottle.key.in_([key.key for key in keys]))
    )
    pause = max((row.open_again - steady for row in rows), default=0.0)
    if pause > 0:
        raise TooManyTries(pause)


def count_failure(keys: tuple[ThrottleKey, ...]) -> None:
    """Count one failure under every key and close those that have had their free tries."""
    steady = clock.steady()
    for key in keys:
        row = db.session.get(SignInThrottle, key.key, with_for_update=True)
        if row is None:
            row = SignInThrottle(key=key.key, failures=0, window_began=steady, open_again=0.0)
            db.session.add(row)
        if steady - row.window_began > key.window:
            row.failures, row.window_began = 0, steady
        row.failures += 1
        over = row.failures - key.free
        if over >= 0:
            rest = row.window_began + key.window - steady
            row.open_again = steady + (min(2.0**over * 5, LONGEST_PAUSE) if key.growing else rest)
            if key.growing:
                row.window_began = steady
    db.session.flush()


def forget(keys: tuple[ThrottleKey, ...]) -> None:
    """A right password clears the account's own count; the wider ones run on."""
    own = [key.key for key in keys if key.growing]
    db.session.execute(delete(SignInThrottle).where(SignInThrottle.key.in_(own)))
