"""Finding institutions by name, former name, short name, credit code or licence number.

Two characters are enough: the column `search_grams` holds every pair of neighbouring characters,
indexed as words on both databases, and the whole keys behind them, so that what the index finds
is verified against one column.
"""

from collections.abc import Iterable

from sqlalchemy import (
    ColumnElement,
    Integer,
    Text,
    and_,
    cast,
    func,
    literal,
    or_,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from app.db import db
from app.models.register import Institution
from inspections.licence_numbers import number_key
from inspections.names import grams, name_key

SHORTEST_WORD = 2
# two or three digits are in every code; from four on a part of a code tells something
SHORTEST_CODE = 4
MOST_WORDS = 8


def key_of(text: str) -> str:
    """Return what a text is searched by: its name key, letters and digits only."""
    return "".join(filter(str.isalnum, name_key(text)))


def search_text(
    *,
    name: str,
    short_name: str | None = None,
    former_names: Iterable[str] = (),
    credit_code: str | None = None,
    licence_no: str | None = None,
) -> str:
    """Return what `Institution.search_grams` holds: pairs of characters, then whole keys."""
    number = number_key(licence_no) if licence_no else None
    texts = [name, short_name, *former_names, credit_code, number]
    keys = [key_of(item) for item in texts if item]
    return " ".join(dict.fromkeys([*grams(*texts), *(key for key in keys if len(key) > 2)]))


def words_of(q: str) -> list[str]:
    """Return the keys of the words in a query; a licence number counts without 教民 and 号."""
    words = [key_of(part) for part in q.split()]
    return list(dict.fromkeys(word for word in words if word))[:MOST_WORDS]


def is_searchable(q: str) -> bool:
    """Say whether a query holds a word long enough to search by."""
    return any(len(word) >= SHORTEST_WORD for word in words_of(q))


def says_nothing(q: str) -> bool:
    """Say whether a query holds signs only, no letter or digit: nothing answers to it."""
    return bool(q) and not words_of(q)


def matches(q: str, *, by_index: bool = True) -> ColumnElement[bool]:
    """Return the condition that an institution answers to every word of `q`.

    Without the index the answer is the same; that is quicker where most rows answer.
    """
    words = words_of(q)
    verified = and_(*(_verified(word) for word in words))
    if not by_index:
        return verified
    long = [word for word in words if len(word) >= SHORTEST_WORD]
    return and_(_indexed(long), verified)


def _indexed(words: list[str]) -> ColumnElement[bool]:
    """Return the condition that the index can answer: all pairs of all words."""
    pairs = list(dict.fromkeys(pair for word in words for pair in grams(_core(word))))
    if db.engine.dialect.name == "sqlite":
        # quoted, so that no word is taken for an operator; keys hold letters and digits only
        phrase = " ".join(f'"{pair}"' for pair in pairs)
        found = select(text("rowid")).select_from(text("institutions_search"))
        return Institution.id.in_(
            found.where(text("institutions_search match :phrase").bindparams(phrase=phrase))
        )
    # a policy keeps @> from the index; the function has its own, and answers in scope only
    ids = select(func.institutions_found(literal(pairs, ARRAY(Text)))).scalar_subquery()
    # cast, or ANY takes the sub-select for rows instead of one array, asked for once
    return Institution.id == func.any(cast(ids, ARRAY(Integer)))


def _core(word: str) -> str:
    """Return the word as it stands in the column: a licence number there has no 教民."""
    if word.startswith("教民") and len(word) > SHORTEST_CODE:
        return key_of(number_key(word))
    return word


def _verified(word: str) -> ColumnElement[bool]:
    if word.isascii() and len(word) < SHORTEST_CODE:
        return or_(
            Institution.name_key.contains(word, autoescape=True),
            func.lower(Institution.short_name).contains(word, autoescape=True),
        )
    return Institution.search_grams.contains(_core(word), autoescape=True)
