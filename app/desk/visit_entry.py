"""Entering and correcting a visit at the desk: one form, nothing typed or sent is lost."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from http import HTTPStatus
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for

from app import clock
from app.desk.forms.answers import AnswerSheet
from app.desk.forms.rechecks import RecheckSheet
from app.desk.forms.visits import AmendVisitForm, VisitForm, stored
from app.desk.posted import whole_number
from app.desk.visit_files import (
    drop_all,
    earlier_files,
    move_to_fresh,
    pending,
    take_files,
    waiting,
)
from app.desk.visit_words import FileView, file_view
from app.errors import Conflict, refusal_told
from app.file_words import FILE_FAULTS
from app.ids import new_id
from app.models.sites import Site
from app.models.sweeps import Sweep
from app.models.visits import EvidenceFile, Visit, VisitVersion
from app.queries import visits as queries
from app.queries.orders import open_orders_at
from app.queries.paging import clean
from app.queries.sweeps import open_sweeps_at
from app.services.evidence import FileProblem
from app.services.visit_judging import items_asked
from app.services.visits import (
    AlreadyEntered,
    EnteredOtherwise,
    amend_visit,
    enter_visit,
)
from app.words import gettext as _
from app.words import language, word
from inspections.dates import read_date
from inspections.evidence import FileRole, Mark
from inspections.refusal import Refusal, Refused
from inspections.rulebook import RULES
from inspections.sources import sources
from inspections.visits import ground_is_needed
from inspections.vocabulary import Answer, Corrected, InspectionKind

# where a person finds the field that a refusal speaks of
FIELD_OF = {
    "visits.two_officers_were_present": "second_officer",
    "visits.officers_were_certified": "author",
    "visits.day_has_come": "happened_on",
    "visits.end_follows_start": "ended_at",
    "visits.sweep_has_an_approved_plan": "kind",
    "visits.ground_is_named": "ground",
    "visits.day_is_in_the_sweep": "happened_on",
    "visits.officers_are_not_recused": "author",
    "visits.result_is_stated": "result",
    "visits.result_agrees_with_findings": "result",
    "visits.something_was_checked": "result",
    "visits.failed_visit_is_proven": "note",
    "visits.certificate_was_shown": "certificate_shown",
    "visits.record_is_signed": "signing",
    "visits.amendment_says_why": "reason",
}
FIELDS_OF_ROLE = {
    FileRole.PHOTO: "photos",
    FileRole.RECORD: "records",
    FileRole.OTHER: "papers",
}


@dataclass(slots=True)
class Entry:
    """One form with its answers, files and what stands against it."""

    site: Site
    form: VisitForm
    sheet: AnswerSheet
    draft: str
    rechecks: RecheckSheet = field(default_factory=lambda: RecheckSheet([]))
    waiting: Sequence[FileView] = ()
    kept: Sequence[FileView] = ()
    problems: Sequence[FileProblem] = ()
    refusals: Sequence[Refusal] = ()
    visit: Visit | None = None
    based_on: int = 0
    overtaken: VisitVersion | None = None
    other: Visit | None = None
    errors: dict[str, list[tuple[str, str]]] = field(default_factory=dict)


def new() -> Any:
    """Ask which place was visited, then for the record."""
    site_id = request.args.get("site", "")
    if not site_id:
        q = clean(request.args.get("q", ""))
        sites = queries.sites_matching(g.viewer, q)
        sweep = clean(request.args.get("sweep", ""))
        return render_template("desk/visits/pick.html", q=q, sites=sites, sweep=sweep)
    site = queries.site_by_public_id(g.viewer, site_id)
    day = _day(request.args.get("on", ""))
    sweeps = open_sweeps_at(site, day or clock.today())
    sheets = _rechecks(site)
    form = VisitForm(data={"happened_on": day, **_walking(sweeps), **_rechecking(sheets)})
    form.offer(queries.officers_certified_on(g.viewer, site, day or clock.today()), sweeps)
    sheet = AnswerSheet(items_asked(site, day or clock.today()))
    return _page(Entry(site, form, sheet, new_id(), sheets))


def _rechecks(site: Site, typed: Mapping[str, str] | None = None) -> RecheckSheet:
    """Return the orders that wait for a re-check at this place."""
    return RecheckSheet(open_orders_at(g.viewer, [site.id]).get(site.id, []), typed)


def _rechecking(sheet: RecheckSheet) -> dict[str, Any]:
    """Fill in the order that the reader came from, as kind and ground of the visit."""
    wanted = request.args.get("order", "")
    found = next((one.order for one in sheet.orders if one.order.public_id == wanted), None)
    return {"kind": InspectionKind.RECHECK, "ground": found.number} if found else {}


def _day(text: str) -> date | None:
    day = read_date(text[:60]).day if text else None
    return day if day is not None and day <= clock.today() else None


def _walking(sweeps: Sequence[Sweep]) -> dict[str, Any]:
    """Fill in the sweep that the reader came from, with its kind and its ground."""
    wanted = request.args.get("sweep", "")
    found = next((sweep for sweep in sweeps if sweep.public_id == wanted), None)
    if found is None:
        return {}
    kind = InspectionKind.SPECIAL
    return {"sweep": found.public_id, "kind": kind, "ground": found.plan_no}


def post_new() -> Any:
    """Enter a visit: all of it, or the form again with everything in it."""
    site = queries.site_by_public_id(g.viewer, request.args.get("site", ""))
    draft, problems = take_files(site)
    form = VisitForm(request.form)
    entry = _entry(site, form, draft, problems)
    entry.rechecks = _rechecks(site, request.form)
    if not _is_whole(entry):
        return _again(entry, HTTPStatus.UNPROCESSABLE_ENTITY)
    files = pending(site, draft)
    try:
        wanted = replace(
            form.visit(entry.sheet.given()),
            uuid=_uuid_of(draft),
            rechecks=entry.rechecks.rechecks(),
        )
        visit = enter_visit(site, wanted, files, actor=g.viewer)
    except AlreadyEntered as entered:
        drop_all(site, draft)
        flash(_("This form was entered before; here is its record. Correct it where needed."))
        return _see(entered.visit)
    except EnteredOtherwise as entered:
        entry.other, entry.draft = entered.visit, move_to_fresh(site, draft)
        return _again(entry, HTTPStatus.CONFLICT)
    except Refused as refused:
        entry.refusals = refused.refusals
        return _again(entry, HTTPStatus.CONFLICT)
    flash(_("The record is entered and locked."), "success")
    return _see(visit)


def _uuid_of(draft: str) -> str:
    """Return the record's id: the same form sent twice is one record."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"desk/{g.viewer.account_id}/{draft}"))


def _see(visit: Visit) -> Any:
    return redirect(url_for("visits.show", public_id=visit.public_id), HTTPStatus.SEE_OTHER)


def amend(public_id: str) -> Any:
    """Ask for a correction, with the newest version filled in."""
    visit = queries.visit_by_public_id(g.viewer, public_id)
    newest = queries.versions_of(visit)[0]
    form = AmendVisitForm(data=stored(newest))
    form.offer(queries.officers_certified_on(g.viewer, visit.site, newest.happened_on))
    sheet = AnswerSheet.from_version(items_asked(visit.site, newest.happened_on), newest)
    entry = Entry(visit.site, form, sheet, new_id())
    entry.visit, entry.based_on, entry.kept = visit, newest.number, _kept(newest)
    return _page(entry)


def post_amend(public_id: str) -> Any:
    """Lock a corrected version beside the earlier ones."""
    visit = queries.visit_by_public_id(g.viewer, public_id)
    draft, problems = take_files(visit.site)
    form = AmendVisitForm(request.form)
    entry = _entry(visit.site, form, draft, problems)
    newest = queries.versions_of(visit)[0]
    written = request.form.get("based_on", "")
    entry.visit, entry.kept = visit, _kept(newest)
    entry.based_on = whole_number(written, otherwise=0)
    if not _is_whole(entry):
        return _again(entry, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        amend_visit(
            visit,
            form.visit(entry.sheet.given()),
            [*_files_of(newest), *pending(visit.site, draft)],
            reason=form.reason.data or "",
            based_on=entry.based_on,
            actor=g.viewer,
        )
    except Refused as refused:
        entry.refusals = refused.refusals
        return _again(entry, HTTPStatus.CONFLICT)
    except Conflict:
        entry.overtaken, entry.based_on = newest, newest.number
        return _again(entry, HTTPStatus.CONFLICT)
    flash(_("The corrected record is locked; the earlier version stays."), "success")
    return _see(visit)


def _entry(site: Site, form: VisitForm, draft: str, problems: Sequence[FileProblem]) -> Entry:
    day = form.happened_on.data or clock.today()
    form.offer(queries.officers_certified_on(g.viewer, site, day), open_sweeps_at(site, day))
    sheet = AnswerSheet(items_asked(site, day), request.form)
    return Entry(site, form, sheet, draft, problems=problems)


def _is_whole(entry: Entry) -> bool:
    """Check everything, so that all messages stand there at once."""
    typed = entry.form.validate()
    answered = entry.sheet.validate(all_needed=entry.form.was_entered)
    rechecked = entry.rechecks.validate()
    return typed and answered and rechecked and not entry.problems


def _again(entry: Entry, status: HTTPStatus) -> Any:
    """Return the form with all that was typed; the files that came with it are kept."""
    for problem in entry.problems:
        fault = (problem.name, str(FILE_FAULTS[problem.code]))
        entry.errors.setdefault(FIELDS_OF_ROLE[problem.role], []).append(fault)
    for refusal in entry.refusals:
        name = FIELD_OF.get(refusal.code, "")
        if name in entry.form:
            entry.form.say(name, RULES[refusal.code].sentence(language()))
    g.commit_anyway = True
    return _page(entry), status


def _files_of(version: VisitVersion) -> list[EvidenceFile]:
    return [row.evidence for row in version.files]


def _kept(version: VisitVersion) -> list[FileView]:
    return [file_view(g.viewer, one) for one in _files_of(version)]


def _page(entry: Entry) -> str:
    entry.waiting = waiting(entry.site, entry.draft)
    refusals = [refusal_told(refusal) for refusal in entry.refusals]
    return render_template(
        "desk/visits/edit.html",
        entry=entry,
        ground_needed=ground_is_needed(
            entry.form.kind.data, entry.form.happened_on.data or clock.today()
        ),
        ground_needed_from=sources()["doc_54"].valid_from,
        earlier=earlier_files(entry.site, entry.draft),
        form=entry.form,
        site=entry.site,
        refusals=refusals,
        answers=[(term.value, word(term)) for term in Answer],
        marks=[(term.value, word(term)) for term in Mark],
        corrected=[(term.value, word(term)) for term in Corrected],
        today=clock.today(),
    )
