"""The desk's own frame: home page and the rail of nouns."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, current_app, g, render_template, request, url_for
from markupsafe import Markup

from app import clock
from app.access import Viewer
from app.desk.blacklist_rows import rows_of
from app.desk.home_orders import groups_of
from app.permissions import access_for
from app.queries.blacklist import Stage
from app.queries.home import Waiting, waiting_for
from app.words import gettext as _
from app.words import language, ngettext, word
from inspections.vocabulary import Role
from maps import districts

desk = Blueprint("desk", __name__)


@dataclass(frozen=True, slots=True)
class RailItem:
    """One noun on the rail."""

    noun: str
    label: str
    icon: str
    url: str
    current: bool


def rail(viewer: Viewer) -> list[list[RailItem]]:
    """Return the nouns that the viewer may open, in two groups."""
    work = (
        ("desk", "desk.home", _("Today"), "calendar-event"),
        ("register", "register.index", _("Register"), "building-store"),
        ("sweeps", "sweeps.index", _("Sweeps"), "radar-2"),
        ("visits", "visits.index", _("Visits"), "clipboard-check"),
        ("orders", "orders.index", _("Orders"), "file-alert"),
        ("cases", "cases.index", _("Cases"), "gavel"),
        ("blacklist", "blacklist.index", _("Blacklist"), "ban"),
        ("map", "map.show", _("Map"), "map-pin"),
    )
    office = (
        ("penalties", "penalties.index", _("Penalties"), "book-2"),
        ("calendar", "calendar.show", _("Working days"), "calendar"),
        ("tablets", "tablets.index", _("Tablets"), "device-tablet"),
        ("imports", "imports.index", _("Imports"), "file-import"),
        ("people", "people.index", _("People"), "users"),
        ("audit", "audit.index", _("Audit"), "history"),
    )
    return [_items(viewer, work), _items(viewer, office)]


def _items(viewer: Viewer, nouns: tuple[tuple[str, str, str, str], ...]) -> list[RailItem]:
    current = (request.blueprint or "").split(".")[0]
    return [
        RailItem(noun, label, icon, url_for(endpoint), noun == current)
        for noun, endpoint, label, icon in nouns
        if endpoint in current_app.view_functions and _may_open(viewer, endpoint)
    ]


def _may_open(viewer: Viewer, endpoint: str) -> bool:
    access = access_for(endpoint, "GET")
    if access is None:
        return False
    return not access.roles or viewer.holds(*access.roles)


def register_rail(app: Any) -> None:
    """Give every desk page its rail and the day."""

    @app.context_processor
    def frame() -> dict[str, Any]:
        viewer = g.get("viewer")
        if viewer is None:
            return {"rail": [], "now": clock.now()}
        return {
            "rail": rail(viewer),
            "now": clock.now(),
            "printed_at": _local_now().strftime("%Y-%m-%d %H:%M"),
            "may_search": _may_open(viewer, "register.index"),
            "district_name": _in_its_language(viewer.district_code),
            "viewer_post": _("; ").join(word(role) for role in sorted(viewer.roles)),
        }


def _local_now() -> datetime:
    return clock.now().astimezone(clock.BUREAU_ZONE)


def _in_its_language(code: str) -> Markup:
    """Return a district's name, marked as Chinese where no English one is known."""
    name = districts.name(code, language())
    if language() == "en" and not name.isascii():
        return Markup('<span lang="zh">{}</span>').format(name)
    return Markup("{}").format(name)


@desk.get("/desk/")
def home() -> Any:
    """Show what waits for the viewer, as one sentence and as doors."""
    viewer, today = g.viewer, clock.today()
    waiting = waiting_for(viewer, today)
    return render_template(
        "desk/home.html",
        waiting=waiting,
        order_groups=groups_of(waiting.orders, today),
        approvals=rows_of(waiting.approvals, viewer, today),
        endings=rows_of(waiting.endings, viewer, today),
        notices=rows_of(waiting.notices, viewer, today),
        publications=rows_of(waiting.publications, viewer, today),
        drafts=rows_of(waiting.drafts, viewer, today),
        Stage=Stage,
        headline=_headline(waiting),
        local=clock.local_day,
        local_now=_local_now(),
        opens={name: _may_open(viewer, name) for name in ("register.index", "visits.index")},
    )


def _headline(waiting: Waiting) -> str:
    """Say in one sentence what waits."""
    counts = waiting.counts
    if overdue := waiting.overdue:
        return ngettext(
            "%(num)s order to correct is overdue", "%(num)s orders to correct are overdue", overdue
        )
    if waiting.publications:
        return ngettext(
            "%(num)s approved entry waits for your publication",
            "%(num)s approved entries wait for your publication",
            counts[Stage.PUBLICATION],
        )
    mine = counts[Stage.APPROVAL] - waiting.own_proposals
    if waiting.approvals and mine > 0:
        return ngettext(
            "%(num)s proposal waits for your approval",
            "%(num)s proposals wait for your approval",
            mine,
        )
    if waiting.endings:
        return ngettext(
            "%(num)s ending of a listing waits for approval",
            "%(num)s endings of listings wait for approval",
            counts[Stage.ENDING],
        )
    if waiting.imports:
        return ngettext(
            "%(num)s import waits to be looked through",
            "%(num)s imports wait to be looked through",
            len(waiting.imports),
        )
    if waiting.orders:
        return ngettext(
            "%(num)s order to correct waits for you",
            "%(num)s orders to correct wait for you",
            sum(count for count, _rows in waiting.orders.values()),
        )
    if waiting.drafts:
        return ngettext(
            "%(num)s draft waits to be completed",
            "%(num)s drafts wait to be completed",
            counts[Stage.DRAFTS],
        )
    if g.viewer.roles == {Role.PRIVACY_OFFICER}:
        return _("There is nothing to do until personal data is asked for")
    return _("Nothing waits for you today")
