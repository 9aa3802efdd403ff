"""Characters that a paper can't carry: controls, marks that turn the direction, and unseen ones."""

import unicodedata
from collections.abc import Container

from inspections.papers.blocks import Paper, lines_of

BLANKS = "\n\u3000 "
UNSEEN = {"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"}


class UnprintableCharacters(Exception):
    """Some characters can't be printed; `names` says which, where each stands first."""

    def __init__(self, code: str, names: list[str]) -> None:
        """Keep the paper's code and the characters."""
        super().__init__(f"{code}: {'; '.join(names)}")
        self.code, self.names = code, tuple(names)


def tidy(text: str) -> str:
    """Return a text with one kind of line end and blank; what is to be read stays as typed."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").replace("\u00a0", " ")


def require_printable(paper: Paper, known: Container[int] | None = None) -> None:
    """Raise `UnprintableCharacters` for what no reader would see as it was typed.

    `known` are the characters that the faces have; a page printed elsewhere asks without it.
    """
    found: dict[str, str] = {}
    for line in (*lines_of(paper), paper.each_page):
        for character in tidy(line):
            if character not in found and not _is_printable(character, known):
                found[character] = line.strip()[:20]
    if found:
        raise UnprintableCharacters(paper.code, [name_of(one) for one in found])


def _is_printable(character: str, known: Container[int] | None) -> bool:
    if character in BLANKS:
        return True
    if unicodedata.category(character) in UNSEEN:
        return False
    return known is None or ord(character) in known


def name_of(character: str) -> str:
    """Return a character with its code point and name: U+20BB7 𠮷 CJK UNIFIED IDEOGRAPH-20BB7."""
    code = f"U+{ord(character):04X}"
    seen = "" if unicodedata.category(character) in UNSEEN else f" {character}"
    name = unicodedata.name(character, "")
    return f"{code}{seen} {name}".strip()
