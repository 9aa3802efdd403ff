"""The map by district: shades and figures, clusters from the server, one popup for each place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, current_app, g, render_template, request, url_for

from app import clock
from app.desk.map_places import places_answer, with_tiles
from app.errors import NotFound
from app.map_view import Base, MapView, base_of, map_view, script_name
from app.queries import map as figures
from app.queries.map import DistrictFigures, MapFilters
from app.scope import codes_below
from app.words import gettext as _
from app.words import language, lazy_gettext, word
from inspections.vocabulary import Standing, SubjectGroup
from maps import districts
from maps.shading import Shading, shade_counts, shade_shares

map_pages = Blueprint("map", __name__, url_prefix="/desk/map")
COLUMNS = ("institutions", "licensed", "blacklisted", "visits")
FOREVER = "private, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Measure:
    """What the shades stand for."""

    code: str
    word: Any
    is_share: bool = False

    def value(self, row: DistrictFigures) -> float | None:
        """Return the district's value; a share of nothing has none."""
        if not self.is_share:
            return int(getattr(row, self.code))
        return row.licensed / row.institutions if row.institutions else None

    def text(self, value: float | None) -> str:
        """Return the value as it is read: a count, or per cent rounded down."""
        if value is None:
            return ""
        return f"{int(value * 100 + 1e-9)}%" if self.is_share else f"{int(value):,}"


MEASURES = (
    Measure("institutions", lazy_gettext("Number of institutions")),
    Measure("licensed_share", lazy_gettext("Share with a licence"), is_share=True),
    Measure("blacklisted", lazy_gettext("On the blacklist")),
    Measure("visits", lazy_gettext("Number of visits")),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A number and the address of the rows that it counts."""

    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    code: str
    name: str
    url: str
    is_current: bool
    institutions: Cell
    licensed: Cell
    blacklisted: Cell
    visits: Cell


@map_pages.get("")
def show() -> Any:
    """Show the map, its filters and the table by district."""
    filters, measure = _filters(), _measure()
    found = figures.district_figures(g.viewer, filters, today=clock.today())
    total = figures.total(found)
    base = _base()
    page = render_template(
        "desk/map/show.html",
        map=_view(base, found, measure, filters),
        headline=_headline(_chosen(found, filters) or total),
        rows=[_row(row, filters) for row in found],
        total=_row(total, filters),
        without_point=total.without_point,
        filters=filters,
        chosen_name=districts.name(filters.district, language()),
        measure=measure,
        measures=MEASURES,
        choices=_choices(),
        standings=[(str(each.value), word(each)) for each in Standing],
        subjects=[(str(each.value), word(each)) for each in SubjectGroup],
    )
    return with_tiles(current_app.make_response(page), base)


@map_pages.get("/places")
def places() -> Any:
    """Answer with the clusters and places in a box, as GeoJSON."""
    return places_answer(figures.places(g.viewer, _filters(), today=clock.today()), words=_words)


@map_pages.get("/script-<name>")
def script(name: str) -> Any:
    """Serve the script that folium rendered, under the name that its content gives it."""
    rendered = _base().rendered
    if name != script_name(rendered):
        raise NotFound
    response = Response(rendered.script, mimetype="text/javascript")
    response.headers["Cache-Control"] = FOREVER
    return response


def _filters() -> MapFilters:
    """Read the filters from the URL; what it says wrongly, or of a foreign area, is left out."""
    arguments = request.args
    district, standing = arguments.get("district", ""), arguments.get("standing", "")
    subject = arguments.get("subject", "")
    return MapFilters(
        district=district if _is_own(district) else "",
        standing=standing if standing in set(Standing) else "",
        subject=subject if subject in set(SubjectGroup) else "",
    )


def _is_own(district: str) -> bool:
    return districts.is_district(district) and district in codes_below(g.viewer)


def _measure() -> Measure:
    wanted = request.args.get("measure")
    return next((measure for measure in MEASURES if measure.code == wanted), MEASURES[0])


def _base() -> Base:
    settings = current_app.config["SETTINGS"]
    return base_of(settings.boundaries, settings.tile_url)


def _view(
    base: Base, rows: Sequence[DistrictFigures], measure: Measure, filters: MapFilters
) -> MapView:
    values = {row.code: measure.value(row) for row in rows}
    area = {filters.district} if filters.district else codes_below(g.viewer)
    wanted = {
        "district": filters.district,
        "standing": filters.standing,
        "subject": filters.subject,
    }
    return map_view(
        base,
        shading=_shading(values, measure),
        texts={code: measure.text(value) for code, value in values.items()},
        figure=measure.text,
        places_url=url_for("map.places", **_given(wanted)),
        sprite_url=current_app.jinja_env.globals["asset"]("icons.svg"),
        area=area,
    )


def _shading(values: Mapping[str, float | None], measure: Measure) -> Shading:
    if measure.is_share:
        return shade_shares(values)
    return shade_counts({code: None if v is None else int(v) for code, v in values.items()})


def _chosen(rows: Sequence[DistrictFigures], filters: MapFilters) -> DistrictFigures | None:
    return next((row for row in rows if row.code == filters.district), None)


def _headline(total: DistrictFigures) -> str:
    number = f"{total.institutions:,}"
    if not total.institutions:
        return _("No institution here yet")
    if not total.blacklisted:
        return _("%(n)s institutions, none on the blacklist", n=number)
    listed = f"{total.blacklisted:,}"
    return _("%(n)s institutions, %(listed)s on the blacklist", n=number, listed=listed)


def _row(row: DistrictFigures, filters: MapFilters) -> Row:
    """Return a district's line of the table; each number opens the rows that it counts."""
    kept = {"standing": filters.standing, "subject": filters.subject}
    code = row.code if districts.is_district(row.code) else ""
    if row.code and not code:
        return Row("", "", "", False, *(Cell(getattr(row, name), "") for name in COLUMNS))
    return Row(
        code=code,
        name=districts.name(code, language()),
        url=url_for("map.show", **_given({**kept, "district": code, "measure": _measure().code})),
        is_current=bool(code) and code == filters.district,
        institutions=Cell(row.institutions, _door("register.index", code, **kept)),
        licensed=Cell(
            row.licensed,
            _door("register.index", code, **{**kept, "standing": Standing.LICENSED.value}),
        ),
        blacklisted=Cell(
            row.blacklisted,
            _door("register.index", code, **{**kept, "standing": Standing.BLACKLISTED.value}),
        ),
        visits=Cell(row.visits, "" if any(kept.values()) else _door("visits.index", code)),
    )


def _door(endpoint: str, code: str, **wanted: str) -> str:
    """Return the address of the rows behind a number."""
    if endpoint not in current_app.view_functions:
        return ""
    return url_for(endpoint, **_given({"district": code, **wanted}))


def _given(wanted: Mapping[str, str]) -> dict[str, Any]:
    return {name: value for name, value in wanted.items() if value}


def _choices() -> list[tuple[str, str]]:
    """Return the districts that the viewer may choose, with their names."""
    codes = sorted(code for code in codes_below(g.viewer) if districts.is_district(code))
    return [(code, districts.name(code, language())) for code in codes]


def _words(ids: Sequence[str]) -> dict[str, dict[str, str]]:
    return {
        public_id: {
            "name": words.name,
            "address": words.address,
            "href": f"/desk/register/{public_id}",
        }
        for public_id, words in figures.place_words(g.viewer, ids).items()
    }
