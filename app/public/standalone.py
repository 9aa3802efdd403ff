"""The public site alone, over an edition folder: no database, no secrets."""

import os
from pathlib import Path

from flask import Flask

from app.public.options import SiteOptions
from app.public.site import create_site

FOLDER = "MINGCHA_EDITION"
REVIEW_NUMBER = "MINGCHA_MAP_REVIEW_NUMBER"
PUBLIC_URL = "MINGCHA_PUBLIC_URL"
PROXIES = "MINGCHA_PROXIES"


def application() -> Flask:
    """Return the site; servers call this once for each worker."""
    environment = os.environ
    options = SiteOptions(
        map_review_number=environment.get(REVIEW_NUMBER, ""),
        public_url=environment.get(PUBLIC_URL, "").rstrip("/"),
        proxies=int(environment.get(PROXIES, "0")),
    )
    return create_site(Path(environment[FOLDER]), options)


def command_line(*, port: int, host: str = "127.0.0.1", workers: int = 1) -> list[str]:
    """Return the server's arguments after the interpreter; no access log: it would hold queries."""
    return [
        *("-m", "granian", "--interface", "wsgi", "--no-ws", "--factory", "--no-access-log"),
        *("--host", host, "--port", str(port), "--workers", str(workers)),
        *("--blocking-threads", "4", "--log-level", "warning"),
        "app.public.standalone:application",
    ]
