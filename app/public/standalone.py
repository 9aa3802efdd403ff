"""The public site alone, over an edition folder: no database, no secrets."""

import os
from collections.abc import Mapping
from functools import partial
from http import HTTPStatus
from pathlib import Path

from flask import Flask, jsonify
from flask.typing import ResponseReturnValue

from app.clock import moment_in
from app.public.edition import Shelf
from app.public.options import SiteOptions
from app.public.site import create_site
from config import TRUE

FOLDER = "MINGCHA_EDITION"


def application() -> Flask:
    """Return the site; servers call this once for each worker."""
    site = create_site(Path(os.environ[FOLDER]), options_from(os.environ))
    health = partial(_healthz, site.extensions["shelf"])
    site.add_url_rule("/healthz", endpoint="healthz", view_func=health)
    return site


def options_from(environment: Mapping[str, str]) -> SiteOptions:
    """Return how a node serves; the settings have the office's names.

    Demo mode answers this machine only and lets a clock file say what time it is.
    """
    demo = environment.get("MINGCHA_DEMO", "").lower() in TRUE
    clock_file = environment.get("MINGCHA_CLOCK_FILE", "") if demo else ""
    return SiteOptions(
        clock=partial(moment_in, Path(clock_file) if clock_file else None),
        is_moved=bool(clock_file),
        loopback_only=demo,
        map_review_number=environment.get("MINGCHA_MAP_REVIEW_NUMBER", ""),
        public_url=environment.get("MINGCHA_PUBLIC_URL", "").rstrip("/"),
        proxies=int(environment.get("MINGCHA_PROXIES", "0")),
    )


def command_line(*, port: int, host: str = "127.0.0.1", workers: int = 1) -> list[str]:
    """Return the server's arguments after the interpreter; no access log: it would hold queries."""
    return [
        *("-m", "granian", "--interface", "wsgi", "--no-ws", "--factory", "--no-access-log"),
        *("--host", host, "--port", str(port), "--workers", str(workers)),
        *("--blocking-threads", "4", "--log-level", "warning"),
        "app.public.standalone:application",
    ]


def _healthz(shelf: Shelf) -> ResponseReturnValue:
    """Answer ok while the edition may be answered from, for load balancers."""
    moment = shelf.moment()
    if moment is None or moment.is_expired:
        return jsonify({"status": "no_edition_in_force"}), HTTPStatus.SERVICE_UNAVAILABLE
    return jsonify({"status": "ok", "edition": moment.number})
