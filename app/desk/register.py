"""The register at the desk: the list and the page of one institution."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, current_app, g, render_template, request, url_for

from app import clock, exports
from app.desk import register_entry as entry
from app.desk import register_sites as sites
from app.desk.exporting import export
from app.desk.list_state import state_of
from app.desk.reading import reading
from app.desk.register_words import (
    FILTER_MISSING,
    district_choices,
    entry_words,
    field_word,
    headline,
    shown_value,
)
from app.map_view import base_of
from app.models.sites import Site
from app.permissions import KEEPS_REGISTER, may_open
from app.queries import register as queries
from app.queries import search
from app.queries.paging import ListState
from app.queries.timeline import timeline_of
from app.scope import codes_below
from app.services.register_checks import point_of
from app.words import gettext as _
from app.words import language, word
from inspections.licences import restrictions_on, standing_on
from inspections.vocabulary import Standing, SubjectGroup
from maps.sketch import Sketch, sketch_of

register = Blueprint("register", __name__)
register.context_processor(reading)
DEEPEST_TIMELINE = 40


@register.get("/desk/register")
def index() -> Any:
    """List the institutions of the viewer's area."""
    state = state_of(queries)
    if state.format:
        return _export(state)
    found = queries.register_page(g.viewer, state, clock.today())
    return render_template(
        "desk/register/index.html",
        state=state,
        found=found,
        page=found.page,
        tabs=_tabs(state, found),
        title=headline(g.viewer, state, found),
        district_choices=district_choices(g.viewer),
        subject_choices=[(term.value, word(term)) for term in SubjectGroup],
        missing_word=FILTER_MISSING,
        says_nothing=search.says_nothing(state.q),
        too_short=bool(state.q) and not search.is_searchable(state.q),
        nothing_yet=not found.page.total
        and not state.is_narrowed
        and queries.register_is_empty(g.viewer),
        keeps=g.viewer.holds(*KEEPS_REGISTER),
        several_districts=len(codes_below(g.viewer)) > 1,
        import_url=_url_if_there("imports.index"),
    )


def _tabs(state: ListState, found: queries.RegisterPage) -> list[dict[str, Any]]:
    chosen = state.chosen("standing")
    tabs = [
        {
            "word": _("All"),
            "count": f"{found.all_standings:,}",
            "url": state.url(standing=""),
            "current": not chosen,
        }
    ]
    for standing in Standing:
        count = found.counts[standing]
        if not count and standing != chosen:
            continue
        tab = {"word": word(standing), "count": f"{count:,}", "current": standing == chosen}
        tabs.append({**tab, "url": state.url(standing=standing.value)})
    return tabs


def _export(state: ListState) -> Any:
    names = ("name", "short_name", "credit_code", "district_code", "address", "standing")
    names += ("restrictions", "licence_no", "licence_status", "licence_issued")
    names += ("licence_expires", "subject_group", "subjects", "stages", "organiser", "phone")
    return export(
        state,
        "register",
        total=queries.register_page(g.viewer, state, clock.today()).page.total,
        heads=[str(field_word(name)) for name in names],
        rows=_export_rows(state, names),
    )


def _export_rows(state: ListState, names: tuple[str, ...]) -> Iterator[tuple[exports.Cell, ...]]:
    spoken = language()
    for row in queries.export_rows(g.viewer, state, clock.today()):
        own = {
            "address": row.site.address if row.site else None,
            "standing": word(row.standing),
            "restrictions": "; ".join(word(term) for term in row.restrictions) or None,
        }
        yield tuple(
            own[name] if name in own else shown_value(row.institution, name, spoken)
            for name in names
        )


@register.get("/desk/register/<public_id>")
def show(public_id: str) -> Any:
    """Show one institution with everything that ever happened to it."""
    institution = queries.institution_by_public_id(g.viewer, public_id)
    number = request.args.get("page", "")
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 4 else 1
    timeline = timeline_of(g.viewer, institution, page=min(max(page, 1), DEEPEST_TIMELINE))
    listing = queries.current_listing(institution)
    day = clock.today()
    licence = institution.licence
    main = next((site for site in institution.sites if site.is_main), None)
    return render_template(
        "desk/register/show.html",
        institution=institution,
        main=main,
        sketch=_sketch(main),
        others=[site for site in institution.sites if not site.is_main],
        listing=listing,
        standing=Standing.BLACKLISTED if listing else standing_on(licence, day),
        licence_standing=standing_on(licence, day),
        restrictions=restrictions_on(licence, day),
        former_names=queries.former_names(institution),
        timeline=timeline,
        entries=[entry_words(one) for one in timeline.entries],
        keeps=g.viewer.holds(*KEEPS_REGISTER),
        visit_url=_url_if_there("visits.new", site=main.public_id if main else None),
        listing_url=_url_if_there("blacklist.new", institution=institution.public_id),
        listed_url=_url_if_there("blacklist.show", public_id=listing.public_id) if listing else "",
    )


def _sketch(site: Site | None) -> Sketch | None:
    point = point_of(site)
    if site is None or point is None:
        return None
    settings = current_app.config["SETTINGS"]
    return sketch_of(
        base_of(settings.boundaries, settings.tile_url).boundaries, site.district_code, point
    )


def _url_if_there(endpoint: str, **values: Any) -> str:
    """Return the address of another noun's page, where there is one and the viewer may open it."""
    if endpoint not in current_app.view_functions:
        return ""
    return url_for(endpoint, **values) if may_open(g.viewer, endpoint) else ""


for rule, endpoint, view, method in (
    ("/new", "new", entry.new, "GET"),
    ("/new", "create", entry.create, "POST"),
    ("/<public_id>/edit", "edit", entry.edit, "GET"),
    ("/<public_id>/edit", "update", entry.update, "POST"),
    ("/<public_id>/sites/new", "new_site", sites.new, "GET"),
    ("/<public_id>/sites/new", "create_site", sites.create, "POST"),
    ("/<public_id>/sites/<site_id>/close", "close_site", sites.close, "POST"),
):
    register.add_url_rule(f"/desk/register{rule}", endpoint, view, methods=[method])
