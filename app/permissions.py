"""Who may open what: one table, endpoint and method to access; no row, no entry.

Roles combine freely in small offices; the separation of persons is checked for each object by
the rules and by the database, not here.
"""

from dataclasses import dataclass
from enum import StrEnum

from flask import Flask

from inspections.vocabulary import Role

MEGABYTE = 1024 * 1024
READ = ("GET", "HEAD")


class Scope(StrEnum):
    """How far an endpoint reaches."""

    PUBLIC = "public"
    OWN = "own"
    SUBTREE = "subtree"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Access:
    """What one endpoint asks of the one who calls it with one method.

    `roles` None means everybody, an empty set everybody who is signed in. `step_up` asks for a
    password or code given in the last five minutes. `body_limit` is in bytes.
    """

    roles: frozenset[Role] | None
    scope: Scope
    step_up: bool = False
    body_limit: int = MEGABYTE


EVERYBODY = Access(None, Scope.PUBLIC)
SIGNED_IN = Access(frozenset(), Scope.OWN)


def allow(*roles: Role, step_up: bool = False, megabytes: int = 1) -> Access:
    """Return access for holders of one of `roles`, within their own area."""
    return Access(frozenset(roles), Scope.SUBTREE, step_up, megabytes * MEGABYTE)


# who works on content; admin, security admin and auditor open none of it
CONTENT = (
    Role.INSPECTOR,
    Role.OFFICER,
    Role.REVIEWER,
    Role.APPROVER,
    Role.PUBLISHER,
    Role.LEADER,
)
READS_CONTENT = allow(*CONTENT)
KEEPS_REGISTER = (Role.OFFICER, Role.APPROVER)
FORBIDDEN_TOGETHER = (Role.ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)

ACCESS: dict[tuple[str, str], Access] = {
    ("account.sign_in", "GET"): EVERYBODY,
    ("account.post_sign_in", "POST"): EVERYBODY,
    ("account.second_factor", "GET"): SIGNED_IN,
    ("account.post_second_factor", "POST"): SIGNED_IN,
    ("account.enrol", "GET"): SIGNED_IN,
    ("account.post_enrol", "POST"): SIGNED_IN,
    ("account.step_up", "GET"): SIGNED_IN,
    ("account.post_step_up", "POST"): SIGNED_IN,
    ("account.sign_out", "POST"): SIGNED_IN,
    ("desk.home", "GET"): SIGNED_IN,
    ("desk.tablet_home", "GET"): SIGNED_IN,
    ("health.healthz", "GET"): EVERYBODY,
    ("static", "GET"): EVERYBODY,
    ("jobs.show", "GET"): SIGNED_IN,
    ("map.show", "GET"): READS_CONTENT,
    ("map.places", "GET"): READS_CONTENT,
    ("map.script", "GET"): READS_CONTENT,
}


def access_for(endpoint: str, method: str) -> Access | None:
    """Return the row for an endpoint and method; HEAD reads as GET does."""
    return ACCESS.get((endpoint, "GET" if method == "HEAD" else method))


def missing_rows(app: Flask) -> list[str]:
    """Return every difference between the table and the URL map, as sentences."""
    routes = {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    lacking = [
        f"{method} {endpoint} has no row" for endpoint, method in sorted(routes - set(ACCESS))
    ]
    stale = [
        f"{method} {endpoint} has no route" for endpoint, method in sorted(set(ACCESS) - routes)
    ]
    return lacking + stale
