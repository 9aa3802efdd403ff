"""What the map shows: every institution in the viewer's area, counted by district and as points.

All rows are read once and kept as arrays until somebody changes the register; a request then costs
one look at the newest audit event, and a pass over the arrays or, for places, over their cells.
"""

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from flask import current_app
from numpy.typing import NDArray
from sqlalchemy import String, case, func, select, type_coerce

from app.access import Viewer
from app.db import db
from app.models.register import Institution
from app.models.sites import Site
from app.models.visits import Visit
from app.queries.kept import Revision, kept, register_revision
from app.queries.standing import is_listed, licence_standing
from app.row_security import across_districts
from app.scope import codes_below
from inspections.vocabulary import Standing, SubjectGroup
from maps import districts
from maps.clusters import Gathered, Places

STANDINGS = tuple(Standing)
GROUPS = tuple(SubjectGroup)
NONE: tuple[tuple[Any, ...], ...] = ((),) * 7
MOST_GATHERED = 16
_EXTENSION = "map_register"

StateOfDay = tuple[Revision, date]


@dataclass(frozen=True, slots=True)
class MapFilters:
    """What is shown: one district, standing or subject group, or all."""

    district: str = ""
    standing: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class DistrictFigures:
    """What is counted in one district."""

    code: str
    institutions: int
    licensed: int
    blacklisted: int
    visits: int
    without_point: int


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """What the popup of one place says."""

    public_id: str
    name: str
    address: str


@dataclass(frozen=True)
class RegisterArrays:
    """All institutions as parallel arrays; `scopes` are indexes into `codes`.

    The scope code is the district, or the recording office's area where the district isn't known;
    lists filter by it too, so that the numbers here are theirs.
    """

    state: StateOfDay
    places: Places
    codes: tuple[str, ...]
    scopes: NDArray[np.int64]
    groups: NDArray[np.int64]
    visits: NDArray[np.int64]
    visits_by_scope: Mapping[str, int]

    @property
    def standings(self) -> NDArray[np.int64]:
        """Return the index into `STANDINGS` of each institution."""
        return self.places.categories


def district_figures(
    viewer: Viewer, filters: MapFilters, *, today: date
) -> Sequence[DistrictFigures]:
    """Return the figures of the viewer's districts, in the order of codes.

    The filter for one district is left out, so that the others stay comparable.
    """
    arrays = _arrays(today)
    mask = _mask(arrays, viewer, MapFilters(standing=filters.standing, subject=filters.subject))
    tallied = {
        "institutions": mask,
        "licensed": mask & (arrays.standings == STANDINGS.index(Standing.LICENSED)),
        "blacklisted": mask & (arrays.standings == STANDINGS.index(Standing.BLACKLISTED)),
        "without_point": mask & np.isnan(arrays.places.lngs),
    }
    counts = {name: _by_district(arrays, chosen) for name, chosen in tallied.items()}
    counts["visits"] = _visits_by_district(arrays, mask, filters)
    found = {
        code: DistrictFigures(code, **{name: int(by[row]) for name, by in counts.items()})
        for row, code in enumerate(arrays.codes)
        if counts["institutions"][row]
    }
    for code in codes_below(viewer):
        if districts.is_district(code):
            found.setdefault(code, DistrictFigures(code, 0, 0, 0, 0, 0))
    return [found[code] for code in sorted(found)]


def total(rows: Sequence[DistrictFigures]) -> DistrictFigures:
    """Return the sums over all districts."""
    names = ("institutions", "licensed", "blacklisted", "visits", "without_point")
    return DistrictFigures("", **{name: sum(getattr(r, name) for r in rows) for name in names})


def places(viewer: Viewer, filters: MapFilters, *, today: date) -> Gathered:
    """Return the institutions to be shown that have a point, to be asked for by box and zoom."""
    arrays = _arrays(today)
    key = (viewer.is_system, viewer.district_code, filters, today)
    gathered: Gathered = kept("map_places", most=MOST_GATHERED).get(
        arrays.state[0], key, lambda: Gathered(arrays.places, _mask(arrays, viewer, filters))
    )
    return gathered


def place_words(viewer: Viewer, public_ids: Iterable[str]) -> Mapping[str, PlaceWords]:
    """Return name and address of these institutions, by public id, in scope only."""
    wanted = sorted(set(public_ids))
    if not wanted:
        return {}
    statement = (
        select(Institution.public_id, Institution.scope_code, Institution.name, Site.address)
        .outerjoin(Site, (Site.institution_id == Institution.id) & Site.is_main)
        .where(Institution.public_id.in_(wanted))
    )
    # the scope as a condition would make SQLite walk whole districts instead of some hundred ids
    area = codes_below(viewer)
    return {
        public_id: PlaceWords(public_id, name, address or "")
        for public_id, scope_code, name, address in db.session.execute(statement)
        if viewer.is_system or scope_code in area
    }


def _mask(arrays: RegisterArrays, viewer: Viewer, filters: MapFilters) -> NDArray[np.bool_]:
    mask = np.ones(len(arrays.places), dtype=np.bool_)
    if not viewer.is_system:
        mask &= np.isin(arrays.scopes, _indexes(arrays, codes_below(viewer)))
    if filters.district:
        mask &= np.isin(arrays.scopes, _indexes(arrays, districts.descendants(filters.district)))
    if filters.standing:
        mask &= arrays.standings == STANDINGS.index(Standing(filters.standing))
    if filters.subject:
        mask &= arrays.groups == GROUPS.index(SubjectGroup(filters.subject))
    return mask


def _indexes(arrays: RegisterArrays, codes: Iterable[str]) -> list[int]:
    wanted = set(codes)
    return [row for row, code in enumerate(arrays.codes) if code in wanted]


def _by_district(
    arrays: RegisterArrays, mask: NDArray[np.bool_], weights: NDArray[np.int64] | None = None
) -> NDArray[np.int64]:
    chosen = None if weights is None else weights[mask]
    size = len(arrays.codes)
    return np.bincount(arrays.scopes[mask], weights=chosen, minlength=size).astype(np.int64)


def _visits_by_district(
    arrays: RegisterArrays, mask: NDArray[np.bool_], filters: MapFilters
) -> NDArray[np.int64]:
    """Return all visits, as the list of visits has them; under a filter those of institutions."""
    if filters.standing or filters.subject:
        return _by_district(arrays, mask, arrays.visits)
    return np.array([arrays.visits_by_scope.get(code, 0) for code in arrays.codes], dtype=np.int64)


class RegisterCache:
    """The arrays of one office, rebuilt by the first request after a change."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._arrays: RegisterArrays | None = None

    def arrays(self, today: date) -> RegisterArrays:
        """Return arrays that hold everything written so far."""
        state = (register_revision(), today)
        kept = self._arrays
        if kept is not None and kept.state == state:
            return kept
        with self._lock:
            kept = self._arrays
            if kept is None or kept.state != state:
                kept = self._arrays = _load(state)
            return kept


def _arrays(today: date) -> RegisterArrays:
    cache: RegisterCache = current_app.extensions.setdefault(_EXTENSION, RegisterCache())
    with across_districts():
        return cache.arrays(today)


def _load(state: StateOfDay) -> RegisterArrays:
    visits = _visits()
    rows = db.session.execute(_statement(state[1])).all()
    ids, public_ids, scopes, groups, standings, lngs, lats = (
        zip(*rows, strict=True) if rows else NONE
    )
    codes = sorted(set(scopes))
    return RegisterArrays(
        state=state,
        places=Places(
            ids=public_ids,
            lngs=np.array(lngs, dtype=np.float64),
            lats=np.array(lats, dtype=np.float64),
            categories=_positions(standings, [str(each.value) for each in STANDINGS]),
            names=tuple(str(each.value) for each in STANDINGS),
        ),
        codes=tuple(codes),
        scopes=_positions(scopes, codes),
        groups=_positions(groups, [str(each.value) for each in GROUPS]),
        visits=np.array([visits.get(each, 0) for each in ids], dtype=np.int64),
        visits_by_scope=_visits_by_scope(),
    )


def _statement(today: date) -> Any:
    """Select plain columns: 100,000 rows as terms and dates would take three times as long."""
    return (
        select(
            Institution.id,
            Institution.public_id,
            Institution.scope_code,
            type_coerce(Institution.subject_group, String),
            case((is_listed(), Standing.BLACKLISTED.value), else_=licence_standing(today)),
            Site.lng_wgs84,
            Site.lat_wgs84,
        )
        .outerjoin(Site, (Site.institution_id == Institution.id) & Site.is_main)
        .order_by(Institution.id)
    )


def _positions(values: Sequence[str | None], known: Sequence[str]) -> NDArray[np.int64]:
    """Return where each value stands among the known ones, -1 for none."""
    index: dict[str | None, int] = {value: i for i, value in enumerate(known)}
    return np.fromiter((index.get(value, -1) for value in values), np.int64, len(values))


def _visits() -> dict[int | None, int]:
    """Return how often each institution was visited, at any of its sites."""
    statement = (
        select(Site.institution_id, func.count(Visit.id))
        .join(Visit, Visit.site_id == Site.id)
        .where(Site.institution_id.is_not(None))
        .group_by(Site.institution_id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def _visits_by_scope() -> dict[str, int]:
    statement = select(Visit.scope_code, func.count(Visit.id)).group_by(Visit.scope_code)
    return {row[0]: row[1] for row in db.session.execute(statement)}
