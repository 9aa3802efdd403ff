"""The file of a tablet's queue: sealed to the office, its requests answered as on the line."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app
from pydantic import BaseModel, ConfigDict, ValidationError

from app import device_keys
from app.device_keys import from_b64
from app.services.tablet_calls import Answer, put_photo, put_visit
from app.services.tablet_devices import Sent

INFO = b"mingcha-queue-1"
NONCE = 12
MOST_REQUESTS = 20_000
VISITS = re.compile(r"/tablet/api/visits/([0-9a-f-]{36})")
PHOTOS = re.compile(r"/tablet/api/photos/([0-9a-f]{64})")


class NoQueue(Exception):
    """A file that can't be read; `code` says why: no_queue, other_office, damaged."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class _Sealed(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    mingcha_queue: int
    device: str
    server_key: str
    ephemeral: str
    nonce: str
    sealed: str


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    method: str
    path: str
    signed_at: str
    signature: str
    body: str


class _Requests(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    requests: list[_Request]


@dataclass(frozen=True, slots=True)
class Queue:
    """What a tablet put into its file."""

    device: str
    requests: tuple[Sent, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one request: what it brought, and the answer it would have had on the line."""

    kind: str
    name: str
    answer: Answer

    @property
    def number(self) -> str:
        """Return the number of a record that was received."""
        if not self.answer.is_receipt or self.kind != "visit":
            return ""
        receipt: dict[str, Any] = json.loads(self.answer.body)["receipt"]
        return str(receipt["number"])

    @property
    def message(self) -> str:
        """Return what was refused, in the reader's language."""
        if self.answer.is_receipt:
            return ""
        error: dict[str, Any] = json.loads(self.answer.body)["error"]
        return str(error["message"])


def open_queue(content: bytes) -> Queue:
    """Return what a file holds; raises `NoQueue`. Nothing is stored by this."""
    try:
        outer = _Sealed.model_validate_json(content)
    except ValidationError as fault:
        raise NoQueue("no_queue") from fault
    if outer.mingcha_queue != 1:
        raise NoQueue("no_queue")
    try:
        plain = _opened(outer)
        inner = _Requests.model_validate_json(plain)
        requests = tuple(_sent(outer.device, one) for one in inner.requests[:MOST_REQUESTS])
    except (ValueError, InvalidTag) as fault:
        raise NoQueue("damaged") from fault
    return Queue(outer.device, requests)


def _opened(outer: _Sealed) -> bytes:
    key = device_keys.queue_key(current_app.config["SETTINGS"].keys)
    if device_keys.key_id(device_keys.jwk_of(key.public_key())) != outer.server_key:
        raise NoQueue("other_office")
    point = from_b64(outer.ephemeral)
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    shared = key.exchange(ec.ECDH(), public)
    secret = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=INFO).derive(shared)
    return AESGCM(secret).decrypt(from_b64(outer.nonce), from_b64(outer.sealed), None)


def _sent(device: str, one: _Request) -> Sent:
    return Sent(
        device=device,
        method=one.method,
        path=one.path,
        body=from_b64(one.body),
        signed_at=one.signed_at,
        signature=one.signature,
        from_file=True,
    )


def take_queue(queue: Queue) -> Iterator[Outcome]:
    """Answer each request in its own transaction, by the very functions of the line."""
    for sent in queue.requests:
        visit, photo = VISITS.fullmatch(sent.path), PHOTOS.fullmatch(sent.path)
        if sent.method == "PUT" and visit:
            yield Outcome("visit", visit[1], put_visit(sent, visit[1]))
        elif sent.method == "PUT" and photo:
            yield Outcome("photo", photo[1], put_photo(sent, photo[1]))
