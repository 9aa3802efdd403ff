"""What can go wrong, and the only place that knows the numbers HTTP has for it."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, g, jsonify, render_template, request
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from app.words import gettext as _
from app.words import language, lazy_gettext
from inspections.refusal import Refusal, Refused
from inspections.rulebook import RULES

log = logging.getLogger(__name__)

TOLD: Mapping[HTTPStatus, Any] = {
    HTTPStatus.BAD_REQUEST: lazy_gettext("The request can't be read."),
    HTTPStatus.UNAUTHORIZED: lazy_gettext("Sign in first."),
    HTTPStatus.FORBIDDEN: lazy_gettext("This isn't open to you."),
    HTTPStatus.NOT_FOUND: lazy_gettext("There is nothing at this address."),
    HTTPStatus.METHOD_NOT_ALLOWED: lazy_gettext("This can't be done at this address."),
    HTTPStatus.CONFLICT: lazy_gettext("Something stands against it."),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: lazy_gettext("What was sent is too large."),
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: lazy_gettext("What was sent is of an unknown kind."),
    HTTPStatus.TOO_MANY_REQUESTS: lazy_gettext("Too many requests. Wait a while."),
    HTTPStatus.INTERNAL_SERVER_ERROR: lazy_gettext("Something failed here. Try again later."),
    HTTPStatus.SERVICE_UNAVAILABLE: lazy_gettext("The office can't answer now. Try again later."),
}


class NotFound(Exception):
    """The thing is absent or out of the viewer's scope; the two look alike."""


class Forbidden(Exception):
    """The viewer lacks the permission."""


class Conflict(Exception):
    """Somebody else changed the thing in the meantime; `theirs` and `yours` show both."""

    def __init__(self, theirs: dict[str, Any], yours: dict[str, Any]) -> None:
        super().__init__("changed in the meantime")
        self.theirs = theirs
        self.yours = yours


class BadInput(Exception):
    """Input that can't be taken; `fields` name what is wrong where, and what would be right."""

    def __init__(self, code: str, message: str, fields: list[dict[str, str]] | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.fields = fields or []


def register_errors(app: Flask) -> None:
    """Answer every error with a page or JSON document that says what to do next."""
    app.register_error_handler(NotFound, lambda _error: answer(HTTPStatus.NOT_FOUND))
    app.register_error_handler(Forbidden, lambda _error: answer(HTTPStatus.FORBIDDEN))
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(Conflict, _conflict)
    app.register_error_handler(StaleDataError, lambda _error: answer(HTTPStatus.CONFLICT))
    app.register_error_handler(BadInput, _bad_input)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(Exception, _fault)


def wants_json() -> bool:
    """Say whether the one who asks is a program."""
    return "/api/" in request.path


def answer(status: HTTPStatus, **context: Any) -> Response | tuple[Any, int]:
    """Return the page, or the JSON document, for `status`."""
    code = context.pop("code", status.name.lower())
    if wants_json():
        message = context.get("message") or str(TOLD.get(status, status.phrase))
        error = {"code": code, "message": message, "fields": context.get("fields", [])}
        return jsonify({"error": error}), status
    template = f"errors/{status.value}.html"
    if status.value not in PAGES:
        template = "errors/400.html"
    return render_template(template, code=code, status=status.value, **context), status


MOST_HEARD, PART = 1024**3, 1024**2
PAGES = {400, 403, 404, 409, 413, 429, 500, 503}


def refusal_told(refusal: Refusal) -> dict[str, Any]:
    """Return a refusal as pages and answers tell it: what must hold, its basis, until when."""
    rule = RULES[refusal.code]
    return {
        "code": refusal.code,
        "sentence": rule.sentence(language()),
        "basis": rule.basis(language()),
        "until": refusal.until,
        "about": refusal.about,
    }


def _refused(error: Refused) -> Any:
    refusals = [refusal_told(refusal) for refusal in error.refusals]
    code = error.refusals[0].code if error.refusals else "refused"
    return answer(HTTPStatus.CONFLICT, code=code, refusals=refusals)


def _conflict(error: Conflict) -> Any:
    return answer(HTTPStatus.CONFLICT, code="changed", theirs=error.theirs, yours=error.yours)


def _bad_input(error: BadInput) -> Any:
    return answer(
        HTTPStatus.BAD_REQUEST, code=error.code, message=error.message, fields=error.fields
    )


def _http(error: HTTPException) -> Any:
    if error.response is not None or (error.code or 500) < 400:
        return error
    status = HTTPStatus(error.code or 500)
    is_ours = g.get("viewer") is not None or g.get("is_heard_out", False)
    if status is HTTPStatus.REQUEST_ENTITY_TOO_LARGE and is_ours:
        _hear_out()
    response = answer(status)
    if status is HTTPStatus.METHOD_NOT_ALLOWED and isinstance(response, tuple):
        allowed = getattr(error, "valid_methods", None) or []
        return (*response, {"Allow": ", ".join(sorted(allowed))})
    return response


def _hear_out() -> None:
    """Read on to the end of what one of ours sends, or no answer would be seen at the other end."""
    stream, left = request.environ["wsgi.input"], MOST_HEARD
    while left > 0 and (part := stream.read(min(left, PART))):
        left -= len(part)


def _database_away(error: DBAPIError) -> Any:
    log.error("database", exc_info=error)
    message = _("The database can't be reached right now. Nothing was changed; please try again.")
    return answer(HTTPStatus.SERVICE_UNAVAILABLE, message=message)


def _fault(error: Exception) -> Any:
    log.error("fault in %s", request.endpoint, exc_info=error)
    return answer(HTTPStatus.INTERNAL_SERVER_ERROR)
