"""The exact check, in front of everything: a plain WSGI application over ready answers."""

from collections.abc import Callable, Iterable
from functools import cache
from hashlib import blake2b
from http import HTTPStatus
from itertools import count
from typing import Any

from prometheus_client import Counter

from app.editions.layout import HEADS, VERDICTS, compact
from app.editions.reader import Match
from app.headers import HEADERS
from app.limits import Limits, client_address
from app.public.edition import Moment, Shelf
from app.public.messages import error_body, language_of, status_of
from app.public.queries import BadQuery, query_from
from inspections.names import name_key
from inspections.verdicts import Verdict, record, veiled_record

PATH = "/api/v1/check"
CACHE = "public, max-age=60"
NOTHING_FOUND = HEADS[VERDICTS.index("not_in_register")]
LEAST_CODE_LENGTH = 13
LOOPBACK_NAMES = frozenset(("localhost", "127.0.0.1", "[::1]"))
_BASE_HEADERS = [*HEADERS, ("Content-Type", "application/json"), ("Cache-Control", CACHE)]
_ERROR_HEADERS = [
    *HEADERS,
    ("Content-Type", "application/json"),
    ("Cache-Control", "no-store"),
    ("Vary", "Accept-Language"),
]

Application = Callable[..., Iterable[bytes]]


# A whole answer, and the tag that tells it from others.
Answer = tuple[bytes, str]


class CheckRefused(Exception):
    """The check gives an error instead of an answer; the argument is its code."""


class Check:
    """Answers `/api/v1/check` and passes everything else on.

    No step here writes down what was asked.
    """

    def __init__(
        self,
        app: Application,
        shelf: Shelf,
        limits: Limits,
        *,
        proxies: int = 0,
        loopback_only: bool = False,
    ) -> None:
        """Stand in front of `app`."""
        self.app = app
        self._shelf = shelf
        self._limits = limits
        self._proxies = proxies
        self._loopback_only = loopback_only
        self._asked = count()  # atomic, unlike +=
        self._counted = 0
        self._counted_at: Moment | None = None

    def before(self, app: Application) -> "Check":
        """Return the same check in front of another application."""
        return Check(
            app,
            self._shelf,
            self._limits,
            proxies=self._proxies,
            loopback_only=self._loopback_only,
        )

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer, or pass on."""
        if self._loopback_only and not is_loopback(environ):
            return _refuse("demo_loopback_only", environ, start_response)
        if environ["PATH_INFO"] != PATH:
            return self.app(environ, start_response)
        method = environ["REQUEST_METHOD"]
        if method not in ("GET", "HEAD"):
            return _refuse("method_not_allowed", environ, start_response)
        try:
            query = query_from(environ["QUERY_STRING"])
            moment = usable(self._shelf)
            self._count(moment)
            answer = self._answer(query, moment, environ)
        except (BadQuery, CheckRefused) as refused:
            return _refuse(str(refused), environ, start_response)
        body, tag = answer
        if environ.get("HTTP_IF_NONE_MATCH") == tag:
            start_response("304 Not Modified", [*_BASE_HEADERS, ("ETag", tag)])
            return []
        start_response(
            "200 OK", [*_BASE_HEADERS, ("ETag", tag), ("Content-Length", str(len(body)))]
        )
        return [body] if method == "GET" else []

    def _count(self, moment: Moment) -> None:
        """Count a check; the metric is told once a second, since telling it costs 1 µs."""
        asked = next(self._asked)
        if moment is not self._counted_at:
            new, self._counted, self._counted_at = asked + 1 - self._counted, asked + 1, moment
            checks_counter().inc(max(0, new))

    def _answer(self, query: str, moment: Moment, environ: dict[str, Any]) -> Answer:
        if not self._limits.allows_exact():
            raise CheckRefused("too_many_requests")
        answers = moment.edition.answers
        key = name_key(query)
        unit = answers.find(key)
        quoted = f'"{query}"' if query.isalnum() else compact(query)
        before = f'{{"query":{quoted},'.encode()
        if unit and moment.ordinal < unit[2]:
            body = answers.document(unit, before=before, after=moment.tail)
            return body, f'"{moment.number}-{unit[0]:x}"'
        if unit is None and is_number(key):
            return before + NOTHING_FOUND + moment.tail, f'"{moment.number}-none"'
        if unit is None:
            address = client_address(environ, proxies=self._proxies)
            if not self._limits.allows_free_text(address):
                raise CheckRefused("too_many_requests")
        return _computed(query, moment, before=before)


def is_loopback(environ: dict[str, Any]) -> bool:
    """Say whether this machine asks itself, by an address and a name of its own."""
    address = environ.get("REMOTE_ADDR") or "127.0.0.1"
    host = environ.get("HTTP_HOST", "localhost").rsplit(":", 1)[0]
    return address.startswith(("127.", "::1")) and host in LOOPBACK_NAMES


def usable(shelf: Shelf) -> Moment:
    """Return what holds now; raise CheckRefused when nothing is published or it has expired."""
    moment = shelf.moment()
    if moment is None:
        raise CheckRefused("no_edition")
    if moment.is_expired:
        raise CheckRefused("edition_expired")
    return moment


def is_number(key: str) -> bool:
    """Say whether a query is a code or a number: those are never taken for a likeness."""
    digits = key.removeprefix("教民").removesuffix("号")
    return len(digits) >= LEAST_CODE_LENGTH and digits.isascii() and any(map(str.isdigit, digits))


def institution_json(match: Match, moment: Moment, verdict: Verdict) -> dict[str, Any]:
    """Return a match as the contract prints it; only the one that was meant carries a standing."""
    plain = match.is_exact and verdict is not Verdict.AMBIGUOUS
    said = record(match.facts, moment.day) if plain else veiled_record(match.facts)
    kind = "exact" if match.is_exact else "similar"
    return said | {"match": kind, "score": match.score}


def _computed(query: str, moment: Moment, *, before: bytes) -> Answer:
    found = moment.edition.answer(query, moment.day)
    institutions = [institution_json(match, moment, found.verdict) for match in found.matches]
    head = HEADS[VERDICTS.index(found.verdict.value)]
    body = before + head + compact(institutions)[1:-1].encode() + moment.tail
    return body, f'"{blake2b(body, digest_size=8).hexdigest()}"'


def _refuse(code: str, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    body = error_body(code, language_of(environ))
    status = HTTPStatus(status_of(code))
    headers = [*_ERROR_HEADERS, ("Content-Length", str(len(body)))]
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        headers.append(("Allow", "GET, HEAD"))
    if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        headers.append(("Retry-After", "30"))
    start_response(f"{status.value} {status.phrase}", headers)
    return [body] if environ["REQUEST_METHOD"] != "HEAD" else []


@cache
def checks_counter() -> Counter:
    """Return the one counter of checks; it knows how many, never which."""
    return Counter("mingcha_checks", "Public checks answered or refused")
