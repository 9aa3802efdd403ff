"""Text that went through a wrong encoding on its way: noticed, and where possible read back."""

import re

_TELLTALE = re.compile(r"\ufffd|锟斤拷|锟斤|烫烫|屯屯屯|[?？]{2,}|ï¿½")
_HAN = re.compile(r"[\u3400-\u9fff]")
_WESTERN = re.compile(
    r"[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)
_FEW_HAN = 3


def _as_western_bytes(text: str) -> bytes | None:
    """Undo a reading as Windows-1252, whose five holes most programs fill with Latin-1."""
    out = bytearray()
    for character in text:
        try:
            out += character.encode("cp1252")
        except UnicodeEncodeError:
            if ord(character) > 0xFF:
                return None
            out.append(ord(character))
    return bytes(out)


def is_garbled(text: str) -> bool:
    """Return whether `text` is what a wrong encoding makes of Chinese."""
    if text.isascii():
        return "??" in text
    return bool(_TELLTALE.search(text)) or ungarbled(text) is not None


def ungarbled(text: str) -> str | None:
    """Return what `text` was before it was decoded wrongly, as far as bytes tell, or None.

    Never to be stored: a lost byte may have changed a character. It helps a person to see.
    """
    if text.isascii():
        return None
    if _WESTERN.search(text):
        several = len(_WESTERN.findall(text)) >= 2 and not _HAN.search(text)
        return _from_western(text) if several else None
    return _from_chinese(text)


def _from_western(text: str) -> str | None:
    """UTF-8 or GBK read as Latin-1: æ²ˆé˜³, ÉòÑô."""
    raw = _as_western_bytes(text)
    if raw is None:
        return None
    for encoding in ("utf-8", "gb18030"):
        try:
            found = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _HAN.search(found) and (encoding == "utf-8" or len(_HAN.findall(found)) >= 2):
            return found
    if len(_WESTERN.findall(text)) >= 6:
        found = raw.decode("utf-8", errors="replace")
        if len(_HAN.findall(found)) > found.count("\ufffd"):
            return found
    return None


def _from_chinese(text: str) -> str | None:
    """UTF-8 read as GBK: 娌堥槼 for 沈阳. Hardly any Chinese text is by chance UTF-8 as well."""
    try:
        start = next(place for place, character in enumerate(text) if character > "\x7f")
        # garbling begins with the first Chinese character; nearly all text ends here
        text[start : start + 2].encode("gb18030")[:3].decode("utf-8")
        raw = text.encode("gb18030")
    except (UnicodeError, StopIteration):
        return None
    if len(_HAN.findall(text)) < _FEW_HAN:
        return None
    found = raw.decode("utf-8", errors="replace")
    han, lost = len(_HAN.findall(found)), found.count("\ufffd")
    return found if han >= 2 and han > 2 * lost else None
