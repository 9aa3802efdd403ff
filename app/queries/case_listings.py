"""The entry of the blacklist that rests on the decision of a case."""

from sqlalchemy import select

from app.db import db
from app.models.blacklist import Listing
from app.models.cases import Case


def listing_of_case(case: Case) -> Listing | None:
    """Return the newest entry of the party that names the decision of this case."""
    if case.institution_id is None or not case.decision_number:
        return None
    statement = select(Listing).where(
        Listing.institution_id == case.institution_id,
        Listing.decision_no == case.decision_number,
    )
    return db.session.scalars(statement.order_by(Listing.id.desc()).limit(1)).first()
