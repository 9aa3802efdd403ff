"""Credit codes that are formally valid and that no authority issues: the subject begins with YY."""

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))
_SUBJECT_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_SERIALS = 31**6
# No common factor with 31**6, so different numbers give different codes, and they look unordered.
_STRIDE = 7368787


def invented_code(*, authority: str, kind: str, division: str, number: int) -> str:
    """Return the code of the `number`-th invented organisation, its check characters right."""
    subject = "YY" + _six_characters(number * _STRIDE % _SERIALS)
    body = authority + kind + division + subject + _subject_check(subject)
    return body + _check(body)


def is_formally_valid(code: str) -> bool:
    """Return whether both check characters are right (GB 11714, GB 32100-2015)."""
    return (
        len(code) == 18
        and all(character in ALPHABET for character in code)
        and _subject_check(code[8:16]) == code[16]
        and _check(code[:17]) == code[17]
    )


def _six_characters(number: int) -> str:
    characters = []
    for _ in range(6):
        number, digit = divmod(number, 31)
        characters.append(ALPHABET[digit])
    return "".join(reversed(characters))


def _subject_check(subject: str) -> str:
    """Return the check character of a GB 11714 code (digits 0-9, letters A-Z = 10-35)."""
    total = sum(int(c, 36) * weight for c, weight in zip(subject, _SUBJECT_WEIGHTS, strict=True))
    rest = 11 - total % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def _check(body: str) -> str:
    """Return the check character of a GB 32100-2015 code."""
    total = sum(ALPHABET.index(c) * weight for c, weight in zip(body, _WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]
