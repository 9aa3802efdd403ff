"""Layers for folium: the outlines of districts, a base map, and the door to our own script.

No text of ours or of the office goes through folium's templates: whatever a template prints ends
up in a script, where `${…}` runs even when HTML is escaped. Layers carry codes and numbers only.
"""

from typing import Any

import folium
import shapely
from branca.element import MacroElement
from folium.template import Template
from shapely.geometry import mapping

from maps.boundaries import Boundaries
from maps.tiles import Tiles

# Some 30 m: from closer a place near the border would seem to lie in the next district.
OUTLINE_DEGREES = 0.0003
OUTLINE_DECIMALS = 5


class LocalMap(folium.Map):
    """A folium map that names no script or style sheet; the page links our own build."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012  (declared so by folium)
    default_css: list[tuple[str, str]] = []  # noqa: RUF012


class Hook(MacroElement):
    """Hand the finished map and its district layer to `window.mingchaMap`, which does the rest."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            window.mingchaMap({{ this._parent.get_name() }}, {districts: {{ this.layer }}});
        {% endmacro %}
        """
    )

    def __init__(self, districts: folium.GeoJson) -> None:
        """Remember the name of the layer's variable."""
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "hook"
        self.layer = districts.get_name()


def outlines(boundaries: Boundaries) -> dict[str, Any]:
    """Return the outlines for drawing: simplified with shared borders kept shared, codes only."""
    codes = boundaries.codes
    drawn = shapely.coverage_simplify([boundaries.polygon(code) for code in codes], OUTLINE_DEGREES)
    features = [
        {"type": "Feature", "properties": {"code": code}, "geometry": _drawn(polygon)}
        for code, polygon in zip(codes, drawn, strict=True)
    ]
    return {"type": "FeatureCollection", "features": features}


def district_layer(boundaries: Boundaries) -> folium.GeoJson:
    """Return the districts as one layer; shades and names are set by our script."""
    return folium.GeoJson(outlines(boundaries), name="districts", zoom_on_click=False)


def tile_layer(tiles: Tiles) -> folium.TileLayer:
    """Return the base map."""
    return folium.TileLayer(tiles=tiles.url, attr=" ", max_zoom=tiles.max_zoom, name="tiles")


def _drawn(polygon: shapely.Geometry) -> dict[str, Any]:
    geometry = mapping(polygon)
    return {"type": geometry["type"], "coordinates": _rounded(geometry["coordinates"])}


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, OUTLINE_DECIMALS)
    return [_rounded(part) for part in value]
