"""What templates need to read rows with: moments in the bureau's zone, districts by name."""

from datetime import datetime
from typing import Any

from flask import current_app, url_for

from app.clock import BUREAU_ZONE
from app.words import language
from maps import districts


def reading() -> dict[str, Any]:
    """Return the functions; a blueprint gives them to its templates by a context processor."""
    return {"local": local, "district_name_of": district_name_of}


def local(moment: datetime) -> datetime:
    """Return a stored moment in the bureau's time zone."""
    return moment.astimezone(BUREAU_ZONE)


def district_name_of(code: str | None) -> str:
    """Return a district's name in the reader's language, where one is known."""
    return districts.name(code, language()) if code else ""


def page_url(endpoint: str, **values: Any) -> str:
    """Return the address of a page, nothing where the program has no such page."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else ""
