"""The places of the edition for the map: clusters, and single places with their names."""

from functools import lru_cache
from typing import Any

from app.public.edition import Moment
from maps.clusters import Box, Gathered, places_from


def places_json(moment: Moment, *, box: Box | None, zoom: int) -> dict[str, Any]:
    """Return what stands in the box as GeoJSON; a single place says its name and address."""
    features = _places(moment).touching(box, zoom) if box else []
    for feature in features:
        found = feature["properties"]
        for one in [found] if found["count"] == 1 else found.get("members", []):
            one.update(_said_of(moment, one))
    return {"type": "FeatureCollection", "features": features}


def _places(moment: Moment) -> Gathered:
    return _kept(_Day(moment))


class _Day:
    """A day of an edition, as the key under which its places are kept."""

    def __init__(self, moment: Moment) -> None:
        self.moment = moment
        self._key = (moment.edition.header.digest, moment.day)

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Day) and self._key == other._key


@lru_cache(maxsize=2)
def _kept(day: _Day) -> Gathered:
    """Return all places as arrays: 100,000 take a quarter of a second to read and 6 MB to keep."""
    return Gathered(places_from(day.moment.edition.places(day.moment.day)))


def _said_of(moment: Moment, one: dict[str, Any]) -> dict[str, Any]:
    facts = moment.edition.institution(one["id"])
    if facts is None:
        return {}
    return {
        "name": facts.name,
        "address": facts.address or "",
        "href": f"/institutions/{facts.id}",
    }
