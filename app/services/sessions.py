"""Signing in and out: throttled tries, server-side sessions, second factor, step-up."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

import pyotp
from flask import current_app
from sqlalchemy import delete, select, update

from app import audit, clock, signing
from app.access import Viewer
from app.db import db
from app.models.people import Account, SignedInSession
from app.passwords import Passwords
from app.services import throttles

IDLE_SECONDS = 30 * 60
ABSOLUTE_SECONDS = 12 * 3600
STEP_UP_SECONDS = 5 * 60
TOUCH_SECONDS = 60
TOTP_PERIOD = 30


class WrongPassword(Exception):
    """Name or password is wrong, the account is closed, or it may not sign in here."""


class WrongCode(Exception):
    """The one-time code is wrong, old or already used."""


@dataclass(frozen=True, slots=True)
class NewSession:
    """The token for the cookie; the database holds its digest only."""

    token: str
    row: SignedInSession


def passwords() -> Passwords:
    """Return the office's password hasher."""
    found: Passwords = current_app.extensions["passwords"]
    return found


def viewer_of(account: Account) -> Viewer:
    """Return who an account acts as."""
    return Viewer(
        account_id=account.id,
        person_id=account.person_id,
        name=account.name,
        display=account.person.display,
        roles=account.roles,
        district_code=account.district_code,
    )


def sign_in(*, name: str, password: str, device: str, address: str) -> NewSession:
    """Open a session; raises `WrongPassword` or `throttles.TooManyTries`.

    The tries are counted in the caller's transaction, which must be committed either way.
    """
    settings = current_app.config["SETTINGS"]
    keys = throttles.keys_for(name=name, device=device, address=address)
    throttles.require_open(keys)
    account = db.session.scalar(select(Account).where(Account.name == name))
    may = (
        account is not None and account.disabled_at is None and (settings.demo or not account.demo)
    )
    encoded = account.password_hash if account is not None and may else None
    if not passwords().matches(encoded, password) or account is None:
        throttles.count_failure(keys)
        if account is not None:
            audit.record(
                viewer_of(account),
                "session.refused",
                "account",
                account.public_id,
                chain=account.district_code,
            )
        raise WrongPassword
    throttles.forget(keys)
    if passwords().is_outdated(account.password_hash):
        account.password_hash = passwords().hash(password)
    return _begin(account, second_factor_due=not settings.demo)


def _begin(account: Account, *, second_factor_due: bool) -> NewSession:
    token, steady = secrets.token_urlsafe(32), clock.steady()
    row = SignedInSession(
        token_digest=digest(token),
        account_id=account.id,
        csrf_token=secrets.token_urlsafe(32),
        begun=steady,
        seen=steady,
        stepped_up=steady,
        second_factor_due=second_factor_due,
    )
    row.account = account
    db.session.add(row)
    db.session.execute(
        delete(SignedInSession).where(SignedInSession.begun < steady - ABSOLUTE_SECONDS)
    )
    audit.record(
        viewer_of(account),
        "session.begun",
        "account",
        account.public_id,
        chain=account.district_code,
    )
    return NewSession(token, row)


def digest(token: str) -> str:
    """Return what the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def session_for(token: str) -> SignedInSession | None:
    """Return the live session behind a cookie, or None when it is unknown or over."""
    row = db.session.scalar(
        select(SignedInSession).where(SignedInSession.token_digest == digest(token))
    )
    if row is None or row.account.disabled_at is not None:
        return None
    steady = clock.steady()
    if steady - row.seen > IDLE_SECONDS or steady - row.begun > ABSOLUTE_SECONDS:
        return None
    return row


def was_ever_given(token: str) -> bool:
    """Say whether a cookie is one of ours, though its session may be over."""
    known = select(SignedInSession.id).where(SignedInSession.token_digest == digest(token))
    return db.session.scalar(known) is not None


def touch(session_id: int) -> None:
    """Note that a session is in use; by id and never as an insert, so a deleted one stays gone."""
    db.session.execute(
        update(SignedInSession).where(SignedInSession.id == session_id).values(seen=clock.steady())
    )


def needs_touch(row: SignedInSession) -> bool:
    """Say whether the note of last use is older than a minute."""
    return clock.steady() - row.seen > TOUCH_SECONDS


def is_stepped_up(row: SignedInSession) -> bool:
    """Say whether the person proved who they are within the last five minutes."""
    return clock.steady() - row.stepped_up <= STEP_UP_SECONDS


def sign_out(row: SignedInSession) -> None:
    """End the session."""
    account = row.account
    db.session.execute(delete(SignedInSession).where(SignedInSession.id == row.id))
    audit.record(
        viewer_of(account),
        "session.ended",
        "account",
        account.public_id,
        chain=account.district_code,
    )


def step_up(row: SignedInSession, *, password: str, device: str, address: str) -> NewSession:
    """Prove the person again by password and give the session a new id."""
    keys = throttles.keys_for(name=row.account.name, device=device, address=address)
    throttles.require_open(keys)
    if not passwords().matches(row.account.password_hash, password):
        throttles.count_failure(keys)
        raise WrongPassword
    throttles.forget(keys)
    return _renew(row)


def _renew(row: SignedInSession) -> NewSession:
    token = secrets.token_urlsafe(32)
    row.token_digest, row.stepped_up = digest(token), clock.steady()
    row.csrf_token = secrets.token_urlsafe(32)
    db.session.flush()
    return NewSession(token, row)


def enrol_second_factor(account: Account, *, secret: str, code: str, moment: datetime) -> None:
    """Keep the secret of an authenticator once its first code is right."""
    step = _matching_step(secret, code, moment)
    if step is None:
        raise WrongCode
    folder = current_app.config["SETTINGS"].keys
    account.totp_sealed = signing.seal(folder, secret.encode(), account.public_id.encode())
    account.totp_last_step = step
    audit.record(
        viewer_of(account),
        "account.enrolled",
        "account",
        account.public_id,
        chain=account.district_code,
    )


def pass_second_factor(row: SignedInSession, *, code: str, moment: datetime) -> NewSession:
    """Take a one-time code: only the current or previous step, and each step once."""
    account = row.account
    keys = throttles.second_factor_keys(account.public_id)
    throttles.require_open(keys)
    if account.totp_sealed is None:
        raise WrongCode
    folder = current_app.config["SETTINGS"].keys
    secret = signing.unseal(folder, account.totp_sealed, account.public_id.encode()).decode()
    step = _matching_step(secret, code, moment)
    if step is None or step <= (account.totp_last_step or 0):
        throttles.count_failure(keys)
        raise WrongCode
    account.totp_last_step = step
    row.second_factor_due = False
    return _renew(row)


def _matching_step(secret: str, code: str, moment: datetime) -> int | None:
    totp = pyotp.TOTP(secret, interval=TOTP_PERIOD)
    current = int(moment.timestamp()) // TOTP_PERIOD
    for step in (current, current - 1):
        if secrets.compare_digest(totp.generate_otp(step).encode(), code.strip().encode()):
            return step
    return None
