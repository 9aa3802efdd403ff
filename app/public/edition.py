"""The edition that the public site answers from, found anew when another one is published."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from threading import Lock
from time import monotonic

from app.clock import local_day
from app.editions.header import BadHeader
from app.editions.layout import CURRENT, compact, is_edition
from app.editions.reader import Edition

log = logging.getLogger(__name__)
LOOK_EVERY_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Moment:
    """What holds for the answers of this second: edition, day, and whether it still counts."""

    edition: Edition
    day: date
    now: datetime
    is_expired: bool
    ordinal: int
    number: int
    tail: bytes


class Shelf:
    """Finds the current edition in a folder of editions, or in the folder of one edition.

    `clock` gives the moment; it is asked once a second, or at every look where `is_moved` says that
    a clock file may move it.
    """

    def __init__(
        self, folder: Path, *, clock: Callable[[], datetime], is_moved: bool = False
    ) -> None:
        """Remember where to look; nothing is opened yet."""
        self._folder = folder
        self._clock = clock
        self._pause = 0.0 if is_moved else LOOK_EVERY_SECONDS
        self._look_again = 0.0
        self._lock = Lock()
        self._moment: Moment | None = None
        self._edition: tuple[Path, Edition, bytes] | None = None

    def moment(self) -> Moment | None:
        """Return what holds now, or None while nothing is published."""
        if monotonic() >= self._look_again and self._lock.acquire(blocking=self._moment is None):
            try:
                self._moment = self._look()
                self._look_again = monotonic() + self._pause
            finally:
                self._lock.release()
        return self._moment

    def _look(self) -> Moment | None:
        folder = self._current_folder()
        if folder and (self._edition is None or self._edition[0] != folder):
            try:
                edition = Edition(folder)
                self._edition = (folder, edition, answer_tail(edition))
            except (BadHeader, OSError) as error:
                log.error("edition in %s can't be served: %s", folder.name, error)
        if self._edition is None:
            return None
        _, edition, tail = self._edition
        now = self._clock()
        day = local_day(now)
        is_expired = now > edition.header.valid_until
        return Moment(edition, day, now, is_expired, day.toordinal(), edition.header.number, tail)

    def _current_folder(self) -> Path | None:
        if is_edition(self._folder):
            return self._folder
        try:
            name = (self._folder / CURRENT).read_text("ascii").strip()
        except (OSError, UnicodeDecodeError):
            return None
        return self._folder / name if name.isdigit() else None


def coverage(edition: Edition) -> dict[str, object]:
    """Return what the edition covers: area, date, and how much of it has no code."""
    values = edition.header.values
    return {
        "area": {"code": values["area"]["code"], "name": values["area"]["zh"]},
        "date": values["day"],
        "institutions": values["counts"]["institutions"],
        "listed": values["counts"]["listed"],
        "entries_without_code": values["counts"]["listed_without_code"],
    }


def answer_tail(edition: Edition) -> bytes:
    """Return what every answer of this edition ends with, from the end of the institutions."""
    values = edition.header.values
    members = {
        "as_of": values["signed_at"],
        "edition": edition.header.number,
        "coverage": coverage(edition),
    }
    return ("]," + compact(members)[1:]).encode()
