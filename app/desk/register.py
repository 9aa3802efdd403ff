"""The register at the desk: list, institution page, entry and correction by hand, places."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import clock, exports
from app.desk.exporting import export
from app.desk.forms.base import repeated
from app.desk.forms.register import (
    EditInstitutionForm,
    InstitutionForm,
    SiteForm,
    message_of,
    tell_problems,
)
from app.desk.reading import reading
from app.desk.register_words import (
    FILTER_MISSING,
    district_choices,
    entry_words,
    field_word,
    headline,
    shown_value,
)
from app.errors import Conflict
from app.map_view import base_of
from app.models.register import Institution
from app.models.sites import Site
from app.permissions import KEEPS_REGISTER, may_open
from app.queries import register as queries
from app.queries import search
from app.queries.paging import ListState, read_state
from app.queries.timeline import timeline_of
from app.scope import codes_below
from app.services import register as services
from app.services.register_checks import (
    DoubtfulInstitution,
    InvalidInstitution,
    point_of,
    problems_with,
)
from app.words import gettext as _
from app.words import language, word
from inspections.licences import restrictions_on, standing_on
from inspections.vocabulary import Standing, SubjectGroup
from maps import districts
from maps.sketch import Sketch, sketch_of

register = Blueprint("register", __name__)
register.context_processor(reading)
DEEPEST_TIMELINE = 40


@register.get("/desk/register")
def index() -> Any:
    """List the institutions of the viewer's area."""
    state = read_state(
        request.path,
        request.args,
        sorts=queries.SORTS,
        default=queries.DEFAULT_SORT,
        filters=queries.FILTERS,
    )
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
        entries=[entry_words(entry) for entry in timeline.entries],
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


@register.get("/desk/register/new")
def new() -> Any:
    """Ask for a new institution."""
    only = [code for code in codes_below(g.viewer) if districts.is_district(code)]
    given = {"district_code": only[0] if len(only) == 1 else None}
    form = InstitutionForm(data=given).for_viewer(g.viewer)
    return _entry_page(form, institution=None)


@register.post("/desk/register/new")
def create() -> Any:
    """Register an institution."""
    form = InstitutionForm(request.form).for_viewer(g.viewer)
    if not form.validate():
        return _corrected(form, institution=None)
    try:
        made = services.create_institution(
            form.details(), actor=g.viewer, confirmed="confirmed" in request.form
        )
    except InvalidInstitution as wrong:
        return _asked_again(form, wrong, institution=None)
    flash(_("The institution is registered."), "success")
    return _see(made.public_id)


def _entry_page(form: InstitutionForm, *, institution: Institution | None, **context: Any) -> str:
    return render_template(
        "desk/register/edit.html",
        form=form,
        institution=institution,
        version=context.pop("version", institution.version if institution else 0),
        doubts=context.pop("doubts", ()),
        **context,
    )


def _corrected(form: InstitutionForm, *, institution: Institution | None) -> Any:
    """Return the form with all that is wrong at once, what the rules find included."""
    wrong = problems_with(form.details(), viewer=g.viewer, known=institution)
    return _asked_again(form, InvalidInstitution(wrong), institution=institution)


def _asked_again(
    form: InstitutionForm, wrong: InvalidInstitution, *, institution: Institution | None
) -> Any:
    """Return the form once more: doubts can be confirmed, errors must be corrected."""
    doubts: list[Any] = []
    if isinstance(wrong, DoubtfulInstitution):
        doubts = [message_of(problem) for problem in wrong.problems]
    else:
        tell_problems(form, wrong.problems)
    version = request.form.get("version", "")
    page = _entry_page(form, institution=institution, doubts=doubts, version=version)
    return page, HTTPStatus.UNPROCESSABLE_ENTITY


@register.get("/desk/register/<public_id>/edit")
def edit(public_id: str) -> Any:
    """Ask for a correction, with what is stored filled in."""
    institution = queries.institution_by_public_id(g.viewer, public_id)
    stored = services.stored_values(institution)
    form = EditInstitutionForm(data=stored).for_viewer(g.viewer)
    return _entry_page(form, institution=institution)


@register.post("/desk/register/<public_id>/edit")
def update(public_id: str) -> Any:
    """Store a correction; a change by somebody else in between shows both versions."""
    institution = queries.institution_by_public_id(g.viewer, public_id)
    form = EditInstitutionForm(request.form).for_viewer(g.viewer)
    if not form.validate():
        return _corrected(form, institution=institution)
    written = request.form.get("version", "")
    try:
        services.edit_institution(
            public_id,
            form.details(),
            actor=g.viewer,
            version=int(written) if written.isascii() and written.isdigit() else -1,
            reason=form.reason.data,
            moved=form.moved.data,
            confirmed="confirmed" in request.form,
        )
    except Conflict as conflict:
        return _conflict(institution, conflict)
    except InvalidInstitution as wrong:
        return _asked_again(form, wrong, institution=institution)
    flash(_("The change is stored."), "success")
    return _see(public_id)


def _conflict(institution: Institution, conflict: Conflict) -> Any:
    """Show both versions; nothing typed is lost."""
    spoken = language()
    differing = [
        (
            field_word(name),
            shown_value(conflict.theirs, name, spoken),
            shown_value(conflict.yours, name, spoken),
        )
        for name in conflict.theirs
        if conflict.theirs[name] != conflict.yours.get(name)
    ]
    typed = {name: request.form.getlist(name) for name in request.form}
    kept = [pair for pair in repeated(typed) if pair[0] not in ("csrf_token", "version")]
    page = render_template(
        "desk/register/conflict.html", institution=institution, differing=differing, typed=kept
    )
    return page, HTTPStatus.CONFLICT


@register.get("/desk/register/<public_id>/sites/new")
def new_site(public_id: str) -> Any:
    """Ask for a further place."""
    institution = queries.institution_by_public_id(g.viewer, public_id)
    form = SiteForm().for_viewer(g.viewer)
    return render_template("desk/register/site.html", form=form, institution=institution, doubts=())


@register.post("/desk/register/<public_id>/sites/new")
def create_site(public_id: str) -> Any:
    """Add a further place."""
    institution = queries.institution_by_public_id(g.viewer, public_id)
    form = SiteForm(request.form).for_viewer(g.viewer)
    doubts: list[Any] = []
    if form.validate():
        try:
            services.add_site(
                public_id,
                actor=g.viewer,
                label=form.label.data,
                address=form.address.data or "",
                position=(form.lng.data, form.lat.data, form.datum.data),
                confirmed="confirmed" in request.form,
            )
        except DoubtfulInstitution as doubtful:
            doubts = [message_of(problem) for problem in doubtful.problems]
        except InvalidInstitution as wrong:
            tell_problems(form, wrong.problems)
        else:
            flash(_("The place is added."), "success")
            return _see(public_id)
    page = render_template(
        "desk/register/site.html", form=form, institution=institution, doubts=doubts
    )
    return page, HTTPStatus.UNPROCESSABLE_ENTITY


@register.post("/desk/register/<public_id>/sites/<site_id>/close")
def close_site(public_id: str, site_id: str) -> Any:
    """Close a further place."""
    services.close_site(public_id, site_id, actor=g.viewer)
    flash(_("The place is closed. Its visits stay."), "success")
    return _see(public_id)


def _see(public_id: str) -> Response:
    return redirect(url_for("register.show", public_id=public_id), HTTPStatus.SEE_OTHER)
