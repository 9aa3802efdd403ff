"""A body that comes slowly holds no lock: the one writer of SQLite is for those who are ready."""

import io

import pytest

from app.db import db

BODY = (
    b'--xx\r\nContent-Disposition: form-data; name="photos"; filename="a.jpg"\r\n\r\n'
    + b"x" * 3000
    + b"\r\n--xx--\r\n"
)


class Watched(io.BytesIO):
    """A body that notes whether a transaction was open while it was read."""

    held = False

    def read(self, size=-1):
        self.held = self.held or db.session().in_transaction()
        return super().read(size)

    def readinto(self, buffer):
        self.held = self.held or db.session().in_transaction()
        return super().readinto(buffer)


@pytest.mark.parametrize("cookie", ["", "never-given", "own"])
def test_no_transaction_is_open_while_a_body_arrives(office, sign_in, cookie):
    body = Watched(BODY)
    browser = sign_in("inspector1")
    client = browser.client if cookie == "own" else office.test_client()
    if cookie == "never-given":
        client.set_cookie("mingcha_session", cookie)

    client.post(
        "/desk/visits/new?site=unknown",
        input_stream=body,
        content_length=len(BODY),
        content_type="multipart/form-data; boundary=xx",
        headers={"X-CSRF-Token": browser.token},
    )

    assert not body.held


def test_who_never_signed_in_gets_no_room_for_large_files(client):
    client.set_cookie("mingcha_session", "never-given")

    answer = client.post(
        "/desk/visits/new?site=unknown",
        input_stream=io.BytesIO(b"x" * 2_000_000),
        content_length=2_000_000,
        content_type="multipart/form-data; boundary=xx",
    )

    assert answer.status_code == 413
