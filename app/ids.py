"""Ids that appear in URLs, pages, editions and QR codes."""

import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 10


def new_id() -> str:
    """Return 10 random base-32 characters (50 bits, without i, l, o and u)."""
    return "".join(ALPHABET[byte % 32] for byte in secrets.token_bytes(LENGTH))
