"""How the fields of a step are described: name, type, words, and whether one is needed.

Form, command and document read them off the classes of what is said; there is no second list.
"""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from enum import StrEnum
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from inspections.vocabulary import Term


class Kind(StrEnum):
    """What a field holds, and so how it is typed in."""

    TEXT = "text"
    AREA = "area"
    DAY = "day"
    TICK = "tick"
    ANSWER = "answer"
    COUNT = "count"
    FEN = "fen"
    PERSON = "person"
    PERSONS = "persons"
    TERM = "term"
    TERMS = "terms"
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class Asked:
    """The words of a field; `kind` where the type alone doesn't say how it is typed in."""

    zh: str
    en: str
    kind: Kind | None = None
    required: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a step as forms and commands need it; `blank` is what it is when left out."""

    name: str
    kind: Kind
    zh: str
    en: str
    required: bool
    term: type[Term] | None = None
    blank: Any = None

    def word(self, language: str) -> str:
        """Return the label in `language` ("zh" or "en")."""
        return self.en if language == "en" else self.zh


PLAIN: Mapping[type, Kind] = {
    str: Kind.TEXT,
    date: Kind.DAY,
    bool: Kind.TICK,
    int: Kind.COUNT,
}


def fields_of(said: type[Any]) -> tuple[Field, ...]:
    """Return the fields of a dataclass whose every field is annotated with `Asked`."""
    hints = get_type_hints(said, include_extras=True)
    found = []
    for one in fields(said):
        held, asked = get_args(hints[one.name])[:2]
        kind, term = _kind(held)
        blank = None if one.default is MISSING else one.default
        needed = asked.required or one.default is MISSING
        found.append(Field(one.name, asked.kind or kind, asked.zh, asked.en, needed, term, blank))
    return tuple(found)


def _kind(held: Any) -> tuple[Kind, type[Term] | None]:
    if get_origin(held) is tuple:
        item = get_args(held)[0]
        return (Kind.LINES, None) if item is str else (Kind.TERMS, item)
    if isinstance(held, UnionType):
        held = next(part for part in get_args(held) if part is not type(None))
        if held is bool:
            return Kind.ANSWER, None
    if issubclass(held, Term):
        return Kind.TERM, held
    return PLAIN[held], None
