"""Signing in and out, the second factor, and proving oneself again."""

import json
import secrets
from http import HTTPStatus
from io import BytesIO
from typing import Any

import pyotp
import segno
from flask import Blueprint, Response, current_app, g, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException

from app import clock
from app.gate import session_cookie, typed_fields
from app.services import sessions, throttles
from app.services.sessions import NewSession, WrongCode, WrongPassword
from app.words import gettext as _
from inspections.vocabulary import Role

account = Blueprint("account", __name__)
DEVICE_COOKIE = "mingcha_device"


@account.get("/sign-in")
def sign_in() -> Any:
    """Show the form; a session that is open already goes on to its desk."""
    if g.viewer is not None:
        return redirect(_home(), HTTPStatus.SEE_OTHER)
    return _form(next_path=_local(request.args.get("next", "")))


@account.post("/sign-in")
def post_sign_in() -> Any:
    """Check name and password; the tries are counted whether they fail or not."""
    name = request.form.get("username", "").strip().lower()[:80]
    password = request.form.get("password", "")
    next_path = _local(request.form.get("next", ""))
    g.commit_anyway = True
    try:
        opened = sessions.sign_in(
            name=name,
            password=password,
            device=request.cookies.get(DEVICE_COOKIE, ""),
            address=request.remote_addr or "",
        )
    except WrongPassword:
        message = _("Name or password is wrong. Check both and try again.")
        return _form(name=name, next_path=next_path, error=message), HTTPStatus.UNAUTHORIZED
    except throttles.TooManyTries as pause:
        return _paused(pause, name=name, next_path=next_path)
    g.viewer = sessions.viewer_of(opened.row.account)
    resume = _local(request.form.get("resume_path", ""))
    if resume and not opened.row.second_factor_due:
        g.session = opened.row
        response = Response(
            render_template("account/resume.html", path=resume, typed=_typed_before())
        )
    else:
        response = redirect(next_path or _home(), HTTPStatus.SEE_OTHER)
    return _with_cookie(response, opened)


def _typed_before() -> list[tuple[str, str]]:
    """Return the fields that the expired page carried along."""
    try:
        pairs = json.loads(request.form.get("resume_fields", "[]"))
        return [(str(name), str(value)) for name, value in pairs]
    except (ValueError, TypeError):
        return []


def _form(*, name: str = "", next_path: str = "", error: str = "") -> str:
    resume_path = _local(request.form.get("resume_path", ""))
    return render_template(
        "account/sign_in.html",
        username=name,
        next=next_path,
        error=error,
        resume_path=resume_path,
        resume_fields=request.form.get("resume_fields", "") if resume_path else "",
    )


def _paused(pause: throttles.TooManyTries, *, name: str, next_path: str) -> Any:
    message = _(
        "Too many tries. Wait %(seconds)s seconds, then try again.",
        seconds=int(pause.seconds) + 1,
    )
    headers = {"Retry-After": str(int(pause.seconds) + 1)}
    page = _form(name=name, next_path=next_path, error=message)
    return page, HTTPStatus.TOO_MANY_REQUESTS, headers


def _home() -> str:
    roles = g.viewer.roles
    if Role.INSPECTOR in roles and len(roles) == 1:
        return url_for("tablet.shell")
    return url_for("desk.home")


def _local(path: str) -> str:
    """Return `path` if it names one of our own pages, else nothing."""
    if not path.startswith("/") or path.startswith("//") or "\\" in path:
        return ""
    adapter = current_app.url_map.bind("")
    for method in ("GET", "POST"):
        try:
            adapter.match(path.split("?")[0], method=method)
        except HTTPException:
            continue
        return path
    return ""


def _with_cookie(response: Any, opened: NewSession) -> Any:
    secure = not current_app.config["SETTINGS"].demo
    response.set_cookie(
        session_cookie(), opened.token, httponly=True, samesite="Lax", secure=secure, path="/"
    )
    if DEVICE_COOKIE not in request.cookies:
        response.set_cookie(
            DEVICE_COOKIE,
            secrets.token_urlsafe(16),
            max_age=31536000,
            httponly=True,
            samesite="Strict",
            secure=secure,
        )
    return response


@account.post("/sign-out")
def sign_out() -> Any:
    """End the session and say so."""
    sessions.sign_out(g.session)
    g.session, g.viewer = None, None
    response = Response(render_template("account/signed_out.html"))
    response.delete_cookie(session_cookie(), path="/")
    return response


@account.get("/second-factor")
def second_factor() -> Any:
    """Ask for the one-time code."""
    return render_template("account/second_factor.html", error="")


@account.post("/second-factor")
def post_second_factor() -> Any:
    """Take the one-time code, each only once."""
    g.commit_anyway = True
    try:
        opened = sessions.pass_second_factor(
            g.session, code=request.form.get("code", ""), moment=clock.now()
        )
    except WrongCode:
        error = _("The code is wrong or was used already. Wait for the next one and type that.")
        return render_template("account/second_factor.html", error=error), 401
    except throttles.TooManyTries as pause:
        error = _(
            "Too many tries. Wait %(seconds)s seconds, then try again.",
            seconds=int(pause.seconds) + 1,
        )
        return render_template("account/second_factor.html", error=error), 429
    return _with_cookie(redirect(_home(), HTTPStatus.SEE_OTHER), opened)


@account.get("/enrol")
def enrol() -> Any:
    """Show a new authenticator secret as QR code and text."""
    return _enrolment(pyotp.random_base32(), error="")


def _enrolment(secret: str, *, error: str) -> str:
    uri = pyotp.TOTP(secret).provisioning_uri(name=g.viewer.name, issuer_name="Mingcha")
    picture = BytesIO()
    segno.make(uri, error="m").save(picture, kind="svg", scale=5, border=2, xmldecl=False)
    return render_template(
        "account/enrol.html", secret=secret, qr=picture.getvalue().decode(), error=error
    )


@account.post("/enrol")
def post_enrol() -> Any:
    """Keep the secret once its first code is right; only where none is kept yet."""
    row = g.session
    if row.account.totp_sealed is not None:
        return redirect(url_for("account.second_factor"), HTTPStatus.SEE_OTHER)
    secret = request.form.get("secret", "")
    try:
        sessions.enrol_second_factor(
            row.account, secret=secret, code=request.form.get("code", ""), moment=clock.now()
        )
    except (WrongCode, ValueError):
        error = _("This code doesn't fit. Scan the picture again and type the six digits shown.")
        return _enrolment(secret, error=error), HTTPStatus.UNPROCESSABLE_ENTITY
    row.second_factor_due = False
    return redirect(_home(), HTTPStatus.SEE_OTHER)


@account.get("/step-up")
def step_up() -> Any:
    """Ask for the password again; `next` is the file that waits for it."""
    waiting = _local(request.args.get("next", ""))
    return render_template("account/step_up.html", typed=[], path="", waiting=waiting, error="")


@account.post("/step-up")
def post_step_up() -> Any:
    """Prove the person again, then go on with what they were about to do."""
    path = _local(request.form.get("resume_path", ""))
    waiting = _local(request.form.get("waiting_path", ""))
    g.commit_anyway = True
    try:
        opened = sessions.step_up(
            g.session,
            password=request.form.get("password", ""),
            device=request.cookies.get(DEVICE_COOKIE, ""),
            address=request.remote_addr or "",
        )
    except WrongPassword:
        page = _step_up_page(path, waiting, error=_("The password is wrong."))
        return page, HTTPStatus.UNAUTHORIZED
    except throttles.TooManyTries as pause:
        error = _(
            "Too many tries. Wait %(seconds)s seconds, then try again.",
            seconds=int(pause.seconds) + 1,
        )
        return _step_up_page(path, waiting, error=error), HTTPStatus.TOO_MANY_REQUESTS
    if waiting:
        proven = render_template("account/proven.html", path=waiting, back=waiting.split("?")[0])
        return _with_cookie(Response(proven), opened)
    if not path:
        return _with_cookie(redirect(_home(), HTTPStatus.SEE_OTHER), opened)
    page = Response(render_template("account/resume.html", path=path, typed=typed_fields()))
    return _with_cookie(page, opened)


def _step_up_page(path: str, waiting: str, *, error: str) -> str:
    return render_template(
        "account/step_up.html", typed=typed_fields(), path=path, waiting=waiting, error=error
    )
