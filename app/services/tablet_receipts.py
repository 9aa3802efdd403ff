"""Receipts: what the office has for good, signed; the same bytes for ever."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from flask import current_app

from app import signing
from app.canonical import canonical
from app.device_keys import b64


def iso(moment: datetime) -> str:
    """Return a moment as the protocol writes it."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def signed_receipt(content: Mapping[str, Any]) -> str:
    """Return the answer that a tablet verifies and keeps."""
    settings = current_app.config["SETTINGS"]
    key = signing.signer(settings.keys, "receipt")
    receipt = {"server": f"mingcha-{settings.office_district}", **content}
    signature = b64(key.sign(canonical(receipt)))
    return canonical({"receipt": receipt, "key": key.key_id, "signature": signature}).decode()
