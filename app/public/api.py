"""The public interfaces beside the check: institutions, the list, proofs, places."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, request

from app.editions.findings import EditionEvents, EntryFilter, Match
from app.editions.header import Header
from app.editions.layout import compact
from app.editions.reader import Edition
from app.exports import CSV_TYPE, csv_stream
from app.public.asking import (
    NotThere,
    count_search,
    now_usable,
    page_number,
    plain_argument,
)
from app.public.check import CACHE, CheckRefused, institution_json
from app.public.edition import Moment, coverage
from app.public.places import places_json
from app.public.proofs import entry_json, proof_json, signed_list
from app.public.views import ground_word
from inspections.verdicts import EXACT_SCORE, PublicFacts, Verdict, may_be_shown, standing
from maps.clusters import BadBox, Box, zoom_from

api = Blueprint("api", __name__, url_prefix="/api/v1")
PAGE_SIZE = 50
CODE = re.compile("[0-9A-Za-z]{18}")
DEGREES = r"-?[0-9]{1,3}(\.[0-9]{1,12})?"
BOX = re.compile(f"{DEGREES}(,{DEGREES}){{3}}")
OPENAPI = Path(__file__).with_name("openapi.json")
CSV_FIELDS = (
    ("entry", "条目编号"),
    ("name", "机构名称"),
    ("credit_code", "统一社会信用代码"),
    ("district_code", "区划代码"),
    ("address", "地址"),
    ("ground", "列入事由代码"),
    ("ground_zh", "列入事由"),
    ("legal_basis", "依据"),
    ("decision_no", "决定文号"),
    ("decision_on", "决定日期"),
    ("penalty", "处罚内容"),
    ("authority", "作出机关"),
    ("listed_on", "列入日期"),
    ("ends_on", "期满日期"),
)


@api.before_request
def bound_searches() -> None:
    """Count every question here as a search."""
    count_search()


@api.get("/institutions/<public_id>")
def institution(public_id: str) -> Response:
    """Answer with one institution."""
    moment = now_usable()
    facts = shown_institution(moment, public_id)
    verdict = Verdict(standing(facts, moment.day).value)
    said = institution_json(Match(facts, EXACT_SCORE, True), moment, verdict)
    return answered(moment, said | _more_of(facts))


@api.get("/blacklist")
def blacklist() -> Response:
    """Answer with a page of the list."""
    moment, page = now_usable(), page_number()
    wanted = entry_filter(moment, start=(page - 1) * PAGE_SIZE, count=PAGE_SIZE)
    total, entries = moment.edition.entries(wanted)
    return answered(
        moment,
        {
            "total": total,
            "page": page,
            "pages": max(1, -(-total // PAGE_SIZE)),
            "entries": [entry_json(entry) for entry in entries],
        },
    )


@api.get("/blacklist.csv")
def blacklist_csv() -> Response:
    """Answer with all entries that fit, as a sheet."""
    moment = now_usable()
    _, entries = moment.edition.entries(entry_filter(moment, start=0, count=-1))
    rows = (_csv_row(entry.fields) for entry in entries)
    response = Response(csv_stream([head for _, head in CSV_FIELDS], rows), content_type=CSV_TYPE)
    name = f"blacklist-{moment.edition.header.number}-{moment.day.isoformat()}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = CACHE
    return response


@api.get("/blacklist/signed")
def signed() -> Response:
    """Answer with the whole list in one document that proves itself."""
    moment = now_usable()
    response = json_response(signed_list(moment.edition))
    name = f"mingcha-list-{moment.edition.header.number}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@api.get("/blacklist/editions")
def editions() -> Response:
    """Answer with all editions, newest first; only the current one has content."""
    moment = now_usable()
    headers = [moment.edition.header, *reversed(moment.edition.earlier.values())]
    return answered(moment, {"editions": [_summary(header, moment.edition) for header in headers]})


@api.get("/blacklist/editions/<int:number>")
def edition(number: int) -> Response:
    """Answer with the signed header of one edition."""
    moment = now_usable()
    current = moment.edition.header
    header = current if number == current.number else moment.edition.earlier.get(number)
    if header is None:
        raise NotThere
    return json_response(dict(header.values))


@api.get("/blacklist/proof")
def proof() -> Response:
    """Answer with the proof that a credit code is on the list, or that it isn't."""
    moment = now_usable()
    code = plain_argument("credit_code")
    if not CODE.fullmatch(code):
        raise CheckRefused("credit_code_required")
    return json_response(proof_json(moment.edition, code.upper()))


@api.get("/places")
def places() -> Response:
    """Answer with clusters and places as GeoJSON."""
    moment = now_usable()
    box = _box(request.args.get("bbox", ""))
    try:
        zoom = zoom_from(request.args.get("zoom", ""))
    except BadBox as bad:
        raise CheckRefused("bad_zoom") from bad
    response = json_response(places_json(moment, box=box, zoom=zoom))
    response.content_type = "application/geo+json"
    return response


@api.get("/openapi.json")
def openapi() -> Response:
    """Answer with the description of these interfaces."""
    return json_response(json.loads(OPENAPI.read_text("utf-8")))


def shown_institution(moment: Moment, public_id: str) -> PublicFacts:
    """Return an institution that may be shown today; raises NotThere."""
    facts = moment.edition.institution(public_id)
    if facts is None or not may_be_shown(facts, moment.day):
        raise NotThere
    return facts


def entry_filter(moment: Moment, *, start: int, count: int) -> EntryFilter:
    """Return the entries that the address asks for."""
    return EntryFilter(
        day=moment.day,
        district=plain_argument("district", 20),
        query=plain_argument("q"),
        start=start,
        count=count,
    )


def json_response(document: dict[str, Any]) -> Response:
    """Return a JSON answer that may be kept for a minute."""
    response = Response(compact(document), content_type="application/json")
    response.headers["Cache-Control"] = CACHE
    return response


def answered(moment: Moment, members: dict[str, Any]) -> Response:
    """Return a JSON answer with what every answer ends with."""
    values = moment.edition.header.values
    return json_response(
        members
        | {
            "as_of": values["signed_at"],
            "edition": moment.edition.header.number,
            "coverage": coverage(moment.edition),
        }
    )


def _csv_row(fields: Mapping[str, Any]) -> list[Any]:
    """Return a row of the sheet, whose headings are Chinese and so are its grounds."""
    said = {**fields, "ground_zh": ground_word(fields["ground"], "zh")}
    return [said[field] for field, _ in CSV_FIELDS]


def _box(text: str) -> Box | None:
    """Return the box on earth that the address names, or None where it has no area."""
    if not BOX.fullmatch(text.removesuffix("\n")):
        raise CheckRefused("bad_box")
    west, south, east, north = map(float, text.split(","))
    west, east = max(west, -180.0), min(east, 180.0)
    south, north = max(south, -90.0), min(north, 90.0)
    return Box(west, south, east, north) if west < east and south < north else None


def _more_of(facts: PublicFacts) -> dict[str, Any]:
    return {
        "legal_form": facts.legal_form,
        "delivery_mode": facts.delivery_mode,
        "authority": facts.authority,
        "premises": [{"address": one.address, "is_main": one.is_main} for one in facts.premises],
    }


def _summary(header: Header, edition: Edition) -> dict[str, Any]:
    return {
        "edition": header.number,
        "signed_at": header.values["signed_at"],
        "valid_until": header.values["valid_until"],
        "listed": header.values["counts"]["listed"],
        "changes": asdict(edition.events.get(header.number, EditionEvents())),
        "root": header.values["root"],
        "log": header.values["log"],
        "digest": header.digest,
    }
