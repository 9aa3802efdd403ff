"""The tablet's shell: one page without anybody's data, the worker that keeps it, its manifest."""

from typing import Any

from flask import Blueprint, Response, current_app, jsonify, render_template, send_from_directory

from app.frontend_assets import BUILD
from app.words import gettext as _
from app.words import language

tablet = Blueprint("tablet", __name__, url_prefix="/tablet")

SCOPE = "/tablet/"
WORKER = "tablet-sw.js"
# tokens.md: the accent, and the ground of a bright page
THEME, GROUND = "#0b5b63", "#ffffff"


@tablet.get("/")
def shell() -> str:
    """Show the shell; it opens without a network because the worker keeps it."""
    return render_template("tablet/index.html")


@tablet.get("/sw.js")
def worker() -> Response:
    """Send the service worker under the path that it may watch over."""
    response = send_from_directory(BUILD, WORKER, mimetype="text/javascript", conditional=True)
    response.headers["Service-Worker-Allowed"] = SCOPE
    response.headers["Cache-Control"] = "no-cache"
    return response


@tablet.get("/manifest.webmanifest")
def web_manifest() -> Any:
    """Say how the app is installed."""
    icon = current_app.jinja_env.globals["asset"]("favicon.svg")
    response = jsonify(
        {
            "name": _("Mingcha inspection tablet"),
            "short_name": _("Mingcha"),
            "lang": "en" if language() == "en" else "zh-Hans",
            "id": SCOPE,
            "start_url": SCOPE,
            "scope": SCOPE,
            "display": "standalone",
            "theme_color": THEME,
            "background_color": GROUND,
            "icons": [{"src": icon, "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
        }
    )
    response.mimetype = "application/manifest+json"
    response.headers["Cache-Control"] = "no-cache"
    return response
