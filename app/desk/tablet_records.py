"""What a tablet's record is called at the desk: the place, how the visit ended, on which day."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app import clock
from app.access import Viewer
from app.queries.tablets import names_of_sites
from app.services.tablet_manifest import moment_of
from app.words import gettext as _
from inspections.vocabulary import VisitResult


@dataclass(frozen=True, slots=True)
class Called:
    """A record as people speak of it; what the bytes don't say clearly stays empty."""

    place: str
    result: VisitResult | None = None
    day: date | None = None


NAMELESS = Called("")


def called(bodies: Iterable[str | bytes], viewer: Viewer) -> list[Called]:
    """Return what records are called, in their order, from the bytes that a tablet signed."""
    documents = [_read(body) for body in bodies]
    names = names_of_sites(viewer, {str(one["site"]) for one in documents if one.get("site")})
    return [_called(one, names) for one in documents]


def files_of(body: bytes) -> set[str]:
    """Return the digests of the files that a record lists."""
    files = _read(body).get("files")
    if not isinstance(files, list):
        return set()
    return {str(one.get("sha256")) for one in files if isinstance(one, dict)}


def _read(body: str | bytes) -> Mapping[str, Any]:
    """Return what the bytes say; they may say anything, also nothing that can be read."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _called(document: Mapping[str, Any], names: Mapping[str, str]) -> Called:
    given = document.get("place")
    place = given if isinstance(given, dict) else {}
    site = names.get(str(document.get("site")), "")
    words = site or str(place.get("name") or place.get("address") or "")
    return Called(words or _("Place unknown here"), _result(document), _day(document))


def _result(document: Mapping[str, Any]) -> VisitResult | None:
    try:
        return VisitResult(document.get("result"))
    except ValueError:
        return None


def _day(document: Mapping[str, Any]) -> date | None:
    try:
        return clock.local_day(moment_of(str(document.get("started_at"))))
    except (ValueError, OverflowError):
        return None
