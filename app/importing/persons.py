"""Natural persons in a file of institutions: told by name, number, or the file's shape."""

from collections.abc import Mapping

from inspections.credit_codes import read_code
from inspections.identity import is_id_number, reads_like_a_person

_LONGEST_PERSON = 4


def person_named(texts: Mapping[str, str], columns: Mapping[str, int]) -> str | None:
    """Return the name of the natural person that a row speaks of, or None for an institution.

    A valid credit code makes it an institution, and so does a licence number.
    """
    name = texts.get("name") or texts.get("person_name", "")
    code = "".join(texts.get("credit_code", "").split())
    if (code and read_code(code)[0] is not None) or "licence_no" in texts:
        return None
    told = texts.get("person_name", "")
    if told and reads_like_a_person(told) and _lists_persons(columns):
        return told
    by_number = is_id_number("".join(texts.get("person_id", "").split()))
    by_number = by_number or (len(code) == 18 and is_id_number(code))
    if by_number and len(name) <= _LONGEST_PERSON:
        return name
    return name if name and reads_like_a_person(name) else None


def _lists_persons(columns: Mapping[str, int]) -> bool:
    """A file that names the person before any institution is a list of persons."""
    return columns["person_name"] < columns.get("name", len(columns) + 1000)
