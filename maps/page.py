"""The map of districts, rendered once by folium as a piece of HTML and a script of its own."""

import hashlib
import re
from functools import lru_cache
from typing import NamedTuple, cast

from branca.element import Figure

from maps.boundaries import Boundaries, home_boundaries
from maps.layers import Hook, LocalMap, district_layer, tile_layer
from maps.tiles import Tiles

FARTHEST, CLOSEST = 7, 18
_RANDOM_NAME = re.compile(r"\b([a-z_]+_)[0-9a-f]{32}")


class RenderedMap(NamedTuple):
    """HTML for the page and the script to be served from its own address."""

    html: str
    script: str

    @property
    def digest(self) -> str:
        """Return the name under which the script never changes."""
        return hashlib.sha256(self.script.encode()).hexdigest()[:32]


@lru_cache(maxsize=8)
def district_map(
    boundaries: Boundaries | None = None, *, tiles: Tiles | None = None
) -> RenderedMap:
    """Return the map of these districts, Shenyang's by default.

    The page wraps the HTML in an element with `data-map` (JSON: names, shades, addresses) and loads
    Leaflet, our map script and then this script. Header and inline styles of folium are dropped,
    its random names are numbered, so that the same map is the same text.
    """
    known = boundaries or home_boundaries()
    west, south, east, north = known.box()
    page = LocalMap(
        location=[round((south + north) / 2, 5), round((west + east) / 2, 5)],
        tiles=None,
        zoom_start=9,
        min_zoom=FARTHEST,
        max_zoom=tiles.max_zoom if tiles else CLOSEST,
        minZoom=FARTHEST,
        maxZoom=tiles.max_zoom if tiles else CLOSEST,
        zoomSnap=0.25,
        zoom_control=False,
        attribution_control=False,
    )
    if tiles:
        tile_layer(tiles).add_to(page)
    districts = district_layer(known)
    districts.add_to(page)
    page.add_child(Hook(districts))
    figure = cast("Figure", page.get_root())
    figure.render()
    return RenderedMap(*_numbered(figure.html.render().strip(), figure.script.render().strip()))


def _numbered(*texts: str) -> list[str]:
    """Replace folium's random names by numbers, the same number for the same name."""
    names: dict[str, str] = {}

    def number(match: re.Match[str]) -> str:
        return names.setdefault(match.group(), f"{match.group(1)}{len(names) + 1}")

    return [_RANDOM_NAME.sub(number, text) for text in texts]
