"""Numbers of school-running licences (办学许可证): 教民 and 13 to 18 digits; others are kept."""

import re
import unicodedata

from inspections.problems import Problem

FEWEST_DIGITS = 6

_BLANK = re.compile(r"[\s\u200b\ufeff'‘’\"“”]+")
_USUAL = re.compile(r"教民\d{13,18}号?")
_BARE = re.compile(r"\d{13,18}号?")


def normalise_number(text: str) -> str:
    """Return the number in one width and without blanks; `教民` and `号` stay as written."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", text)).upper()


def number_key(text: str) -> str:
    """Return what two spellings of one licence number share."""
    number = normalise_number(text).removeprefix("教民").removesuffix("号")
    return re.sub(r"[^0-9A-Z\u4e00-\u9fff]", "", number)


def reads_like_a_number(number: str) -> bool:
    """Return whether a number has the digits to be one; what has not proves no licence."""
    return sum("0" <= sign <= "9" for sign in number) >= FEWEST_DIGITS


def number_problem(number: str, field: str = "licence_no") -> Problem | None:
    """Return a word of warning on an unusual form, or None; no form is ever refused.

    The law names no form: 13 digits by a rule of 2004, 15 on licences of today.
    """
    if _USUAL.fullmatch(number) or _BARE.fullmatch(number):
        return None
    if re.fullmatch(r"\d(?:\.\d+)?E\+?\d\d", number):
        return Problem(field, "licence_no.rounded", about=number)
    return Problem(field, "licence_no.unusual", about=number)
