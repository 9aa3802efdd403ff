"""Exact look-ups in an edition by memory map: a hash, one search in a bucket, ready bytes."""

from __future__ import annotations

import mmap
from pathlib import Path

from app.editions.layout import (
    ANSWERS,
    DIRECTORY_BYTES,
    KEY_RECORD,
    KEYS,
    NUMBER,
    UNIT_HEAD,
    key_hash,
)

RECORD_BYTES = KEY_RECORD.size
NUMBERS_AT = UNIT_HEAD.size


# A ready answer: where it lies, its length, and the first day (ordinal) on which it is wrong.
Unit = tuple[int, int, int]


class ExactAnswers:
    """The exact index of one edition, open for reading; safe for any number of threads."""

    def __init__(self, folder: Path) -> None:
        """Map both files; nothing is read yet."""
        self._keys = _mapped(folder / KEYS)
        self._answers = _mapped(folder / ANSWERS)
        # The directory alone is copied (256 kB): a view on the map would keep it from closing.
        self._directory = memoryview(self._keys[:DIRECTORY_BYTES]).cast("I")

    def find(self, key: str) -> Unit | None:
        """Return the unit for a normalised query, or None."""
        hashed = key_hash(key)
        bucket = hashed[0] << 8 | hashed[1]
        start = DIRECTORY_BYTES + RECORD_BYTES * self._directory[bucket]
        end = DIRECTORY_BYTES + RECORD_BYTES * self._directory[bucket + 1]
        place = self._keys.find(hashed, start, end)
        while place >= 0 and (place - start) % RECORD_BYTES:
            place = self._keys.find(hashed, place + 1, end)
        if place < 0:
            return None
        return KEY_RECORD.unpack_from(self._keys, place)[1:]

    def document(self, unit: Unit, *, before: bytes, after: bytes) -> bytes:
        """Return `before`, the ready members `verdict` and `institutions`, and `after`."""
        answers, (place, length, _) = self._answers, unit
        first, first_end, second, second_end, exact = UNIT_HEAD.unpack_from(answers, place)
        return b"".join(
            (
                before,
                answers[place + NUMBERS_AT + NUMBER.size * exact : place + length],
                answers[first:first_end],
                answers[second:second_end],
                after,
            )
        )

    def numbers(self, unit: Unit) -> list[int]:
        """Return the numbers of the institutions that equal the query."""
        *_, exact = UNIT_HEAD.unpack_from(self._answers, unit[0])
        start = unit[0] + NUMBERS_AT
        return [
            number
            for (number,) in NUMBER.iter_unpack(self._answers[start : start + NUMBER.size * exact])
        ]

    def close(self) -> None:
        """Unmap the files."""
        self._keys.close()
        self._answers.close()


def _mapped(path: Path) -> mmap.mmap:
    if path.stat().st_size == 0:
        return mmap.mmap(-1, 1)  # nobody is left to show: an empty file can't be mapped
    with path.open("rb") as handle:
        return mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ)
