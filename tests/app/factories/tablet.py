"""A tablet for tests: its keys, its signature, a manifest that is complete by default."""

import hashlib
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from app.canonical import canonical
from app.device_keys import b64, jwk_of
from app.services.tablet_confirmations import record_digest
from app.services.tablet_devices import Sent

NOW = "2026-11-19T04:00:00.000Z"
UUID = "7b1f3d1e-5a2c-4b6d-8e9f-0123456789ab"


class Key:
    """A P-256 key as a browser makes one."""

    def __init__(self, secret: int) -> None:
        self._private = ec.derive_private_key(secret, ec.SECP256R1())
        self.jwk = jwk_of(self._private.public_key())

    def sign(self, message: bytes) -> str:
        """Return the raw signature, r and s, as WebCrypto gives it."""
        return b64(_raw(self.sign_der(message)))

    def sign_der(self, message: bytes) -> bytes:
        """Return the same in DER."""
        return self._private.sign(message, ec.ECDSA(hashes.SHA256()))

    def agreed_with(self, public: ec.EllipticCurvePublicKey) -> bytes:
        """Return the secret shared with another key."""
        return self._private.exchange(ec.ECDH(), public)


def _raw(der: bytes) -> bytes:
    first, second = decode_dss_signature(der)
    return first.to_bytes(32) + second.to_bytes(32)


@dataclass
class Tablet:
    """A tablet with its id, once it is enrolled."""

    key: Key
    device: str = ""

    def signed(
        self, method: str, path: str, body: bytes = b"", *, at: str = NOW, from_file: bool = False
    ) -> Sent:
        """Return a request as the tablet signs it."""
        message = f"{method}\n{path}\n{hashlib.sha256(body).hexdigest()}\n{at}".encode()
        signature = self.key.sign(message)
        return Sent(self.device, method, path, body, at, signature, from_file)

    def headers(
        self, method: str, path: str, body: bytes = b"", *, at: str = NOW
    ) -> dict[str, str]:
        """Return the headers of a request."""
        sent = self.signed(method, path, body, at=at)
        return {"X-Device": sent.device, "X-Signed-At": at, "X-Signature": sent.signature}

    def call(self, client: Any, method: str, path: str, body: bytes = b"", **more: Any) -> Any:
        """Send a request and return the answer."""
        headers = self.headers(method, path, body, **more)
        return client.open(path, method=method, data=body, headers=headers)


def listed(content: bytes, **more: Any) -> dict[str, Any]:
    """Return a file as a manifest lists it."""
    entry = {
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
        "taken_at": "2026-11-19T02:50:00.000Z",
        "position": {"lng_wgs84": 123.4, "lat_wgs84": 41.8, "accuracy_m": 6.5},
    }
    return {**entry, **more}


def manifest(**changes: Any) -> dict[str, Any]:
    """Return a manifest of a visit that the party refused to sign; a test changes what it needs."""
    return {
        "visit": UUID,
        "site": None,
        "sweep": None,
        "checklist": "2026-1",
        "author": "",
        "second_officer": "",
        "started_at": "2026-11-19T02:47:31.120Z",
        "ended_at": "2026-11-19T03:20:05.001Z",
        "result": "compliant",
        "answers": [],
        "met": {"name": "马拟然", "role": "教务主管"},
        "signatures": [
            {"who": "author", "how": "confirmed"},
            {"who": "second_officer", "how": "confirmed"},
            {"who": "party", "how": "refused", "note": "不愿签名，见证人：社区王拟民"},
        ],
        "position": {"lng_wgs84": 123.4012, "lat_wgs84": 41.8057, "accuracy_m": 8},
        "files": [],
        "device_sequence": 1,
        "previous_digest": None,
        "amends": None,
        "reason": None,
        "ground": "沈和教检〔2026〕14号",
        "certificate_shown": True,
        **changes,
    }


def confirmed(document: dict[str, Any], **keys: Key) -> dict[str, Any]:
    """Return the manifest with the officers' confirmations by these keys."""
    digest = record_digest(document)
    signatures = [
        {
            **one,
            "at": "2026-11-19T03:21:00.000Z",
            "person": document[one["who"]],
            "digest": digest,
            "signature": keys[one["who"]].sign(digest.encode()),
        }
        if one["who"] in keys
        else one
        for one in document["signatures"]
    ]
    return {**document, "signatures": signatures}


def body_of(document: dict[str, Any]) -> bytes:
    """Return the bytes of a manifest."""
    return canonical(document)


def path_of(document: dict[str, Any]) -> str:
    """Return the address that a manifest is put at."""
    return f"/tablet/api/visits/{document['visit']}"


def photo_path(content: bytes) -> str:
    """Return the address that a file is put at."""
    return f"/tablet/api/photos/{hashlib.sha256(content).hexdigest()}"
