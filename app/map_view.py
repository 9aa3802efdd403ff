"""What a page needs to show a map of districts: folium's HTML, our script's JSON, the legend.

Both doors use it: the desk with counts from the database, the public site with its edition's.
The page links leaflet.css, map.css, leaflet.js (defer), map.js (module) and the map's own script
(defer), in this order, and wraps `html` in an element with `data-map` holding `config` as JSON.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.words import gettext as _
from app.words import language, word
from inspections.vocabulary import Standing
from maps import districts
from maps.boundaries import Boundaries, boundaries_from, home_boundaries
from maps.page import RenderedMap, district_map
from maps.shading import Shading, Step
from maps.tiles import Tiles, tiles_from

MANY, CENTRE = 8, 5
PLACES_FROM = 9.5  # the zoom from which single institutions are worth showing
_KIND = re.compile("(?: New)? (?:District|County|City)$")
SHAPES = {
    Standing.BLACKLISTED: "octagon-bar",
    Standing.LICENSED: "disc-tick",
    Standing.UNLICENSED: "triangle-exclaim",
    Standing.UNKNOWN: "dashed-ring",
}


@dataclass(frozen=True, slots=True)
class Base:
    """The ground of every map of one office: its boundaries and its tiles, by setting."""

    boundaries: Boundaries
    tiles: Tiles | None

    @property
    def rendered(self) -> RenderedMap:
        """Return the map that folium rendered, once for each base."""
        return district_map(self.boundaries, tiles=self.tiles)


@dataclass(frozen=True, slots=True)
class Markers:
    """How places are shown: word and shape of each category, and the one that clusters name.

    Farther away than the zoom `places_from` no place is shown. `words` replace the map's own.
    """

    categories: Mapping[str, tuple[str, str]]
    marked: str
    places_from: float = PLACES_FROM
    words: Mapping[str, str] = field(default_factory=dict)


def standing_markers() -> Markers:
    """Return how institutions are shown: by their standing, those on the blacklist named."""
    shapes = {standing.value: (word(standing), shape) for standing, shape in SHAPES.items()}
    return Markers(shapes, marked=Standing.BLACKLISTED.value)


@dataclass(frozen=True, slots=True)
class LegendLine:
    """One shade and what it stands for, in words."""

    shade: int
    text: str


@dataclass(frozen=True, slots=True)
class MapView:
    """A map ready for a template."""

    html: str
    script_name: str
    config: Mapping[str, Any]
    legend: Sequence[LegendLine]


def base_of(boundaries: Path | None, tile_url: str) -> Base:
    """Return the base map of these settings; raises what the settings have wrong."""
    known = boundaries_from(boundaries) if boundaries else home_boundaries()
    return Base(known, tiles_from(tile_url))


def script_name(rendered: RenderedMap) -> str:
    """Return the file name under which the map's script never changes."""
    return f"{rendered.digest}.js"


def map_view(
    base: Base,
    *,
    shading: Shading,
    texts: Mapping[str, str],
    figure: Callable[[float], str],
    places_url: str,
    sprite_url: str,
    area: Collection[str] = (),
    markers: Markers | None = None,
) -> MapView:
    """Return the map with its districts shaded.

    `texts` says each district's value in words, `figure` a value of the legend; `area` names the
    districts to be looked at first (all of them by default). Places are institutions by their
    standing unless `markers` says otherwise.
    """
    markers = markers or standing_markers()
    shown = tuple(code for code in base.boundaries.codes if code in area)
    config = {
        "places": places_url,
        "sprite": sprite_url,
        "box": base.boundaries.box(shown),
        "centre": _centre(base.boundaries, shown),
        "districts": [
            _district(base.boundaries, code, shading, texts) for code in base.boundaries.codes
        ],
        "categories": {
            code: {"word": said, "shape": shape}
            for code, (said, shape) in markers.categories.items()
        },
        "marked": markers.marked,
        "places_from": markers.places_from,
        "words": {**_words(), **markers.words},
    }
    legend = [LegendLine(step.shade, _span(step, figure)) for step in shading.legend]
    if any(shading.shades.get(code, 0) == 0 for code in base.boundaries.codes):
        legend.append(LegendLine(0, _("no figure")))
    return MapView(base.rendered.html, script_name(base.rendered), config, legend)


def _centre(boundaries: Boundaries, shown: Collection[str]) -> Any:
    """Return the box of the five smallest districts, where many districts are looked at."""
    if len(shown or boundaries.codes) < MANY:
        return None
    return boundaries.box(boundaries.smallest(CENTRE))


def _district(
    boundaries: Boundaries, code: str, shading: Shading, texts: Mapping[str, str]
) -> dict[str, Any]:
    known = districts.district(code) is not None
    name = districts.name(code, language()) if known else boundaries.name(code)
    name = _KIND.sub("", name)  # "Shenbei New District" has no room on its own district
    return {
        "code": code,
        "name": name,
        "value": texts.get(code, ""),
        "shade": shading.shades.get(code, 0),
        "chinese": not name.isascii(),
        "label": boundaries.label(code),
    }


def _span(step: Step, figure: Callable[[float], str]) -> str:
    if step.low == step.high:
        return figure(step.low)
    return str(_("%(low)s to %(high)s", low=figure(step.low), high=figure(step.high)))


def _words() -> dict[str, str]:
    return {
        "map": _("Map of the districts; the same figures stand in the table beside it"),
        "whole": _("Whole area"),
        "centre": _("Centre"),
        "nearer": _("Institutions show from closer: choose a district or zoom in."),
        "zoom_in": _("Closer"),
        "zoom_out": _("Farther away"),
        "close": _("Close"),
        "cluster": _("{n} institutions here"),
        "more": _("and {n} more at this point"),
        "failed": _("The institutions could not be loaded. Move the map to try again."),
    }
