"""The evidence of a case at the desk: what is there, what comes in, who has it."""

from datetime import date
from http import HTTPStatus
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for

from app.db import db
from app.desk.case_pages import bundle_of
from app.desk.case_view import page_of
from app.desk.visit_words import file_view
from app.errors import BadInput
from app.file_words import FILE_FAULTS
from app.models.cases import Case
from app.models.visits import EvidenceFile
from app.permissions import may_open
from app.queries.case_page import CaseBundle, evidence_by_public_id, evidence_of_case
from app.queries.cases import case_by_public_id
from app.services.case_evidence import (
    NewEvidence,
    add_evidence,
    bring_visit,
    exclude_evidence,
    note_custody,
)
from app.services.evidence import Upload, keep_for_district, receive
from app.words import gettext as _
from app.words import word
from inspections.dates import read_date
from inspections.evidence import CustodyAct, EvidenceKind, FileRole

NOTED = [one for one in CustodyAct if one not in (CustodyAct.COLLECTED, CustodyAct.EXCLUDED)]
LONGEST = 4000


def show(public_id: str) -> Any:
    """List the evidence of a case with its custody."""
    return _page(bundle_of(public_id))


def _page(
    bundle: CaseBundle,
    status: HTTPStatus = HTTPStatus.OK,
    *,
    typed: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    item: str = "",
) -> Any:
    case = bundle.case
    rows = evidence_of_case(case)
    brought = {row.visit_id for row in rows}
    rendered = render_template(
        "desk/cases/evidence.html",
        **page_of(bundle, g.viewer, "evidence"),
        rows=[(row, file_view(g.viewer, row.evidence) if row.evidence else None) for row in rows],
        kinds=[(one.value, word(one)) for one in EvidenceKind],
        deeds=[(one.value, word(one)) for one in NOTED],
        typed=typed or {},
        errors=errors or {},
        item=item,
        may_add=may_open(g.viewer, "cases.add_evidence", "POST"),
        may_bring=case.visit is not None and case.visit_id not in brought,
    )
    return rendered, status


def add(public_id: str) -> Any:
    """Put a piece of evidence into the case, with its file or as an object."""
    case = case_by_public_id(g.viewer, public_id)
    typed = {name: value.strip()[:LONGEST] for name, value in request.form.items()}
    file, errors = _sent(case)
    kind = typed.get("kind", "")
    if kind not in set(EvidenceKind):
        errors["kind"] = _("Please choose one.")
    day = _day(typed.get("collected_on", ""), "collected_on", errors)
    pages = typed.get("pages", "")
    if pages and not (pages.isascii() and pages.isdecimal() and len(pages) < 6):
        errors["pages"] = _("A whole number.")
    if not errors and day is not None:
        wanted = NewEvidence(
            kind=EvidenceKind(kind),
            title=typed.get("title", ""),
            collected_on=day,
            proves=typed.get("proves", ""),
            source=typed.get("source", ""),
            place=typed.get("place", ""),
            is_original="is_copy" not in typed,
            pages=int(pages) if pages else None,
            file=file,
            holder=typed.get("holder", ""),
        )
        try:
            row = add_evidence(case, wanted, actor=g.viewer)
        except BadInput as bad:
            errors |= {one["field"]: one["message"] for one in bad.fields}
        else:
            flash(_("Evidence No. %(n)s is in the case.", n=row.number), "success")
            return _see(public_id)
    return _page(bundle_of(public_id), HTTPStatus.UNPROCESSABLE_ENTITY, typed=typed, errors=errors)


def _sent(case: Case) -> tuple[EvidenceFile | None, dict[str, str]]:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return None, {}
    scope_code = case.scope_code
    # hashing takes seconds, and SQLite has one writer
    db.session.rollback()
    arrived, problems = receive([Upload(sent.filename, sent.stream, FileRole.OTHER)])
    if problems:
        return None, {"file": str(FILE_FAULTS[problems[0].code])}
    return keep_for_district(arrived[0], scope_code=scope_code, actor=g.viewer), {}


def _day(text: str, field: str, errors: dict[str, str]) -> date | None:
    day = read_date(text[:60]).day
    if day is None:
        errors[field] = _("Write a day like 2026-03-12.")
    return day


def bring(public_id: str) -> Any:
    """Put the photos and records of the case's visit into it."""
    case = case_by_public_id(g.viewer, public_id)
    count = len(bring_visit(case, case.visit, actor=g.viewer)) if case.visit else 0
    flash(_("From the visit: %(n)s pieces of evidence.", n=count), "success")
    return _see(public_id)


def custody(public_id: str, item: str) -> Any:
    """Note who has a piece of evidence from now on."""
    case = case_by_public_id(g.viewer, public_id)
    row = evidence_by_public_id(case, item)
    typed = {name: value.strip()[:LONGEST] for name, value in request.form.items()}
    errors: dict[str, str] = {}
    deed = typed.get("deed", "")
    if deed not in {one.value for one in NOTED}:
        errors["deed"] = _("Please choose one.")
    day = _day(typed.get("happened_on", ""), "happened_on", errors)
    if not errors and day is not None:
        try:
            note_custody(
                row,
                CustodyAct(deed),
                happened_on=day,
                actor=g.viewer,
                from_whom=typed.get("from_whom", ""),
                to_whom=typed.get("to_whom", ""),
                remark=typed.get("note", ""),
            )
        except BadInput as bad:
            errors |= {one["field"]: one["message"] for one in bad.fields}
        else:
            flash(_("Noted: who has the evidence."), "success")
            return _see(public_id)
    return _page(
        bundle_of(public_id),
        HTTPStatus.UNPROCESSABLE_ENTITY,
        typed=typed,
        errors=errors,
        item=item,
    )


def exclude(public_id: str, item: str) -> Any:
    """Exclude a piece of evidence that was unlawfully obtained."""
    case = case_by_public_id(g.viewer, public_id)
    row = evidence_by_public_id(case, item)
    typed = {name: value.strip()[:LONGEST] for name, value in request.form.items()}
    try:
        exclude_evidence(row, reason=typed.get("reason", ""), actor=g.viewer)
    except BadInput as bad:
        errors = {one["field"]: one["message"] for one in bad.fields}
        return _page(
            bundle_of(public_id),
            HTTPStatus.UNPROCESSABLE_ENTITY,
            typed=typed,
            errors=errors,
            item=item,
        )
    flash(_("The evidence is excluded; it stays in the file."), "success")
    return _see(public_id)


def _see(public_id: str) -> Any:
    return redirect(url_for("cases.evidence", public_id=public_id), HTTPStatus.SEE_OTHER)
