"""The query of a check, read from the address: as typed, or why it can't be taken."""

from urllib.parse import parse_qsl

LONGEST_QUERY = 200
LONGEST_ADDRESS = 8_000


class BadQuery(ValueError):
    """A query that can't be answered; the argument is the code of the error."""


def query_from(query_string: str) -> str:
    """Return what `q` holds, without blanks around it.

    Raises BadQuery: `query_required`, `query_too_long`, `query_repeated` or `query_unreadable`.
    """
    raw = query_string[2:]
    if query_string[:2] == "q=" and raw.isascii():
        if raw.isalnum():
            return _bounded(raw)
        # A Chinese name arrives as nothing but %XX: the quickest way is one call of fromhex.
        if raw[::3] == "%" * ((len(raw) + 2) // 3) and len(raw) <= LONGEST_ADDRESS:
            text = _from_hex(raw)
            if text is not None:
                return _readable(text)
    return _readable(_parsed(query_string))


def _from_hex(raw: str) -> str | None:
    try:
        return bytes.fromhex(raw.replace("%", "")).decode()
    except ValueError:
        return None


def _parsed(query_string: str) -> str:
    if len(query_string) > LONGEST_ADDRESS:
        raise BadQuery("query_too_long")
    try:
        if not query_string.isascii():  # sent raw, as some programs do: WSGI shows it as Latin-1
            query_string = query_string.encode("latin-1").decode()
        pairs = parse_qsl(query_string, keep_blank_values=True, errors="strict", max_num_fields=50)
    except ValueError as error:
        raise BadQuery("query_unreadable") from error
    given = [value for name, value in pairs if name == "q"]
    if len(given) > 1:
        raise BadQuery("query_repeated")
    return given[0] if given else ""


def _readable(text: str) -> str:
    """Return the text without blanks around it; odd characters are left to the key."""
    if len(text) > LONGEST_QUERY:
        raise BadQuery("query_too_long")
    return _bounded(text.strip())


def _bounded(text: str) -> str:
    if not text:
        raise BadQuery("query_required")
    if len(text) > LONGEST_QUERY:
        raise BadQuery("query_too_long")
    return text
