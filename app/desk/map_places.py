"""Clusters and places for the maps of the desk: one answer, one policy for tiles."""

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from flask import Response, jsonify, request

from app.headers import policy_with_images
from app.map_view import Base
from app.words import gettext as _
from maps.clusters import BadBox, Feature, Gathered, box_from, collection, zoom_from

Words = Mapping[str, Mapping[str, str]]


def places_answer(places: Gathered, *, words: Callable[[Sequence[str]], Words]) -> Any:
    """Answer with the clusters and places in the box that the request names, as GeoJSON.

    `words` gives name, address and address of the page for ids; a place without them is left out
    of its point.
    """
    try:
        box, zoom = box_from(request.args.get("bbox", "")), zoom_from(request.args.get("zoom", ""))
    except BadBox:
        message = _("bbox is west,south,east,north in degrees, zoom a whole number from 0 to 20")
        error = {"code": "bad_box", "message": message, "fields": ["bbox", "zoom"]}
        return jsonify({"error": error}), HTTPStatus.BAD_REQUEST
    features = places.touching(box, zoom)
    _give_words(features, words([each for feature in features for each in _ids(feature)]))
    response = jsonify(collection(features))
    response.mimetype = "application/geo+json"
    return response


def with_tiles(response: Response, base: Base) -> Response:
    """Let a page with a map show the tiles of the office's setting."""
    if base.tiles and base.tiles.origin:
        response.headers["Content-Security-Policy"] = policy_with_images(base.tiles.origin)
    return response


def _give_words(features: Sequence[Feature], words: Words) -> None:
    """Write the words into single places and shared points."""
    for feature in features:
        properties = feature["properties"]
        if "members" in properties:
            properties["members"] = [
                {**each, **words[each["id"]]}
                for each in properties["members"]
                if each["id"] in words
            ]
        elif properties.get("id") in words:
            category = next(iter(properties["categories"]))
            properties.update(words[properties["id"]], category=category)


def _ids(feature: Feature) -> Sequence[str]:
    properties = feature["properties"]
    if "id" in properties:
        return [properties["id"]]
    return [each["id"] for each in properties.get("members", ())]
