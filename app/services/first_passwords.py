"""How a person gets a password that nobody else ever chose or saw: by a link that works once."""

import hashlib
import secrets
from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy import delete, select

from app import audit, clock
from app.access import Viewer
from app.db import db
from app.errors import NotFound
from app.models.people import Account, SignedInSession
from app.passwords import weakness
from app.services.sessions import passwords

VALID_SECONDS = 72 * 3600


class WeakPassword(Exception):
    """The password can't be taken; `why` is too_short, too_long or common."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def nobodys_password() -> str:
    """Return a password that is thrown away: the account waits for its link to be used."""
    return secrets.token_urlsafe(48)


def start_reset(account: Account, *, actor: Viewer) -> str:
    """Return the token of a link by which the account's person sets a new password."""
    audit.record(
        actor, "account.reset_started", "account", account.public_id, chain=account.district_code
    )
    said = [account.public_id, _mark(account), int(clock.steady()) + VALID_SECONDS]
    return str(_serializer().dumps(said))


def account_for(token: str) -> Account:
    """Return whose link this is; raises `NotFound` for a false, old or used one."""
    try:
        public_id, mark, until = _serializer().loads(token)
    except (BadData, ValueError, TypeError) as false:
        raise NotFound from false
    statement = select(Account).where(Account.public_id == public_id)
    account = db.session.scalar(statement.with_for_update(of=Account))
    if account is None or account.disabled_at is not None or until < clock.steady():
        raise NotFound
    if not secrets.compare_digest(mark, _mark(account)):
        raise NotFound
    return account


def set_password(account: Account, password: str, *, actor: Viewer) -> None:
    """Set the password, end all sessions of the account, and so use its link up."""
    why = weakness(password, second_factor=True)
    if why:
        raise WeakPassword(why)
    account.password_hash = passwords().hash(password)
    db.session.execute(delete(SignedInSession).where(SignedInSession.account_id == account.id))
    audit.record(
        actor,
        "account.password_set",
        "account",
        account.public_id,
        chain=account.district_code,
    )


def _mark(account: Account) -> str:
    """Return what changes with the password, so that a link works once."""
    return hashlib.sha256(account.password_hash.encode()).hexdigest()[:24]


def _serializer() -> Any:
    secret = current_app.config["SETTINGS"].secret_key
    return URLSafeTimedSerializer(secret, salt="first-password")
