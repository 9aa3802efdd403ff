"""From an address to a point: geopy's providers behind one door, cached, and off by default.

Only addresses of institutions may be sent, never a tip's text or a person's home; that is for the
caller to keep. Answers are WGS-84 whatever datum the provider answers in.
"""

from collections.abc import Callable, Mapping
from typing import Protocol

from geopy.exc import GeopyError
from geopy.geocoders import BaiduV3, Nominatim

from maps.points import BD09Point, NotAPoint, WGS84Point, as_wgs84

TIMEOUT_SECONDS = 5
MOST_KEPT = 50_000


class GeocodingFailed(Exception):
    """The provider didn't answer, or refused."""


class Found(Protocol):
    """What geopy answers."""

    longitude: float
    latitude: float


class Provider(Protocol):
    """What we use of a geopy geocoder."""

    def geocode(self, query: str) -> Found | None:
        """Return the best match."""


class Geocoder:
    """One provider, its datum, and what it has answered so far."""

    def __init__(
        self, provider: Provider, *, datum: type[WGS84Point] | type[BD09Point] = WGS84Point
    ) -> None:
        """Take a geopy geocoder and the type of the points it answers with."""
        self._provider = provider
        self._datum = datum
        self._known: dict[str, WGS84Point | None] = {}

    def point(self, address: str) -> WGS84Point | None:
        """Return where `address` is, or None if the provider doesn't know; asks once for each.

        Raises GeocodingFailed when there is no answer; that is not remembered.
        """
        wanted = " ".join(address.split())
        if not wanted:
            return None
        if wanted not in self._known:
            if len(self._known) >= MOST_KEPT:
                self._known.clear()
            self._known[wanted] = self._ask(wanted)
        return self._known[wanted]

    def _ask(self, address: str) -> WGS84Point | None:
        try:
            found = self._provider.geocode(address)
            if found is None:
                return None
            return as_wgs84(self._datum(found.longitude, found.latitude)).rounded()
        except (GeopyError, NotAPoint) as problem:
            raise GeocodingFailed(type(problem).__name__) from problem


def _baidu(key: str) -> Geocoder:
    return Geocoder(BaiduV3(api_key=key, timeout=TIMEOUT_SECONDS), datum=BD09Point)


def _nominatim(host: str) -> Geocoder:
    provider = Nominatim(domain=host, user_agent="mingcha", timeout=TIMEOUT_SECONDS)
    return Geocoder(provider)


PROVIDERS: Mapping[str, Callable[[str], Geocoder]] = {"baidu": _baidu, "nominatim": _nominatim}


def geocoder_from(setting: str) -> Geocoder | None:
    """Return the geocoder of a setting like `baidu:KEY` or `nominatim:HOST`; None when empty.

    Refuses an unknown provider, and one without its key or host.
    """
    if not setting:
        return None
    name, _, argument = setting.partition(":")
    build = PROVIDERS.get(name)
    if build is None or not argument:
        raise ValueError(f"geocoder must be one of {', '.join(PROVIDERS)}, with a key or host")
    return build(argument)
