"""The sites of a tablet's area, short enough to carry: for a visit that no sweep had foreseen."""

import hashlib
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app.access import Viewer
from app.canonical import canonical
from app.db import db
from app.models.register import Institution
from app.models.sites import Site
from app.models.sweeps import Sweep, SweepDistrict
from app.queries.standing import standing_column
from app.queries.tablet_round import asked_of, told_sweep
from app.scope import visible
from app.words import word
from inspections.sweeps import SweepState
from inspections.vocabulary import Standing

MOST_SITES = 10_000  # a city's office; a district holds some hundreds to two thousand
# each row of `sites` names these, in this order
COLUMNS = (
    "site",
    "institution",
    "name",
    "address",
    "district_code",
    "lng",
    "lat",
    "standing",
    "credit_code",
    "licence_no",
    "licence_expires",
    "licence_status",
    "subject_class",
    "delivery_mode",
    "asked",
)


def register_of(viewer: Viewer, on: date, *, known: str) -> dict[str, Any]:
    """Return the area's sites as rows, or that the tablet's list `known` by its digest still holds.

    Telephone numbers and names of persons stay at the office: a lost tablet shall not carry them.
    """
    rows = _rows(viewer, on)
    asked = _Asked(on)
    content = {
        "on": on.isoformat(),
        "columns": list(COLUMNS),
        "sites": [_site(site, standing, asked) for site, standing in rows[:MOST_SITES]],
        "asked": asked.lists,
        "left_out": len(rows) > MOST_SITES,
        "sweeps": _sweeps(viewer, on),
    }
    digest = hashlib.sha256(canonical({**content, "on": ""})).hexdigest()
    if digest == known:
        return {"digest": digest, "unchanged": True}
    return {"digest": digest, "unchanged": False, **content}


class _Asked:
    """The lists of items that are asked somewhere: a few, reckoned once for each sort of site."""

    def __init__(self, on: date) -> None:
        self._on = on
        self._places: dict[tuple[Any, Any], int] = {}
        self.lists: list[list[str]] = []

    def place_of(self, institution: Institution | None) -> int:
        """Return where the list of this institution stands, or that of a place on no register."""
        sort = (None, None)
        if institution is not None:
            sort = (institution.subject_class, institution.delivery_mode)
        if sort not in self._places:
            self._places[sort] = len(self.lists)
            self.lists.append([item.code for item in asked_of(institution, self._on).items])
        return self._places[sort]


def _rows(viewer: Viewer, on: date) -> list[tuple[Site, str | None]]:
    statement = (
        select(Site, standing_column(on))
        .outerjoin(Site.institution)
        .where(visible(viewer, Site.scope_code), Site.closed_at.is_(None))
        .options(contains_eager(Site.institution))
        .order_by(Site.id)
        .limit(MOST_SITES + 1)
    )
    return [(site, standing) for site, standing in db.session.execute(statement)]


def _site(site: Site, standing: str | None, asked: _Asked) -> list[Any]:
    institution = site.institution
    values = _of_the_institution(institution, standing) if institution else {}
    place = {
        "site": site.public_id,
        "name": site.label or site.address or site.public_id,
        "address": site.address or "",
        "district_code": site.scope_code,
        "lng": _point(site.lng_wgs84),
        "lat": _point(site.lat_wgs84),
        "standing": Standing.UNKNOWN.value,
        "asked": asked.place_of(institution),
        **values,
    }
    return [place.get(name) for name in COLUMNS]


def _of_the_institution(institution: Institution, standing: str | None) -> dict[str, Any]:
    expires = institution.licence_expires
    subject, delivery = institution.subject_class, institution.delivery_mode
    return {
        "institution": institution.public_id,
        "name": institution.name,
        "standing": standing or Standing.UNKNOWN.value,
        "credit_code": institution.credit_code,
        "licence_no": institution.licence_no,
        "licence_expires": expires.isoformat() if expires else None,
        "licence_status": word(institution.licence_status),
        "subject_class": subject.value if subject else None,
        "delivery_mode": delivery.value if delivery else None,
    }


def _point(degrees: float | None) -> float | None:
    """Return degrees to a metre: a tablet shows no more."""
    return None if degrees is None else round(degrees, 5)


def _sweeps(viewer: Viewer, on: date) -> list[dict[str, Any]]:
    """Return the sweeps that are open on that day in the area, with the districts of each."""
    statement = (
        select(Sweep, SweepDistrict.district_code)
        .join(SweepDistrict, SweepDistrict.sweep_id == Sweep.id)
        .where(
            visible(viewer, SweepDistrict.district_code),
            Sweep.state == SweepState.OPEN,
            Sweep.starts_on <= on,
            Sweep.ends_on >= on,
        )
        .order_by(Sweep.id, SweepDistrict.district_code)
    )
    found: dict[str, dict[str, Any]] = {}
    for sweep, code in db.session.execute(statement):
        told = found.setdefault(sweep.public_id, {**told_sweep(sweep, {}), "districts": []})
        told["districts"].append(code)
    return list(found.values())
