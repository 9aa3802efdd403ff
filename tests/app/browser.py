"""A browser without a window: signs in, keeps cookies, knows the page's token."""

import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.db import act
from app.gate import session_cookie
from app.row_security import as_system
from app.services import sessions
from app.services.demo_people import PASSWORD


class Browser:
    """A test client that sends the token of the session with every post."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.token = ""

    def get(self, path: str, **arguments: Any) -> TestResponse:
        """Get a page."""
        return self.client.get(path, **arguments)

    def post(self, path: str, data: dict[str, Any] | None = None, **arguments: Any) -> TestResponse:
        """Post a form with the session's token."""
        form = {"csrf_token": self.token, **(data or {})}
        return self.client.post(path, data=form, **arguments)


def token_of(html: str) -> str:
    """Return the token in a page."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', html)
    assert found is not None, html[:2000]
    return found.group(1)


def signed_in(office: Flask, name: str, password: str = PASSWORD) -> Browser:
    """Return a browser in which `name` has signed in, by the service that the page calls.

    Three pages before the first act of a test took a fifth of the run; test_account.py signs in
    by the page.
    """
    browser = Browser(office.test_client())
    with office.app_context(), as_system(), act():
        opened = sessions.sign_in(name=name, password=password, device="", address="127.0.0.1")
        browser.token = opened.row.csrf_token
        browser.client.set_cookie(session_cookie(), opened.token)
    return browser
