"""Today's round of a tablet: its teams' sites in walking order, with all that is needed offline."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, selectinload

from app import clock
from app.access import Viewer
from app.db import db
from app.models.devices import Device
from app.models.orders import Order
from app.models.register import Institution
from app.models.sites import Site
from app.models.sweeps import Sweep, SweepOfficer, SweepSite, SweepTeam
from app.models.visits import Visit
from app.queries.orders import open_orders_at
from app.queries.standing import standing_column
from app.queries.tablet_officers import officers_of, registered_keys
from app.scope import visible
from app.words import language, word
from inspections.checklists import Checklist, Item, checklist_for, checklist_on
from inspections.sweeps import SweepState
from inspections.violations import Violation, violations
from inspections.vocabulary import Standing
from maps import districts
from maps.boundaries import boundaries_from, home_boundaries
from maps.layers import outlines

VISITS_SHOWN = 5
MISSING = "missing"


def round_of(device: Device, on: date, viewer: Viewer) -> dict[str, Any]:
    """Return the round as the protocol writes it; the office's keys are added by the caller."""
    registered = registered_keys(device)
    teams = _teams({device.enrolled_by_person, *registered}, on)
    mates = {one.person_id for team in teams.values() for one in team.officers}
    sweeps = _sweeps(teams)
    rows = _rows(teams, viewer)
    codes = sorted({device.scope_code, *(row.scope_code for row, _standing in rows)})
    return {
        "on": on.isoformat(),
        "district": {
            "code": device.scope_code,
            "name": districts.name(device.scope_code, language()),
        },
        "officers": officers_of(device, registered, mates, on),
        "sweeps": [told_sweep(sweep, teams) for sweep in sweeps.values()],
        "checklists": _checklists(on),
        "sites": _sites(rows, sweeps, teams, on, viewer),
        "boundary": _boundary(codes),
    }


def _teams(persons: Collection[int], on: date) -> dict[int, SweepTeam]:
    """Return the teams of open sweeps on that day to which one of these persons belongs."""
    statement = (
        select(SweepTeam)
        .join(Sweep, Sweep.id == SweepTeam.sweep_id)
        .join(SweepOfficer, SweepOfficer.team_id == SweepTeam.id)
        .where(
            SweepOfficer.person_id.in_(persons),
            Sweep.state == SweepState.OPEN,
            Sweep.starts_on <= on,
            Sweep.ends_on >= on,
        )
        .options(selectinload(SweepTeam.officers).joinedload(SweepOfficer.person))
        .order_by(SweepTeam.sweep_id, SweepTeam.number)
        .distinct()
    )
    return {team.id: team for team in db.session.scalars(statement)}


def _sweeps(teams: Mapping[int, SweepTeam]) -> dict[int, Sweep]:
    wanted = {team.sweep_id for team in teams.values()}
    statement = select(Sweep).where(Sweep.id.in_(wanted)).order_by(Sweep.id)
    return {sweep.id: sweep for sweep in db.session.scalars(statement)}


def told_sweep(sweep: Sweep, teams: Mapping[int, SweepTeam]) -> dict[str, Any]:
    """Return a sweep as a tablet is told it, with the one of `teams` that walks in it."""
    team = next((team for team in teams.values() if team.sweep_id == sweep.id), None)
    return {
        "sweep": sweep.public_id,
        "title": sweep.title,
        "legal_basis": sweep.legal_basis,
        "plan_no": sweep.plan_no or "",
        "approving_authority": sweep.approving_authority or "",
        "starts_on": sweep.starts_on.isoformat(),
        "ends_on": sweep.ends_on.isoformat(),
        "checklist": sweep.checklist,
        "team": team
        and {
            "number": team.number,
            "officers": [one.person.public_id for one in team.officers],
        },
    }


def _rows(teams: Mapping[int, SweepTeam], viewer: Viewer) -> list[tuple[SweepSite, str | None]]:
    """Return the teams' sites in walking order, each with the standing of its institution."""
    today = clock.today()
    statement = (
        select(SweepSite, standing_column(today))
        .join(SweepSite.site)
        .outerjoin(Institution, Institution.id == Site.institution_id)
        .where(SweepSite.team_id.in_(teams), visible(viewer, SweepSite.scope_code))
        .options(contains_eager(SweepSite.site).joinedload(Site.institution))
        .order_by(SweepSite.sweep_id, SweepSite.team_id, SweepSite.position, SweepSite.id)
    )
    return [(row, standing) for row, standing in db.session.execute(statement)]


def _sites(
    rows: Sequence[tuple[SweepSite, str | None]],
    sweeps: Mapping[int, Sweep],
    teams: Mapping[int, SweepTeam],
    on: date,
    viewer: Viewer,
) -> list[dict[str, Any]]:
    places = [row.site_id for row, _standing in rows]
    past, waiting = _past_visits(places), open_orders_at(viewer, places)
    asked = checklist_on(on).version
    return [
        {
            **_place(row.site, standing, on),
            "street": row.street,
            "sweep": sweeps[row.sweep_id].public_id,
            "team": teams[row.team_id].number if row.team_id else None,
            "order": order,
            "state": row.result.value if row.result else MISSING,
            "checklist": asked,
            "history": [_past(visit) for visit in past.get(row.site_id, ())],
            "orders": [open_order(order) for order in waiting.get(row.site_id, ())],
        }
        for order, (row, standing) in enumerate(rows, start=1)
    ]


def _place(site: Site, standing: str | None, on: date) -> dict[str, Any]:
    institution = site.institution
    return {
        "site": site.public_id,
        "institution": institution.public_id if institution else None,
        "name": institution.name if institution else site.label or site.address or site.public_id,
        "address": site.address or "",
        "district_code": site.district_code or site.scope_code,
        "lng": site.lng_wgs84,
        "lat": site.lat_wgs84,
        "standing": standing if institution and standing else Standing.UNKNOWN.value,
        "licence": _licence(institution) if institution else None,
        "subject_class": _code(institution and institution.subject_class),
        "delivery_mode": _code(institution and institution.delivery_mode),
        "phone": (institution.phone if institution else None) or "",
        "principal": (institution.organiser if institution else None) or "",
        "items": [item.code for item in asked_of(institution, on).items],
    }


def _licence(institution: Institution) -> dict[str, Any]:
    expires = institution.licence_expires
    return {
        "number": institution.licence_no or "",
        "expires": expires.isoformat() if expires else None,
        "status_word": word(institution.licence_status),
    }


def _code(term: Any) -> str | None:
    return term.value if term else None


def asked_of(institution: Institution | None, on: date) -> Checklist:
    """Return what is asked at an institution, or at a place on no register."""
    return checklist_for(
        on,
        subject_class=institution.subject_class if institution else None,
        delivery_mode=institution.delivery_mode if institution else None,
    )


def _past_visits(sites: Iterable[int]) -> dict[int, list[Visit]]:
    """Return the last visits to each site, the latest first."""
    numbered = (
        select(
            Visit.id,
            func.row_number()
            .over(partition_by=Visit.site_id, order_by=(Visit.happened_on.desc(), Visit.id.desc()))
            .label("place"),
        )
        .where(Visit.site_id.in_(list(sites)))
        .subquery()
    )
    statement = (
        select(Visit)
        .join(numbered, numbered.c.id == Visit.id)
        .where(numbered.c.place <= VISITS_SHOWN)
        .order_by(Visit.site_id, numbered.c.place)
    )
    found: dict[int, list[Visit]] = {}
    for visit in db.session.scalars(statement):
        found.setdefault(visit.site_id, []).append(visit)
    return found


def _past(visit: Visit) -> dict[str, Any]:
    return {
        "visit": visit.public_id,
        "happened_on": visit.happened_on.isoformat(),
        "result": visit.result.value,
        "result_word": word(visit.result),
        "findings": visit.findings,
    }


def open_order(order: Order) -> dict[str, Any]:
    """Return an order as a tablet needs it for its re-check."""
    return {
        "order": order.public_id,
        "number": order.number or "",
        "variant": order.variant.value,
        "issued_on": order.issued_on.isoformat() if order.issued_on else None,
        "due_on": order.due_on.isoformat() if order.due_on else None,
        "refund_fen": order.refund_fen,
        "items": [
            {"item": item.number, "wrong": item.wrong, "to_correct": item.to_correct}
            for item in order.items
        ],
    }


def _checklists(on: date) -> dict[str, list[dict[str, Any]]]:
    checklist = checklist_on(on)
    return {checklist.version: [_item(item, on) for item in checklist.items]}


def _item(item: Item, on: date) -> dict[str, Any]:
    suspected = _suspected(item, on)
    return {
        "code": item.code,
        "section": item.group.value,
        "question": item.question("zh"),
        "question_en": item.question("en"),
        "how": item.how("zh"),
        "how_en": item.how("en"),
        "basis": item.law("zh"),
        "basis_en": item.law("en"),
        "subjects": [item.subject_class.value] if item.subject_class else None,
        "delivery": item.delivery_mode.value if item.delivery_mode else None,
        "violation": suspected[0] if suspected else None,
        "violation_word": suspected[1].title("zh") if suspected else None,
        "violation_word_en": suspected[1].title("en") if suspected else None,
    }


def _suspected(item: Item, on: date) -> tuple[str, Violation] | None:
    known = ((code, violations()[code]) for code in item.violations)
    return next((pair for pair in known if pair[1].is_in_force(on)), None)


def _boundary(codes: Sequence[str]) -> dict[str, Any]:
    whole = _outlines(current_app.config["SETTINGS"].boundaries)
    wanted = {code for one in codes for code in (one, *districts.descendants(one))}
    features = [
        {
            **feature,
            "properties": {
                "code": feature["properties"]["code"],
                "name": districts.name(feature["properties"]["code"], language()),
            },
        }
        for feature in whole["features"]
        if feature["properties"]["code"] in wanted
    ]
    return {"type": "FeatureCollection", "features": features}


@lru_cache(maxsize=4)
def _outlines(file: Path | None) -> dict[str, Any]:
    """Return the simplified outlines, reckoned once."""
    return outlines(boundaries_from(file) if file else home_boundaries())
