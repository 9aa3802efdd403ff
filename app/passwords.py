"""Passwords: argon2id with a bound on parallel work, length rules, a list of common ones."""

import os
import threading
from functools import cached_property, lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn.frequency_lists import FREQUENCY_LISTS

MIN_LENGTH = 15
MIN_LENGTH_WITH_SECOND_FACTOR = 12
MAX_LENGTH = 128
_slots = threading.BoundedSemaphore(2 * (os.cpu_count() or 1))


class Passwords:
    """Hashes and compares passwords with the office's cost."""

    def __init__(self, *, memory_kib: int, time_cost: int) -> None:
        self._hasher = PasswordHasher(time_cost=time_cost, memory_cost=memory_kib, parallelism=1)

    @cached_property
    def _dummy(self) -> str:
        return self._hasher.hash("nobody has this password")

    def hash(self, password: str) -> str:
        """Return the encoded argon2id hash."""
        with _slots:
            return self._hasher.hash(password)

    def matches(self, encoded: str | None, password: str) -> bool:
        """Compare; an unknown account costs the same time as a wrong password."""
        if len(password) > MAX_LENGTH:
            return False
        with _slots:
            try:
                right = self._hasher.verify(encoded or self._dummy, password)
            except (VerificationError, InvalidHashError):
                return False
        return right and encoded is not None

    def is_outdated(self, encoded: str) -> bool:
        """Say whether the hash was made with other parameters."""
        return self._hasher.check_needs_rehash(encoded)


def weakness(password: str, *, second_factor: bool) -> str | None:
    """Return why a new password is refused: "too_short", "too_long", "common" or None."""
    least = MIN_LENGTH_WITH_SECOND_FACTOR if second_factor else MIN_LENGTH
    if len(password) < least:
        return "too_short"
    if len(password) > MAX_LENGTH:
        return "too_long"
    if password.casefold() in common_passwords():
        return "common"
    return None


@lru_cache(maxsize=1)
def common_passwords() -> frozenset[str]:
    """Return the 30,000 passwords that guessers try first (zxcvbn's list)."""
    return frozenset(FREQUENCY_LISTS["passwords"])
