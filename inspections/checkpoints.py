"""Checkpoints of a log as signed notes: text signed by name and key (C2SP signed-note)."""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

ED25519 = b"\x01"

Sign = Callable[[bytes], bytes]
Verify = Callable[[bytes, bytes], bool]


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a checkpoint states: whose log, how long it is, and its root."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """Return the lines that are signed, the last newline included."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def key_hash(name: str, public_key: bytes) -> bytes:
    """Return the four bytes that tell a verifier which key signed."""
    return sha256(name.encode() + b"\n" + ED25519 + public_key).digest()[:4]


def signed_note(checkpoint: Checkpoint, *, public_key: bytes, sign: Sign) -> str:
    """Return the checkpoint with its signature line; the signer's name is the log's origin."""
    text = checkpoint.text()
    mark = key_hash(checkpoint.origin, public_key) + sign(text.encode())
    return f"{text}\n— {checkpoint.origin} {base64.b64encode(mark).decode()}\n"


def read_note(note: str, *, public_key: bytes, verify: Verify) -> Checkpoint | None:
    """Return the checkpoint when this key signed it, or None; nothing unsigned is believed."""
    text, separator, signatures = note.partition("\n\n")
    lines = text.split("\n")
    if not separator or len(lines) != 3 or not lines[1].isascii() or not lines[1].isdigit():
        return None
    marks = [_mark(line, name=lines[0]) for line in signatures.splitlines()]
    wanted = key_hash(lines[0], public_key)
    signed = f"{text}\n".encode()
    if not any(mark[:4] == wanted and verify(signed, mark[4:]) for mark in marks if mark):
        return None
    root = _decoded(lines[2])
    return Checkpoint(lines[0], int(lines[1]), root) if root and len(root) == 32 else None


def _mark(line: str, *, name: str) -> bytes | None:
    start = f"— {name} "
    return _decoded(line.removeprefix(start)) if line.startswith(start) else None


def _decoded(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
