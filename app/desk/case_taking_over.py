"""Cases begun on paper, taken over at the desk: one by its form, or many by a spreadsheet."""

import tempfile
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage

from app import clock, exports
from app.db import db
from app.desk.reading import page_url
from app.errors import BadInput, refusal_told
from app.importing.bounds import UnreadableFile
from app.importing.tables import opened_rows
from app.queries.case_clocks import officers_in
from app.scope import codes_below
from app.services.case_sheets import SCAN_HEADING, SheetReport, rows_of, take_over_sheet
from app.services.case_take_over import TakeOver, take_over, told_of
from app.services.evidence import ArrivedFile, Upload, keep_for_district, receive
from app.words import gettext as _
from app.words import language
from inspections.evidence import FileRole
from inspections.procedure.asked import Kind
from inspections.procedure.given import BadGiven
from inspections.procedure.paper_cases import (
    COLUMNS,
    MONEY,
    STATES,
    PaperCase,
    read_paper_case,
    sections,
)
from inspections.refusal import Refused
from inspections.violations import violations
from maps import districts

HOW = ("reason", "proposer", "approved_by", "scope_code")
NAMES = {field.name for field in COLUMNS}


def show() -> Any:
    """Ask for a case begun on paper."""
    return _page({}, {})


def _page(
    values: Mapping[str, str],
    errors: Mapping[str, str],
    *,
    refused: Refused | None = None,
    status: int = HTTPStatus.OK,
) -> Any:
    codes = [code for code in sorted(codes_below(g.viewer)) if districts.is_district(code)]
    page = render_template(
        "desk/cases/take_over.html",
        sections=[(en if language() == "en" else zh, columns) for zh, en, columns in sections()],
        violations=[
            (code, f"{row.title(language())} {row.place(language())}")
            for code, row in violations().items()
        ],
        values=values,
        errors=errors,
        money=MONEY,
        Kind=Kind,
        states=STATES,
        officers=officers_in(g.viewer),
        district_choices=[(code, districts.name(code, language())) for code in codes],
        refusals=[refusal_told(one) for one in refused.refusals] if refused else [],
    )
    return page, status


def post() -> Any:
    """Take one case over, or show the form again with everything in it but the file."""
    values = {name: "\n".join(request.form.getlist(name)) for name in request.form}
    errors: dict[str, str] = {}
    paper = _paper(values, errors)
    how = _how(values, errors)
    arrived = _scan(errors)
    if errors or paper is None or how is None or arrived is None:
        return _page(values, errors, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        with db.session.begin_nested():
            scan = keep_for_district(arrived, scope_code=how.scope_code, actor=g.viewer)
            case = take_over(paper, how, scan, actor=g.viewer)
    except Refused as refused:
        return _page(values, {}, refused=refused, status=HTTPStatus.CONFLICT)
    except BadInput as bad:
        errors = {one["field"]: one["message"] for one in bad.fields} or {"title": bad.message}
        return _page(values, errors, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    flash(_("The case is taken over."), "jade")
    place = page_url("cases.show", public_id=case.public_id) or url_for("cases.index")
    return redirect(place, HTTPStatus.SEE_OTHER)


def _paper(values: Mapping[str, str], errors: dict[str, str]) -> PaperCase | None:
    try:
        return read_paper_case({name: text for name, text in values.items() if name in NAMES})
    except BadGiven as bad:
        errors.update({one["field"]: one["message"] for one in told_of(bad)})
        return None


def _how(values: Mapping[str, str], errors: dict[str, str]) -> TakeOver | None:
    given = {name: values.get(name, "").strip() for name in HOW}
    codes = sorted(codes_below(g.viewer))
    if given["scope_code"] not in codes:
        errors["scope_code"] = _("Choose a district within your own area.")
    for name in ("reason", "proposer"):
        if not given[name]:
            errors[name] = _("Please fill this in.")
    if errors.keys() & set(HOW):
        return None
    return TakeOver(
        happened_on=clock.today(),
        reason=given["reason"],
        proposed_by=given["proposer"],
        approved_by=given["approved_by"],
        approved_on_paper=bool(given["approved_by"]),
        scope_code=given["scope_code"],
    )


def _scan(errors: dict[str, str]) -> ArrivedFile | None:
    files = _received(request.files.getlist("scan"), errors, "scan")
    if not files and "scan" not in errors:
        errors["scan"] = _("Bring the scan of the paper file: PDF, JPEG or PNG.")
    return next(iter(files.values()), None)


def _received(
    sent: list[FileStorage], errors: dict[str, str], field: str
) -> dict[str, ArrivedFile]:
    """Return the files by name, their bytes stored; what is wrong is told at the field."""
    uploads = [Upload(one.filename, one.stream, FileRole.OTHER) for one in sent if one.filename]
    db.session.rollback()  # hashing takes seconds, and SQLite has one writer
    arrived, problems = receive(uploads)
    if problems:
        names = "、".join(one.name for one in problems)
        errors[field] = _(
            "These files can't be taken: %(names)s. Send PDF, JPEG or PNG.", names=names
        )
    return {one.name: one for one in arrived}


def sheet() -> Any:
    """Ask for a spreadsheet of cases with their scans."""
    return _sheet_page({}, {})


def _sheet_page(
    values: Mapping[str, str],
    errors: Mapping[str, str],
    *,
    report: SheetReport | None = None,
    status: int = HTTPStatus.OK,
) -> Any:
    codes = [code for code in sorted(codes_below(g.viewer)) if districts.is_district(code)]
    page = render_template(
        "desk/cases/take_over_sheet.html",
        values=values,
        errors=errors,
        report=report,
        officers=officers_in(g.viewer),
        district_choices=[(code, districts.name(code, language())) for code in codes],
        case_url=lambda public_id: page_url("cases.show", public_id=public_id),
    )
    return page, status


def sheet_template() -> Any:
    """Return an empty spreadsheet with every column."""
    heads = [*(field.zh for field in COLUMNS), SCAN_HEADING]
    return exports.answer("xlsx", "cases", heads, [])


def post_sheet() -> Any:
    """Take a sheet over, or say of every row what is wrong."""
    values = {name: request.form.get(name, "") for name in (*HOW, "skip_bad")}
    errors: dict[str, str] = {}
    how = _how(values, errors)
    upload = request.files.get("sheet")
    if upload is None or not upload.filename:
        errors["sheet"] = _("Choose a CSV, text or XLSX file.")
    if errors or how is None or upload is None:
        return _sheet_page(values, errors, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    scans = _received(request.files.getlist("scans"), errors, "scans")
    try:
        rows = _rows(upload)
    except UnreadableFile as unreadable:
        errors["sheet"] = unreadable.problem.message(language())
        return _sheet_page(values, errors, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except BadInput as bad:
        errors["sheet"] = bad.message
        return _sheet_page(values, errors, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    skip = bool(values["skip_bad"])
    report = take_over_sheet(rows, scans, how, skip_bad=skip, actor=g.viewer)
    is_written = report.written and (skip or not report.bad)
    status = HTTPStatus.OK if is_written else HTTPStatus.UNPROCESSABLE_ENTITY
    return _sheet_page(values, errors, report=report, status=status)


def _rows(upload: FileStorage) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cases"
        upload.save(path)
        with opened_rows(path) as rows:
            return rows_of(rows)
