"""What the public site is created with, beside the edition."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime


def real_time() -> datetime:
    """Return the moment by the machine's clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class SiteOptions:
    """How the site is served; what is said of the bureau comes from the edition itself.

    `is_moved` says that a clock file may move the clock, so that it is read at every look.
    `loopback_only` refuses everyone but this machine (demo mode).
    """

    clock: Callable[[], datetime] = real_time
    is_moved: bool = False
    proxies: int = 0
    limits_storage: str = "memory://"
    loopback_only: bool = False
    public_url: str = ""
    map_review_number: str = ""
    tile_url: str = ""
    serves_static: bool = True
