"""The start-up check: everything that is unsafe, listed at once; also the command `doctor`."""

from dataclasses import dataclass
from pathlib import Path

from flask import current_app
from sqlalchemy import func, inspect, select, text

from app import row_security, schema
from app.db import db
from app.map_view import base_of
from app.models.people import Account
from config import Settings

NETWORK_FILE_SYSTEMS = frozenset(("nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "9p"))
WANTED_PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": "2",
    "foreign_keys": "1",
    "recursive_triggers": "1",
    "trusted_schema": "0",
    "secure_delete": "1",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    name: str
    ok: bool
    detail: str


def findings() -> list[Finding]:
    """Look at settings, keys, database and triggers."""
    settings = current_app.config["SETTINGS"]
    found = [
        Finding("debug is off", not current_app.debug, ""),
        Finding(
            "schema is current", schema.revision() == schema.head(), "flask --app wsgi db upgrade"
        ),
        *_secret_files(settings.keys),
        _map_settings(settings),
    ]
    if db.engine.dialect.name == "postgresql":
        promises = row_security.faults()
        found += [Finding(promise, not fault, fault) for promise, fault in promises]
        if not all(finding.ok for finding in found):
            return found  # nothing more can be asked of a database that lets nobody in
    found.append(Finding("audit triggers stand", _triggers_stand(), ""))
    if db.engine.dialect.name == "sqlite":
        found += _pragmas()
        kind = _file_system(settings.instance)
        found.append(Finding("database is on a local disk", kind not in NETWORK_FILE_SYSTEMS, kind))
    if not settings.demo:
        found.append(_no_demo_accounts())
    return found


def _map_settings(settings: Settings) -> Finding:
    """Read the boundaries and the tile address once: a wrong one would break every map."""
    try:
        base_of(settings.boundaries, settings.tile_url)
    except ValueError as fault:
        return Finding("map settings can be used", False, str(fault))
    return Finding("map settings can be used", True, "")


def _triggers_stand() -> bool:
    if "audit_events" not in inspect(db.engine).get_table_names():
        return False
    query = {
        "sqlite": "select name from sqlite_master where type = 'trigger'",
        "postgresql": "select tgname from pg_trigger where not tgisinternal and tgenabled <> 'D'",
    }[db.engine.dialect.name]
    names = {row[0] for row in db.session.execute(text(query))}
    wanted = {
        "sqlite": {"audit_events_no_update", "audit_events_no_delete", "audit_events_no_overwrite"},
        "postgresql": {"audit_events_no_change", "audit_events_no_truncate"},
    }[db.engine.dialect.name]
    return wanted <= names


def _secret_files(folder: Path) -> list[Finding]:
    loose = [path.name for path in folder.glob("*") if path.stat().st_mode & 0o077]
    return [Finding("secrets are readable by their owner only", not loose, ", ".join(loose))]


def _pragmas() -> list[Finding]:
    found = []
    for name, wanted in WANTED_PRAGMAS.items():
        value = str(db.session.execute(text(f"pragma {name}")).scalar())
        found.append(Finding(f"pragma {name} = {wanted}", value == wanted, value))
    return found


def _file_system(path: Path) -> str:
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return ""
    best, kind = "", ""
    for line in mounts.read_text("utf-8").splitlines():
        _device, point, name, *_rest = line.split()
        if path.is_relative_to(point) and len(point) >= len(best):
            best, kind = point, name
    return kind


def _no_demo_accounts() -> Finding:
    statement = select(func.count()).where(Account.demo, Account.disabled_at.is_(None))
    count = db.session.scalar(statement) or 0
    return Finding("no demo account is open", count == 0, f"{count} open")
