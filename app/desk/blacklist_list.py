"""The blacklist by stage, as a file, and the next edition with its guards."""

from collections.abc import Iterator, Sequence
from http import HTTPStatus
from typing import Any

from flask import g, redirect, render_template, url_for

from app import clock, jobs
from app.access import Viewer
from app.desk.blacklist_edition import edition_shown
from app.desk.blacklist_rows import ListingRow, rows_of
from app.desk.blacklist_seen import edition_changed_since, seen_sent
from app.desk.exporting import export
from app.desk.list_state import state_of
from app.errors import Conflict
from app.models.blacklist import Listing
from app.models.editions import PublishedEdition
from app.queries import blacklist as listings
from app.queries.blacklist import Stage
from app.queries.listing_people import may
from app.queries.paging import ListState
from app.queries.publication import next_edition
from app.scope import codes_below
from app.services.edition_guard import require_as_seen
from app.words import gettext as _
from app.words import language, ngettext, word
from inspections.listing_policy import ground_word, policy_on
from maps import districts

FIRST_ROWS = 6
OVERVIEW = (
    Stage.ENDING,
    Stage.APPROVAL,
    Stage.NOTICE,
    Stage.PUBLICATION,
    Stage.DRAFTS,
    Stage.LISTED,
)
PUBLICATION_JOB = "publish_edition"


def index() -> Any:
    """Show the stages; with a stage, a search or a filter, one list of what answers to it."""
    state, viewer, today = state_of(listings), g.viewer, clock.today()
    if state.format:
        total = listings.listings_page(viewer, state, today).total
        rows = _cells(viewer, state)
        return export(state, "blacklist", total=total, heads=_heads(), rows=rows)
    page, sections = None, []
    if state.is_narrowed:
        page = listings.listings_page(viewer, state, today)
        sections = [(_stage(state), rows_of(page.rows, viewer, today), page.total)]
    counts = listings.stage_counts(viewer, today)
    edition = edition_shown(viewer)
    if page is None:
        sections = _overview(viewer, counts, [*edition["coming"].added, *edition["coming"].held])
    return render_template(
        "desk/blacklist/index.html",
        state=state,
        page=page,
        counts=counts,
        sections=sections,
        Stage=Stage,
        **edition,
        caption=_caption(edition["shown_edition"]),
        may_propose=may("blacklist.post_new", viewer),
        may_import=may("blacklist.post_import", viewer),
        districts=_districts(viewer),
        grounds=[(one.code, one.word(language())) for one in policy_on(today).grounds],
        ground_word=lambda code: ground_word(code or "", language()),
        headline=_headline(viewer, counts),
        today=today,
    )


def _caption(last: PublishedEdition | None) -> str:
    """Return which edition is shown now, and since when."""
    if last is None:
        return _("Blacklist; no edition is published yet")
    day = clock.local_day(last.signed_at).isoformat()
    return _("Blacklist; edition %(n)s of %(day)s is shown", n=last.number, day=day)


def _stage(state: ListState) -> Stage | None:
    return Stage(state.chosen("state")) if state.chosen("state") else None


def _overview(
    viewer: Viewer, counts: dict[Stage, int], approved: Sequence[Listing]
) -> list[tuple[Stage | None, Sequence[ListingRow], int]]:
    today = clock.today()
    sections: list[tuple[Stage | None, Sequence[ListingRow], int]] = []
    for stage in OVERVIEW:
        if counts[stage]:
            found = approved[:FIRST_ROWS]
            if stage is not Stage.PUBLICATION:
                found = listings.first_in_stage(viewer, stage, today, limit=FIRST_ROWS)
            sections.append((stage, rows_of(found, viewer, today), counts[stage]))
    return sections


def _headline(viewer: Viewer, counts: dict[Stage, int]) -> str:
    publication, approval = counts[Stage.PUBLICATION], counts[Stage.APPROVAL]
    if publication and may("blacklist.publish", viewer):
        return ngettext(
            "%(num)s approved entry waits for publication",
            "%(num)s approved entries wait for publication",
            publication,
        )
    if approval and may("blacklist.approve", viewer):
        return ngettext(
            "%(num)s entry waits for approval", "%(num)s entries wait for approval", approval
        )
    ending = counts[Stage.ENDING]
    if ending and may("blacklist.revoke", viewer):
        return ngettext(
            "%(num)s ending waits for approval", "%(num)s endings wait for approval", ending
        )
    listed = counts[Stage.LISTED]
    return ngettext("%(num)s entry is listed", "%(num)s entries are listed", listed)


def _districts(viewer: Viewer) -> list[tuple[str, str]]:
    codes = sorted(code for code in codes_below(viewer) if districts.is_district(code))
    return [(code, districts.name(code, language())) for code in codes]


def _heads() -> list[str]:
    return [
        _("Institution"),
        _("Credit code"),
        _("District"),
        _("State"),
        _("Ground for listing"),
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
    """Start the publication of the change that was shown; its page shows how far it is."""
    seen = seen_sent()
    try:
        require_as_seen(next_edition(g.viewer).seen, seen)
    except Conflict as conflict:
        return edition_changed_since(conflict)
    job = jobs.start(
        g.viewer,
        PUBLICATION_JOB,
        {
            "account": g.viewer.account_id,
            "language": language(),
            "url": url_for("blacklist.index"),
            "seen": seen,
        },
    )
    return redirect(url_for("jobs.show", public_id=job.public_id), HTTPStatus.SEE_OTHER)
