"""Signed heads of the audit chains, kept outside the database: a shortened tail shows up."""

import base64
import json
import logging
import os
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import select

from app import clock, signing
from app.audit import canonical
from app.db import db
from app.models.audit import AuditHead

log = logging.getLogger("mingcha.audit")


def _file() -> Path:
    path: Path = current_app.config["SETTINGS"].instance / "audit" / "heads.jsonl"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def sign_heads() -> None:
    """Append one signed line with the heads of all chains, to the file and to the log."""
    heads = {
        head.chain: [head.sequence, head.hash]
        for head in db.session.scalars(select(AuditHead).order_by(AuditHead.chain))
    }
    last = _last_line()
    if not heads or (last is not None and last["said"]["heads"] == heads):
        return
    key = signing.signer(current_app.config["SETTINGS"].keys, "audit")
    said = {"at": clock.now().isoformat(), "heads": heads}
    signature = base64.b64encode(key.sign(canonical(said))).decode()
    line = json.dumps({"said": said, "key": key.key_id, "signature": signature})
    with _file().open("a", encoding="utf-8") as out:
        out.write(line + "\n")
        out.flush()
        os.fsync(out.fileno())
    log.info("audit heads %s", line)


def signed() -> dict[str, tuple[int, str]]:
    """Return the newest signed head of every chain; lines with a false signature are ignored."""
    line = _last_line()
    if line is None:
        return {}
    return {
        chain: (sequence, digest) for chain, (sequence, digest) in line["said"]["heads"].items()
    }


def _last_line() -> dict[str, Any] | None:
    path = _file()
    if not path.exists():
        return None
    public = signing.signer(current_app.config["SETTINGS"].keys, "audit").public_bytes
    for text in reversed(path.read_text("utf-8").splitlines()):
        try:
            line: dict[str, Any] = json.loads(text)
            signature = base64.b64decode(line["signature"])
        except (ValueError, KeyError):
            continue
        if signing.verified(public, canonical(line["said"]), signature):
            return line
    return None
