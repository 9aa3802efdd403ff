"""The public site: a program of its own over an edition folder, without database and secrets."""

import logging
from http import HTTPStatus
from pathlib import Path
from typing import Any

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException

from app.frontend_assets import register_assets
from app.headers import register_headers
from app.limits import Limits
from app.metrics import register_metrics
from app.public.api import api
from app.public.asking import NotThere
from app.public.check import Check, CheckRefused
from app.public.edition import Shelf
from app.public.messages import MESSAGES, error_body, status_of
from app.public.options import SiteOptions
from app.public.pages import frame_words, pages
from app.public.views import ground_word
from app.words import language, register_words

log = logging.getLogger(__name__)
HTTP_CODES = {404: "not_found", 405: "method_not_allowed"}
OWN_PATHS = ("/api/", "/institutions/", "/blacklist/", "/map/")
OWN_PAGES = frozenset(
    ("/", "/check", "/blacklist", "/map", "/verify", "/objections", "/robots.txt")
)


def create_site(folder: Path, options: SiteOptions | None = None) -> Flask:
    """Build the site over the folder of one edition, or a folder of editions and its pointer."""
    options = options or SiteOptions()
    site = Flask(
        "app",
        static_folder="static" if options.serves_static else None,
        template_folder="templates",
    )
    site.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    limits = Limits(storage=options.limits_storage)
    shelf = Shelf(folder, clock=options.clock, is_moved=options.is_moved)
    site.extensions.update(shelf=shelf, limits=limits, site_options=options)
    register_metrics(site, door="public")
    register_words(site)
    register_headers(site)
    register_assets(site, sprite="public-icons.svg")
    site.context_processor(frame_words)
    site.jinja_env.filters["ground"] = ground_word
    site.register_blueprint(api)
    site.register_blueprint(pages)
    site.register_error_handler(CheckRefused, lambda refused: _answer(str(refused)))
    site.register_error_handler(NotThere, lambda _error: _answer("not_found"))
    site.register_error_handler(HTTPException, _http)
    site.register_error_handler(Exception, _fault)
    site.wsgi_app = Check(  # type: ignore[method-assign]
        site.wsgi_app,
        shelf,
        limits,
        proxies=options.proxies,
        loopback_only=options.loopback_only,
    )
    return site


def mount(office: Flask, site: Flask) -> None:
    """Put the site's addresses before the office's; the exact check stands before both."""
    check = site.wsgi_app
    if not isinstance(check, Check):
        raise TypeError("the site has no check in front")
    office.wsgi_app = check.before(  # type: ignore[method-assign]
        Doors(office.wsgi_app, check.app)
    )


class Doors:
    """Sends the public site's addresses to the site and all others to the office."""

    def __init__(self, office: Any, site: Any) -> None:
        """Stand before both."""
        self._office, self._site = office, site

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        """Choose by path."""
        path = environ["PATH_INFO"]
        public = path in OWN_PAGES or path.startswith(OWN_PATHS)
        return (self._site if public else self._office)(environ, start_response)


def _answer(code: str) -> Response:
    status = status_of(code)
    if "/api/" in request.path:
        body: Any = error_body(code, language())
        response = Response(body, status, content_type="application/json")
    else:
        said = MESSAGES[code][2 if language() == "en" else 1]
        page = render_template("public/error.html", code=code, status=int(status), said=said)
        response = Response(page, status)
    response.headers["Cache-Control"] = "no-store"
    if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        response.headers["Retry-After"] = "30"
    return response


def _http(error: HTTPException) -> Any:
    if (error.code or 500) < HTTPStatus.BAD_REQUEST:
        return error
    response = _answer(HTTP_CODES.get(error.code or 500, "bad_request"))
    if error.code == HTTPStatus.METHOD_NOT_ALLOWED:
        response.headers["Allow"] = "GET, HEAD"
    return response


def _fault(error: Exception) -> Response:
    log.error("fault in %s", request.endpoint, exc_info=error)
    return _answer("fault")
