"""How institutions stand on a day, asked of the database: the twin of `standing_on` in SQL."""

from datetime import date

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select

from app.models.blacklist import Listing
from app.models.register import Institution
from inspections.licence_numbers import FEWEST_DIGITS
from inspections.vocabulary import LicenceStatus, ListingState, Standing

ENDED = (LicenceStatus.REVOKED, LicenceStatus.DEREGISTERED)


def is_listed() -> ColumnElement[bool]:
    """Return the condition that an institution is on the blacklist."""
    listed = select(Listing.institution_id).where(
        Listing.state == ListingState.LISTED, Listing.institution_id.is_not(None)
    )
    return Institution.id.in_(listed)


def licence_standing(day: date) -> ColumnElement[str]:
    """Return how each institution's licence stands on `day`, the blacklist apart.

    A property test holds it against `inspections.licences.standing_on`.
    """
    status = Institution.licence_status
    over = or_(Institution.licence_expires < day, status == LicenceStatus.EXPIRED)
    nothing = and_(
        status == LicenceStatus.UNKNOWN,
        _digits_of(func.coalesce(Institution.licence_no, "")) < FEWEST_DIGITS,
        Institution.licence_expires.is_(None),
    )
    return case(
        (status.in_(ENDED), literal(Standing.UNLICENSED.value)),
        (status == LicenceStatus.NONE, literal(Standing.UNKNOWN.value)),
        (and_(over, Institution.renewal_pending), literal(Standing.LICENSED.value)),
        (over, literal(Standing.UNLICENSED.value)),
        (nothing, literal(Standing.UNKNOWN.value)),
        else_=literal(Standing.LICENSED.value),
    )


def _digits_of(text: ColumnElement[str]) -> ColumnElement[int]:
    """Return how many digits a text has; the two databases share no patterns."""
    rest = text
    for digit in "0123456789":
        rest = func.replace(rest, digit, "")
    return func.length(text) - func.length(rest)


def standing_column(day: date) -> ColumnElement[str]:
    """Return how each institution stands on `day`: the blacklist goes before the licence."""
    return case((is_listed(), literal(Standing.BLACKLISTED.value)), else_=licence_standing(day))
