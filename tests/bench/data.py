"""An invented register in the tables: institutions with a place each, and listings."""

from datetime import date
from typing import Any

from sqlalchemy import insert, select, text

from app import clock
from app.commands.demo.places import places_in
from app.commands.demo.rows import Wish, invented_rows
from app.db import db
from app.ids import new_id
from app.models.blacklist import Listing
from app.models.files import StoredFile
from app.models.people import Account
from app.models.register import Institution
from app.models.sites import Site
from app.queries.search import search_text
from inspections.names import core_name, name_key
from inspections.vocabulary import LicenceStatus, ListingState, SubjectGroup
from maps.boundaries import home_boundaries

BATCH = 5000
STATUSES = {status.zh: status for status in LicenceStatus} | {"有效": LicenceStatus.VALID}
GROUPS = {group.zh: group for group in SubjectGroup}


def fill(rows: int) -> None:
    """Insert invented institutions by Core, with a place each and some hundred listings."""
    moment, day = clock.now(), clock.today()
    made = invented_rows(Wish(rows=rows, as_of=day), places_in(home_boundaries()))
    institutions: list[dict[str, Any]] = []
    sites: list[dict[str, Any]] = []
    number = 0
    for number, row in enumerate(made, start=1):
        institutions.append(_institution(number, row, moment))
        sites.append(_site(number, row, moment))
        if len(institutions) == BATCH:
            _insert(institutions, sites)
    _insert(institutions, sites)
    if db.engine.dialect.name == "postgresql":
        for table in ("institutions", "sites"):
            sequence = f"select setval(pg_get_serial_sequence('{table}', 'id'), {number})"
            db.session.execute(text(sequence))


def _insert(institutions: list[dict[str, Any]], sites: list[dict[str, Any]]) -> None:
    if institutions:
        db.session.execute(insert(Institution.__table__), institutions)
        db.session.execute(insert(Site.__table__), sites)
    institutions.clear()
    sites.clear()


def _institution(number: int, row: dict[str, str], moment: Any) -> dict[str, Any]:
    name, short = row["name"], row["short_name"] or None
    return {
        "id": number,
        "public_id": new_id(),
        "name": name,
        "name_key": name_key(name),
        "core_name": core_name(name),
        "short_name": short,
        "credit_code": row["credit_code"] or None,
        "phone": row["phone"] or None,
        "licence_no": row["licence_no"] or None,
        "licence_issued": _day(row["licence_issued"]),
        "licence_expires": _day(row["licence_expires"]),
        "licence_status": STATUSES.get(row["licence_status"], LicenceStatus.UNKNOWN),
        "renewal_pending": False,
        "stop_enrolling": False,
        "subject_group": GROUPS.get(row["subject_group"], SubjectGroup.OTHER),
        "subjects": row["subjects"] or None,
        "district_code": row["district_code"],
        "scope_code": row["district_code"],
        "search_grams": search_text(
            name=name,
            short_name=short,
            credit_code=row["credit_code"],
            licence_no=row["licence_no"],
        ),
        "source": "bench",
        "created_at": moment,
        "updated_at": moment,
        "version": 1,
    }


def _site(number: int, row: dict[str, str], moment: Any) -> dict[str, Any]:
    return {
        "public_id": new_id(),
        "institution_id": number,
        "is_main": True,
        "address": row["address"],
        "district_code": row["district_code"],
        "scope_code": row["district_code"],
        "lng_wgs84": float(row["lng"]) if row["lng"] else None,
        "lat_wgs84": float(row["lat"]) if row["lat"] else None,
        "source": "bench",
        "created_at": moment,
    }


def _day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None


def list_some(rows: int) -> None:
    """Put every fiftieth institution on the blacklist, straight into the tables."""
    moment, day = clock.now(), clock.today()
    persons = list(db.session.scalars(select(Account.person_id).order_by(Account.id).limit(3)))
    scan = StoredFile(
        sha256="0" * 64,
        size=1,
        media_type="application/pdf",
        original_name="scan.pdf",
        district_code="210100",
        stored_at=moment,
    )
    db.session.add(scan)
    db.session.flush()
    steps = {
        "proposed_by_person": persons[0],
        "approved_by_person": persons[1],
        "published_by_person": persons[2],
        "scan_id": scan.id,
        "ground": "bench",
        "legal_basis": "bench",
        "decision_no": "bench",
        "authority": "bench",
    }
    days = dict.fromkeys(("decision_on", "notice_served_on", "listed_on", "ends_on"), day)
    moments = ("proposed_at", "approved_at", "published_at", "created_at", "updated_at")
    listing = {
        **steps,
        **days,
        **dict.fromkeys(moments, moment),
        "state": ListingState.LISTED,
        "edition": 1,
        "content_digest": "0" * 64,
        "approved_digest": "0" * 64,
        "scope_code": "210102",
        "version": 1,
        "name": "bench",
        "name_key": "bench",
    }
    numbers = range(1, rows + 1, 50)
    db.session.execute(
        insert(Listing.__table__),
        [{**listing, "public_id": new_id(), "institution_id": number} for number in numbers],
    )
