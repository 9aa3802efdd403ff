"""The pages of the public site: the question, the verdict, the list, the map, how to verify."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, current_app, make_response, render_template, request
from segno import make_qr

from app.clock import BUREAU_ZONE, local_day
from app.headers import policy_with_images
from app.map_view import base_of, map_view, script_name
from app.metrics import checks_counter
from app.public.api import entry_filter, shown_institution
from app.public.asking import (
    NotThere,
    count_check,
    count_search,
    now_usable,
    options,
    page_number,
    plain_argument,
    shelf,
)
from app.public.edition import Moment
from app.public.messages import message
from app.public.proofs import proof_json
from app.public.queries import LONGEST_QUERY, BadQuery, query_from
from app.public.views import (
    Candidate,
    candidate_of,
    card_of,
    chips_of,
    districts_of,
    editions_shown,
)
from app.words import language
from inspections.names import name_key
from inspections.verdicts import PublicFacts, Verdict
from maps.points import WGS84Point
from maps.shading import shade_counts
from maps.sketch import Sketch, sketch_of

pages = Blueprint("pages", __name__)
LIST_SIZE = 50
CODE_LENGTH = 18
MINUTE = "public, max-age=60"
FOREVER = "public, max-age=31536000, immutable"
NOT_INDEXED = "noindex, noarchive"


def frame_words() -> dict[str, Any]:
    """Return what the frame of every page says of the bureau and the edition."""
    moment = shelf().moment()
    office = moment.edition.header.values["office"] if moment else {}
    return {
        "bureau_zh": office.get("zh", ""),
        "bureau_en": office.get("en", ""),
        "hotline": office.get("hotline", ""),
        "moment": moment,
        "header": moment.edition.header if moment else None,
        "signed_on": local_day(moment.edition.header.signed_at) if moment else None,
        "signed_at_local": _local(moment.edition.header.signed_at) if moment else None,
        "valid_until_local": _local(moment.edition.header.valid_until) if moment else None,
        "nav_urls": {"tips": None, "objections": "/objections"},
    }


@pages.after_request
def keep_for_a_minute(response: Response) -> Response:
    """Let pages be kept as long as JSON, and out of search engines, which forget too slowly."""
    response.headers.setdefault("Cache-Control", MINUTE)
    if request.path != "/":
        response.headers.setdefault("X-Robots-Tag", NOT_INDEXED)
    return response


@pages.get("/")
def home() -> str:
    """Ask the question."""
    return _home("")


@pages.get("/check")
def check() -> Any:
    """Answer the question."""
    try:
        query = query_from(request.query_string.decode("latin-1"))
    except BadQuery as bad:
        typed = request.args.get("q", "")[: LONGEST_QUERY + 50]
        return _home(message(str(bad), language()), typed=typed), 400
    moment = now_usable()
    count_check(query, moment)
    found = moment.edition.answer(query, moment.day)
    checks_counter().labels("page", found.verdict.value).inc()
    if found.verdict is Verdict.AMBIGUOUS:
        return _candidates(query, moment, found.matches)
    if found.verdict is Verdict.NOT_IN_REGISTER:
        return render_template("public/not_found.html", query=query)
    near = [candidate_of(match, query) for match in found.matches if not match.is_exact]
    facts = found.exact[0].facts
    return _verdict_page(facts, moment, query=query, near=near)


@pages.get("/institutions/<public_id>")
def institution(public_id: str) -> str:
    """Show one institution."""
    moment = now_usable()
    facts = shown_institution(moment, public_id)
    return _verdict_page(facts, moment, query="", near=[])


@pages.get("/institutions/<public_id>/qr.svg")
def code_for_the_door(public_id: str) -> Response:
    """Return the code for the institution's door: it opens this page."""
    shown_institution(now_usable(), public_id)
    address = f"{_own_address()}/institutions/{public_id}"
    svg = make_qr(address, error="m").svg_inline(scale=4, border=2, dark="#000", light="#fff")
    xmlns = 'xmlns="http://www.w3.org/2000/svg" '
    text = svg if "xmlns=" in svg else svg.replace("<svg ", f"<svg {xmlns}", 1)
    return Response(text, content_type="image/svg+xml")


@pages.get("/blacklist")
def blacklist() -> str:
    """Show the list, by district and name."""
    moment, page, query = now_usable(), page_number(), plain_argument("q")
    if query:
        count_search()
    wanted = entry_filter(moment, start=(page - 1) * LIST_SIZE, count=LIST_SIZE)
    total, entries = moment.edition.entries(wanted)
    return render_template(
        "public/blacklist.html",
        entries=[entry.fields for entry in entries],
        total=total,
        page=page,
        pages=max(1, -(-total // LIST_SIZE)),
        query=query,
        district=wanted.district,
        districts=districts_of(moment),
    )


@pages.get("/map")
def map_page() -> Any:
    """Show the map, or without a review number the same figures as a list by district."""
    moment = now_usable()
    rows = districts_of(moment)
    number = _review_number(moment)
    if not number:
        return render_template("public/map.html", rows=rows, map=None, review_number="")
    base = base_of(moment.edition.boundaries, options().tile_url)
    view = map_view(
        base,
        shading=shade_counts({row.code: row.listed for row in rows}),
        texts={row.code: f"{row.listed:,}" for row in rows},
        figure=lambda value: f"{int(value):,}",
        places_url="/api/v1/places",
        sprite_url=current_app.jinja_env.globals["asset"]("public-icons.svg"),
    )
    response = make_response(
        render_template("public/map.html", rows=rows, map=view, review_number=number)
    )
    if base.tiles and base.tiles.origin:
        response.headers["Content-Security-Policy"] = policy_with_images(base.tiles.origin)
    return response


@pages.get("/map/script-<name>")
def map_script(name: str) -> Response:
    """Serve the script that folium rendered, under the name that its content gives it."""
    moment = now_usable()
    rendered = base_of(moment.edition.boundaries, options().tile_url).rendered
    if name != script_name(rendered) or not _review_number(moment):
        raise NotThere
    response = Response(rendered.script, content_type="text/javascript")
    response.headers["Cache-Control"] = FOREVER
    return response


@pages.get("/verify")
def verify() -> Any:
    """Tell how the list is verified, and prove a code."""
    moment = now_usable()
    typed = plain_argument("credit_code")
    code = name_key(typed).upper()
    fits = len(code) == CODE_LENGTH and code.isascii() and code.isalnum()
    error = message("credit_code_required", language()) if typed and not fits else ""
    page = render_template(
        "public/verify.html",
        typed=typed,
        error=error,
        proof=proof_json(moment.edition, code) if fits else None,
        checkpoint=moment.edition.header.values["checkpoint"],
        history=editions_shown(moment.edition),
        key=moment.edition.header.values["public_key"],
    )
    return (page, 400) if error else page


@pages.get("/objections")
def objections() -> str:
    """Tell how to object to an entry."""
    return render_template("public/objections.html")


@pages.get("/robots.txt")
def robots() -> Response:
    """Keep entries out of search engines: an ended listing leaves no trace."""
    return Response("User-agent: *\nAllow: /$\nDisallow: /\n", content_type="text/plain")


def _review_number(moment: Moment) -> str:
    """Return the map's review number, as set here or as the edition brings it along."""
    office = moment.edition.header.values["office"]
    return options().map_review_number or str(office.get("map_review_number", ""))


def _home(error: str, typed: str = "") -> str:
    moment = shelf().moment()
    listed = sum(moment.edition.listed_by_district(moment.day).values()) if moment else None
    return render_template("public/home.html", listed=listed, error=error, typed=typed)


def _candidates(query: str, moment: Moment, matches: Any) -> str:
    district = request.args.get("district", "")
    shown = [match for match in matches if not district or match.facts.district_code == district]
    if not shown:
        shown, district = list(matches), ""
    return render_template(
        "public/candidates.html",
        query=query,
        candidates=[candidate_of(match, query) for match in shown],
        total=len(matches),
        same_name=sum(match.is_exact for match in matches),
        chips=chips_of(matches, query=query, chosen=district),
    )


def _verdict_page(
    facts: PublicFacts, moment: Moment, *, query: str, near: Sequence[Candidate]
) -> str:
    number = _review_number(moment)
    return render_template(
        "public/verdict.html",
        query=query,
        card=card_of(facts, moment),
        near=near,
        sketch=_sketch(facts, moment) if number else None,
        review_number=number,
    )


def _sketch(facts: PublicFacts, moment: Moment) -> Sketch | None:
    """Return the picture of the main place; without a review number nobody is shown a map."""
    main = next((one for one in facts.premises if one.is_main), None)
    if main is None or main.lng_wgs84 is None or main.lat_wgs84 is None:
        return None
    boundaries = base_of(moment.edition.boundaries, options().tile_url).boundaries
    return sketch_of(boundaries, facts.district_code, WGS84Point(main.lng_wgs84, main.lat_wgs84))


def _own_address() -> str:
    """Return the address under which the public knows this site."""
    office = now_usable().edition.header.values["office"]
    stated = options().public_url or str(office.get("public_url", ""))
    return stated or request.host_url.rstrip("/")


def _local(moment: Any) -> Any:
    return moment.astimezone(BUREAU_ZONE)
