"""The gate before every page: who asks, may they, did they mean it; and the one commit after."""

import hashlib
import hmac
import ipaddress
import secrets
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, redirect, render_template, request, url_for

from app import errors, row_security
from app.access import Viewer
from app.db import db, scope, writes, writing
from app.models.people import SignedInSession
from app.permissions import MEGABYTE, Access, access_for
from app.queries.tablets import is_known
from app.services import sessions

FORM_COOKIE = "mingcha_form"
SAFE = frozenset(("GET", "HEAD", "OPTIONS"))
SAME_SITE = frozenset(("same-origin", "none", ""))
LOOPBACK_NAMES = frozenset(("localhost", "127.0.0.1", "::1"))
SECOND_FACTOR = frozenset(
    (
        "account.second_factor",
        "account.post_second_factor",
        "account.enrol",
        "account.post_enrol",
        "account.sign_out",
        "static",
    )
)


def session_cookie() -> str:
    """Return the name of the session cookie; plain on loopback in demo mode."""
    return "mingcha_session" if current_app.config["SETTINGS"].demo else "__Host-mingcha"


def register_gate(app: Flask) -> None:
    """Put the gate in front of every view of `app` and the commit behind it."""
    app.before_request(_enter)
    app.after_request(_leave)
    app.teardown_request(_forget_writing)
    app.context_processor(lambda: {"csrf_token": csrf_token(), "viewer": g.get("viewer")})


def _enter() -> Any:
    if current_app.config["SETTINGS"].demo and not _is_loopback():
        return errors.answer(HTTPStatus.FORBIDDEN, code="demo_loopback_only")
    if request.endpoint is None:
        return None
    access = access_for(request.endpoint, request.method)
    if access is None:
        return None if request.method == "OPTIONS" else _no_row()
    request.max_content_length = access.body_limit
    g.scope_token = row_security.nobody_yet()
    if access.by_device:
        return _hear_device(access)
    if request.method not in SAFE:
        _take_body(access)
        g.writing_token = writing.set(True)
    _load_session()
    if request.method not in SAFE and not _meant():
        return errors.answer(HTTPStatus.FORBIDDEN, code="csrf")
    return _admit(access)


def _no_row() -> Any:
    if request.routing_exception is not None:
        return None
    return errors.answer(HTTPStatus.FORBIDDEN)


def _take_body(access: Access) -> None:
    """Read the form while no transaction is open: a slow sender must not hold the one writer.

    Who never signed in gets no room for large files.
    """
    if access.roles is not None:
        token = request.cookies.get(session_cookie())
        if not token or not sessions.was_ever_given(token):
            request.max_content_length = min(access.body_limit, MEGABYTE)
        db.session.rollback()
    request.form.get("csrf_token")


def _hear_device(access: Access) -> None:
    """Read all that a tablet sends before any transaction begins; who is unknown gets less room."""
    g.session, g.viewer, g.commits_itself = None, None, True
    if access.body_limit > MEGABYTE:
        if is_known(request.headers.get("X-Device", "")):
            g.is_heard_out = True
        else:
            request.max_content_length = MEGABYTE
        db.session.rollback()
    request.get_data()


def _is_loopback() -> bool:
    host = urlsplit(f"//{request.host}").hostname or ""
    try:
        address = ipaddress.ip_address(request.remote_addr or "127.0.0.1")
    except ValueError:
        return False
    return address.is_loopback and host in LOOPBACK_NAMES


def _load_session() -> None:
    g.session, g.viewer = None, None
    token = request.cookies.get(session_cookie())
    if not token or request.endpoint == "static":
        return
    row = sessions.session_for(token)
    if row is None:
        return
    if sessions.needs_touch(row) and request.method in SAFE:
        _touch_apart(row.id)
    elif request.method not in SAFE:
        sessions.touch(row.id)
    g.session, g.viewer = row, sessions.viewer_of(row.account)


def _touch_apart(session_id: int) -> None:
    """Note the last use in a transaction of its own: a GET itself changes nothing."""
    db.session.rollback()
    with writes():
        sessions.touch(session_id)
        db.session.commit()


def _admit(access: Access) -> Any:
    if access.roles is None:
        row_security.admit_system()
        return None
    viewer: Viewer | None = g.viewer
    session: SignedInSession | None = g.session
    if viewer is None or session is None:
        return _sign_in_first()
    row_security.admit(viewer)
    if session.second_factor_due and request.endpoint not in SECOND_FACTOR:
        enrolled = session.account.totp_sealed is not None
        return redirect(url_for("account.second_factor" if enrolled else "account.enrol"), 303)
    if access.roles and not viewer.holds(*access.roles):
        return errors.answer(HTTPStatus.FORBIDDEN)
    if access.step_up and request.method not in SAFE and not sessions.is_stepped_up(session):
        return _step_up_first()
    return None


def _sign_in_first() -> Any:
    if errors.wants_json():
        return errors.answer(HTTPStatus.UNAUTHORIZED, code="sign_in_required")
    if request.method in SAFE:
        return redirect(url_for("account.sign_in", next=request.full_path.rstrip("?")), 303)
    return render_template("account/expired.html", typed=typed_fields(), path=request.path), 401


def _step_up_first() -> Any:
    if errors.wants_json():
        return errors.answer(HTTPStatus.FORBIDDEN, code="step_up_required")
    return render_template("account/step_up.html", typed=typed_fields(), path=request.path), 401


def typed_fields() -> list[tuple[str, str]]:
    """Return what the person typed, without tokens and passwords, to be sent once more."""
    hidden = {"csrf_token", "password", "code", "resume_path", "waiting_path"}
    return [(name, value) for name, value in request.form.items(multi=True) if name not in hidden]


def _meant() -> bool:
    """Say whether the page that sent this was ours: token and fetch metadata.

    A request without any of our cookies carries nobody's rights and needs no token.
    """
    if request.headers.get("Sec-Fetch-Site", "") not in SAME_SITE:
        return False
    known = request.cookies.get(session_cookie()) or request.cookies.get(FORM_COOKIE)
    if not known:
        return True
    given = request.headers.get("X-CSRF-Token") or request.form.get("csrf_token", "")
    session: SignedInSession | None = g.session
    wanted = [_form_token(request.cookies.get(FORM_COOKIE, ""))]
    if session is not None:
        wanted = [session.csrf_token]
    elif request.endpoint is not None and access_for(request.endpoint, "POST") is not None:
        access = access_for(request.endpoint, "POST")
        if access is not None and access.roles is not None:
            return True  # nobody is signed in: the gate asks for that next
    return any(secrets.compare_digest(given.encode(), token.encode()) for token in wanted if token)


def _form_token(cookie: str) -> str:
    if not cookie:
        return ""
    secret = current_app.config["SETTINGS"].secret_key.encode()
    return hmac.new(secret, b"form\x00" + cookie.encode(), hashlib.sha256).hexdigest()


def csrf_token() -> str:
    """Return the token for a form on this page."""
    session: SignedInSession | None = g.get("session")
    if session is not None:
        return session.csrf_token
    cookie = request.cookies.get(FORM_COOKIE) or g.setdefault(
        "new_form_cookie", secrets.token_urlsafe(24)
    )
    return _form_token(cookie)


def _leave(response: Response) -> Response:
    if request.method not in SAFE and not g.get("commits_itself", False):
        if response.status_code < HTTPStatus.BAD_REQUEST or g.get("commit_anyway"):
            db.session.commit()
            for call in g.pop("after_commit", []):
                call()
        else:
            db.session.rollback()
    if "new_form_cookie" in g and not request.cookies.get(FORM_COOKIE):
        secure = not current_app.config["SETTINGS"].demo
        response.set_cookie(
            FORM_COOKIE, g.new_form_cookie, httponly=True, samesite="Lax", secure=secure
        )
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _forget_writing(_error: BaseException | None) -> None:
    token = g.pop("writing_token", None)
    if token is not None:
        writing.reset(token)
    said = g.pop("scope_token", None)
    if said is not None:
        scope.reset(said)
