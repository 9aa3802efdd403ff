"""Local instruments: entered, compared with the official text by another person, taken down."""

from dataclasses import dataclass, replace
from datetime import date

from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app import audit, clock
from app.access import Viewer
from app.db import db
from app.errors import NotFound
from app.models.standards import DiscretionBand, LocalInstrument
from app.permissions import require_permission
from app.queries.standards import areas_above, is_entered
from app.scope import codes_below
from inspections.refusal import Refusal, Refused
from inspections.standards import InstrumentFacts, is_compared_by_another, refusals
from inspections.vocabulary import PartyType
from maps.districts import COUNTRY


@dataclass(frozen=True, slots=True)
class NewInstrument:
    """An instrument to be entered: where it holds, and what it says."""

    district_code: str
    facts: InstrumentFacts


def areas_kept_by(viewer: Viewer) -> list[str]:
    """Return the areas whose instruments a person enters; for the whole bureau those above too."""
    below = sorted(codes_below(viewer))
    office = str(current_app.config["SETTINGS"].office_district)
    if viewer.district_code != office:
        return below
    above = [code for code in areas_above(office) if code not in (office, COUNTRY)]
    return [*reversed(above), *below]


def refusals_to(new: NewInstrument) -> list[Refusal]:
    """Return every reason against entering an instrument."""
    entered = is_entered(new.district_code, new.facts.number.strip())
    return refusals(replace(new.facts, is_entered_already=entered))


def enter_instrument(new: NewInstrument, *, actor: Viewer) -> LocalInstrument:
    """Enter an instrument; it is shown as unverified until it was compared. Raises `Refused`."""
    require_permission(actor, "penalties.enter_standard")
    _require_kept(new.district_code, actor)
    audit.hold(actor.district_code)
    found = refusals_to(new)
    if found:
        raise Refused(found)
    row = _row(new, actor)
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as error:
        raise Refused([Refusal("standards.is_entered_once")]) from error
    _note(row, "standard.entered", {"rows": len(new.facts.bands)}, actor=actor)
    return row


def _row(new: NewInstrument, actor: Viewer) -> LocalInstrument:
    facts, fines = new.facts, dict(new.facts.fine_from_fen)
    bands = [
        DiscretionBand(
            number=number,
            violation=band.violation,
            tier=band.tier,
            step=band.step,
            circumstances=band.circumstances,
            min_fen=band.min_fen,
            max_fen=band.max_fen,
            min_percent=band.min_percent,
            max_percent=band.max_percent,
        )
        for number, band in enumerate(facts.bands, 1)
    ]
    return LocalInstrument(
        district_code=new.district_code,
        title=facts.title.strip(),
        number=facts.number.strip(),
        valid_from=facts.valid_from,
        valid_to=facts.valid_to,
        fine_person_fen=fines.get(PartyType.NATURAL_PERSON),
        fine_self_employed_fen=fines.get(PartyType.SELF_EMPLOYED),
        fine_organisation_fen=fines.get(PartyType.ORGANISATION),
        confiscation_fen=facts.confiscation_from_fen,
        goods_fen=facts.goods_from_fen,
        entered_at=clock.now(),
        entered_by_person=actor.person_id,
        bands=bands,
    )


def compare_instrument(row: LocalInstrument, *, actor: Viewer) -> None:
    """Say that the entry was compared with the official text; raises `Refused`."""
    require_permission(actor, "penalties.compare_standard")
    row = _locked(row, actor)
    refused = is_compared_by_another(row.entered_by_person, actor.person_id)
    if refused:
        raise Refused([refused])
    if row.compared_at is not None:
        return
    row.compared_at, row.compared_by_person = clock.now(), actor.person_id
    db.session.flush()
    _note(row, "standard.compared", {}, actor=actor)


def withdraw_instrument(row: LocalInstrument, *, reason: str, actor: Viewer) -> None:
    """Take an instrument down, with the reason; it holds no longer and stays in the list."""
    require_permission(actor, "penalties.withdraw_standard")
    row = _locked(row, actor)
    if row.withdrawn_at is not None:
        return
    row.withdrawn_at, row.withdrawn_by_person = clock.now(), actor.person_id
    row.withdrawal_reason = reason.strip()
    db.session.flush()
    _note(row, "standard.withdrawn", {}, actor=actor)


def _require_kept(district_code: str, actor: Viewer) -> None:
    if district_code not in areas_kept_by(actor):
        raise NotFound


def _locked(row: LocalInstrument, actor: Viewer) -> LocalInstrument:
    _require_kept(row.district_code, actor)
    audit.hold(actor.district_code)
    statement = select(LocalInstrument).where(LocalInstrument.id == row.id).with_for_update()
    return db.session.scalars(statement.execution_options(populate_existing=True)).one()


def _note(row: LocalInstrument, verb: str, details: dict[str, object], *, actor: Viewer) -> None:
    audit.record(
        actor,
        verb,
        "standard",
        row.public_id,
        chain=actor.district_code,
        after={"number": row.number, "area": row.district_code, "from": _day(row.valid_from)},
        details={"number": row.number, "area": row.district_code, **details},
    )


def _day(day: date) -> str:
    return day.isoformat()
