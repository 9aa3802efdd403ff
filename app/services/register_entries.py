"""Institutions written in bulk by an import: entered, changed with their history, and missed."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final, cast

from sqlalchemy import Table, insert, select, update

from app import clock
from app.access import Viewer
from app.db import db, plan_each_time
from app.ids import new_id
from app.models.blacklist import Listing
from app.models.imports import ImportAbsence, ImportRun
from app.models.register import Institution, RegisterChange
from app.models.sites import Site
from app.queries.imports import Planned
from app.queries.search import search_text
from app.scope import codes_below, visible
from inspections.names import core_name, name_key
from inspections.vocabulary import LicenceStatus, Term

SITE_FIELDS: Final = ("address", "lng_wgs84", "lat_wgs84")
_SEARCHED: Final = ("name", "short_name", "credit_code", "licence_no")
_LONGEST_CHANGE = 300


class RegisterEntries:
    """Writes what rows say; changes and sites are gathered and written with `flush`."""

    def __init__(self, actor: Viewer, run: ImportRun) -> None:
        plan_each_time()
        self._actor, self._run = actor, run
        self._area = None if actor.is_system else codes_below(actor)
        self._now = clock.now()
        self._source = f"import:{run.public_id}"
        self._changes: list[dict[str, Any]] = []
        self._districts: set[str] = set()

    def create(self, rows: Sequence[Planned]) -> None:
        """Enter new institutions, each with its main site."""
        if not rows:
            return
        new = [self._institution(row.stated) for row in rows]
        db.session.execute(insert(cast(Table, Institution.__table__)), new)
        ids = self._ids_of([entry["public_id"] for entry in new])
        sites = [
            self._site(row.stated, ids[entry["public_id"]], entry["scope_code"])
            for row, entry in zip(rows, new, strict=True)
        ]
        db.session.execute(insert(cast(Table, Site.__table__)), sites)

    def _ids_of(self, public_ids: list[str]) -> dict[str, int]:
        statement = select(Institution.public_id, Institution.id)
        rows = db.session.execute(statement.where(Institution.public_id.in_(public_ids)))
        return {public_id: number for public_id, number in rows}  # noqa: C416  (rows are no pairs to mypy)

    def _institution(self, stated: dict[str, Any]) -> dict[str, Any]:
        entry: dict[str, Any] = dict.fromkeys(_COLUMNS)
        entry.update({name: value for name, value in stated.items() if name in entry})
        entry["licence_status"] = stated.get("licence_status", LicenceStatus.UNKNOWN)
        entry.update(
            public_id=new_id(),
            name_key=name_key(stated["name"])[:200],
            core_name=core_name(stated["name"])[:200],
            scope_code=self._scope(stated.get("district_code")),
            search_grams=_searched(stated),
            source=self._source,
            renewal_pending=False,
            stop_enrolling=False,
            created_at=self._now,
            updated_at=self._now,
            version=1,
        )
        self._districts.add(entry["scope_code"])
        return entry

    def _scope(self, district_code: str | None) -> str:
        return district_code or self._actor.district_code

    def _site(self, stated: dict[str, Any], institution_id: int, scope: str) -> dict[str, Any]:
        has_point = stated.get("lng_wgs84") is not None
        return {
            "public_id": new_id(),
            "institution_id": institution_id,
            "is_main": True,
            "address": stated.get("address"),
            "district_code": stated.get("district_code"),
            "scope_code": scope,
            "lng_wgs84": stated.get("lng_wgs84"),
            "lat_wgs84": stated.get("lat_wgs84"),
            "point_source": self._source if has_point else None,
            "source": self._source,
            "created_at": self._now,
        }

    def change(self, row: Planned) -> None:
        """Change one institution; its former values stay as `RegisterChange` rows."""
        known = row.meant.entry
        assert known is not None
        for name, (old, new) in row.changes.items():
            self._note(known.id, name, old, new)
        if known.values["absent_since"] is not None:
            self._note(known.id, "absent_since", known.values["absent_since"], None)
        merged = {**known.values, **row.stated}
        news = {n: new for n, (_, new) in row.changes.items() if n not in SITE_FIELDS}
        news.update(absent_since=None, updated_at=self._now, version=Institution.version + 1)
        if "name" in news:
            news.update(name_key=name_key(news["name"]), core_name=core_name(news["name"]))
        if "district_code" in news:
            news["scope_code"] = self._scope(news["district_code"])
        if any(name in row.changes for name in _SEARCHED):
            news["search_grams"] = _searched(merged, self._former_names(known.id))
        db.session.execute(update(Institution).where(Institution.id == known.id).values(news))
        if "scope_code" in news:
            entries = update(Listing).where(Listing.institution_id == known.id)
            db.session.execute(entries.values(scope_code=news["scope_code"]))
        self._change_site(row, known.id, known.values["site_id"], merged)
        self._districts.add(self._scope(merged.get("district_code")))

    def _former_names(self, institution_id: int) -> list[str]:
        statement = select(RegisterChange.old).where(
            RegisterChange.institution_id == institution_id, RegisterChange.field == "name"
        )
        waiting = [
            change["old"]
            for change in self._changes
            if change["institution_id"] == institution_id and change["field"] == "name"
        ]
        return [old for old in db.session.scalars(statement) if old] + waiting

    def _change_site(
        self, row: Planned, institution_id: int, site_id: int | None, merged: dict[str, Any]
    ) -> None:
        news: dict[str, Any] = {
            name: row.changes[name][1] for name in SITE_FIELDS if name in row.changes
        }
        if "district_code" in row.changes:
            news["district_code"] = merged["district_code"]
            news["scope_code"] = self._scope(merged["district_code"])
        if "lng_wgs84" in news or "lat_wgs84" in news:
            news["point_source"] = self._source
        if site_id is None:
            scope = self._scope(merged.get("district_code"))
            db.session.execute(insert(Site), [self._site(merged, institution_id, scope)])
        elif news:
            db.session.execute(update(Site).where(Site.id == site_id).values(news))

    def _note(self, institution_id: int, name: str, old: Any, new: Any) -> None:
        self._changes.append(
            {
                "institution_id": institution_id,
                "field": name,
                "old": said(old),
                "new": said(new),
                "changed_at": self._now,
                "account_id": self._actor.account_id,
                "import_id": self._run.id,
                "reason": None,
            }
        )

    def flush(self) -> None:
        """Write the history gathered so far."""
        if self._changes:
            db.session.execute(insert(RegisterChange), self._changes)
            self._changes = []

    def note_missing(self, met: set[int]) -> int:
        """List the institutions of the districts in the file that the file no longer names.

        Nothing about them is changed; the number is returned.
        """
        statement = select(Institution.id).where(
            visible(self._actor, Institution.scope_code),
            Institution.scope_code.in_(sorted(self._districts | self._districts_of(met))),
            Institution.source != self._source,
            Institution.absent_since.is_(None),
        )
        missing = [number for number in db.session.scalars(statement) if number not in met]
        if missing:
            rows = [{"import_id": self._run.id, "institution_id": number} for number in missing]
            db.session.execute(insert(ImportAbsence), rows)
        return len(missing)

    def _districts_of(self, met: set[int]) -> set[str]:
        found: set[str] = set()
        numbers = sorted(met)
        for start in range(0, len(numbers), 1000):
            some = numbers[start : start + 1000]
            statement = select(Institution.scope_code).where(Institution.id.in_(some)).distinct()
            found.update(db.session.scalars(statement))
        return found


_COLUMNS: Final = (
    "name",
    "short_name",
    "credit_code",
    "legal_form",
    "organiser",
    "phone",
    "licence_no",
    "licence_issued",
    "licence_expires",
    "licence_status",
    "subject_class",
    "subject_group",
    "subjects",
    "stages",
    "delivery_mode",
    "district_code",
)


def _searched(stated: dict[str, Any], former_names: Sequence[str] = ()) -> str:
    return search_text(
        name=stated["name"],
        short_name=stated.get("short_name"),
        former_names=former_names,
        credit_code=stated.get("credit_code"),
        licence_no=stated.get("licence_no"),
    )


def said(value: Any) -> str | None:
    """Return a value as the history keeps it."""
    if value is None:
        return None
    if isinstance(value, Term):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)[:_LONGEST_CHANGE]
