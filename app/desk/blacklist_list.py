"""The blacklist by stage, as a file, and the next edition with its guards."""

from collections.abc import Iterator, Sequence
from http import HTTPStatus
from typing import Any

from flask import g, redirect, render_template, request, url_for

from app import clock, exports, jobs
from app.access import Viewer
from app.db import db
from app.desk.blacklist_rows import ListingRow, rows_of
from app.models.blacklist import Listing
from app.queries import blacklist as listings
from app.queries.blacklist import SORTS, Stage
from app.queries.paging import ListState, read_state
from app.queries.publication import next_edition
from app.scope import codes_below
from app.words import gettext as _
from app.words import language, word
from inspections.listing_policy import ground_word, policy_on
from maps import districts

FIRST_ROWS = 6
OVERVIEW = (Stage.APPROVAL, Stage.NOTICE, Stage.PUBLICATION, Stage.DRAFTS, Stage.LISTED)
PUBLICATION_JOB = "publish_edition"


def _state() -> ListState:
    return read_state(
        request.path,
        request.args,
        sorts=SORTS,
        default="-changed",
        filters={"state": set(Stage), "district": None, "ground": None, "institution": None},
    )


def index() -> Any:
    """Show the stages; with a stage, a search or a filter, one list of what answers to it."""
    state, viewer, today = _state(), g.viewer, clock.today()
    if state.format:
        return exports.answer(state.format, "blacklist", _heads(), _cells(viewer, state))
    page, sections = None, []
    if state.is_narrowed:
        page = listings.listings_page(viewer, state, today)
        sections = [(_stage(state), rows_of(page.rows, viewer, today), page.total)]
    counts = listings.stage_counts(viewer, today)
    if page is None:
        sections = _overview(viewer, counts)
    return render_template(
        "desk/blacklist/index.html",
        state=state,
        page=page,
        counts=counts,
        sections=sections,
        Stage=Stage,
        coming=next_edition(viewer),
        districts=_districts(viewer),
        grounds=[(one.code, one.word(language())) for one in policy_on(today).grounds],
        ground_word=lambda code: ground_word(code or "", language()),
        headline=_headline(viewer, counts),
        today=today,
    )


def _stage(state: ListState) -> Stage | None:
    return Stage(state.chosen("state")) if state.chosen("state") else None


def _overview(
    viewer: Viewer, counts: dict[Stage, int]
) -> list[tuple[Stage | None, Sequence[ListingRow], int]]:
    today = clock.today()
    sections: list[tuple[Stage | None, Sequence[ListingRow], int]] = []
    for stage in OVERVIEW:
        if counts[stage]:
            found = listings.first_in_stage(viewer, stage, today, limit=FIRST_ROWS)
            sections.append((stage, rows_of(found, viewer, today), counts[stage]))
    return sections


def _headline(viewer: Viewer, counts: dict[Stage, int]) -> str:
    if counts[Stage.PUBLICATION] and _may("blacklist.publish", viewer):
        return _("%(n)s entries are approved and wait for you", n=counts[Stage.PUBLICATION])
    if counts[Stage.APPROVAL] and _may("blacklist.approve", viewer):
        return _("%(n)s entries wait for approval", n=counts[Stage.APPROVAL])
    return _("%(n)s entries are listed", n=counts[Stage.LISTED])


def _may(permission: str, viewer: Viewer) -> bool:
    return listings.may(permission, viewer)


def _districts(viewer: Viewer) -> list[tuple[str, str]]:
    codes = sorted(code for code in codes_below(viewer) if districts.is_district(code))
    return [(code, districts.name(code, language())) for code in codes]


def _heads() -> list[str]:
    return [
        _("Institution"),
        _("Credit code"),
        _("District"),
        _("State"),
        _("Ground"),
        _("Legal basis"),
        _("Decision number"),
        _("Date of the decision"),
        _("Authority"),
        _("Listed from"),
        _("Listed until"),
    ]


def _cells(viewer: Viewer, state: ListState) -> Iterator[Sequence[Any]]:
    for listing in listings.all_matching(viewer, state, clock.today()):
        yield _line(listing)


def _line(listing: Listing) -> Sequence[Any]:
    code = listing.district_code
    return (
        listing.name,
        listing.credit_code,
        districts.name(code, language()) if code else None,
        word(listing.state),
        ground_word(listing.ground, language()) if listing.ground else None,
        listing.legal_basis,
        listing.decision_no,
        listing.decision_on,
        listing.authority,
        listing.listed_on,
        listing.ends_on,
    )


def publish() -> Any:
    """Start the publication of the next edition; its page shows how far it is."""
    job = jobs.start(
        g.viewer,
        PUBLICATION_JOB,
        {"account": g.viewer.name, "override": request.form.get("override", "").strip()[:500]},
    )
    db.session.flush()
    return redirect(url_for("jobs.show", public_id=job.public_id), HTTPStatus.SEE_OTHER)
