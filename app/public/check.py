"""The exact check, in front of everything: a plain WSGI application over ready answers."""

from collections.abc import Callable, Iterable
from hashlib import blake2b
from http import HTTPStatus
from typing import Any

from app.editions.findings import Match
from app.editions.layout import HEADS, VERDICTS, compact
from app.headers import HEADERS
from app.limits import Limits, client_address
from app.public.edition import Moment, Shelf
from app.public.messages import error_body, language_of, status_of
from app.public.queries import BadQuery, query_from
from app.public.tally import Tally
from inspections.names import name_key
from inspections.verdicts import Verdict, record, veiled_record

PATH = "/api/v1/check"
CACHE = "public, max-age=60"
NOTHING_FOUND = HEADS[VERDICTS.index("not_in_register")]
VERDICT_AT = len('"verdict":"')
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
        self._tally = Tally()
        self._told_at: Moment | None = None

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
        began = self._tally.begin()
        try:
            query = query_from(environ["QUERY_STRING"])
            moment = usable(self._shelf)
            body, tag = self._answer(query, moment, environ)
        except (BadQuery, CheckRefused) as refused:
            self._tally.refused(str(refused))
            return _refuse(str(refused), environ, start_response)
        if moment is not self._told_at:  # once a second
            self._told_at = moment
            self._tally.tell()
        if began:
            self._tally.end(began)
        if environ.get("HTTP_IF_NONE_MATCH") == tag:
            start_response("304 Not Modified", [*_BASE_HEADERS, ("ETag", tag)])
            return []
        start_response(
            "200 OK", [*_BASE_HEADERS, ("ETag", tag), ("Content-Length", str(len(body)))]
        )
        return [body] if method == "GET" else []

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
            self._tally.note(body[len(before) + VERDICT_AT])
            return body, f'"{moment.number}-{unit[0]:x}"'
        if unit is None and is_number(key):
            self._tally.note(NOTHING_FOUND[VERDICT_AT])
            return before + NOTHING_FOUND + moment.tail, f'"{moment.number}-none"'
        if unit is None:
            address = client_address(environ, proxies=self._proxies)
            if not self._limits.allows_free_text(address):
                raise CheckRefused("too_many_requests")
        answer = _computed(query, moment, before=before)
        self._tally.note(answer[0][len(before) + VERDICT_AT])
        return answer


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
