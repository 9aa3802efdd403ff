"""Unified social credit codes (GB 32100-2015) with the organisation code inside (GB 11714)."""

import re
import unicodedata
from functools import lru_cache

from inspections.problems import Problem

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_BETWEEN = re.compile(r"[\s\-\u2010-\u2015_.·'\"‘’“”`\u200b\ufeff]+")
_LABEL = re.compile(r"^\s*[\u4e00-\u9fff]+\s*:")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?\d\d")
_LOOK_ALIKES = str.maketrans("OISZV", "0152U")


def normalise_code(text: str) -> str:
    """Return the code in one width and upper case, without blanks, hyphens and quotation marks."""
    plain = _LABEL.sub("", unicodedata.normalize("NFKC", text))
    return _BETWEEN.sub("", plain).upper()


def check_character(body: str) -> str:
    """Return the 18th character for the first 17 (GB 32100); they must be in the alphabet."""
    total = sum(
        _VALUE[character] * weight for character, weight in zip(body, _WEIGHTS, strict=True)
    )
    return ALPHABET[(31 - total % 31) % 31]


def organisation_check(body: str) -> str:
    """Return the ninth character of an organisation code for its first eight (GB 11714)."""
    pairs = zip(body, _ORGANISATION_WEIGHTS, strict=True)
    rest = 11 - sum(int(character, 36) * weight for character, weight in pairs) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def _sound(code: str) -> bool:
    return (
        len(code) == 18
        and all(character in _VALUE for character in code)
        and check_character(code[:17]) == code[17]
        and organisation_check(code[8:16]) == code[16]
    )


def code_problem(code: str, field: str = "credit_code") -> Problem | None:
    """Return what is wrong with a normalised code, or None.

    Codes of every registering department pass, N for rural collectives among them. A slip of
    the pen (O for 0, I for 1) is only offered as what would be right, never taken over.
    """
    if _sound(code):
        return None
    if code.isdigit() and len(code) == 18 and code.endswith("000"):
        return Problem(field, "credit_code.rounded", about=code)
    likely = code.translate(_LOOK_ALIKES)
    right = likely if likely != code and _sound(likely) else ""
    if right:
        return Problem(field, "credit_code.look_alike", about=code, right=right)
    if len(code) == 15 and code.isdigit():
        return Problem(field, "credit_code.old_number", about=code)
    if len(code) != 18:
        return Problem(field, "credit_code.length", about=code, right=str(len(code)))
    strange = "".join(sorted({character for character in code if character not in _VALUE}))
    if strange:
        return Problem(field, "credit_code.letters", about=code, right=strange)
    if check_character(code[:17]) != code[17]:
        return Problem(field, "credit_code.check", about=code)
    return Problem(field, "credit_code.organisation_check", about=code)


@lru_cache(maxsize=1024)
def read_code(text: str, field: str = "credit_code") -> tuple[str | None, Problem | None]:
    """Return the code as it may be stored, or None with the problem."""
    if _SCIENTIFIC.fullmatch(text.strip().upper()):
        return None, Problem(field, "credit_code.rounded", about=text.strip())
    code = normalise_code(text)
    problem = code_problem(code, field)
    return (None, problem) if problem else (code, None)
