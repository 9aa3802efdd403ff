"""The header of an edition: what it states, how it is signed, and how a reader proves it."""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Self

from app.signing import verified
from inspections.checkpoints import Checkpoint, Sign, read_note, signed_note
from inspections.editions import FORMAT, canonical, edition_leaf
from inspections.merkle import leaf_hash, tree_root

OUTSIDE_THE_CORE = ("log", "checkpoint", "signature")


class BadHeader(ValueError):
    """A header that is damaged, of an unknown format or not signed by its key."""


@dataclass(frozen=True, slots=True)
class Key:
    """The key that signs editions; `sign` keeps the private part to itself."""

    key_id: str
    public_key: bytes
    sign: Sign


@dataclass(frozen=True, slots=True)
class Header:
    """A signed header, as read; `values` are its members."""

    values: Mapping[str, Any]

    @classmethod
    def read(cls, text: str | bytes) -> Self:
        """Parse a header; raise BadHeader unless its format is known and its key signed it."""
        try:
            values = json.loads(text)
            header = cls(values)
            if values["format"] != FORMAT or not header.is_signed():
                raise BadHeader("unknown format or wrong signature")
            _ = header.signed_at, header.valid_until, header.number, header.digest
        except (ValueError, KeyError, TypeError) as error:
            raise BadHeader(str(error)) from error
        return header

    @property
    def number(self) -> int:
        """Return the number of the edition."""
        return int(self.values["edition"])

    @property
    def signed_at(self) -> datetime:
        """Return the moment of signing."""
        return datetime.fromisoformat(self.values["signed_at"])

    @property
    def valid_until(self) -> datetime:
        """Return the moment after which nobody is accused from this edition."""
        return datetime.fromisoformat(self.values["valid_until"])

    @property
    def public_key(self) -> bytes:
        """Return the raw public key that signed."""
        return base64.b64decode(self.values["public_key"], validate=True)

    @property
    def digest(self) -> str:
        """Return the digest by which the next edition names this one."""
        return sha256(canonical(self.values)).hexdigest()

    def is_signed(self) -> bool:
        """Say whether the key named in the header signed it."""
        try:
            signature = base64.b64decode(self.values["signature"], validate=True)
            return verified(self.public_key, canonical(_unsigned(self.values)), signature)
        except (binascii.Error, KeyError, TypeError, ValueError):
            return False

    def checkpoint(self) -> Checkpoint | None:
        """Return the log's state if the note is signed by the key and says what the header says."""
        note = read_note(
            self.values["checkpoint"],
            public_key=self.public_key,
            verify=lambda message, mark: verified(self.public_key, message, mark),
        )
        log = self.values["log"]
        stated = Checkpoint(self.values["list"], log["size"], bytes.fromhex(log["root"]))
        return note if note == stated else None

    def leaf(self) -> bytes:
        """Return the leaf of the log that stands for this edition."""
        return edition_leaf(core_of(self.values))

    def text(self) -> str:
        """Return the header as it is stored."""
        return json.dumps(self.values, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def sign_header(core: Mapping[str, Any], *, leaves: list[bytes], key: Key) -> Header:
    """Return the signed header; `leaves` are the log's up to and including this edition's own."""
    root = tree_root([leaf_hash(leaf) for leaf in leaves])
    checkpoint = Checkpoint(core["list"], len(leaves), root)
    unsigned = dict(core) | {
        "log": {"size": len(leaves), "root": root.hex()},
        "checkpoint": signed_note(checkpoint, public_key=key.public_key, sign=key.sign),
    }
    signature = base64.b64encode(key.sign(canonical(unsigned))).decode()
    return Header(unsigned | {"signature": signature})


def core_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the members that the edition's leaf in the log vouches for."""
    return {key: value for key, value in values.items() if key not in OUTSIDE_THE_CORE}


def moment_text(moment: datetime) -> str:
    """Return a moment as headers write it: UTC, whole seconds."""
    return moment.astimezone(UTC).replace(microsecond=0).isoformat()


def _unsigned(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key != "signature"}
