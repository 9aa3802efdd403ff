"""What the check's benchmark asks: the whole public door, and a constant beside it."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from app.public.site import create_site

BODY = b'{"constant":true}'


def application() -> Callable[..., Iterable[bytes]]:
    """Return one WSGI application: `/constant` at once, everything else through the site."""
    site = create_site(Path(os.environ["EDITION"])).wsgi_app

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/constant":
            length = str(len(BODY))
            start_response(
                "200 OK", [("Content-Type", "application/json"), ("Content-Length", length)]
            )
            return [BODY]
        return site(environ, start_response)

    return answer
