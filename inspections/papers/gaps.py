"""What a paper still lacks: every field without a value, by name, all at once."""

from collections.abc import Iterator
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from typing import Any

from inspections.papers.field_words import FIELD_WORDS


@dataclass(frozen=True, slots=True)
class MissingField:
    """A field without a value: where it stands (`party.address`), and its name."""

    path: str
    zh: str
    en: str


class PaperIncomplete(Exception):
    """A paper isn't made because fields are missing; `fields` names all of them."""

    def __init__(self, code: str, missing: list[MissingField]) -> None:
        """Keep the paper's code and what it lacks."""
        super().__init__(f"{code} lacks {', '.join(one.path for one in missing)}")
        self.code, self.fields = code, tuple(missing)


def require(code: str, facts: object, **also: object) -> None:
    """Raise `PaperIncomplete` unless every field of `facts` that has no default holds a value.

    `also` names fields that have a default and are needed in this paper, or under its conditions,
    with the value each holds; two underlines stand for the dot of a path.
    """
    missing = list(_walk(facts, ""))
    missing += [_named(name.replace("__", ".")) for name, held in also.items() if _is_blank(held)]
    if missing:
        raise PaperIncomplete(code, missing)


def _walk(facts: Any, path: str) -> Iterator[MissingField]:
    for field in fields(facts):
        held, here = getattr(facts, field.name), path + field.name
        if _is_blank(held):
            if _is_needed(field):
                yield _named(here)
        elif is_dataclass(held):
            yield from _walk(held, here + ".")
        elif isinstance(held, tuple):
            yield from _members(held, here)


def _members(held: tuple[Any, ...], here: str) -> Iterator[MissingField]:
    for number, one in enumerate(held, start=1):
        if is_dataclass(one):
            yield from _walk(one, f"{here}.{number}.")
        elif _is_blank(one):
            yield _named(f"{here}.{number}")


def _is_needed(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _is_blank(held: object) -> bool:
    return held is None or held == () or (isinstance(held, str) and not held.strip())


def _named(path: str) -> MissingField:
    """Return a field with its name; a member of a list by its number."""
    name, zh, en = "", "", ""
    for part in path.split("."):
        if part.isdigit():
            zh, en = f"{zh}（第{part}项）", f"{en} ({part})"
            continue
        name = part
        word_zh, word_en = FIELD_WORDS[name]
        zh, en = (f"{zh}·{word_zh}", f"{en}: {word_en}") if zh else (word_zh, word_en)
    return MissingField(path, zh, en)
