"""The base map under the districts: none by default, one tile address by setting."""

from dataclasses import dataclass
from urllib.parse import urlsplit


class BadTiles(ValueError):
    """The setting is no tile address."""


@dataclass(frozen=True, slots=True)
class Tiles:
    """Where tiles come from; they must fit WGS-84 (Tianditu's CGCS2000 does, Amap's do not)."""

    url: str
    max_zoom: int = 18

    @property
    def origin(self) -> str:
        """Return what the content security policy must allow for images ('' for our own host)."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc.replace('{s}', '*')}" if parts.netloc else ""


def tiles_from(setting: str) -> Tiles | None:
    """Return the tiles of a setting like `https://host/{z}/{x}/{y}.png`, None when it is empty.

    Refuses an address without the three placeholders, other schemes, and names or passwords.
    """
    if not setting:
        return None
    parts = urlsplit(setting)
    local = not parts.scheme and not parts.netloc and setting.startswith("/")
    if not local and (parts.scheme not in ("http", "https") or not parts.hostname):
        raise BadTiles("the tile address must begin with https:// or /")
    if "@" in parts.netloc:
        raise BadTiles("the tile address must not hold a password")
    if missing := [part for part in ("{z}", "{x}", "{y}") if part not in setting]:
        raise BadTiles(f"the tile address lacks {', '.join(missing)}")
    return Tiles(setting)
