"""What is wrong with a typed or imported value, said in both languages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from inspections.sentences import SENTENCES

_BLANKS = re.compile(r"\{(about|right)\}")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing a person must be told about a field; `right` is what would be right, if known."""

    field: str
    code: str
    about: str = ""
    right: str = ""

    def message(self, language: str) -> str:
        """Return the sentence in `language` ("zh" or "en")."""
        return "".join(text for text, _ in self.parts(language))

    def parts(self, language: str) -> Iterator[tuple[str, bool]]:
        """Yield the sentence cut up: text, and whether it is quoted from what was written.

        A page in English wraps the quoted parts as Chinese.
        """
        sentence = SENTENCES[self.code][1 if language == "en" else 0]
        for place, piece in enumerate(_BLANKS.split(sentence)):
            if place % 2:
                yield (self.about if piece == "about" else self.right), True
            elif piece:
                yield piece, False
