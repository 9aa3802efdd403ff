"""Ed25519 keys of the instance: one each for editions, audit heads and receipts."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

PURPOSES = ("edition", "audit", "receipt")


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key with the id that its signatures carry."""

    key_id: str
    private: Ed25519PrivateKey

    @property
    def public_bytes(self) -> bytes:
        """Return the raw public key (32 bytes)."""
        return self.private.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """Return the signature (64 bytes) of `message`."""
        return self.private.sign(message)


def signer(folder: Path, purpose: str) -> Signer:
    """Return the key for `purpose` in `folder`, made on first use with mode 0600."""
    if purpose not in PURPOSES:
        raise ValueError(f"no key is kept for {purpose}")
    raw = kept_bytes(folder / f"{purpose}.ed25519", 32)
    private = Ed25519PrivateKey.from_private_bytes(raw)
    public = private.public_key().public_bytes_raw()
    return Signer(hashlib.sha256(public).hexdigest()[:16], private)


def verified(public: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether `signature` is that of `message` under the raw public key."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def kept_bytes(path: Path, length: int) -> bytes:
    """Return the secret bytes in `path`, made on first use; two starters agree on one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    if not path.exists():
        with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(os.urandom(length))
        try:
            os.link(scratch, path)
        except FileExistsError:
            pass
        finally:
            scratch.unlink()
    secret = path.read_bytes()
    if len(secret) != length:
        raise ValueError(f"{path} does not hold {length} bytes")
    return secret


def seal(folder: Path, plain: bytes, about: bytes) -> bytes:
    """Encrypt a sensitive field (AES-256-GCM); `about` binds it to its row."""
    nonce = os.urandom(12)
    return nonce + AESGCM(kept_bytes(folder / "fields.aes", 32)).encrypt(nonce, plain, about)


def unseal(folder: Path, sealed: bytes, about: bytes) -> bytes:
    """Decrypt what `seal` gave; raises cryptography's InvalidTag when it was changed."""
    key = AESGCM(kept_bytes(folder / "fields.aes", 32))
    return key.decrypt(sealed[:12], sealed[12:], about)
