"""P-256 keys of tablets and officers, read from a JWK; their signatures; the queue's own key."""

import base64
import binascii
import hashlib
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from app.canonical import canonical
from app.signing import kept_bytes

COORDINATE = 32
RAW = 2 * COORDINATE
UNCOMPRESSED = b"\x04"
MEMBERS = ("crv", "kty", "x", "y")


class BadKey(ValueError):
    """This is no public P-256 key."""


def b64(content: bytes) -> str:
    """Return base64url without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def from_b64(text: str) -> bytes:
    """Return the bytes; raises ValueError for what isn't base64url."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError) as fault:
        raise ValueError("not base64url") from fault


def public_jwk(given: Any) -> dict[str, str]:
    """Return the four members that make the key; raises `BadKey`, also for a private one."""
    if not isinstance(given, dict) or "d" in given:
        raise BadKey("not a public key")
    jwk = {name: given.get(name) for name in MEMBERS}
    if not all(isinstance(value, str) for value in jwk.values()):
        raise BadKey("not a JWK")
    key_of(jwk)
    return {name: str(value) for name, value in jwk.items()}


def key_of(jwk: dict[str, Any]) -> ec.EllipticCurvePublicKey:
    """Return the key of a JWK; raises `BadKey` for a point off the curve or another curve."""
    if jwk.get("kty") != "EC" or jwk.get("crv") != "P-256":
        raise BadKey("not P-256")
    try:
        x, y = from_b64(jwk["x"]), from_b64(jwk["y"])
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), UNCOMPRESSED + x + y)
    except (ValueError, TypeError) as fault:
        raise BadKey("not a point of the curve") from fault


def signed_by(jwk: dict[str, Any], message: bytes, signature: str) -> bool:
    """Say whether `signature` (base64url, raw r and s, or DER) is that of `message`."""
    try:
        raw = from_b64(signature)
        if len(raw) == RAW:
            first, second = raw[:COORDINATE], raw[COORDINATE:]
            raw = encode_dss_signature(int.from_bytes(first), int.from_bytes(second))
        key_of(jwk).verify(raw, message, ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True


def queue_key(folder: Path) -> ec.EllipticCurvePrivateKey:
    """Return the office's key that tablets seal the file of their queue to, made on first use."""
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    secret = int.from_bytes(kept_bytes(folder / "queue.p256", COORDINATE))
    return ec.derive_private_key(secret % (order - 1) + 1, ec.SECP256R1())


def jwk_of(key: ec.EllipticCurvePublicKey) -> dict[str, str]:
    """Return the JWK of a public key."""
    numbers = key.public_numbers()
    x, y = (b64(value.to_bytes(COORDINATE)) for value in (numbers.x, numbers.y))
    return {"crv": "P-256", "kty": "EC", "x": x, "y": y}


def key_id(jwk: dict[str, str]) -> str:
    """Return the id under which a key is named."""
    return hashlib.sha256(canonical(jwk)).hexdigest()[:16]
