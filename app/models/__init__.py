"""Rows and relations, one file for each noun; importing this package declares all tables."""

from app.models import (
    audit,
    blacklist,
    calendars,
    devices,
    editions,
    files,
    imports,
    jobs,
    orders,
    papers,
    people,
    register,
    sites,
    sweeps,
    visits,
)

__all__ = [
    "audit",
    "blacklist",
    "calendars",
    "devices",
    "editions",
    "files",
    "imports",
    "jobs",
    "orders",
    "papers",
    "people",
    "register",
    "sites",
    "sweeps",
    "visits",
]
