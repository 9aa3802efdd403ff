"""What the next edition publishes of the blacklist, what it closes, and in which words."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import contains_eager, joinedload

from app import clock
from app.access import Viewer
from app.db import db
from app.models.blacklist import Listing
from app.queries.listing_facts import content_of, facts_of
from app.row_security import across_districts
from app.scope import in_scope
from inspections import verdicts
from inspections.blacklist import PUBLISH
from inspections.blacklist_facts import digest_of
from inspections.blacklist_rules import publisher_is_a_third_person
from inspections.steps import collected
from inspections.vocabulary import ListingState
from maps import districts

DIGITS_SEEN = 16
ENDED_AFTER_LISTING = (ListingState.REMOVED, ListingState.EXPIRED, ListingState.REVOKED)


def listings_to_publish(actor: Viewer) -> Sequence[Listing]:
    """Return what is approved and waits for the next edition, within the actor's area."""
    statement = in_scope(select(Listing), actor, Listing.scope_code)
    statement = statement.where(Listing.state == ListingState.APPROVED).order_by(Listing.id)
    statement = statement.options(
        joinedload(Listing.institution),
        joinedload(Listing.scan),
        joinedload(Listing.proposer),
        joinedload(Listing.approver),
    )
    return db.session.scalars(statement).all()


def ready_to_publish(viewer: Viewer) -> list[Listing]:
    """Return what waits for the next edition and may come out by a third person, whoever it is."""
    guards = [guard for guard in PUBLISH.guards if guard is not publisher_is_a_third_person]
    ready = []
    for listing in listings_to_publish(viewer):
        facts = facts_of(listing, actor=viewer, today=clock.today(), is_listed_already=False)
        if not collected(guard(facts) for guard in guards):
            ready.append(listing)
    return ready


def listed_next(added: Sequence[Listing]) -> list[Listing]:
    """Return what the next edition lists: what stays in its term, and what is added."""
    today = clock.today()
    kept = [row for row in listed_now() if row.ends_on is None or row.ends_on >= today]
    return [*kept, *added]


def set_aside_reasons() -> dict[str, str]:
    """Return the kind of reason of each entry that was set aside and still stands in public."""
    return {
        row.public_id: row.ending_category.value
        for row in listings_to_close()
        if row.state is ListingState.REVOKED and row.ending_category
    }


def listings_to_close() -> Sequence[Listing]:
    """Return what was published, has ended, and still stands in the edition shown."""
    statement = select(Listing).where(
        Listing.state.in_(ENDED_AFTER_LISTING), Listing.closed_edition.is_(None)
    )
    return db.session.scalars(statement.order_by(Listing.id)).all()


def listed_now() -> Sequence[Listing]:
    """Return all listed entries of the office with their institutions, for building an edition."""
    statement = (
        select(Listing)
        .outerjoin(Listing.institution)
        .options(contains_eager(Listing.institution))
        .where(Listing.state == ListingState.LISTED)
        .order_by(Listing.id)
    )
    return db.session.scalars(statement).all()


def public_listing_facts(listing: Listing) -> verdicts.ListingFacts:
    """Return what the public may read of a listing; `ground` is the policy's code."""
    return verdicts.ListingFacts(
        entry_id=listing.public_id,
        ground=listing.ground or "",
        legal_basis=listing.legal_basis or "",
        authority=listing.authority or "",
        listed_on=listing.listed_on or clock.today(),
        ends_on=listing.ends_on,
        decision_no=listing.decision_no,
        decision_on=listing.decision_on,
        penalty=listing.penalty,
    )


def public_place_facts(listing: Listing) -> verdicts.PublicFacts:
    """Return the public record of a listed place that is on no register."""
    code = listing.district_code
    return verdicts.PublicFacts(
        id=listing.public_id,
        name=listing.name,
        district_code=code,
        district_zh=districts.name(code, "zh") if code else "",
        district_en=districts.name(code, "en") if code else "",
        credit_code=listing.credit_code,
        address=listing.address,
        listing=public_listing_facts(listing),
    )


@dataclass(frozen=True, slots=True)
class NextEdition:
    """What the next edition changes, as far as the viewer may publish.

    `held` is approved as well and waits for the first day of its term.
    """

    added: Sequence[Listing]
    closed: Sequence[Listing]
    listed: int
    held: Sequence[Listing] = ()

    @property
    def seen(self) -> dict[str, str]:
        """Return by entry what a page shows of this change, to be compared when it is signed."""
        added = {one.public_id: digest_of(content_of(one))[:DIGITS_SEEN] for one in self.added}
        return added | {one.public_id: one.state.value for one in self.closed}

    @property
    def will_be_listed(self) -> int:
        """Return how many entries will stand in the next edition."""
        return self.listed + len(self.added) - len(self.closed)

    @property
    def changes(self) -> int:
        """Return how many entries come or go."""
        return len(self.added) + len(self.closed)


def next_edition(viewer: Viewer) -> NextEdition:
    """Return what would change if the next edition were published now."""
    shown = and_(
        Listing.published_by_person.is_not(None),
        Listing.closed_edition.is_(None),
        Listing.state.in_((ListingState.LISTED, *ENDED_AFTER_LISTING)),
    )
    with across_districts():
        count = db.session.scalar(select(func.count(Listing.id)).where(shown)) or 0
        closed = listings_to_close()
    added: list[Listing] = []
    held: list[Listing] = []
    today = clock.today()
    for one in listings_to_publish(viewer):
        waits = one.listed_on is not None and one.listed_on > today
        (held if waits else added).append(one)
    return NextEdition(added, closed, count, held)
