"""The map of a sweep: districts shaded by what is reached, its sites as points."""

from collections.abc import Sequence
from typing import Any

from flask import current_app, g, request, url_for

from app.desk.map_places import places_answer
from app.map_view import Base, MapView, Markers, base_of, map_view
from app.models.sweeps import Sweep
from app.queries import sweep_map as queries
from app.queries.sweep_map import Shown
from app.queries.sweeps import sweep_by_public_id
from app.words import gettext as _
from app.words import word
from inspections.coverage import Coverage, SiteOutcome
from maps.shading import shade_shares

SHAPES = {
    SiteOutcome.MISSING: "triangle-exclaim",
    SiteOutcome.VISITED: "disc-tick",
    SiteOutcome.CLOSED_PREMISES: "half-disc",
    SiteOutcome.NOT_FOUND: "dashed-ring",
    SiteOutcome.REFUSED_ENTRY: "octagon-bar",
}


def shown_on_map() -> Shown:
    """Return which sites the address asks for; anything unknown is all."""
    wanted = request.args.get("map", "")
    return Shown(wanted) if wanted in set(Shown) else Shown.ALL


def base() -> Base:
    """Return the ground of the office's maps."""
    settings = current_app.config["SETTINGS"]
    return base_of(settings.boundaries, settings.tile_url)


def view(sweep: Sweep, found: Coverage, shown: Shown) -> MapView:
    """Return the map for the page of a sweep."""
    shares = {share.key: share.reached / share.sites for share in found.districts if share.sites}
    texts = {share.key: f"{share.percent}%" for share in found.districts}
    return map_view(
        base(),
        shading=shade_shares(shares),
        texts=texts,
        figure=lambda value: f"{int(value * 100 + 1e-9)}%",
        places_url=url_for("sweeps.places", public_id=sweep.public_id, map=shown.value or None),
        sprite_url=current_app.jinja_env.globals["asset"]("icons.svg"),
        area=set(texts),
        markers=Markers(
            {outcome.value: (word(outcome), shape) for outcome, shape in SHAPES.items()},
            marked=SiteOutcome.MISSING.value,
            places_from=0,
            words={
                "map": _("Map of the sweep; the list beside it names the sites not reached"),
                "cluster": _("{n} sites here"),
                "failed": _("The sites could not be loaded. Move the map to try again."),
            },
        ),
    )


def places(public_id: str) -> Any:
    """Answer with the sweep's sites in a box, as GeoJSON."""
    sweep = sweep_by_public_id(g.viewer, public_id)
    found = queries.places(sweep, g.viewer, shown_on_map())
    return places_answer(found, words=lambda ids: _words(sweep, ids))


def _words(sweep: Sweep, ids: Sequence[str]) -> dict[str, dict[str, str]]:
    found = queries.place_words(sweep, g.viewer, ids)
    return {
        site: {
            "name": place.name,
            "address": place.address,
            "note": _("Team %(number)s", number=place.team) if place.team else _("no team"),
            "href": _page_of(place),
        }
        for site, place in found.items()
    }


def _page_of(place: queries.SitePlace) -> str:
    """Return the visit of a site that is done, else its institution; a bare place has no page."""
    if place.visit:
        return url_for("visits.show", public_id=place.visit)
    return url_for("register.show", public_id=place.institution) if place.institution else ""
