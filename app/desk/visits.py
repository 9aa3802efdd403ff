"""Visits at the desk: the list, one record as it reads."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from flask import Blueprint, g, render_template, request, url_for

from app import clock, exports
from app.desk import visit_entry as entry
from app.desk import visit_places as places
from app.desk.case_links import way_from_visit
from app.desk.exporting import export
from app.desk.list_state import posted_state, state_of
from app.desk.papers import batch_answer, paper_answer
from app.desk.reading import reading
from app.desk.visit_words import (
    deed_words,
    file_views,
    headline,
    list_headline,
    place_of,
    result_kind,
    sections,
)
from app.errors import NotFound
from app.models.visits import Visit, VisitVersion
from app.permissions import ENTERS_VISITS, may_open
from app.queries import visits as queries
from app.queries.orders import orders_of_visit, rechecks_of_visit
from app.queries.paging import ListState
from app.queries.paper_facts import onsite_facts
from app.queries.tablets import flags_of, manifest_of_version, missing_files
from app.scope import codes_below
from app.services.paper_batches import MOST
from app.services.papers import RENDERERS, Stated
from app.words import gettext as _
from app.words import language, word
from inspections.checklists import GivenAnswer, checklist_on, findings
from inspections.visits import days_late
from inspections.vocabulary import InspectionKind, VisitResult
from maps import districts

visits = Blueprint("visits", __name__, url_prefix="/desk/visits")
visits.context_processor(reading)
visits.context_processor(lambda: {"place_of": place_of, "result_kind": result_kind})


@visits.get("")
def index() -> Any:
    """List the visits of the viewer's area."""
    state = state_of(queries)
    if state.format:
        return _export(state)
    page = queries.visits_page(g.viewer, state)
    codes = sorted(code for code in codes_below(g.viewer) if districts.is_district(code))
    return render_template(
        "desk/visits/index.html",
        state=state,
        page=page,
        title=list_headline(page.total, queries.count_with_findings(g.viewer, state)),
        district_choices=[(code, districts.name(code, language())) for code in codes],
        kind_choices=[(term.value, word(term)) for term in InspectionKind],
        result_choices=[(term.value, word(term)) for term in VisitResult],
        several_districts=len(codes) > 1,
        enters=g.viewer.holds(*ENTERS_VISITS),
    )


def _export(state: ListState) -> Any:
    heads = [
        _("Institution"),
        _("Address"),
        _("District"),
        _("Day of the visit"),
        _("Kind of inspection"),
        _("Result"),
        _("Problems"),
        _("Recorded"),
        _("Number"),
    ]
    total = queries.visits_page(g.viewer, state).total
    return export(state, "visits", total=total, heads=heads, rows=_export_rows(state))


def _export_rows(state: ListState) -> Iterator[tuple[exports.Cell, ...]]:
    spoken = language()
    for visit in queries.export_visits(g.viewer, state):
        institution = visit.site.institution
        yield (
            institution.name if institution else None,
            visit.site.address,
            districts.name(visit.scope_code, spoken),
            visit.happened_on,
            visit.kind.word(spoken),
            visit.result.word(spoken),
            visit.findings,
            clock.local_day(visit.recorded_at),
            visit.public_id,
        )


@visits.post("/papers")
def print_papers() -> Any:
    """Have the records of a whole list made."""
    found = queries.visits_with_papers(g.viewer, posted_state(queries), MOST + 1)
    return batch_answer("onsite_record", found)


@visits.get("/<public_id>")
def show(public_id: str) -> Any:
    """Show the record as it reads; `version=n` shows an earlier one."""
    visit = queries.visit_by_public_id(g.viewer, public_id)
    versions = queries.versions_of(visit)
    version = _wanted(versions)
    checklist = checklist_on(version.happened_on, emergency=True)
    answers = {one.item: GivenAnswer(one.answer, one.seen or "") for one in version.answers}
    found = findings(checklist, answers, version.happened_on)
    return render_template(
        "desk/visits/show.html",
        visit=visit,
        version=version,
        versions=versions,
        title=headline(version.result, len(found) + bool(version.other_findings)),
        findings=found,
        sections=sections(checklist, version.answers),
        files=file_views(g.viewer, version.files),
        late=days_late(version.happened_on, clock.local_day(version.recorded_at)),
        deeds=[deed_words(deed) for deed in queries.deeds_on(visit)],
        enters=g.viewer.holds(*ENTERS_VISITS),
        tablet=_from_tablet(version),
        orders=orders_of_visit(g.viewer, visit),
        rechecks=rechecks_of_visit(g.viewer, visit),
        orders_url=_order_url(visit, version),
        lead=way_from_visit(visit, has_findings=bool(found or version.other_findings)),
    )


def _wanted(versions: Sequence[VisitVersion]) -> VisitVersion:
    """Return the version that the address asks for, the newest if it names none."""
    wanted = request.args.get("version", "") or str(versions[0].number)
    found = next((one for one in versions if str(one.number) == wanted), None)
    if found is None:
        raise NotFound
    return found


def record_file(public_id: str, form: str) -> Any:
    """Give the on-site record as a file; `version=n` an earlier one."""
    visit = queries.visit_by_public_id(g.viewer, public_id)
    facts = onsite_facts(visit, _wanted(queries.versions_of(visit)))
    stated = Stated("onsite_record", facts, public_id, visit.scope_code)
    return paper_answer(stated, form, back=url_for("visits.show", public_id=public_id))


def _order_url(visit: Visit, version: VisitVersion) -> str:
    """Return where an order is drafted from what was found, for those who may."""
    found = visit.findings and version.number == visit.newest
    may = may_open(g.viewer, "orders.new")
    return url_for("orders.new", visit=visit.public_id) if found and may else ""


def _from_tablet(version: VisitVersion) -> dict[str, Any] | None:
    """Return what is known of a version that a tablet sent: number, remarks, what is missing."""
    manifest = manifest_of_version(version)
    if manifest is None:
        return None
    return {
        "manifest": manifest,
        "flags": flags_of(manifest),
        "missing": len(missing_files(manifest)),
        "place": version.document.get("place") or {},
        "entry": version.document.get("entry") or {},
    }


for form in RENDERERS:
    visits.add_url_rule(
        f"/<public_id>/record.{form}", f"record_{form}", partial(record_file, form=form)
    )
visits.add_url_rule("/new", "new", entry.new, methods=["GET"])
visits.add_url_rule("/new", "post_new", entry.post_new, methods=["POST"])
visits.add_url_rule("/new/place", "new_place", places.new_place, methods=["GET"])
visits.add_url_rule("/new/place", "post_new_place", places.post_new_place, methods=["POST"])
visits.add_url_rule("/<public_id>/amend", "amend", entry.amend, methods=["GET"])
visits.add_url_rule("/<public_id>/amend", "post_amend", entry.post_amend, methods=["POST"])
