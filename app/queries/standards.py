"""Local instruments that a viewer's area is under: standards by act, and amounts for hearings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.access import Viewer
from app.db import db
from app.errors import NotFound
from app.models.standards import DiscretionBand, LocalInstrument
from app.scope import codes_below
from inspections.hearing_rights import LocalAmounts
from inspections.standards import Band
from inspections.vocabulary import PartyType
from maps import districts


@dataclass(frozen=True, slots=True)
class LocalBand:
    """One row of a standard with the instrument that it comes from."""

    band: Band
    instrument: LocalInstrument


def areas_above(district_code: str) -> list[str]:
    """Return a district and all that it lies in, the nearest first."""
    return [one.code for one in districts.ancestors(district_code)]


def instruments(viewer: Viewer) -> Sequence[LocalInstrument]:
    """Return what holds in, above or below the viewer's area; what stands comes first."""
    codes = {*codes_below(viewer), *areas_above(viewer.district_code)}
    statement = select(LocalInstrument).where(LocalInstrument.district_code.in_(sorted(codes)))
    statement = statement.options(
        selectinload(LocalInstrument.bands),
        joinedload(LocalInstrument.entered_by),
        joinedload(LocalInstrument.compared_by),
        joinedload(LocalInstrument.withdrawn_by),
    )
    order = (LocalInstrument.withdrawn_at.is_not(None), LocalInstrument.id.desc())
    return db.session.scalars(statement.order_by(*order)).all()


def instrument_by_public_id(viewer: Viewer, public_id: str) -> LocalInstrument:
    """Return an instrument of the viewer's area or above it; raises `NotFound`."""
    codes = {*codes_below(viewer), *areas_above(viewer.district_code)}
    statement = select(LocalInstrument).where(
        LocalInstrument.public_id == public_id, LocalInstrument.district_code.in_(sorted(codes))
    )
    found = db.session.scalar(statement)
    if found is None:
        raise NotFound
    return found


def is_entered(district_code: str, number: str) -> bool:
    """Say whether an instrument of this number stands for the area."""
    statement = select(LocalInstrument.id).where(
        LocalInstrument.district_code == district_code,
        LocalInstrument.number == number,
        LocalInstrument.withdrawn_at.is_(None),
    )
    return db.session.scalar(statement.limit(1)) is not None


def bands_on(district_code: str, violation: str, day: date) -> list[LocalBand]:
    """Return the rows in force on `day` for an act, of the nearest area that has any."""
    statement = (
        select(DiscretionBand)
        .join(DiscretionBand.instrument)
        .options(joinedload(DiscretionBand.instrument))
        .where(DiscretionBand.violation == violation, _in_force(district_code, day))
        .order_by(LocalInstrument.valid_from.desc(), LocalInstrument.id.desc())
        .order_by(DiscretionBand.number)
    )
    rows = db.session.scalars(statement).all()
    for code in areas_above(district_code):
        mine = [row for row in rows if row.instrument.district_code == code]
        if mine:
            newest = mine[0].instrument
            return [LocalBand(band_of(row), newest) for row in mine if row.instrument is newest]
    return []


def band_of(row: DiscretionBand) -> Band:
    """Return a row as the rules read it."""
    return Band(
        violation=row.violation,
        tier=row.tier,
        step=row.step,
        circumstances=row.circumstances,
        min_fen=row.min_fen,
        max_fen=row.max_fen,
        min_percent=row.min_percent,
        max_percent=row.max_percent,
    )


def local_amounts_on(district_code: str, day: date) -> LocalAmounts | None:
    """Return the amounts for hearings of the nearest area that set any for `day`."""
    statement = select(LocalInstrument).where(_in_force(district_code, day), _sets_amounts())
    order = (LocalInstrument.valid_from.desc(), LocalInstrument.id.desc())
    rows = db.session.scalars(statement.order_by(*order)).all()
    nearest = areas_above(district_code)
    rows = sorted(rows, key=lambda row: nearest.index(row.district_code))
    return amounts_of(rows[0]) if rows else None


def amounts_of(row: LocalInstrument) -> LocalAmounts:
    """Return the amounts that an instrument sets."""
    fines = {
        PartyType.NATURAL_PERSON: row.fine_person_fen,
        PartyType.SELF_EMPLOYED: row.fine_self_employed_fen,
        PartyType.ORGANISATION: row.fine_organisation_fen,
    }
    return LocalAmounts(
        source=f"{row.title}（{row.number}）",
        fine_from_fen={party: amount for party, amount in fines.items() if amount is not None},
        confiscation_from_fen=row.confiscation_fen,
        goods_from_fen=row.goods_fen,
    )


def _in_force(district_code: str, day: date) -> ColumnElement[bool]:
    return and_(
        LocalInstrument.district_code.in_(areas_above(district_code)),
        LocalInstrument.withdrawn_at.is_(None),
        LocalInstrument.valid_from <= day,
        or_(LocalInstrument.valid_to.is_(None), LocalInstrument.valid_to >= day),
    )


def _sets_amounts() -> ColumnElement[bool]:
    columns = (
        LocalInstrument.fine_person_fen,
        LocalInstrument.fine_self_employed_fen,
        LocalInstrument.fine_organisation_fen,
        LocalInstrument.confiscation_fen,
        LocalInstrument.goods_fen,
    )
    return or_(*(column.is_not(None) for column in columns))
